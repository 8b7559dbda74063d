"""Whatever a phone sends becomes a clean picture, and what is no picture is refused by its name."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image as Pillow

from marketplace.kernel.errors import Invalid
from marketplace.kernel.images import Photo, accept_photo, store_picture
from tests.catalog.pictures import bomb, phone_photo, photo


@pytest.fixture
def media(tmp_path) -> Path:
    return tmp_path / "media"


def stored(image, media: Path, width: int, extension: str = "jpg") -> Path:
    return media / image.key[:2] / f"{image.key}-{width}.{extension}"


def test_a_photo_is_kept_in_three_sizes_and_two_kinds(app, media):
    image = accept_photo(photo(2000, 1000), "field.jpg", media)
    assert (image.width, image.height) == (1280, 640)
    assert sorted(path.name.removeprefix(image.key) for path in media.rglob("*.*")) == sorted(
        f"-{width}.{extension}" for width in (320, 640, 1280) for extension in ("jpg", "webp")
    )
    for width in (320, 640, 1280):
        assert Pillow.open(stored(image, media, width)).size == (width, width // 2)
        assert Pillow.open(stored(image, media, width, "webp")).format == "WEBP"


def test_a_small_photo_is_never_blown_up(app, media):
    image = accept_photo(photo(400, 300), "small.jpg", media)
    assert {path.name.removeprefix(image.key) for path in media.rglob("*.jpg")} == {"-320.jpg", "-400.jpg"}
    assert Photo.from_content(image.as_photo()).src(1280) == f"/media/{image.key[:2]}/{image.key}-400.jpg"


def test_what_a_phone_tells_about_its_owner_is_gone(app, media):
    sent = phone_photo()
    assert b"secret note" in sent.getvalue()
    assert b"SecretPhone" in sent.getvalue()
    accept_photo(sent, "phone.jpg", media)
    files = list(media.rglob("*.*"))
    assert files
    for path in files:
        written = path.read_bytes()
        assert b"secret" not in written.lower()
        kept = Pillow.open(path)
        assert not kept.getexif()
        assert not kept.info.get("comment")


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_held_sideways_stands_upright(app, media, orientation):
    image = accept_photo(phone_photo(orientation), "phone.jpg", media)
    assert (image.width > image.height) == (orientation == 3)
    kept = Pillow.open(stored(image, media, 320)).convert("RGB")
    width, height = kept.size
    dark = {
        3: (width - 9, height // 2),
        6: (width // 2, 9),
        8: (width // 2, height - 9),
    }[orientation]
    assert kept.getpixel(dark)[0] < 150
    assert kept.getpixel((width - 1 - dark[0], height - 1 - dark[1]))[0] > 200


def test_transparency_becomes_white(app, media):
    stream = io.BytesIO()
    Pillow.new("RGBA", (200, 200), (0, 0, 0, 0)).save(stream, "PNG")
    stream.seek(0)
    image = accept_photo(stream, "logo.png", media)
    assert Pillow.open(stored(image, media, 200)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_kinds_are_photos_too(app, media, kind):
    assert accept_photo(photo(kind=kind), f"photo.{kind.lower()}", media).width == 640


def test_a_bomb_is_refused_before_it_unpacks(app, media):
    began = time.process_time()
    with pytest.raises(Invalid, match=r"bomb\.png"):
        accept_photo(bomb(), "bomb.png", media)
    assert time.process_time() - began < 1
    assert not media.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 not a photo at all", "invoice.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawing.png"),
        (b"", "empty.jpg"),
        (photo().getvalue()[:2000], "cut-off.jpg"),
        (photo(kind="BMP").getvalue(), "old.jpg"),
        (photo(kind="TIFF").getvalue(), "scan.jpg"),
    ],
)
def test_a_file_that_lies_or_is_broken_is_refused_by_its_name(app, media, content, name):
    with pytest.raises(Invalid, match=name):
        accept_photo(io.BytesIO(content), name, media)
    assert not media.exists()


def test_the_name_says_nothing_about_the_kind(app, media):
    assert accept_photo(photo(kind="PNG"), "really-a-png.jpg", media).width == 640


def test_a_stamp_is_too_small_and_a_film_too_large(app, media):
    with pytest.raises(Invalid, match="too small"):
        accept_photo(photo(119, 400), "stamp.jpg", media)
    with pytest.raises(Invalid, match="15"):
        accept_photo(io.BytesIO(b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024)), "film.jpg", media)


def test_the_same_photo_sent_twice_shares_its_files(app, media):
    first, second = (accept_photo(photo(), name, media, owner_id=7) for name in ("one.jpg", "two.jpg"))
    assert (first.key, first.sha256) == (second.key, second.sha256)
    assert accept_photo(photo(shade=10), "other.jpg", media).key != first.key


def test_many_may_store_one_picture_at_the_same_moment(tmp_path):
    picture = Pillow.effect_noise((900, 675), 64).convert("RGB")
    with ThreadPoolExecutor(8) as writers:
        keys = set(writers.map(lambda _writer: store_picture(picture, tmp_path), range(8)))

    stored = sorted(path.name for path in tmp_path.rglob("*.*"))
    assert stored == [
        f"{key}-{width}.{kind}" for key in keys for width in (320, 640, 900) for kind in ("jpg", "webp")
    ]
