"""Woven and grained tiles: the textures of the trading house, made once and reused."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from .ink import BARK, Cloth, Colour, darker, lighter, mix, rgb

_SCALE = 3


@lru_cache(maxsize=24)
def wicker(colour: Colour, cell: int = 14) -> Cloth:
    """Basket weave: strips over and under, each strip lit along its middle."""
    side = cell * _SCALE
    tile = Image.new("RGB", (side * 2, side * 2), mix(colour, BARK, 0.7))
    pen = ImageDraw.Draw(tile)
    for column, row in ((0, 0), (1, 0), (0, 1), (1, 1)):
        lying = (column + row) % 2 == 0
        for step in range(side):
            lit = 1 - abs(2 * step / side - 1)
            tone = mix(mix(colour, BARK, 0.3), lighter(colour, 0.34), lit)
            left, top = column * side, row * side
            if lying and 2 < step < side - 2:
                pen.line([(left, top + step), (left + side, top + step)], fill=tone)
            elif 2 < step < side - 2:
                pen.line([(left + step, top), (left + step, top + side)], fill=tone)
    return Cloth(tile)


@lru_cache(maxsize=24)
def sacking(colour: Colour, cell: int = 5) -> Cloth:
    """Jute: a fine, slightly uneven grid of threads."""
    rng = random.Random(f"sacking {colour}")
    side = cell * _SCALE
    count = 24
    tile = Image.new("RGB", (side * count, side * count), rgb(colour))
    pen = ImageDraw.Draw(tile, "RGBA")
    for i in range(count):
        at = i * side
        for strength, tone, inset in ((70, darker(colour, 0.5), 0), (60, lighter(colour, 0.5), side // 2)):
            wide = rng.choice((2, 3, 4))
            shade = (*tone, strength + rng.randrange(-20, 30))
            pen.line([(at + inset, 0), (at + inset, tile.height)], fill=shade, width=wide)
            pen.line([(0, at + inset), (tile.width, at + inset)], fill=shade, width=wide)
    return Cloth(tile)


@lru_cache(maxsize=24)
def timber(colour: Colour, width: int = 260, height: int = 190, *, upright: bool = False) -> Cloth:
    """Wood grain: long wavering lines, a few of them dark."""
    rng = random.Random(f"timber {colour} {width} {height}")
    tile = Image.new("RGB", (width * _SCALE, height * _SCALE), rgb(colour))
    pen = ImageDraw.Draw(tile, "RGBA")
    for _ in range(height // 3):
        y = rng.uniform(0, tile.height)
        tone, strength = rng.choice(
            ((darker(colour, 0.6), 46), (darker(colour, 0.4), 34), (lighter(colour, 0.5), 40))
        )
        sway, points = rng.uniform(-1, 1), []
        for step in range(13):
            sway += rng.uniform(-3, 3)
            points.append((tile.width * step / 12, y + sway))
        pen.line(points, fill=(*tone, strength), width=rng.choice((2, 3, 5)), joint="curve")
    tile = tile.filter(ImageFilter.GaussianBlur(0.8))
    return Cloth(tile.transpose(Image.Transpose.ROTATE_90) if upright else tile)


@lru_cache(maxsize=24)
def brocade(ground: Colour, first: Colour, second: Colour, height: int = 60) -> Cloth:
    """A woven border of lozenges and steps, as on a Lao skirt hem or a highland blanket."""
    cell = max(height // 15, 1) * _SCALE
    rows = 15
    tile = Image.new("RGB", (cell * 20, cell * rows), rgb(ground))
    pen = ImageDraw.Draw(tile)
    for row in range(rows):
        for column in range(20):
            tone = _stitch(row, column, ground, first, second)
            box = (column * cell, row * cell, (column + 1) * cell - 1, (row + 1) * cell - 1)
            pen.rectangle(box, fill=tone)
            pen.line((box[0], box[3], box[2], box[3]), fill=darker(tone, 0.12))
    return Cloth(tile)


def _stitch(row: int, column: int, ground: Colour, first: Colour, second: Colour) -> tuple[int, int, int]:
    if row in (0, 14):
        return rgb(first)
    if row in (2, 12):
        return rgb(second) if column % 2 else rgb(ground)
    across, down = abs(column % 10 - 5), abs(row - 7)
    reach = across + down
    if reach == 4 or (reach == 5 and down < 4 and across == 5):
        return rgb(first)
    if reach <= 1:
        return rgb(second)
    return rgb(second) if reach == 3 and down <= 3 and across in (0, 3) else rgb(ground)


@lru_cache(maxsize=24)
def stripes(colours: tuple[Colour, ...], widths: tuple[int, ...], *, sideways: bool = False) -> Cloth:
    """Woven stripes with a thread texture."""
    total = sum(widths) * _SCALE
    tile = Image.new("RGB", (60 * _SCALE, total))
    pen = ImageDraw.Draw(tile)
    top = 0
    for colour, width in zip(colours, widths, strict=True):
        for line in range(width * _SCALE):
            tone = lighter(colour, 0.1) if line % 6 < 3 else darker(colour, 0.05)
            pen.line([(0, top), (tile.width, top)], fill=tone)
            top += 1
    return Cloth(tile.transpose(Image.Transpose.ROTATE_90) if sideways else tile)
