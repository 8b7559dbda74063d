"""Photos: whatever a phone sends becomes clean JPEG and WebP in three sizes.

Every picture is decoded and written again: upright, sRGB-like RGB, no EXIF, no GPS, no JPEG comment.
A file that lies about its type, is broken, or would unpack to a giant is refused with a sentence that
names it. Files are written before the row is committed; one left behind by a rollback harms nobody.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.errors import Invalid

#: Widths of the derivatives; a smaller original is never blown up.
WIDTHS = (320, 640, 1280)
#: A 24-megapixel phone passes; a bomb that unpacks to more does not. Checked before decoding.
MAX_PIXELS = 40_000_000
MAX_BYTES = 15 * 1024 * 1024
MIN_SIDE = 120
#: How many times longer than wide a photo may be; WebP ends at 16,383 pixels.
MAX_STRETCH = 10
FORMATS = {"JPEG", "PNG", "WEBP", "MPO", "GIF"}

Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS


class Image(db.Model):
    """One accepted photo. The pixels live under ``<var>/media``; ``key`` names the files."""

    __tablename__ = "image"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A digest of the pixels: the same photo sent twice shares its files.
    key: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    #: Of the file as it came in: finds the same photo used twice.
    sha256: Mapped[str] = mapped_column(index=True)
    #: Whose people may use it, as the room that stored it counts: a booth's key. None: the house itself.
    owner_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    def as_photo(self, alt: dict | None = None) -> dict:
        """The JSON that content keeps of a photo."""
        return {"key": self.key, "width": self.width, "height": self.height, "alt": dict(alt or {})}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as a page shows it, made from content JSON."""

    key: str
    width: int
    height: int
    alt: dict

    @classmethod
    def from_content(cls, photo: dict | None) -> Photo | None:
        """The first argument is one entry of a ``photos`` field, or None."""
        return cls(photo["key"], photo["width"], photo["height"], photo.get("alt") or {}) if photo else None

    def src(self, width: int, kind: str = "jpeg") -> str:
        """Address of the derivative that is nearest to ``width`` from above."""
        return f"/media/{self.key[:2]}/{self.key}-{best_width(self.width, width)}.{EXTENSIONS[kind]}"

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths that exist for this photo."""
        return tuple(sorted({best_width(self.width, width) for width in WIDTHS}))


EXTENSIONS = {"jpeg": "jpg", "webp": "webp"}


@lru_cache(maxsize=4_096)
def best_width(original: int, wanted: int) -> int:
    """The stored width for ``wanted``: never larger than the original."""
    fitting = min((width for width in WIDTHS if width >= wanted), default=WIDTHS[-1])
    return min(fitting, original)


def accept_photo(stream: BinaryIO, filename: str, folder: Path, owner_id: int | None = None) -> Image:
    """Check, clean and store one uploaded photo; add and return its row.

    ``folder`` is the media folder. Raises ``Invalid`` with a sentence that names the file.
    """
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Invalid(
            _("“%(name)s” is larger than %(limit)s MB. Send a smaller photo.", name=filename, limit=15)
        )
    picture = _decode(raw, filename)
    sha256 = hashlib.sha256(raw).hexdigest()
    key = store_picture(picture, folder)
    image = Image(key=key, width=picture.width, height=picture.height, sha256=sha256, owner_id=owner_id)
    db.session.add(image)
    return image


def _decode(raw: bytes, filename: str) -> Pillow.Image:
    """Bytes → upright RGB picture no wider than the largest derivative."""
    refusal = _("“%(name)s” is not a photo we can read. Use a JPEG, PNG or WebP file.", name=filename)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(raw))
            if picture.format not in FORMATS:
                raise Invalid(refusal)
            picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            picture.load()
            picture = ImageOps.exif_transpose(picture)
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as error:
        raise Invalid(
            _(
                "“%(name)s” has too many pixels (more than 40 megapixels). Send a smaller photo.",
                name=filename,
            )
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Invalid(refusal) from error
    if min(picture.size) < MIN_SIDE:
        raise Invalid(
            _(
                "“%(name)s” is too small: a photo needs at least %(side)s pixels on each side.",
                name=filename,
                side=MIN_SIDE,
            )
        )
    if max(picture.size) > MAX_STRETCH * min(picture.size):
        raise Invalid(_("“%(name)s” is too long and narrow for a photo. Please crop it.", name=filename))
    picture = _on_white(picture)
    if picture.width > WIDTHS[-1]:
        height = round(picture.height * WIDTHS[-1] / picture.width)
        picture = picture.resize((WIDTHS[-1], height), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    picture.info.clear()  # Pillow would write a JPEG comment back
    return picture


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        picture = picture.convert("RGBA")
        ground = Pillow.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")


def store_picture(picture: Pillow.Image, folder: Path) -> str:
    """Write all sizes of a clean RGB picture and return its key.

    The key is a digest of the pixels, so the same photo is stored once.
    """
    key = hashlib.sha256(picture.tobytes() + repr(picture.size).encode()).hexdigest()[:32]
    home = folder / key[:2]
    home.mkdir(parents=True, exist_ok=True)
    smaller = picture
    for width in sorted({best_width(picture.width, width) for width in WIDTHS}, reverse=True):
        if smaller.width > width:
            height = max(1, round(picture.height * width / picture.width))
            smaller = smaller.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
        _write(smaller, home / f"{key}-{width}.jpg", "JPEG", quality=80, optimize=True, progressive=True)
        _write(smaller, home / f"{key}-{width}.webp", "WEBP", quality=75, method=4)
    return key


def _write(picture: Pillow.Image, path: Path, kind: str, **options) -> None:
    """Write beside and rename, so that a reader never sees half a file, and two writers of one picture
    do not meet."""
    if path.exists():
        return
    part = path.with_suffix(f"{path.suffix}.{secrets.token_hex(4)}.part")
    picture.save(part, kind, **options)
    part.replace(path)
