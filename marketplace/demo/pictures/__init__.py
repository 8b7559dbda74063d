"""Pictures of the demonstration region, drawn by our own code in one style.

`draw` shows a kind of good, `draw_logo` makes the mark of an organization, `draw_banner` a landscape.
The same arguments give the same picture on every machine: no fonts, no files, no clock.
"""

from __future__ import annotations

from PIL import Image, ImageOps

from . import catch, craft, fruit, pantry, roots, seeds, workshop  # noqa: F401 – entering the gallery is what the import is for
from .gallery import SCENES
from .landscapes import draw_banner, themes
from .marks import draw_logo, emblems
from .stage import HEIGHT, WIDTH, Stage

__all__ = ["draw", "draw_banner", "draw_logo", "emblems", "kinds", "themes"]


def kinds() -> tuple[str, ...]:
    """Every kind of good that can be drawn."""
    return tuple(sorted(SCENES))


def draw(kind: str, seed: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A picture of one kind of good; the seed changes backdrop, vessel and arrangement."""
    scene, rooms = SCENES[kind]
    stage = Stage(kind, seed, rooms)
    scene(stage)
    picture = ImageOps.mirror(stage.finished()) if stage.rng.random() < 0.5 else stage.finished()
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
