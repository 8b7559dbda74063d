"""Leaves and stalks: the green that goes beside almost every good."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from . import ink
from .ink import Colour, Cutout, darker, leaf, lighter, ribbon, smooth


@lru_cache(maxsize=64)
def blade(
    length: int = 170, width: int = 70, colour: Colour = ink.LEAF, *, veins: int = 6, bend: float = 0.0
) -> Image.Image:
    """A single leaf lying to the right, with midrib and veins."""
    pad = round(abs(bend) * length) + 8
    sheet = Cutout(length + 16, width + 2 * pad)
    x, y = 6, width / 2 + pad
    outline = leaf(x, y, length, width, bend=bend)
    sheet.shape(outline, ink.Fade(lighter(colour, 0.22), darker(colour, 0.25)))
    spine = [(x + length * t / 10, y + bend * length * _bow(t / 10)) for t in range(11)]
    below = [*spine, *leaf(x, y, length, width, bend=bend)[len(outline) // 2 + 2 :]]
    sheet.tint(below, darker(colour, 0.4), 0.22)
    for i in range(1, veins + 1):
        share = i / (veins + 1.5)
        px, py = spine[round(share * 10)]
        reach = width * 0.36 * _bow(share) + 2
        for side in (-1, 1):
            vein = [(px, py), (px + length * 0.09, py + side * reach)]
            sheet.stroke(vein, [2.4, 0.8], lighter(colour, 0.45), 0.55)
    sheet.stroke(spine, [4.5, 1.2], lighter(colour, 0.5), 0.9)
    return sheet.finished()


def _bow(share: float) -> float:
    return 4 * share * (1 - share)


@lru_cache(maxsize=32)
def spray(count: int = 5, length: int = 150, width: int = 54, colour: Colour = ink.LEAF) -> Image.Image:
    """A twig with leaves left and right, growing to the right."""
    wide, tall = round(count * length * 0.42 + length), round(length * 1.5)
    sheet = Cutout(wide, tall)
    middle = tall / 2
    twig = smooth([(6, middle + 16), (wide * 0.35, middle - 6), (wide * 0.72, middle + 4)], closed=False)
    sheet.shape(ribbon(twig, [9, 4]), ink.BARK)
    for i in range(count):
        share = i / max(count - 1, 1)
        px, py = twig[min(round(share * (len(twig) - 1)), len(twig) - 1)]
        for side in (-1, 1):
            _twig_leaf(sheet, px, py, length * (1 - 0.25 * share), width, side * (58 - 26 * share), colour)
    tip = twig[-1]
    _twig_leaf(sheet, *tip, length * 0.8, width, 2, lighter(colour, 0.15))
    return sheet.finished()


def _twig_leaf(
    sheet: Cutout, x: float, y: float, length: float, width: float, turn: float, colour: Colour
) -> None:
    sheet.shape(leaf(x, y, length, width, turn), ink.Fade(lighter(colour, 0.24), darker(colour, 0.22)))
    spine = ink.turned([(x, y), (x + length * 0.95, y)], turn, (x, y))
    sheet.stroke(spine, [3.5, 1], lighter(colour, 0.55), 0.8)
    for share in (0.3, 0.5, 0.7):
        for side in (-1, 1):
            vein = [(x + length * share, y), (x + length * (share + 0.12), y + side * width * 0.3)]
            sheet.stroke(ink.turned(vein, turn, (x, y)), [1.8, 0.6], lighter(colour, 0.5), 0.5)


@lru_cache(maxsize=8)
def palm(length: int = 420, colour: Colour = "#4f8144") -> Image.Image:
    """A palm frond, growing to the right."""
    sheet = Cutout(length + 30, round(length * 0.6))
    middle = length * 0.3
    spine = smooth(
        [(6, middle + 30), (length * 0.5, middle - 16), (length, middle + 30)], closed=False, steps=12
    )
    for i in range(2, len(spine) - 1):
        x, y = spine[i]
        share = i / len(spine)
        reach = length * 0.3 * (1 - share * 0.62)
        for side in (-1, 1):
            tone = darker(colour, 0.12) if side > 0 else lighter(colour, 0.12)
            sheet.shape(leaf(x, y, reach, 22, side * (62 - share * 34)), tone)
    sheet.stroke(spine, [8, 2], lighter(colour, 0.35), cut=True)
    return sheet.finished()


@lru_cache(maxsize=8)
def banana_leaf(length: int = 620, width: int = 210, colour: Colour = "#5d9447") -> Image.Image:
    """A broad banana leaf to lay things on."""
    return blade(length, width, colour, veins=15)


@lru_cache(maxsize=12)
def blossom(colour: Colour = "#fffaf0", heart: Colour = ink.SUN, size: int = 34) -> Image.Image:
    """A small flower with five petals."""
    sheet = Cutout(size * 2 + 4, size * 2 + 4)
    middle = size + 2
    for i in range(5):
        petal = ink.turned(
            ink.oval(middle + size * 0.52, middle, size * 0.48, size * 0.32), i * 72, (middle, middle)
        )
        sheet.shape(petal, ink.Glow(colour, colour, darker(colour, 0.25), (0.6, 0.4)))
    sheet.shape(ink.oval(middle, middle, size * 0.2, size * 0.2), heart)
    return sheet.finished()
