"""Private documents: papers of identity, certificates, attachments.

Kept under random names outside the web root, handed out only through a view that has asked who may,
always as a download.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

LONGEST_NAME = 150
#: Kinds of letters that a file name does not show: controls, marks of direction, half of a pair, line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

#: Accepted kinds: extension → (media type, first bytes). Content decides, the name must agree.
KINDS = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": ("image/webp", (b"RIFF",)),  # and the kind of RIFF, see `_is_what_it_says`
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
}


class StoredFile(db.Model):
    """One private document.

    ``owner_kind`` and ``owner_id`` say what it belongs to; that room asks who may read it.
    """

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    owner_kind: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None]
    uploaded_by_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    def path(self, folder: Path) -> Path:
        """Where the bytes are under the private folder."""
        return folder / self.key[:2] / self.key


def accept_document(
    stream: BinaryIO,
    filename: str,
    folder: Path,
    *,
    owner_kind: str = "",
    owner_id: int | None = None,
    by=None,
) -> StoredFile:
    """Check and store one uploaded document; add and return its row. Raises ``Invalid`` naming the file."""
    name = clean_name(filename)
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Invalid(_("“%(name)s” is larger than %(limit)s MB. Send a smaller file.", name=name, limit=10))
    extension = name.rpartition(".")[2].lower()
    media_type, starts = KINDS.get(extension, ("", ()))
    if not raw.startswith(starts or (b"\0never",)) or not _is_what_it_says(raw):
        raise Invalid(
            _(
                "“%(name)s” cannot be accepted. "
                "Send a PDF, a photo (JPEG, PNG, WebP), an XLSX or a DOCX file.",
                name=name,
            )
        )
    key = secrets.token_hex(16)
    stored = StoredFile(
        key=key,
        filename=name,
        media_type=media_type,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        owner_kind=owner_kind,
        owner_id=owner_id,
        uploaded_by_id=by.id if by else None,
    )
    path = stored.path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    db.session.add(stored)
    return stored


def clean_name(filename: str) -> str:
    """The name a person gave a file, on one line and without marks that turn the reading direction.

    A right-to-left mark makes ``gpj.exe`` look like ``exe.jpg``; a line break would forge a header.
    """
    visible = "".join(letter for letter in filename if unicodedata.category(letter) not in _UNSEEN)
    return Path(visible.replace("\\", "/")).name[-LONGEST_NAME:] or "document"


def _is_what_it_says(raw: bytes) -> bool:
    """Look beyond the first bytes where other kinds of files share them."""
    if raw.startswith(b"RIFF"):
        return raw[8:12] == b"WEBP"
    return not raw.startswith(b"PK") or _is_sane_archive(raw)


def _is_sane_archive(raw: bytes) -> bool:
    """XLSX and DOCX are zip archives: they must open and not unpack to a giant."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            return len(entries) < 5_000 and sum(entry.file_size for entry in entries) <= MAX_UNPACKED_BYTES
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return False
