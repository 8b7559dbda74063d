"""What goods come in: baskets, bowls, sacks, pouches, jars, bottles, crates and cartons.

An open vessel has a back and a front, so that a heap can be laid between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from . import ink, weaves
from .ink import Colour, Cutout, Glow, Paint, arc, darker, lighter, oval, rounded, smooth

_WARM_SHADE = "#3a2140"


@dataclass(frozen=True)
class Vessel:
    """An open vessel: inside, outside, and where its mouth lies within the pictures."""

    back: Image.Image
    front: Image.Image
    mouth: int
    mouth_y: int


def _open_vessel(
    mouth: int, base: int, tall: int, paint: Paint, rim: Colour, *, lip: int = 12, belly: int = 0
) -> Vessel:
    flat = max(round(mouth * 0.24), 26)
    width, foot = mouth * 2 + 40 + max(belly, 0), max(base * 0.2, 8)
    middle, top = width / 2, flat + 6
    height = round(max(top + tall + foot, top + flat + lip)) + 4
    back = Cutout(width, height)
    back.shape(oval(middle, top, mouth, flat), ink.Fade(darker(rim, 0.62), darker(rim, 0.35)))
    back.stroke(arc(middle, top, mouth, flat, 180, 360), lip, darker(rim, 0.12), cut=True)
    front = Cutout(width, height)
    bend = mouth + belly / 2
    sides = smooth(
        [(middle + mouth, top), (middle + bend, top + tall * 0.42), (middle + base, top + tall)], closed=False
    )
    mirrored = [(2 * middle - x, y) for x, y in sides][::-1]
    floor = arc(middle, top + tall, base, foot, 0, 180)
    body = sides + floor + mirrored + arc(middle, top, mouth, flat, 180, 0)
    front.shape(body, paint)
    front.veil(body, _WARM_SHADE, 0.52, ink.barrel)
    front.veil(body, _WARM_SHADE, 0.26, ink.slope)
    edge = arc(middle, top, mouth, flat, 0, 180)
    front.stroke([(x, y + 5) for x, y in edge], lip + 4, darker(rim, 0.45), 0.55)
    front.stroke(edge, lip, rim, cut=True)
    front.stroke([(x, y - lip * 0.24) for x, y in edge], lip * 0.3, lighter(rim, 0.5), 0.8)
    return Vessel(back.finished(), front.finished(), mouth, top)


@lru_cache(maxsize=12)
def basket(mouth: int = 330, colour: Colour = ink.RATTAN) -> Vessel:
    return _open_vessel(mouth, round(mouth * 0.72), 170, weaves.wicker(colour, 13), colour, lip=18, belly=30)


@lru_cache(maxsize=12)
def tray(mouth: int = 400, colour: Colour = "#d9b070") -> Vessel:
    return _open_vessel(mouth, round(mouth * 0.86), 30, weaves.wicker(colour, 9), colour, lip=18)


@lru_cache(maxsize=12)
def bowl(mouth: int = 290, colour: Colour = ink.WOOD) -> Vessel:
    return _open_vessel(
        mouth, round(mouth * 0.42), 165, weaves.timber(colour), lighter(colour, 0.12), lip=12, belly=-20
    )


@lru_cache(maxsize=12)
def clay_bowl(mouth: int = 290, colour: Colour = ink.CLAY) -> Vessel:
    return _open_vessel(mouth, round(mouth * 0.45), 160, colour, lighter(colour, 0.2), lip=14, belly=-10)


@lru_cache(maxsize=12)
def open_sack(mouth: int = 200, colour: Colour = "#c9a36a", tall: int = 260) -> Vessel:
    return _open_vessel(
        mouth, round(mouth * 1.02), tall, weaves.sacking(colour), lighter(colour, 0.1), lip=44, belly=60
    )


@lru_cache(maxsize=8)
def crate(wide: int = 640, tall: int = 190, colour: Colour = "#c99a5f") -> Vessel:
    """A slatted fruit crate seen from the front."""
    height = tall + 40
    back = Cutout(wide, height)
    back.shape(rounded(14, 8, wide - 14, height - 10, 6), darker(colour, 0.62))
    front = Cutout(wide, height)
    slat = (tall - 24) / 3
    for row in range(3):
        top = 36 + row * (slat + 8)
        board = rounded(6, top, wide - 6, top + slat, 5)
        front.shape(board, weaves.timber(colour, wide, 120))
        front.veil(board, ink.NIGHT, 0.26, ink.slope)
        front.stroke([(10, top + 2), (wide - 10, top + 2)], 3, lighter(colour, 0.6), 0.7)
    for left in (10, wide / 2 - 22, wide - 54):
        post = rounded(left, 26, left + 44, height - 8, 4)
        front.shape(post, weaves.timber(darker(colour, 0.12), 80, 240, upright=True))
        front.veil(post, ink.NIGHT, 0.35, ink.barrel)
        for row in range(3):
            front.shape(oval(left + 22, 36 + row * (slat + 8) + slat / 2, 4, 4), darker(colour, 0.6))
    return Vessel(back.finished(), front.finished(), wide // 2 - 40, 40)


# --- closed packs --------------------------------------------------------------------------------


def _label(
    sheet: Cutout, box: tuple[float, float, float, float], colour: Colour, emblem: Image.Image | None
) -> None:
    """A printed label without words: an emblem and a few lines of small print."""
    left, top, right, bottom = box
    paper = rounded(left, top, right, bottom, 8)
    sheet.shape(paper, ink.PAPER)
    inner = [
        (left + 6, top + 6),
        (right - 6, top + 6),
        (right - 6, bottom - 6),
        (left + 6, bottom - 6),
        (left + 6, top + 6),
    ]
    sheet.stroke(inner, 2.5, colour, 0.9)
    middle, wide, tall = (left + right) / 2, right - left, bottom - top
    size = round(min(wide * 0.6, tall * 0.52))
    if emblem:
        small = emblem.copy()
        small.thumbnail((size, size), Image.Resampling.LANCZOS)
        sheet.stick(small, middle - small.width / 2, top + tall * 0.36 - small.height / 2)
    else:
        sheet.shape(oval(middle, top + tall * 0.36, size * 0.4, size * 0.4), colour)
    for share, half, thick in ((0.74, 0.32, 7), (0.84, 0.22, 4), (0.9, 0.26, 4)):
        y = top + tall * share
        sheet.stroke([(middle - wide * half, y), (middle + wide * half, y)], thick, darker(colour, 0.2), 0.85)


def pouch(
    colour: Colour, label: Colour, emblem: Image.Image | None, wide: int = 290, tall: int = 410
) -> Image.Image:
    """A stand-up bag with a fold-over top and a tin tie."""
    sheet = Cutout(wide + 20, tall + 20)
    body = smooth(
        [
            (34, 40),
            (wide / 2, 36),
            (wide - 14, 40),
            (wide - 4, tall * 0.5),
            (wide + 4, tall - 4),
            (wide / 2, tall + 14),
            (16, tall - 4),
            (24, tall * 0.5),
        ],
        steps=10,
    )
    sheet.shape(body, colour)
    top = [(26, 12), (wide - 6, 12), (wide - 10, 84), (30, 84)]
    sheet.shape(top, darker(colour, 0.1))
    sheet.veil(body, ink.NIGHT, 0.6, ink.barrel)
    sheet.stroke([(wide * 0.24, 96), (wide * 0.2, tall - 40)], [2, 12, 4], ink.CREAM, 0.26)
    sheet.stroke([(26, 82), (wide - 8, 82)], 4, darker(colour, 0.55), 0.6)
    sheet.stroke([(22, 46), (wide - 4, 46)], 13, label)
    sheet.stroke([(22, 42), (wide - 4, 42)], 3, lighter(label, 0.6), 0.7)
    _label(sheet, (wide * 0.2, tall * 0.34, wide * 0.85, tall * 0.86), label, emblem)
    return sheet.finished()


def full_sack(
    colour: Colour, label: Colour, emblem: Image.Image | None, wide: int = 330, tall: int = 430
) -> Image.Image:
    """A sewn sack, full, standing: fifty kilograms of something."""
    sheet = Cutout(wide + 30, tall + 20)
    body = smooth(
        [
            (40, 24),
            (wide / 2 + 15, 34),
            (wide - 8, 22),
            (wide - 2, 58),
            (wide + 20, tall * 0.52),
            (wide + 8, tall - 16),
            (wide / 2 + 15, tall + 8),
            (22, tall - 16),
            (8, tall * 0.52),
            (34, 60),
        ],
        steps=10,
    )
    sheet.shape(body, weaves.sacking(colour, 4))
    for y, tone in ((tall * 0.22, label), (tall * 0.84, label)):
        band = [
            (0, y),
            (wide / 2 + 15, y + 12),
            (wide + 30, y),
            (wide + 30, y + 26),
            (wide / 2 + 15, y + 38),
            (0, y + 26),
        ]
        sheet.tint(band, tone, 0.85)
    middle, centre = wide / 2 + 15, tall * 0.55
    sheet.tint(oval(middle, centre, wide * 0.3, wide * 0.3), label, 0.95)
    sheet.tint(oval(middle, centre, wide * 0.27, wide * 0.27), ink.PAPER, 1)
    if emblem:
        small = emblem.copy()
        small.thumbnail((round(wide * 0.4), round(wide * 0.4)), Image.Resampling.LANCZOS)
        sheet.stick(small, middle - small.width / 2, centre - small.height / 2)
    sheet.veil(body, ink.NIGHT, 0.62, ink.barrel)
    sheet.veil(body, ink.NIGHT, 0.22, ink.slope)
    for x, lean in ((64, 10), (wide - 44, -10)):
        sheet.stroke([(x, 40), (x + lean, 110), (x + lean * 0.4, 170)], [7, 1], ink.NIGHT, 0.22)
    sheet.stroke([(42, 44), (wide / 2 + 15, 52), (wide - 10, 42)], 4, ink.CREAM, 0.8)
    return sheet.finished()


def jar(
    content: Colour,
    label: Colour,
    emblem: Image.Image | None,
    *,
    cloth: Colour | None = None,
    wide: int = 220,
    tall: int = 300,
) -> Image.Image:
    """A glass jar: the content shows, the lid is plain or covered with cloth."""
    sheet = Cutout(wide + 30, tall + 20)
    middle = wide / 2 + 15
    body = smooth(
        [
            (38, 74),
            (middle, 66),
            (wide - 8, 74),
            (wide + 6, 116),
            (wide + 8, tall - 40),
            (wide - 10, tall + 4),
            (middle, tall + 8),
            (40, tall + 4),
            (22, tall - 40),
            (24, 116),
        ],
        steps=10,
    )
    sheet.shape(body, "#dfe6dd")
    fill = smooth(
        [
            (34, 112),
            (middle, 118),
            (wide - 4, 112),
            (wide, tall - 40),
            (wide - 14, tall - 4),
            (middle, tall),
            (44, tall - 4),
            (30, tall - 40),
        ],
        steps=8,
    )
    sheet.shape(fill, Glow(lighter(content, 0.5), content, darker(content, 0.4), (0.4, 0.3)))
    sheet.tint(oval(middle, 114, wide * 0.44, 10), lighter(content, 0.4), 0.7)
    sheet.veil(body, ink.NIGHT, 0.45, ink.barrel)
    _label(sheet, (middle - wide * 0.3, tall * 0.5, middle + wide * 0.3, tall * 0.9), label, emblem)
    sheet.stroke([(42, 120), (38, tall - 50)], [4, 11, 4], "#ffffff", 0.5)
    sheet.stroke([(wide - 8, 130), (wide - 6, tall - 90)], [2, 5, 2], "#ffffff", 0.3)
    _lid(sheet, middle, wide, cloth or darker(label, 0.1), covered=cloth is not None)
    return sheet.finished()


def _lid(sheet: Cutout, middle: float, wide: int, colour: Colour, *, covered: bool) -> None:
    if covered:
        skirt = smooth(
            [
                (middle - wide * 0.34, 26),
                (middle, 14),
                (middle + wide * 0.34, 26),
                (middle + wide * 0.46, 82),
                (middle + wide * 0.24, 92),
                (middle, 84),
                (middle - wide * 0.24, 92),
                (middle - wide * 0.46, 82),
            ],
            steps=8,
        )
        sheet.shape(skirt, weaves.stripes((colour, ink.CREAM, darker(colour, 0.3), ink.CREAM), (10, 3, 4, 3)))
        sheet.veil(skirt, ink.NIGHT, 0.5, ink.barrel)
        sheet.stroke([(middle - wide * 0.36, 58), (middle, 66), (middle + wide * 0.36, 58)], 6, ink.OCHRE)
        return
    lid = rounded(middle - wide * 0.37, 22, middle + wide * 0.37, 74, 10)
    sheet.shape(lid, colour)
    sheet.veil(lid, ink.NIGHT, 0.55, ink.barrel)
    sheet.stroke([(middle - wide * 0.33, 30), (middle + wide * 0.33, 30)], 4, ink.CREAM, 0.5)


def bottle(
    content: Colour,
    label: Colour,
    emblem: Image.Image | None,
    *,
    cap: Colour = ink.OCHRE,
    wide: int = 150,
    tall: int = 440,
    neck: float = 0.2,
) -> Image.Image:
    """A glass bottle; `neck` is the neck's half width as a share of the bottle's width."""
    sheet = Cutout(wide + 30, tall + 16)
    middle, throat = wide / 2 + 15, wide * neck
    body = smooth(
        [
            (middle - throat, 30),
            (middle + throat, 30),
            (middle + throat, tall * 0.24),
            (middle + wide * 0.3, tall * 0.33),
            (middle + wide * 0.49, tall * 0.43),
            (middle + wide * 0.5, tall * 0.9),
            (middle + wide * 0.44, tall),
            (middle, tall + 5),
            (middle - wide * 0.44, tall),
            (middle - wide * 0.5, tall * 0.9),
            (middle - wide * 0.49, tall * 0.43),
            (middle - wide * 0.3, tall * 0.33),
            (middle - throat, tall * 0.24),
        ],
        steps=8,
    )
    sheet.shape(body, Glow(lighter(content, 0.42), content, darker(content, 0.45), (0.4, 0.6), 0.9))
    sheet.tint(rounded(middle - throat - 4, 20, middle + throat + 4, tall * 0.17, 4), "#e6e6d8", 0.55)
    sheet.veil(body, ink.NIGHT, 0.6, ink.barrel)
    _label(sheet, (middle - wide * 0.43, tall * 0.52, middle + wide * 0.43, tall * 0.88), label, emblem)
    sheet.stroke(
        [(middle - wide * 0.34, tall * 0.42), (middle - wide * 0.38, tall * 0.94)], [4, 9, 3], "#ffffff", 0.45
    )
    lid = rounded(middle - throat - 7, 6, middle + throat + 7, 58, 7)
    sheet.shape(lid, cap)
    sheet.veil(lid, ink.NIGHT, 0.6, ink.barrel)
    return sheet.finished()


def carton(
    colour: Colour, label: Colour, emblem: Image.Image | None, wide: int = 380, tall: int = 280
) -> Image.Image:
    """A box seen slightly from above and from the left."""
    deep = round(wide * 0.3)
    sheet = Cutout(wide + deep + 10, tall + deep // 2 + 14)
    lid = deep // 2
    front = [(4, lid), (wide, lid), (wide, lid + tall), (4, lid + tall)]
    side = [(wide, lid), (wide + deep, 4), (wide + deep, tall - 4), (wide, lid + tall)]
    top = [(4, lid), (deep, 4), (wide + deep, 4), (wide, lid)]
    sheet.shape(side, darker(colour, 0.3))
    sheet.shape(top, lighter(colour, 0.3))
    sheet.shape(front, colour)
    sheet.veil(front, ink.NIGHT, 0.2, ink.slope)
    sheet.stroke([(deep * 0.5 + 2, lid / 2 + 2), (wide + deep * 0.5, lid / 2 + 2)], 16, label, 0.75)
    sheet.stroke([(4, lid + tall - 26), (wide, lid + tall - 26)], 14, label, 0.8)
    sheet.stroke([(4, lid + 1), (wide, lid + 1)], 3, lighter(colour, 0.6), 0.8)
    _label(sheet, (wide * 0.28, lid + tall * 0.14, wide * 0.74, lid + tall * 0.82), label, emblem)
    return sheet.finished()
