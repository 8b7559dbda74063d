"""Private documents: what is taken, what is refused."""

import io
import zipfile
from pathlib import Path

import pytest

from marketplace.kernel import files
from marketplace.kernel.errors import Invalid

PDF = b"%PDF-1.7\n%..."


def packed(size: int) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/sheet.xml", b"0" * size)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [("paper.pdf", PDF), ("PHOTO.JPG", b"\xff\xd8\xff\xe0rest"), ("prices.xlsx", packed(1000))],
)
def test_documents_are_kept_under_names_of_our_own(app, tmp_path, name, raw):
    stored = files.accept_document(io.BytesIO(raw), name, tmp_path)
    path = stored.path(tmp_path)
    assert path.read_bytes() == raw
    assert stored.filename == name
    assert name not in str(path)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "/abs/olute.pdf"])
def test_a_name_is_never_a_path(app, tmp_path, name):
    stored = files.accept_document(io.BytesIO(PDF), name, tmp_path)
    assert Path(stored.filename).name == stored.filename
    assert stored.path(tmp_path).is_relative_to(tmp_path)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("fake.pdf", b"<html>"),
        ("program.exe", b"MZ\x90"),
        ("noextension", PDF),
        ("picture.svg", b"<svg onload='x'/>"),
        ("broken.xlsx", b"PK\x03\x04not a zip"),
        ("bomb.xlsx", packed(files.MAX_UNPACKED_BYTES + 1)),
    ],
)
def test_lies_and_bombs_are_refused_by_name(app, tmp_path, name, raw):
    with pytest.raises(Invalid) as refusal:
        files.accept_document(io.BytesIO(raw), name, tmp_path)
    assert name in refusal.value.message
    assert list(tmp_path.rglob("*")) == []


def test_too_large_a_document_is_refused(app, tmp_path):
    with pytest.raises(Invalid, match="10 MB"):
        files.accept_document(io.BytesIO(PDF + b"0" * files.MAX_BYTES), "big.pdf", tmp_path)
