"""Fruit, whole and cut, fresh and dried."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache

from . import greens, heaps, ink, vessels
from .gallery import ANY_ROOM, shows
from .ink import (
    Colour,
    Cutout,
    Glow,
    Picture,
    arc,
    darker,
    lighter,
    oval,
    ribbon,
    round_body,
    smooth,
    tilted,
    turned,
)
from .stage import Stage

# --- single fruits -------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def mango(skin: Colour = "#efb23c", blush: Colour = "#d9622f") -> Picture:
    sheet = Cutout(250, 196)
    body = smooth(
        [(22, 104), (46, 44), (116, 18), (190, 38), (232, 96), (222, 144), (176, 180), (108, 184), (52, 162)]
    )
    sheet.shape(body, round_body(skin, at=(0.36, 0.2)))
    sheet.veil(
        body, blush, 0.75, lambda size: ink.distance(size, (0.1, 0.85), 0.75).point(lambda value: 255 - value)
    )
    sheet.veil(body, ink.NIGHT, 0.24, lambda size: ink.distance(size, (0.35, 0.2), 1.1))
    sheet.stroke(smooth([(212, 66), (228, 52), (234, 36)], closed=False), [9, 6], "#6b5a32", cut=True)
    sheet.tint(oval(104, 58, 40, 13, -14), "#ffffff", 0.34)
    return sheet.finished()


@lru_cache(maxsize=2)
def mango_cheek(flesh: Colour = "#f6a823") -> Picture:
    """A mango cheek cut into cubes."""
    sheet = Cutout(230, 150)
    skin = smooth([(14, 60), (60, 24), (130, 18), (198, 34), (218, 64), (186, 118), (112, 138), (44, 112)])
    sheet.shape(skin, darker("#e39a35", 0.1))
    for row in range(3):
        for column in range(5):
            left = 32 + column * 36 + row * 4
            top = 24 + row * 28 + abs(column - 2) * 5
            sheet.shape(
                ink.rounded(left, top, left + 32, top + 27, 9), Glow("#ffd980", flesh, "#d97f17", (0.3, 0.2))
            )
    return sheet.finished()


@lru_cache(maxsize=4)
def spiked(skin: Colour, wide: int = 340, tall: int = 290, *, spike: float = 22) -> Picture:
    """A spiky round fruit: durian (long spikes) or jackfruit (short ones)."""
    pad = round(spike) + 4
    sheet = Cutout(wide + 2 * pad, tall + 2 * pad + 24)
    x, y = wide / 2 + pad, tall / 2 + pad + 22
    rng = random.Random(f"spikes {skin}")
    sheet.stroke(
        smooth(
            [(x - 6, y - tall / 2 + 8), (x, y - tall / 2 - 16), (x + 14, y - tall / 2 - 34)], closed=False
        ),
        [24, 17, 20],
        "#7a6536",
        cut=True,
    )
    for i in range(54):
        angle = math.tau * i / 54 + rng.uniform(-0.03, 0.03)
        px, py = x + math.cos(angle) * wide / 2 * 0.96, y + math.sin(angle) * tall / 2 * 0.96
        _spike(
            sheet,
            px,
            py,
            spike,
            math.degrees(angle),
            skin,
            lit=-math.sin(angle) * 0.5 - math.cos(angle) * 0.3,
        )
    sheet.shape(oval(x, y, wide / 2, tall / 2), round_body(skin))
    rings = 6
    for ring in range(rings, -1, -1):
        share = ring / rings * 0.93
        count = max(1, round(34 * share))
        for i in range(count):
            angle = math.tau * (i + 0.5 * (ring % 2)) / count
            px, py = x + math.cos(angle) * wide / 2 * share, y + math.sin(angle) * tall / 2 * share
            lit = 0.5 - (px - x) / wide * 0.7 - (py - y) / tall * 0.9
            _spike(
                sheet,
                px,
                py + spike * 0.3,
                spike * 0.86,
                math.degrees(angle) if share > 0.3 else -90,
                skin,
                lit=lit - 0.35,
            )
    return sheet.finished()


def _spike(
    sheet: Cutout, x: float, y: float, long: float, heading: float, skin: Colour, *, lit: float
) -> None:
    tone = lighter(skin, min(lit, 0.6)) if lit > 0 else darker(skin, min(-lit, 0.6))
    tip, left, right = (x + long, y), (x - long * 0.2, y - long * 0.5), (x - long * 0.2, y + long * 0.5)
    sheet.shape(turned([tip, left, right], heading, (x, y)), tone)
    sheet.tint(turned([tip, (x - long * 0.2, y), right], heading, (x, y)), darker(skin, 0.5), 0.4)


@lru_cache(maxsize=4)
def segments(rind: Colour, flesh: Colour, count: int = 3, *, wide: int = 270) -> Picture:
    """An opened husk with fat golden segments lying in it."""
    sheet = Cutout(wide + 20, 170)
    husk = smooth(
        [
            (10, 84),
            (60, 30),
            (150, 18),
            (wide - 30, 36),
            (wide + 10, 84),
            (wide - 40, 146),
            (140, 160),
            (52, 144),
        ]
    )
    sheet.shape(husk, rind)
    sheet.veil(husk, ink.NIGHT, 0.3, ink.slope)
    inner = smooth(
        [
            (30, 84),
            (72, 46),
            (150, 36),
            (wide - 42, 50),
            (wide - 12, 84),
            (wide - 52, 128),
            (140, 140),
            (64, 126),
        ]
    )
    sheet.shape(inner, "#f5ecd2")
    for i in range(count):
        px = 74 + i * (wide - 120) / max(count - 1, 1)
        sheet.shape(
            oval(px, 88, wide / count * 0.46, 38, -10),
            Glow(lighter(flesh, 0.6), flesh, darker(flesh, 0.3), (0.35, 0.25)),
        )
        sheet.tint(oval(px - 12, 74, 17, 7, -16), "#ffffff", 0.4)
    return sheet.finished()


@lru_cache(maxsize=4)
def banana_hand(colour: Colour = "#efc63f", fingers: int = 6) -> Picture:
    """A hand of bananas, stalk above."""
    sheet = Cutout(400, 300)
    for i in range(fingers):
        lean = (i - (fingers - 1) / 2) / fingers
        spine = smooth(
            [
                (200 + lean * 60, 46),
                (200 + lean * 300, 110),
                (200 + lean * 460, 190),
                (200 + lean * 400, 268),
            ],
            closed=False,
        )
        body = ribbon(spine, [20, 52, 58, 50, 15])
        tone = lighter(colour, 0.14) if i % 2 else colour
        sheet.shape(body, ink.Fade(lighter(tone, 0.3), darker(tone, 0.28), sideways=True))
        sheet.stroke(ink.moved(spine, -9, 0), [2, 10, 2], lighter(colour, 0.6), 0.5)
        sheet.stroke(ink.moved(spine, 15, 2), [2, 6, 2], darker(colour, 0.4), 0.45)
        tip = spine[-1]
        sheet.shape(oval(tip[0], tip[1], 9, 8), "#4d3b21")
    sheet.shape(smooth([(168, 16), (232, 16), (246, 74), (154, 74)]), darker("#b79a3b", 0.1))
    sheet.tint(smooth([(172, 12), (228, 12), (230, 24), (170, 24)]), "#4d3b21", 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def dragon_fruit(skin: Colour = "#d63a72") -> Picture:
    sheet = Cutout(270, 280)
    x, y = 135, 160
    for angle in (-112, -90, -68, -150, -30):
        sheet.shape(
            ink.leaf(x, y - 40, 148 if abs(angle + 90) < 30 else 128, 40, angle),
            ink.Fade("#9cbf57", "#cf5a76"),
        )
    sheet.shape(oval(x, y, 112, 108), round_body(skin))
    for row in range(4):
        for i in range(4 - row % 2):
            px = x + (i - (3 - row % 2) / 2) * 58
            py = y + 66 - row * 44
            scale = smooth(
                [
                    (px - 22, py - 6),
                    (px, py + 6),
                    (px + 22, py - 6),
                    (px + 9, py - 34),
                    (px + 3, py - 56),
                    (px - 8, py - 34),
                ]
            )
            sheet.shape(scale, ink.Fade("#b6cd66", lighter(skin, 0.1)))
            sheet.stroke([(px, py + 2), (px + 2, py - 48)], [2.6, 0.8], "#f7dbe2", 0.55)
    sheet.veil(oval(x, y, 112, 108), ink.NIGHT, 0.42, lambda size: ink.distance(size, (0.3, 0.25), 1.0))
    return sheet.finished()


@lru_cache(maxsize=8)
def cut_round(
    rind: Colour,
    flesh: Colour,
    *,
    pith: Colour = "#fff7ea",
    radius: int = 105,
    seeds: Colour | None = None,
    wedges: int = 0,
    stone: Colour | None = None,
) -> Picture:
    """A round fruit cut in half, the cut face turned to us."""
    side = radius * 2 + 8
    sheet = Cutout(side, side)
    middle = radius + 4
    sheet.shape(oval(middle, middle, radius, radius * 0.96), rind)
    sheet.shape(oval(middle, middle, radius * 0.93, radius * 0.89), pith)
    sheet.shape(
        oval(middle, middle, radius * 0.84, radius * 0.8),
        Glow(lighter(flesh, 0.35), flesh, darker(flesh, 0.18), (0.42, 0.38)),
    )
    for i in range(wedges):
        _wedge(sheet, middle, radius, 360 / wedges, i, flesh, pith)
    if seeds:
        _speckle(sheet, middle, radius * 0.76, seeds)
    if stone:
        sheet.shape(oval(middle, middle, radius * 0.36, radius * 0.36), round_body(stone))
    return sheet.finished()


def _wedge(
    sheet: Cutout, middle: float, radius: float, width: float, index: int, flesh: Colour, pith: Colour
) -> None:
    start = index * width
    outer = arc(middle, middle, radius * 0.78, radius * 0.75, start + 4, start + width - 4, 8)
    heart = turned([(middle + radius * 0.14, middle)], start + width / 2, (middle, middle))
    gap = arc(middle, middle, radius * 0.84, radius * 0.8, start - 2, start + 2, 3)
    sheet.tint([*gap, (middle, middle)], pith, 0.9)
    sheet.shape(
        smooth([*outer[::2], *heart], steps=4),
        Glow(lighter(flesh, 0.4), flesh, darker(flesh, 0.16), (0.4, 0.3)),
    )


def _speckle(sheet: Cutout, middle: float, reach: float, colour: Colour, count: int = 130) -> None:
    rng = random.Random("speckle")
    for _ in range(count):
        share, angle = math.sqrt(rng.random()) * reach, rng.uniform(0, math.tau)
        sheet.tint(
            oval(
                middle + math.cos(angle) * share, middle + math.sin(angle) * share * 0.95, 2.6, 2.1, steps=10
            ),
            colour,
            0.9,
        )


@lru_cache(maxsize=4)
def coconut(colour: Colour = "#7fa04a") -> Picture:
    """A young green coconut."""
    sheet = Cutout(260, 270)
    body = smooth([(130, 22), (206, 52), (244, 132), (220, 214), (136, 256), (46, 220), (16, 136), (52, 54)])
    sheet.shape(body, round_body(colour))
    for lean in (-60, 0, 62):
        ridge = smooth([(130, 30), (130 + lean * 1.2, 130), (132 + lean * 0.4, 246)], closed=False)
        sheet.stroke(ridge, [1, 8, 1], darker(colour, 0.3), 0.3)
    sheet.tint(oval(88, 84, 22, 40, 24), "#ffffff", 0.25)
    for turn in (0, 120, 240):
        sheet.shape(ink.leaf(130, 34, 46, 30, turn - 90), "#a9904e")
    return sheet.finished()


@lru_cache(maxsize=2)
def coconut_half() -> Picture:
    sheet = Cutout(250, 210)
    sheet.shape(oval(125, 108, 120, 98), round_body("#6a452c"))
    rng = random.Random("husk")
    for _ in range(60):
        angle = rng.uniform(0, math.tau)
        px, py = 125 + math.cos(angle) * 112, 108 + math.sin(angle) * 91
        sheet.stroke([(px, py), (px + rng.uniform(-10, 10), py + rng.uniform(-8, 8))], 2, "#a9805a", 0.5)
    sheet.shape(oval(125, 102, 103, 81), "#fffaf0")
    sheet.shape(oval(125, 104, 78, 58), Glow("#cfd6cf", "#eef0e4", "#fffaf0", (0.5, 0.7)))
    return sheet.finished()


@lru_cache(maxsize=8)
def round_fruit(
    colour: Colour, radius: int = 110, *, squash: float = 1.0, pores: int = 120, tip: bool = False
) -> Picture:
    """A plain round fruit with a pored skin: pomelo, orange, lime, passion fruit, watermelon."""
    side = radius * 2 + 8
    sheet = Cutout(side, side + 20)
    x, y = side / 2, side / 2 + 16
    body = oval(x, y, radius, radius * squash)
    if tip:
        body = smooth(
            [
                (x, y - radius - 10),
                (x + radius * 0.62, y - radius * 0.66),
                (x + radius, y + radius * 0.16),
                (x + radius * 0.62, y + radius * 0.86),
                (x, y + radius * 0.96),
                (x - radius * 0.62, y + radius * 0.86),
                (x - radius, y + radius * 0.16),
                (x - radius * 0.62, y - radius * 0.66),
            ]
        )
    sheet.shape(body, round_body(colour))
    rng = random.Random(f"pores {colour}")
    for _ in range(pores):
        share, angle = math.sqrt(rng.random()) * radius * 0.93, rng.uniform(0, math.tau)
        place = (x + math.cos(angle) * share, y + math.sin(angle) * share * squash)
        sheet.tint(
            oval(*place, 2.0, 1.7, steps=8), rng.choice((darker(colour, 0.4), lighter(colour, 0.5))), 0.5
        )
    sheet.tint(
        oval(x - radius * 0.36, y - radius * 0.46 * squash, radius * 0.26, radius * 0.13, -34), "#ffffff", 0.3
    )
    sheet.shape(oval(x, y - radius * squash * 0.97 - (8 if tip else 0), 10, 7), "#6b6a35")
    return sheet.finished()


@lru_cache(maxsize=2)
def watermelon() -> Picture:
    sheet = Cutout(420, 270)
    x, y = 210, 138
    sheet.shape(oval(x, y, 200, 124), round_body("#3f7d3c"))
    for i in range(-4, 5):
        sweep = i / 4.6
        line = smooth(
            [(14, y), (90, y + sweep * 96), (x, y + sweep * 124), (330, y + sweep * 96), (406, y)],
            closed=False,
            steps=10,
        )
        jag = [(px, py + (5 if k % 2 else -5)) for k, (px, py) in enumerate(line)]
        sheet.stroke(jag, [3, 14, 3], "#22502a", 0.75)
    sheet.veil(oval(x, y, 200, 124), ink.NIGHT, 0.5, lambda size: ink.distance(size, (0.34, 0.2), 0.95))
    sheet.tint(oval(130, 66, 46, 13, -16), "#ffffff", 0.28)
    return sheet.finished()


@lru_cache(maxsize=2)
def melon_slice() -> Picture:
    """A wedge of watermelon standing on its rind."""
    sheet = Cutout(300, 190)
    sheet.shape([(10, 40), *arc(150, 40, 140, 140, 180, 0, 30)[1:]], "#3f7d3c")
    sheet.shape([(20, 40), *arc(150, 40, 130, 130, 180, 0, 30)[1:]], "#eef3d5")
    sheet.shape([(30, 40), *arc(150, 40, 120, 119, 180, 0, 30)[1:]], ink.Fade("#ef6a5c", "#d23d47"))
    for row, count in ((64, 6), (94, 5), (124, 3)):
        for i in range(count):
            sheet.shape(oval(150 + (i - (count - 1) / 2) * 34, row, 5, 8, (i - count / 2) * -8), "#2b1d1a")
    return sheet.finished()


@lru_cache(maxsize=4)
def longan(colour: Colour = "#c59a5e", radius: int = 40) -> Picture:
    sheet = Cutout(radius * 2 + 6, radius * 2 + 6)
    middle = radius + 3
    sheet.shape(oval(middle, middle, radius, radius * 0.96), round_body(colour))
    _speckle(sheet, middle, radius * 0.9, darker(colour, 0.4), 46)
    sheet.tint(oval(middle - 13, middle - 16, 11, 6, -35), "#ffffff", 0.4)
    return sheet.finished()


@lru_cache(maxsize=2)
def peeled(radius: int = 38, stone: Colour = "#2d1a16") -> Picture:
    """A peeled longan: clear flesh, dark stone, half the shell."""
    sheet = Cutout(radius * 2 + 6, radius * 2 + 6)
    middle = radius + 3
    sheet.shape(oval(middle, middle, radius, radius), Glow("#ffffff", "#efe8d8", "#b7a98c"))
    sheet.tint(oval(middle + 4, middle + 2, radius * 0.5, radius * 0.52), stone, 0.72)
    sheet.shape(
        [
            *arc(middle, middle, radius, radius, 10, 170),
            *arc(middle, middle + 4, radius, radius * 0.5, 170, 10),
        ],
        "#b98a50",
    )
    sheet.tint(oval(middle - 12, middle - 18, 10, 6, -30), "#ffffff", 0.8)
    return sheet.finished()


@lru_cache(maxsize=2)
def rambutan(colour: Colour = "#c93338", radius: int = 52) -> Picture:
    sheet = Cutout(radius * 2 + 60, radius * 2 + 60)
    middle = radius + 30
    rng = random.Random("rambutan")
    sheet.shape(oval(middle, middle, radius, radius), round_body(colour))
    for _ in range(120):
        angle, share = rng.uniform(0, math.tau), math.sqrt(rng.random())
        px, py = middle + math.cos(angle) * radius * share, middle + math.sin(angle) * radius * share
        reach = 14 + 16 * share
        bend = angle + rng.uniform(-0.5, 0.5)
        end = (px + math.cos(bend) * reach, py + math.sin(bend) * reach + 4)
        tone = rng.choice(
            (lighter(colour, 0.25), "#d9883a", darker(colour, 0.3), "#9aa64a" if share > 0.8 else colour)
        )
        sheet.stroke(
            smooth([(px, py), ((px + end[0]) / 2 + 2, (py + end[1]) / 2 - 3), end], closed=False, steps=3),
            [4, 1.2],
            tone,
            cut=True,
        )
    return sheet.finished()


@lru_cache(maxsize=2)
def mangosteen(colour: Colour = "#5a2440", radius: int = 76) -> Picture:
    sheet = Cutout(radius * 2 + 10, radius * 2 + 30)
    x, y = radius + 5, radius + 24
    sheet.shape(oval(x, y, radius, radius * 0.95), round_body(colour))
    sheet.tint(oval(x - 26, y - 20, 18, 11, -30), "#ffffff", 0.25)
    for turn in (200, 340, 250, 290):
        petal = turned(
            oval(x + radius * 0.4, y - radius * 0.82, radius * 0.36, radius * 0.26),
            turn - 270,
            (x, y - radius * 0.8),
        )
        sheet.shape(petal, ink.Fade("#b4b85f", "#76823c"))
    sheet.stroke([(x, y - radius * 0.8), (x + 3, y - radius - 16)], [15, 12], "#8a7a42", cut=True)
    return sheet.finished()


@lru_cache(maxsize=2)
def mangosteen_open(radius: int = 78) -> Picture:
    sheet = Cutout(radius * 2 + 8, radius * 2 + 8)
    middle = radius + 4
    sheet.shape(oval(middle, middle, radius, radius * 0.92), "#5a2440")
    sheet.shape(oval(middle, middle, radius * 0.88, radius * 0.8), "#b55a74")
    for i in range(6):
        lobe = turned(
            oval(middle + radius * 0.36, middle, radius * 0.34, radius * 0.24), i * 60 + 12, (middle, middle)
        )
        sheet.shape(lobe, Glow("#ffffff", "#f7f1e4", "#c9bda4", (0.4, 0.25)))
    return sheet.finished()


@lru_cache(maxsize=4)
def pear_form(colour: Colour, wide: int = 235, tall: int = 320, *, rough: bool = False) -> Picture:
    """A pear-shaped fruit standing: avocado, papaya."""
    sheet = Cutout(wide + 10, tall + 20)
    x = wide / 2 + 5
    body = smooth(
        [
            (x, 16),
            (x + wide * 0.24, 40),
            (x + wide * 0.34, tall * 0.4),
            (x + wide * 0.5, tall * 0.66),
            (x + wide * 0.34, tall * 0.94),
            (x, tall + 8),
            (x - wide * 0.34, tall * 0.94),
            (x - wide * 0.5, tall * 0.66),
            (x - wide * 0.34, tall * 0.4),
            (x - wide * 0.24, 40),
        ]
    )
    sheet.shape(body, round_body(colour, at=(0.36, 0.4)))
    rng = random.Random(f"rough {colour}")
    for _ in range(90 if rough else 20):
        place = (x + rng.uniform(-0.4, 0.4) * wide, rng.uniform(0.3, 0.95) * tall)
        sheet.tint(oval(*place, 4, 3, steps=8), rng.choice((darker(colour, 0.4), lighter(colour, 0.4))), 0.3)
    sheet.stroke([(x, 22), (x + 4, 2)], [12, 9], "#6b5a32", cut=True)
    sheet.tint(oval(x - wide * 0.2, tall * 0.52, 14, 42, 10), "#ffffff", 0.24)
    return sheet.finished()


@lru_cache(maxsize=4)
def pear_half(
    skin: Colour, flesh: Colour, stone: Colour, wide: int = 235, tall: int = 320, *, seeds: bool = False
) -> Picture:
    """The same fruit cut lengthwise, with its stone or its seeds."""
    sheet = Cutout(wide + 10, tall + 20)
    x = wide / 2 + 5
    for inset, paint in (
        (0, skin),
        (9, lighter(flesh, 0.1)),
        (18, Glow(lighter(flesh, 0.55), flesh, darker(flesh, 0.1), (0.5, 0.65))),
    ):
        body = smooth(
            [
                (x, 16 + inset),
                (x + wide * 0.24 - inset, 40 + inset),
                (x + wide * 0.34 - inset, tall * 0.4),
                (x + wide * 0.5 - inset, tall * 0.66),
                (x + wide * 0.34 - inset, tall * 0.94 - inset),
                (x, tall + 8 - inset),
                (x - wide * 0.34 + inset, tall * 0.94 - inset),
                (x - wide * 0.5 + inset, tall * 0.66),
                (x - wide * 0.34 + inset, tall * 0.4),
                (x - wide * 0.24 + inset, 40 + inset),
            ]
        )
        sheet.shape(body, paint)
    if seeds:
        sheet.shape(oval(x, tall * 0.62, wide * 0.2, tall * 0.2), darker(flesh, 0.28))
        rng = random.Random("papaya")
        for _ in range(34):
            place = (x + rng.uniform(-0.17, 0.17) * wide, tall * 0.62 + rng.uniform(-0.18, 0.18) * tall)
            sheet.shape(oval(*place, 7, 6), round_body(stone))
    else:
        sheet.shape(oval(x, tall * 0.64, wide * 0.25, wide * 0.27), round_body(stone))
    return sheet.finished()


@lru_cache(maxsize=2)
def pineapple() -> Picture:
    sheet = Cutout(230, 470)
    x, y = 115, 310
    for turn in (-90, -66, -114, -48, -132, -80, -100, -34, -146):
        long = 190 - abs(turn + 90) * 1.4
        sheet.shape(ink.leaf(x, 190, long, 34, turn), ink.Fade("#8fb35a", "#3f6b3a"))
    body = smooth(
        [
            (x, 158),
            (x + 84, 186),
            (x + 106, 300),
            (x + 84, 420),
            (x, 456),
            (x - 84, 420),
            (x - 106, 300),
            (x - 84, 186),
        ]
    )
    sheet.shape(body, round_body("#d9952f"))
    for row in range(9):
        for column in range(6):
            px = x + (column - 2.5 + 0.5 * (row % 2)) * 37
            py = 180 + row * 33
            if ((px - x) / 98) ** 2 + ((py - y) / 142) ** 2 < 0.92:
                eye = [(px - 17, py), (px, py - 16), (px + 17, py), (px, py + 16)]
                sheet.tint(eye, darker("#b9702a", 0.2), 0.5)
                sheet.tint([(px - 12, py), (px, py - 12), (px + 12, py), (px, py + 10)], "#eeb650", 0.8)
                sheet.tint(oval(px, py - 1, 4, 3), "#6a4a20", 0.8)
    sheet.veil(body, ink.NIGHT, 0.42, ink.barrel)
    return sheet.finished()


@lru_cache(maxsize=2)
def tamarind(colour: Colour = "#8a5a36") -> Picture:
    sheet = Cutout(230, 90)
    spine = smooth([(12, 60), (60, 30), (110, 44), (160, 28), (216, 58)], closed=False)
    sheet.shape(ribbon(spine, [12, 48, 38, 50, 38, 46, 12]), round_body(colour, at=(0.4, 0.1)))
    sheet.stroke(ink.moved(spine, 0, -7), [1, 6, 1], lighter(colour, 0.5), 0.5)
    return sheet.finished()


@lru_cache(maxsize=4)
def mulberry(colour: Colour = "#4a1f38") -> Picture:
    sheet = Cutout(70, 104)
    rng = random.Random("mulberry")
    sheet.stroke([(35, 14), (37, 2)], [5, 4], "#7d9440", cut=True)
    for row in range(7):
        wide = 22 * math.sin(math.pi * (row + 1.2) / 8.6)
        for i in range(4):
            px = 35 + (i - 1.5) * wide * 0.62
            sheet.shape(oval(px, 20 + row * 11, 9, 8.5), round_body(mix_berry(colour, rng)))
    return sheet.finished()


def mix_berry(colour: Colour, rng: random.Random) -> Colour:
    return rng.choice((colour, lighter(colour, 0.12), darker(colour, 0.2), ink.mix(colour, "#a8324f", 0.4)))


@lru_cache(maxsize=8)
def chip(colour: Colour, wide: int = 46, tall: int = 34, heart: Colour | None = None) -> Picture:
    """A dried slice."""
    sheet = Cutout(wide * 2 + 6, tall * 2 + 6)
    x, y = wide + 3, tall + 3
    rng = random.Random(f"chip {colour} {wide}")
    rim = smooth(
        [
            (
                x + math.cos(math.tau * i / 9) * wide * rng.uniform(0.88, 1),
                y + math.sin(math.tau * i / 9) * tall * rng.uniform(0.86, 1),
            )
            for i in range(9)
        ]
    )
    sheet.shape(rim, round_body(colour, depth=0.8))
    sheet.stroke([*rim, rim[0]], 4, lighter(colour, 0.35), 0.6)
    if heart:
        sheet.tint(oval(x, y, wide * 0.34, tall * 0.3), heart, 0.7)
    return sheet.finished()


# --- arrangements --------------------------------------------------------------------------------


def _display(
    stage: Stage,
    whole: Sequence[Picture],
    cut: Picture | None,
    *,
    step: float,
    rise: float,
    base: int = 3,
    leaf: Picture | None = None,
) -> None:
    """Fruit on the table: a pyramid or a crate, the cut one in front, a leaf behind."""
    if leaf:
        stage.lay(tilted(leaf, 24), 860, 590, shadow=0.18)
        stage.lay(tilted(leaf, 158), 340, 600, shadow=0.18)
    if stage.variant % 3 == 2:
        _crated(stage, whole, step)
    else:
        heaps.pyramid(
            stage, whole, base, 748 if cut is None else 728, step, rise, x=600 if cut is None else 560
        )
    if cut is not None:
        stage.put(cut, stage.rng.choice((850, 880, 350)), 800)


def _crated(stage: Stage, whole: Sequence[Picture], step: float) -> None:
    with heaps.inside(stage, vessels.crate(), 600, 760) as mouth_y:
        for row, lift in ((0, 104), (1, 50)):
            count = max(2, round(560 / (step * 0.92))) - (row == 0)
            for i in range(count):
                x = 600 + (i - (count - 1) / 2) * step * 0.92 + stage.rng.uniform(-6, 6)
                picture = stage.rng.choice(whole)
                stage.lay(picture, x, mouth_y - lift + picture.height * 0.16, shadow=0.24)


def _packed(stage: Stage, item: Picture, pack: Colour, label: Colour, ground: Colour, step: float) -> None:
    """Dried fruit: a pouch behind, a heaped plate in front."""
    side = stage.rng.choice((-1, 1))
    emblem = tilted(item, 15)
    stage.put(vessels.pouch(pack, label, emblem, 300, 420), 600 - side * 190, 722)
    heaps.filled(
        stage,
        vessels.tray(230),
        heaps.spread_out(item, 10),
        600 + side * 150,
        762,
        step=step,
        ground=ground,
        high=0.4,
    )


# --- scenes --------------------------------------------------------------------------------------


@shows("mango", rooms=ANY_ROOM)
def _mango(stage: Stage) -> None:
    tones = (
        (mango(), mango("#f2bd45", "#e0872f")),
        (mango("#a7b04a", "#d39b3b"), mango("#b9b84e", "#e0a23b")),
    )[stage.variant % 2]
    whole = [tilted(fruit, turn) for fruit in tones for turn in (-8, 6)]
    _display(stage, whole, mango_cheek(), step=205, rise=118, leaf=greens.blade(240, 66, "#4f8140"))


@shows("mango_dried")
def _mango_dried(stage: Stage) -> None:
    _packed(stage, chip("#ee9d2a", 60, 26), "#f3e3bd", "#d9822b", "#b5701c", 46)


@shows("durian", rooms=ANY_ROOM)
def _durian(stage: Stage) -> None:
    skin = ("#8f9a45", "#a1984a")[stage.variant % 2]
    stage.put(spiked(skin), 470, 725)
    if stage.variant % 3:
        stage.put(tilted(spiked(skin), 8), 800, 700)
    stage.put(segments(darker(skin, 0.15), "#f4cf5a"), 640 if stage.variant % 3 else 790, 795)


@shows("jackfruit", rooms=ANY_ROOM)
def _jackfruit(stage: Stage) -> None:
    stage.put(spiked("#8c9a3f", 480, 310, spike=10), 500, 725)
    stage.put(segments("#8c9a3f", "#f0ae3a", 4, wide=370), 800, 800)


@shows("jackfruit_dried")
def _jackfruit_dried(stage: Stage) -> None:
    _packed(stage, chip("#e5a93c", 58, 26), "#2f5a3d", ink.SUN, "#a9741f", 46)


@shows("banana")
def _banana(stage: Stage) -> None:
    colour = ("#efc63f", "#a9b848", "#f0cf58")[stage.variant % 3]
    stage.lay(greens.banana_leaf(), 620, 730, shadow=0.3)
    stage.put(banana_hand(darker(colour, 0.05)), 430, 715)
    stage.put(banana_hand(colour), 770, 720)
    stage.put(tilted(banana_hand(colour, 5), 4), 600, 775)


@shows("banana_dried")
def _banana_dried(stage: Stage) -> None:
    _packed(stage, chip("#dba544", 46, 38, "#8a5a2a"), "#fbe7b6", ink.LEAF, "#9a6d28", 44)


@shows("dragon_fruit", rooms=ANY_ROOM)
def _dragon_fruit(stage: Stage) -> None:
    red = stage.variant % 2
    cut = cut_round("#d63a72", "#b8265c" if red else "#f7f4ec", pith="#f3a9c0", seeds="#1d1620")
    _display(stage, [dragon_fruit()], cut, step=225, rise=150)


@shows("coconut", rooms=ANY_ROOM)
def _coconut(stage: Stage) -> None:
    stage.lay(tilted(greens.palm(), 18), 800, 480, shadow=0.12)
    stage.lay(tilted(greens.palm(), 164), 400, 480, shadow=0.12)
    heaps.pyramid(stage, [coconut()], 3, 735, 215, 140, x=560)
    stage.put(coconut_half(), 860, 800)


@shows("pomelo", rooms=ANY_ROOM)
def _pomelo(stage: Stage) -> None:
    colour = ("#a8b84c", "#d6c555")[stage.variant % 2]
    cut = cut_round(colour, ("#ef8d84", "#f6e3b0")[stage.variant % 2], wedges=11, radius=118)
    _display(
        stage,
        [round_fruit(colour, 122, tip=True)],
        cut,
        step=236,
        rise=165,
        leaf=greens.spray(3, 150, 62, "#4f8140"),
    )


@shows("orange")
def _orange(stage: Stage) -> None:
    cut = cut_round("#e8912d", "#f4a63a", wedges=10, radius=88)
    _display(
        stage,
        [round_fruit("#e8912d", 88)],
        cut,
        step=172,
        rise=124,
        base=4,
        leaf=greens.spray(3, 130, 52, "#4f8140"),
    )


@shows("lime")
def _lime(stage: Stage) -> None:
    whole = [tilted(round_fruit("#7fa53d", 62, squash=0.9), turn) for turn in (0, 30, 70)]
    heaps.filled(stage, vessels.basket(), whole, 600, 745, step=84, ground="#4c6a24")
    stage.put(cut_round("#7fa53d", "#c3d66a", wedges=9, radius=64), 870, 795)


@shows("longan")
def _longan(stage: Stage) -> None:
    _clustered(stage, [longan(), longan("#b98b52")], peeled(), "#7d5b33", 62)


@shows("rambutan")
def _rambutan(stage: Stage) -> None:
    _clustered(
        stage, [rambutan(), tilted(rambutan(), 40), rambutan("#d8493a")], peeled(46, "#e9dcc4"), "#7c2326", 84
    )


def _clustered(stage: Stage, whole: Sequence[Picture], cut: Picture, ground: Colour, step: float) -> None:
    """Small fruit in a basket with leaves, some opened in front."""
    stage.lay(tilted(greens.spray(4, 150, 58, "#4f8140"), 24), 900, 560, shadow=0.16)
    heaps.filled(stage, vessels.basket(), whole, 600, 745, step=step, ground=ground)
    heaps.scattered(stage, [*whole, cut, cut], 5)


@shows("mangosteen", rooms=ANY_ROOM)
def _mangosteen(stage: Stage) -> None:
    _display(stage, [mangosteen()], mangosteen_open(), step=152, rise=112, base=4)


@shows("avocado")
def _avocado(stage: Stage) -> None:
    colour = ("#55703a", "#3d4a35")[stage.variant % 2]
    whole = pear_form(colour, rough=True)
    half = pear_half(darker(colour, 0.2), "#dfd884", "#8a5a35")
    for x, bottom, picture in (
        (390, 725, whole),
        (610, 706, whole),
        (830, 728, whole),
        (500, 788, half),
        (715, 796, tilted(half, -12)),
    ):
        stage.put(picture, x, bottom)


@shows("papaya")
def _papaya(stage: Stage) -> None:
    whole, half = (
        pear_form("#dc9a38", 240, 400),
        pear_half("#dc9a38", "#ec7a3c", "#33261f", 240, 400, seeds=True),
    )
    for x, bottom, picture in (
        (420, 735, whole),
        (640, 722, tilted(whole, 6)),
        (820, 785, tilted(half, -10)),
    ):
        stage.put(picture, x, bottom)


@shows("pineapple", rooms=ANY_ROOM)
def _pineapple(stage: Stage) -> None:
    for x, bottom, turn in ((410, 735, 8), (800, 735, -8), (600, 765, 0)):
        stage.put(tilted(pineapple(), turn), x, bottom)


@shows("watermelon", rooms=ANY_ROOM)
def _watermelon(stage: Stage) -> None:
    stage.put(watermelon(), 470, 735)
    stage.put(tilted(watermelon(), -6), 770, 715)
    stage.put(melon_slice(), 640, 805)


@shows("passion_fruit")
def _passion_fruit(stage: Stage) -> None:
    tones = [round_fruit("#5b2a48", 68, pores=40), round_fruit("#6d3350", 68, pores=40)]
    heaps.filled(stage, vessels.bowl(320), tones, 560, 745, step=96, ground="#3a1c30")
    cut = cut_round("#5b2a48", "#e9a52c", pith="#f6e3d0", radius=76, seeds="#2b1d14")
    stage.put(cut, 880, 795)


@shows("tamarind")
def _tamarind(stage: Stage) -> None:
    items = [tilted(tamarind(), turn) for turn in (-25, 0, 20, 160, 190)]
    heaps.filled(stage, vessels.basket(), items, 600, 745, step=80, ground="#5a3823", high=0.42)
    heaps.scattered(stage, items, 3)


@shows("mulberry")
def _mulberry(stage: Stage) -> None:
    items = [
        tilted(mulberry(tone), turn) for tone in ("#4a1f38", "#5a2038") for turn in (0, 70, 140, 220, 300)
    ]
    heaps.filled(stage, vessels.clay_bowl(), items, 600, 745, step=56, ground="#33142a", high=0.5)
    stage.lay(tilted(greens.blade(190, 130, "#6a9a44"), 30), 900, 720)
    heaps.scattered(stage, items, 5)


@shows("fruit_dried_mixed")
def _fruit_dried_mixed(stage: Stage) -> None:
    chips = [
        tilted(chip(tone, 50, 30), turn)
        for tone in ("#ee9d2a", "#dba544", "#b8466a", "#c98a4a", "#e5c36a")
        for turn in (0, 60, 120)
    ]
    stage.put(vessels.pouch("#f3e3bd", ink.CLAY, chip("#b8466a", 50, 36)), 420, 722)
    heaps.filled(stage, vessels.tray(250), chips, 770, 762, step=46, ground="#8a5a2a", high=0.42)


@shows("macadamia")
def _macadamia(stage: Stage) -> None:
    items = [longan("#9a6138", 42), longan("#8a5330", 42)]
    heaps.filled(stage, vessels.bowl(320), items, 600, 745, step=62, ground="#553420")
    heaps.scattered(stage, [*items, cut_round("#8a5330", "#f3e6c8", pith="#d9b98a", radius=40)], 7)
