"""Pictures for the region: drawn by our own code, or taken from a folder of photographs."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image as Pillow

from marketplace.demo.pictures import draw, draw_banner, draw_logo
from marketplace.demo.region.things import Booth, Picture
from marketplace.kernel.db import db
from marketplace.kernel.images import Image, accept_photo, store_picture

#: Illustrations are drawn smaller than photographs are kept; nobody prints them.
SIZE = (900, 675)
#: So many different drawings of one kind of goods; the same good looks alike in neighbouring booths.
VARIATIONS = 2


@dataclass
class Album:
    """Every picture of the region by what was asked for, as content keeps it."""

    folder: Path
    drawn: dict[tuple, Image] = field(default_factory=dict)

    def draw_all(
        self,
        pictures: Iterable[Picture],
        booths: Iterable[Booth],
        progress: Callable[[int, int], None],
    ) -> None:
        """Draw and store everything, on all cores; ``progress`` hears how many of how many are done."""
        wanted = sorted({_drawing(picture) for picture in pictures})
        for booth in booths:
            wanted.append(("logo", booth.logo_name, booth.picture_seed, booth.emblem))
            wanted.append(("banner", booth.banner_theme, booth.picture_seed))
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            jobs = pool.map(_draw_and_store, wanted, [self.folder] * len(wanted), chunksize=4)
            for done, (what, stored) in enumerate(zip(wanted, jobs, strict=True), 1):
                key, width, height = stored
                self.drawn[what] = Image(key=key, width=width, height=height, sha256=key)
                progress(done, len(wanted))
        db.session.add_all(self.drawn.values())

    def photos_of(self, pictures: Iterable[Picture], names) -> list[dict]:
        """The photos of a listing; each says what it shows in the words of the listing's name."""
        shown = {image.key: image for image in map(self._image_of, pictures)}
        return [image.as_photo(dict(names)) for image in shown.values()]

    def _image_of(self, picture: Picture) -> Image:
        return self.drawn[_drawing(picture)]

    def logo_of(self, booth: Booth) -> list[dict]:
        """The booth's mark."""
        return [self.drawn["logo", booth.logo_name, booth.picture_seed, booth.emblem].as_photo()]

    def banner_of(self, booth: Booth) -> list[dict]:
        """The landscape above the booth."""
        return [self.drawn["banner", booth.banner_theme, booth.picture_seed].as_photo()]


class PhotoAlbum(Album):
    """The same with real photographs for the goods that files of a folder are named after.

    ``passion-fruit_1.jpg`` and ``passion-fruit_2.jpg`` show passion fruit in turn; all else is drawn.
    """

    def __init__(self, folder: Path, photographs: Path):
        super().__init__(folder)
        self.photographs: dict[str, list[Path]] = {}
        for path in sorted(photographs.iterdir()):
            if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
                self.photographs.setdefault(_goods_on(path), []).append(path)
        self._taken: dict[Path, Image] = {}

    def draw_all(self, pictures, booths, progress) -> None:
        """Draw what nobody has photographed."""
        super().draw_all((one for one in pictures if one.kind not in self.photographs), booths, progress)

    def _image_of(self, picture: Picture) -> Image:
        files = self.photographs.get(picture.kind)
        return self._take(files[picture.seed % len(files)]) if files else super()._image_of(picture)

    def _take(self, path: Path) -> Image:
        if path not in self._taken:
            self._taken[path] = accept_photo(io.BytesIO(path.read_bytes()), path.name, self.folder)
        return self._taken[path]


def _goods_on(photograph: Path) -> str:
    """The kind of goods a file is named after: ``passion-fruit_2.jpg`` shows ``passion_fruit``."""
    return photograph.stem.lower().replace("-", "_").rstrip("_0123456789")


def _drawing(picture: Picture) -> tuple:
    return ("goods", picture.kind, picture.seed % VARIATIONS)


def _draw_and_store(what: tuple, folder: Path) -> tuple[str, int, int]:
    """One picture, in a process of the pool: (key, width, height) of the stored files."""
    picture = _draw(what).convert("RGB")
    return store_picture(picture, folder), picture.width, picture.height


def _draw(what: tuple) -> Pillow.Image:
    match what:
        case ("goods", kind, seed):
            return draw(kind, seed, SIZE)
        case ("logo", name, seed, emblem):
            return draw_logo(name, seed, emblem)
        case ("banner", theme, seed):
            return draw_banner(theme, seed)
    raise ValueError(what)
