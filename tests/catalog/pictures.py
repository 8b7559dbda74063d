"""Pictures as phones, scanners and ill-meaning people send them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image as Pillow

#: EXIF tags: orientation, maker, and the block with the place where a photo was taken.
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", shade: int = 90, **options) -> io.BytesIO:
    """A small landscape: its left half is ``shade``, its right half is light."""
    picture = Pillow.new("RGB", (width, height), (230, 220, 200))
    picture.paste((shade, 120, 60), (0, 0, width // 2, height))
    return _written(picture, kind, **options)


def _written(picture: Pillow.Image, kind: str, **options) -> io.BytesIO:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    stream.seek(0)
    return stream


def phone_photo(orientation: int = 6) -> io.BytesIO:
    """A JPEG held sideways, with maker, place and a comment."""
    exif = Pillow.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SecretPhone"
    exif.get_ifd(GPS).update({1: "N", 2: (15.0, 7.0, 12.0), 3: "E", 4: (105.0, 48.0, 0.0)})
    return photo(exif=exif, comment=b"secret note")


def bomb() -> io.BytesIO:
    """A PNG of a few kilobytes that says it has 900 megapixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
