"""The table on which every good of the region is shown: wall, disc of light, surface, shadow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import ink, weaves
from .ink import Colour, Fade, darker, lighter, rgb

WIDTH, HEIGHT = 1200, 900
TABLE = 590


@dataclass(frozen=True)
class Room:
    """The colours of one backdrop."""

    wall: tuple[Colour, Colour]
    disc: Colour
    table: Colour
    surface: str
    band: tuple[Colour, Colour, Colour]


LIGHT_ROOMS = (
    Room(("#fbf4e6", "#efdcbb"), "#f4cf93", "#a06a3e", "planks", (ink.INDIGO, ink.OCHRE, ink.CREAM)),
    Room(("#e9eef3", "#c6d3e1"), "#fbeccb", "#34477d", "cloth", (ink.NIGHT, ink.SUN, "#d8e0ee")),
    Room(("#fbeee6", "#efcfc1"), "#fff4e2", "#cda26a", "mat", (ink.CLAY, ink.CREAM, ink.SUN)),
    Room(("#f0f4e2", "#d0ddb6"), "#fbf1cd", "#b98a58", "planks", (ink.FOREST, ink.SUN, ink.CREAM)),
    Room(("#e6f1ee", "#bcd7d3"), "#fdf0d6", "#c9b592", "mat", (ink.RIVER, ink.CREAM, ink.OCHRE)),
    Room(("#fdf1d4", "#f3d59b"), "#fff8e6", "#8f4a34", "cloth", ("#7a3527", ink.SUN, ink.CREAM)),
)
DEEP_ROOMS = (
    Room(("#425489", "#2a3864"), "#e0b266", "#6e452c", "planks", (ink.NIGHT, ink.SUN, ink.CREAM)),
    Room(("#3f7f80", "#2a5c63"), "#f0d9a6", "#7d5434", "planks", (ink.NIGHT, ink.OCHRE, ink.CREAM)),
    Room(("#8d4f3c", "#6d3a30"), "#eebf7c", "#2d3b68", "cloth", (ink.NIGHT, ink.SUN, "#e8d5b4")),
    Room(("#4b6b4a", "#33503b"), "#f1dca0", "#8a5a35", "planks", ("#22382b", ink.SUN, ink.CREAM)),
)


class Stage:
    """A set table. Goods are put on it from back to front; `finished` gives the picture."""

    def __init__(self, kind: str, seed: int, rooms: Sequence[Room] = LIGHT_ROOMS) -> None:
        self.rng = random.Random(f"{kind}:{seed}")
        self.variant = seed
        self.room = rooms[(seed + self.rng.randrange(len(rooms))) % len(rooms)]
        self.canvas = _backdrop(
            self.room, disc_x=self.rng.choice((430, 600, 600, 770)), disc_r=self.rng.choice((300, 335))
        )

    def put(
        self, thing: Image.Image, x: float, bottom: float, *, shadow: float = 0.42, spread: float = 0.5
    ) -> None:
        """Stand a thing on the table, centred on x, with the shadow it throws."""
        left, top = round(x - thing.width / 2), round(bottom - thing.height)
        if shadow:
            self.shade(
                x + thing.width * 0.05, bottom - thing.height * 0.02, thing.width * spread * 1.12, shadow
            )
        self.canvas.paste(thing, (left, top), thing)

    def shade(self, x: float, y: float, half: float, strength: float, flat: float = 0.2) -> None:
        """A soft shadow lying on the table."""
        size = (max(round(half * 2), 4), max(round(half * 2 * flat), 4))
        mask = _soft_spot(size).point(lambda value: round(value * strength))
        self.canvas.paste(rgb(ink.NIGHT), (round(x - size[0] / 2), round(y - size[1] / 2)), mask)

    def lay(
        self, thing: Image.Image, x: float, y: float, *, shadow: float = 0.3, drop: Sequence[float] = (5, 8)
    ) -> None:
        """Lay a thing flat or on a heap, centred on (x, y), with a close shadow of its own form."""
        left, top = round(x - thing.width / 2), round(y - thing.height / 2)
        if shadow:
            alpha = thing.getchannel("A").point(lambda value: round(value * shadow))
            self.canvas.paste(rgb(ink.NIGHT), (left + round(drop[0]), top + round(drop[1])), alpha)
        self.canvas.paste(thing, (left, top), thing)

    def finished(self) -> Image.Image:
        """The picture with paper grain and a breath of shade towards the corners."""
        self.canvas.paste(rgb(ink.NIGHT), (0, 0), _corners())
        return ImageChops.soft_light(self.canvas, grain((WIDTH, HEIGHT)))


@lru_cache(maxsize=2)
def grain(size: tuple[int, int]) -> Image.Image:
    """The fibres of the paper everything is painted on, as a soft-light layer."""
    noise = Image.frombytes("L", size, random.Random("paper").randbytes(size[0] * size[1]))
    fibres = noise.resize((size[0] // 4, size[1] // 4)).resize(size, Image.Resampling.BICUBIC)
    mixed = Image.blend(noise.filter(ImageFilter.GaussianBlur(0.9)), fibres, 0.45)
    calm = mixed.point(lambda value: round(128 + (value - 128) * 0.42))
    return Image.merge("RGB", (calm, calm, calm))


@lru_cache(maxsize=1)
def _corners() -> Image.Image:
    return ink.distance((WIDTH, HEIGHT), (0.5, 0.46), 0.85).point(
        lambda value: max(0, value - 90) ** 2 * 70 // 165**2
    )


@lru_cache(maxsize=64)
def _soft_spot(size: tuple[int, int]) -> Image.Image:
    return ink.distance(size, (0.5, 0.5), 0.5).point(lambda value: round(255 * (1 - value / 255) ** 1.2))


@lru_cache(maxsize=4)
def _disc(radius: int) -> Image.Image:
    side = radius * 2 + 8
    large = Image.new("L", (side * 3, side * 3))
    ImageDraw.Draw(large).ellipse((12, 12, side * 3 - 12, side * 3 - 12), fill=255)
    return large.reduce(3)


def _backdrop(room: Room, disc_x: int, disc_r: int) -> Image.Image:
    canvas = Image.new("RGB", (WIDTH, HEIGHT))
    canvas.paste(Fade(*room.wall).image((WIDTH, TABLE)), (0, 0))
    disc = _disc(disc_r)
    canvas.paste(
        rgb(room.disc), (disc_x - disc_r, 400 - disc_r), disc.point(lambda value: round(value * 0.85))
    )
    canvas.paste(_surface(room), (0, TABLE))
    canvas.paste(rgb(ink.NIGHT), (0, TABLE - 16), _edge_shade())
    return canvas


@lru_cache(maxsize=1)
def _edge_shade() -> Image.Image:
    above = ink.slope((WIDTH, 16)).point(lambda value: value * 26 // 255)
    below = ink.slope((WIDTH, 60)).point(lambda value: (255 - value) * 70 // 255)
    both = Image.new("L", (WIDTH, 76))
    both.paste(above, (0, 0))
    both.paste(below, (0, 16))
    return both


@lru_cache(maxsize=len(LIGHT_ROOMS) + len(DEEP_ROOMS))
def _surface(room: Room) -> Image.Image:
    """The table top of a room, with a woven runner along its front."""
    depth = HEIGHT - TABLE
    top = Image.new("RGB", (WIDTH, depth))
    top.paste(_TOPS[room.surface](room.table, depth))
    runner = weaves.brocade(*room.band, height=75).image((WIDTH * 3, 75 * 3)).reduce(3)
    top.paste(runner, (0, depth - 75))
    top.paste(rgb(room.band[1]), (0, depth - 80, WIDTH, depth - 75))
    light = ink.distance(top.size, (0.45, 0.1), 0.9).point(lambda value: (255 - value) * 60 // 255)
    top.paste(rgb(ink.CREAM), (0, 0), light)
    return top


def _planks(colour: Colour, depth: int) -> Image.Image:
    sheet = weaves.timber(colour, WIDTH, depth).tile.reduce(3)
    pen = ImageDraw.Draw(sheet, "RGBA")
    for line in (74, 152):
        pen.line([(0, line), (WIDTH, line)], fill=(*darker(colour, 0.6), 130), width=2)
        pen.line([(0, line + 2), (WIDTH, line + 2)], fill=(*lighter(colour, 0.5), 80), width=1)
    return sheet


def _mat(colour: Colour, depth: int) -> Image.Image:
    return weaves.wicker(colour, 11).image((WIDTH * 3, depth * 3)).reduce(3)


def _tablecloth(colour: Colour, depth: int) -> Image.Image:
    return weaves.sacking(colour, 3).image((WIDTH * 3, depth * 3)).reduce(3)


_TOPS = {"planks": _planks, "mat": _mat, "cloth": _tablecloth}
