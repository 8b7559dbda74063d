"""Cloth, baskets, mats, pots, silver and wood carving: the work of hands."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image

from . import greens, heaps, ink, vessels, weaves
from .gallery import ANY_ROOM, shows
from .ink import (
    Cloth,
    Colour,
    Cutout,
    Picture,
    arc,
    darker,
    lighter,
    oval,
    ribbon,
    round_body,
    rounded,
    smooth,
    tilted,
)
from .stage import DEEP_ROOMS, LIGHT_ROOMS, Stage

# --- cloth ---------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def folded(colour: Colour, border: Cloth | None = None, wide: int = 520, tall: int = 86) -> Picture:
    """A folded cloth seen from the front: soft edges, a woven border on the fold."""
    sheet = Cutout(wide + 20, tall + 14)
    body = smooth(
        [
            (14, 22),
            (wide / 2, 14),
            (wide - 8, 20),
            (wide + 8, tall * 0.5),
            (wide - 2, tall + 2),
            (wide / 2, tall + 6),
            (16, tall + 2),
            (6, tall * 0.5),
        ],
        steps=8,
    )
    sheet.shape(body, weaves.sacking(colour, 3))
    if border:
        strip = rounded(wide * 0.12, 16, wide * 0.34, tall + 5, 4)
        sheet.shape(strip, border)
    for share in (0.36, 0.64):
        sheet.stroke(
            smooth(
                [(12, tall * share + 6), (wide / 2, tall * share + 10), (wide + 4, tall * share + 5)],
                closed=False,
            ),
            [2, 4, 2],
            darker(colour, 0.55),
            0.5,
        )
    sheet.veil(body, ink.NIGHT, 0.4, ink.slope)
    sheet.stroke(
        smooth([(20, 20), (wide / 2, 15), (wide - 14, 19)], closed=False),
        [2, 5, 2],
        lighter(colour, 0.5),
        0.5,
    )
    return sheet.finished()


@lru_cache(maxsize=12)
def hanging(colour: Colour, border: Cloth, fringe: Colour, wide: int = 300, tall: int = 480) -> Picture:
    """A length of cloth hung over a rod, with a woven border and a fringe."""
    sheet = Cutout(wide + 60, tall + 60)
    left, right = 30, wide + 30
    body = smooth(
        [
            (left, 24),
            (left + wide / 2, 28),
            (right, 24),
            (right + 6, tall * 0.5),
            (right - 2, tall),
            (left + wide / 2, tall + 8),
            (left + 2, tall),
            (left - 6, tall * 0.5),
        ],
        steps=8,
    )
    sheet.shape(body, weaves.sacking(colour, 3))
    for top, bottom in ((0.6, 0.86), (0.12, 0.22)):
        band = [
            (left - 2, tall * top),
            (right + 2, tall * top),
            (right + 1, tall * bottom),
            (left - 1, tall * bottom),
        ]
        sheet.shape(band, border)
    for share in (0.18, 0.42, 0.68, 0.86):
        x = left + wide * share
        sheet.stroke(
            smooth([(x, 30), (x + 8, tall * 0.5), (x - 4, tall)], closed=False), [4, 24, 8], ink.NIGHT, 0.13
        )
        sheet.stroke(
            smooth([(x + 20, 30), (x + 28, tall * 0.5), (x + 16, tall)], closed=False),
            [3, 14, 5],
            ink.CREAM,
            0.13,
        )
    for i in range(26):
        x = left + 6 + i * (wide - 12) / 25
        sheet.stroke([(x, tall), (x + (i % 3 - 1) * 3, tall + 44)], [4, 2], fringe, cut=True)
    rod = rounded(4, 10, wide + 56, 34, 12)
    sheet.shape(rod, weaves.timber(ink.WOOD))
    sheet.veil(rod, ink.NIGHT, 0.4, ink.slope)
    return sheet.finished()


def _brocade(first: Colour, second: Colour, ground: Colour) -> Cloth:
    return weaves.brocade(ground, first, second, 100)


@lru_cache(maxsize=8)
def cocoon(colour: Colour = "#f3e3b5") -> Picture:
    sheet = Cutout(110, 74)
    sheet.shape(smooth([(6, 37), (30, 8), (78, 8), (104, 37), (78, 66), (30, 66)]), round_body(colour))
    for y in (20, 32, 46):
        sheet.stroke(
            smooth([(12, y + 4), (54, y), (98, y + 5)], closed=False), [0.5, 2, 0.5], darker(colour, 0.3), 0.4
        )
    return sheet.finished()


@lru_cache(maxsize=8)
def spool(colour: Colour) -> Picture:
    """Dyed yarn wound on a wooden reel, standing."""
    sheet = Cutout(210, 290)
    for top in (8, 246):
        sheet.shape(oval(105, top + 26, 92, 17), darker(ink.WOOD, 0.25))
        sheet.shape(oval(105, top + 16, 92, 17), weaves.timber(ink.RATTAN))
    body = smooth([(30, 36), (105, 48), (180, 36), (192, 140), (180, 256), (105, 268), (30, 256), (18, 140)])
    sheet.shape(body, colour)
    for i in range(26):
        y = 44 + i * 8.4
        line = smooth([(20, y + 5), (105, y + 13), (190, y - 3)], closed=False)
        sheet.stroke(line, [2, 4, 2], (lighter(colour, 0.34), darker(colour, 0.24))[i % 2], 0.7)
    sheet.veil(body, ink.NIGHT, 0.5, ink.barrel)
    sheet.shape(oval(105, 26, 92, 17), darker(ink.RATTAN, 0.12))
    sheet.shape(oval(105, 20, 92, 17), weaves.timber(ink.RATTAN))
    sheet.shape(oval(105, 19, 18, 5), darker(ink.WOOD, 0.5))
    return sheet.finished()


# --- baskets, mats, hats -------------------------------------------------------------------------


@lru_cache(maxsize=6)
def handled_basket(colour: Colour = ink.RATTAN, wide: int = 360) -> Picture:
    """A shopping basket with a hoop handle."""
    sheet = Cutout(wide + 40, 460)
    middle = wide / 2 + 20
    sheet.stroke(arc(middle, 232, wide * 0.38, 196, 180, 360), 22, darker(colour, 0.1), cut=True)
    sheet.stroke(arc(middle, 230, wide * 0.38, 198, 180, 360), 6, lighter(colour, 0.5), 0.6)
    sheet.shape(oval(middle, 236, wide * 0.46, 44), darker(colour, 0.62))
    body = [
        *arc(middle, 236, wide * 0.46, 44, 180, 0)[::1],
        *smooth(
            [(middle + wide * 0.46, 236), (middle + wide * 0.44, 350), (middle + wide * 0.34, 430)],
            closed=False,
        ),
        *arc(middle, 430, wide * 0.34, 22, 0, 180),
        *smooth(
            [(middle - wide * 0.34, 430), (middle - wide * 0.44, 350), (middle - wide * 0.46, 236)],
            closed=False,
        ),
    ]
    sheet.shape(body, weaves.wicker(colour, 13))
    band = [
        (middle - wide * 0.45, 318),
        *smooth([(middle - wide * 0.45, 318), (middle, 352), (middle + wide * 0.45, 318)], closed=False),
        (middle + wide * 0.43, 356),
        *smooth([(middle + wide * 0.43, 356), (middle, 392), (middle - wide * 0.43, 356)], closed=False),
    ]
    sheet.tint(band, ink.INDIGO, 0.55)
    sheet.veil(body, "#3a2140", 0.5, ink.barrel)
    sheet.stroke(arc(middle, 236, wide * 0.46, 44, 0, 180), 16, lighter(colour, 0.1), cut=True)
    sheet.stroke(arc(middle, 232, wide * 0.46, 44, 0, 180), 4, lighter(colour, 0.6), 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def sticky_rice_box(colour: Colour = "#c89650", tall: int = 230) -> Picture:
    """A lidded sticky-rice basket on its cross foot, with a carrying cord."""
    sheet = Cutout(250, tall + 90)
    cord = smooth([(34, 120), (70, 30), (125, 8), (180, 30), (216, 120)], closed=False)
    sheet.stroke(cord, 8, ink.CLAY, cut=True)
    for lean in (-1, 1):
        sheet.stroke(
            [(125 - lean * 74, tall + 34), (125 + lean * 78, tall + 72)], 15, darker(colour, 0.3), cut=True
        )
    body = smooth(
        [
            (34, 130),
            (125, 124),
            (216, 130),
            (222, 190),
            (204, tall + 40),
            (125, tall + 52),
            (46, tall + 40),
            (28, 190),
        ],
        steps=8,
    )
    sheet.shape(body, weaves.wicker(colour, 10))
    sheet.veil(body, "#3a2140", 0.5, ink.barrel)
    lid = smooth(
        [(26, 138), (30, 84), (74, 64), (125, 60), (176, 64), (220, 84), (224, 138), (125, 152)], steps=8
    )
    sheet.shape(lid, weaves.wicker(lighter(colour, 0.12), 10))
    sheet.veil(lid, "#3a2140", 0.45, ink.barrel)
    sheet.stroke(
        smooth([(24, 138), (125, 154), (226, 138)], closed=False), 13, darker(colour, 0.16), cut=True
    )
    return sheet.finished()


@lru_cache(maxsize=6)
def mat_roll(colour: Colour = "#d8b469", accent: Colour = ink.CLAY, long: int = 560) -> Picture:
    """A rolled mat lying, its spiral end to the right."""
    sheet = Cutout(long + 70, 140)
    body = rounded(8, 16, long, 124, 22)
    sheet.shape(body, weaves.wicker(colour, 8))
    for share in (0.12, 0.5, 0.86):
        sheet.tint(
            [(long * share, 16), (long * share + 26, 16), (long * share + 26, 124), (long * share, 124)],
            accent,
            0.7,
        )
    sheet.veil(body, ink.NIGHT, 0.55, ink.slope)
    sheet.shape(oval(long, 70, 40, 55), darker(colour, 0.2))
    spiral = [
        (long + math.cos(t / 6) * (36 - t * 0.36), 70 + math.sin(t / 6) * (50 - t * 0.5)) for t in range(96)
    ]
    sheet.stroke(spiral, 4, lighter(colour, 0.4), 0.9)
    return sheet.finished()


@lru_cache(maxsize=4)
def cone_hat(colour: Colour = "#e8d3a0", wide: int = 420) -> Picture:
    sheet = Cutout(wide + 20, 250)
    middle = wide / 2 + 10
    body = smooth(
        [
            (middle, 12),
            (middle + wide * 0.3, 124),
            (middle + wide * 0.5, 206),
            (middle, 240),
            (middle - wide * 0.5, 206),
            (middle - wide * 0.3, 124),
        ],
        steps=10,
    )
    sheet.shape(body, round_body(colour, at=(0.4, 0.3), depth=0.8))
    for row in range(9):
        half, y = wide * 0.06 + row * wide * 0.052, 40 + row * 21
        sheet.stroke(
            smooth([(middle - half, y), (middle, y + 5 + row * 2.6), (middle + half, y)], closed=False),
            [1, 3, 1],
            darker(colour, 0.35),
            0.5,
        )
    for lean in range(-6, 7):
        sheet.stroke(
            [(middle + lean * 3, 26), (middle + lean * wide * 0.075, 226 - abs(lean) * 3)],
            [1, 2],
            darker(colour, 0.3),
            0.3,
        )
    sheet.stroke(
        smooth([(middle - wide * 0.48, 208), (middle, 238), (middle + wide * 0.48, 208)], closed=False),
        8,
        darker(colour, 0.25),
        0.7,
    )
    return sheet.finished()


@lru_cache(maxsize=4)
def lamp_shade(colour: Colour = "#d9a75c") -> Picture:
    """A hanging lamp of split bamboo."""
    sheet = Cutout(320, 440)
    sheet.stroke([(160, 0), (160, 110)], 6, ink.NIGHT, cut=True)
    body = smooth(
        [(160, 100), (236, 130), (300, 250), (262, 380), (160, 408), (58, 380), (20, 250), (84, 130)]
    )
    sheet.shape(body, ink.Glow("#fff2c4", "#f3c871", darker(colour, 0.3), (0.5, 0.55)))
    for lean in range(-6, 7):
        sheet.stroke(
            smooth([(160 + lean * 7, 108), (160 + lean * 22, 250), (160 + lean * 9, 402)], closed=False),
            [2, 5, 2],
            darker(colour, 0.4),
            0.8,
        )
    for y in (150, 205, 255, 305, 355):
        half = 138 * math.sin(math.pi * (y - 90) / 330)
        sheet.stroke(
            smooth([(160 - half, y), (160, y + 18), (160 + half, y)], closed=False),
            6,
            darker(colour, 0.3),
            0.85,
        )
    return sheet.finished()


# --- pots and silver -----------------------------------------------------------------------------


@lru_cache(maxsize=12)
def vase(glaze: Colour, figure: Colour, form: int = 0) -> Picture:
    """A thrown vase; `form` picks one of three profiles."""
    sheet = Cutout(300, 460)
    profiles = (
        ((34, 30), (30, 70), (52, 110), (122, 190), (128, 270), (84, 380), (70, 440)),
        ((66, 30), (48, 80), (60, 140), (96, 240), (100, 330), (72, 410), (78, 440)),
        ((46, 100), (40, 130), (110, 190), (138, 260), (120, 350), (78, 420), (84, 440)),
    )
    right = smooth([(150 + half, y) for half, y in profiles[form]], closed=False)
    mouth_half, mouth_y = profiles[form][0]
    body = [
        *right,
        *arc(150, right[-1][1], right[-1][0] - 150, 12, 0, 180),
        *[(300 - x, y) for x, y in right[::-1]],
        *arc(150, mouth_y, mouth_half, 10, 180, 0),
    ]
    sheet.shape(body, round_body(glaze, at=(0.36, 0.4)))
    middle = profiles[form][3][1]
    for y, thick in ((middle - 44, 5), (middle + 66, 5), (middle + 78, 3)):
        sheet.stroke(smooth([(10, y), (150, y + 26), (290, y)], closed=False), thick, figure, 0.85)
    for i in range(-2, 3):
        x = 150 + i * 52
        sheet.tint(ink.leaf(x, middle + 56 - abs(i) * 6, 78, 26, -90 + i * 6), figure, 0.8)
        sheet.tint(ink.leaf(x, middle + 56 - abs(i) * 6, 48, 18, -140 + i * 6), figure, 0.8)
        sheet.tint(ink.leaf(x, middle + 56 - abs(i) * 6, 48, 18, -40 + i * 6), figure, 0.8)
    sheet.veil(body, ink.NIGHT, 0.5, ink.barrel)
    sheet.shape(oval(150, mouth_y, mouth_half, 11), darker(glaze, 0.5))
    sheet.stroke([*oval(150, mouth_y, mouth_half, 11)], 5, lighter(glaze, 0.3))
    sheet.stroke(
        smooth([(96, middle - 30), (84, middle + 40), (96, middle + 120)], closed=False),
        [3, 12, 3],
        "#ffffff",
        0.3,
    )
    return sheet.finished()


@lru_cache(maxsize=6)
def teapot(glaze: Colour = "#5a7a80", figure: Colour = ink.CREAM) -> Picture:
    sheet = Cutout(420, 300)
    sheet.stroke(arc(92, 170, 66, 64, 90, 280), 22, darker(glaze, 0.1), cut=True)
    sheet.shape(
        smooth([(286, 200), (340, 150), (372, 96), (396, 96), (384, 150), (320, 236)]), darker(glaze, 0.08)
    )
    body = smooth(
        [(200, 84), (288, 108), (322, 182), (280, 262), (200, 280), (120, 262), (78, 182), (112, 108)]
    )
    sheet.shape(body, round_body(glaze))
    for i in range(-2, 3):
        sheet.tint(ink.leaf(200 + i * 40, 222, 54, 20, -90 + i * 10), figure, 0.75)
    sheet.stroke(smooth([(100, 240), (200, 262), (300, 240)], closed=False), 4, figure, 0.7)
    sheet.shape(smooth([(138, 96), (200, 66), (262, 96), (200, 110)]), lighter(glaze, 0.1))
    sheet.shape(oval(200, 62, 17, 14), darker(glaze, 0.2))
    sheet.tint(oval(142, 146, 16, 32, 20), "#ffffff", 0.35)
    return sheet.finished()


@lru_cache(maxsize=6)
def dish(glaze: Colour, figure: Colour, wide: int = 300) -> Picture:
    """A painted bowl seen from slightly above."""
    sheet = Cutout(wide + 20, 190)
    x = wide / 2 + 10
    body = [
        *arc(x, 56, wide / 2, 48, 180, 360),
        *smooth([(x + wide / 2, 56), (x + wide * 0.36, 140), (x + wide * 0.2, 178)], closed=False),
        *smooth([(x - wide * 0.2, 178), (x - wide * 0.36, 140), (x - wide / 2, 56)], closed=False),
    ]
    sheet.shape(body, glaze)
    for i in range(-3, 4):
        sheet.tint(ink.leaf(x + i * 40, 140 - abs(i) * 8, 44, 18, -90 + i * 12), figure, 0.8)
    sheet.veil(body, ink.NIGHT, 0.5, ink.barrel)
    sheet.shape(oval(x, 56, wide / 2, 48), lighter(glaze, 0.2))
    sheet.shape(oval(x, 60, wide * 0.44, 39), ink.Fade(darker(glaze, 0.22), lighter(glaze, 0.2)))
    sheet.stroke([*oval(x, 58, wide * 0.47, 43)], 5, figure, 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def bangle(radius: int = 130) -> Picture:
    """A chased silver bangle."""
    sheet = Cutout(radius * 2 + 20, round(radius * 1.5) + 20)
    x, y = radius + 10, radius * 0.75 + 10
    sheet.stroke([*arc(x, y, radius - 14, radius * 0.6, -160, 160)], [30, 36, 36, 30], "#7f8796", cut=True)
    sheet.stroke([*arc(x, y - 3, radius - 14, radius * 0.6, -160, 160)], [18, 24, 24, 18], "#c9ced6")
    sheet.stroke([*arc(x, y - 8, radius - 14, radius * 0.6, -160, 160)], [4, 7, 7, 4], "#ffffff", 0.9)
    for i in range(15):
        px, py = arc(x, y, radius - 14, radius * 0.6, -150, 150, 14)[i]
        sheet.tint(oval(px, py, 5, 5), "#5f6676", 0.7)
    return sheet.finished()


@lru_cache(maxsize=4)
def bead_string(colour: Colour = "#b9bfca") -> Picture:
    sheet = Cutout(420, 260)
    for i in range(34):
        px, py = arc(210, 30, 186, 200, 4, 176, 33)[i]
        sheet.shape(oval(px, py, 13, 13), round_body(colour if i % 4 else "#b5483f"))
    sheet.shape(oval(210, 244, 20, 14), round_body(colour))
    return sheet.finished()


@lru_cache(maxsize=4)
def carved_elephant(colour: Colour = "#8a5230") -> Picture:
    sheet = Cutout(420, 330)
    for x in (150, 296):
        sheet.shape(
            smooth([(x - 32, 190), (x + 32, 190), (x + 30, 312), (x - 30, 312)], steps=6),
            darker(colour, 0.28),
        )
    for x in (192, 338):
        sheet.shape(
            smooth([(x - 32, 190), (x + 32, 190), (x + 30, 318), (x - 30, 318)], steps=6),
            darker(colour, 0.08),
        )
    body = smooth(
        [(120, 130), (180, 70), (290, 66), (376, 120), (384, 200), (330, 246), (200, 250), (130, 220)]
    )
    sheet.shape(body, weaves.timber(colour))
    sheet.veil(body, ink.NIGHT, 0.5, lambda size: ink.distance(size, (0.35, 0.2), 0.95))
    sheet.shape(
        ribbon(
            smooth([(96, 120), (52, 180), (44, 250), (70, 300), (98, 292)], closed=False),
            [80, 52, 36, 26, 16],
        ),
        darker(colour, 0.04),
    )
    sheet.shape(oval(120, 116, 66, 60), round_body(colour))
    ear = smooth([(140, 70), (200, 84), (206, 150), (166, 180), (132, 150)])
    sheet.shape(ear, round_body(lighter(colour, 0.06)))
    sheet.shape(ribbon(smooth([(82, 168), (58, 212), (26, 222)], closed=False), [18, 12, 4]), ink.CREAM)
    sheet.shape(oval(94, 104, 6, 7), "#20181c")
    blanket = smooth([(214, 74), (306, 74), (322, 170), (214, 176)], steps=6)
    sheet.shape(blanket, weaves.brocade(ink.CLAY, ink.SUN, ink.CREAM, 70))
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------


def _pile_of_cloth(stage: Stage, colours: tuple[Colour, ...], border: Cloth | None) -> None:
    bottom = 780.0
    for i, colour in enumerate(colours):
        stage.put(
            folded(colour, border, 560 - i * 14),
            600 + stage.rng.uniform(-12, 12),
            bottom,
            shadow=0.4 if i == 0 else 0.26,
        )
        bottom -= 74


@shows("silk_cloth", rooms=ANY_ROOM)
def _silk_cloth(stage: Stage) -> None:
    sets = (("#c9647a", "#e0b04e", "#5a7fa0", "#8f4a78"), ("#3c7b80", "#d9c08a", "#b5483f", "#5d6fa8"))
    _pile_of_cloth(stage, sets[stage.variant % 2], None)
    heaps.scattered(stage, heaps.spread_out(cocoon(), 6), 4)


@shows("cotton_cloth", rooms=LIGHT_ROOMS[1:] + DEEP_ROOMS)
def _cotton_cloth(stage: Stage) -> None:
    _pile_of_cloth(stage, ("#efe6d2", "#d8c7a4", "#8f9f8a", "#c9a58a"), None)


@shows("indigo_cloth")
def _indigo_cloth(stage: Stage) -> None:
    _pile_of_cloth(
        stage, ("#243765", "#2f4a86", "#5a7fb0", "#1f2b52"), _brocade(ink.CREAM, "#9fb8dc", "#243765")
    )
    stage.lay(tilted(greens.spray(3, 110, 44), 24), 930, 740)


@shows("brocade")
def _brocade_cloth(stage: Stage) -> None:
    sets = ((ink.NIGHT, "#c9352c", ink.SUN, ink.CREAM), ("#5a1f24", "#2c3f74", ink.SUN, ink.CREAM))
    ground, second, third, thread = sets[stage.variant % 2]
    _pile_of_cloth(stage, (ground, second, ground, third), _brocade(third, thread, ground))


@shows("sinh")
def _sinh(stage: Stage) -> None:
    sets = (
        ("#5a2440", ink.SUN, "#e8c9a0"),
        ("#2c3f74", "#e0b04e", "#d9e0ee"),
        ("#2f5a3d", ink.SUN, ink.CREAM),
    )
    colour, first, second = sets[stage.variant % 3]
    _hung(stage, hanging(colour, _brocade(first, second, darker(colour, 0.3)), first, 380, 520))


@shows("scarf")
def _scarf(stage: Stage) -> None:
    first, other = ((ink.CLAY, ink.INDIGO), (ink.RIVER, ink.LOTUS), ("#8f4a78", ink.OCHRE))[stage.variant % 3]
    _hung(
        stage,
        hanging(first, _brocade(ink.CREAM, ink.SUN, darker(first, 0.3)), first, 220, 470),
        hanging(other, _brocade(ink.SUN, ink.CREAM, darker(other, 0.3)), other, 220, 470),
    )


def _hung(stage: Stage, *cloths: Picture) -> None:
    """Cloths hung on the wall above the table."""
    step = 380
    for i, cloth in enumerate(cloths):
        x = 600 + (i - (len(cloths) - 1) / 2) * step
        stage.lay(cloth, x, 230 + cloth.height / 2, shadow=0.24, drop=(14, 12))


@shows("cocoons")
def _cocoons(stage: Stage) -> None:
    items = [*heaps.spread_out(cocoon(), 6), *heaps.spread_out(cocoon("#f2cf78"), 6)]
    stage.lay(tilted(greens.blade(240, 170, "#6a9a44"), 30), 920, 690)
    heaps.filled(stage, vessels.tray(), items, 580, 745, step=62, ground="#b59a5c", high=0.42)
    heaps.scattered(stage, items, 4)


@shows("yarn")
def _yarn(stage: Stage) -> None:
    tones = ("#d39a3f", "#5f8a3c", "#8f4a78", "#2f4a86", "#b9583a")
    places = ((400, 715), (620, 705), (840, 718), (500, 790), (740, 795))
    for (x, bottom), tone in zip(places, tones, strict=True):
        stage.put(spool(tone), x, bottom)


@shows("shirt", rooms=ANY_ROOM)
def _shirt(stage: Stage) -> None:
    colour = ("#2f4a86", "#efe6d2", "#5a7a5a")[stage.variant % 3]
    _hung(stage, shirt(colour))


@lru_cache(maxsize=4)
def shirt(colour: Colour) -> Picture:
    """A collarless shirt on a hanger, with a brocade strip down the front."""
    sheet = Cutout(560, 560)
    sheet.stroke(smooth([(280, 46), (280, 10), (300, 4), (308, 22)], closed=False), 7, ink.BARK, cut=True)
    sheet.stroke([(150, 90), (280, 44), (410, 90)], 13, ink.WOOD, cut=True)
    body = [
        (190, 74),
        (250, 62),
        (280, 92),
        (310, 62),
        (370, 74),
        (470, 118),
        (540, 300),
        (458, 330),
        (410, 220),
        (420, 540),
        (140, 540),
        (150, 220),
        (102, 330),
        (20, 300),
        (90, 118),
    ]
    sheet.shape(body, weaves.sacking(colour, 3))
    sheet.shape(
        [(256, 88), (304, 88), (306, 540), (254, 540)],
        weaves.brocade(darker(colour, 0.35), ink.SUN, ink.CREAM, 48),
    )
    for left, right in (((24, 286), (106, 316)), ((454, 316), (536, 286))):
        sheet.stroke([left, right], 22, darker(colour, 0.35))
        sheet.stroke([left, right], 5, ink.SUN)
    sheet.veil(body, ink.NIGHT, 0.36, ink.slope)
    for x in (190, 360):
        sheet.stroke(
            smooth([(x, 230), (x + 8, 380), (x - 6, 530)], closed=False), [4, 22, 6], ink.NIGHT, 0.14
        )
    return sheet.finished()


@shows("handbag")
def _handbag(stage: Stage) -> None:
    for x, bottom, tone in ((400, 740, "#d9b070"), (780, 745, "#b98446")):
        stage.put(handled_basket(tone, 300), x, bottom)
    stage.put(_pouch_bag(), 600, 795)


@lru_cache(maxsize=1)
def _pouch_bag() -> Picture:
    sheet = Cutout(280, 260)
    sheet.stroke(arc(140, 90, 80, 78, 180, 360), 12, ink.CLAY, cut=True)
    body = rounded(14, 84, 266, 250, 26)
    sheet.shape(body, weaves.brocade(ink.INDIGO, ink.SUN, ink.CREAM, 90))
    sheet.veil(body, ink.NIGHT, 0.4, ink.slope)
    sheet.shape(rounded(14, 80, 266, 112, 14), ink.CLAY)
    return sheet.finished()


@shows("rattan_basket")
def _rattan_basket(stage: Stage) -> None:
    sets = ((ink.RATTAN, "#8a5a35", "#d9b070"), ("#d9b070", ink.RATTAN, "#a9743a"))
    tones = sets[stage.variant % 2]
    stage.put(handled_basket(tones[0]), 400, 735)
    stage.put(handled_basket(tones[2], 300), 790, 735)
    heaps.empty(stage, vessels.basket(170, tones[1]), 610, 800)


@shows("sticky_rice_box")
def _sticky_rice_box(stage: Stage) -> None:
    for x, bottom, tone in ((400, 740, "#b98446"), (790, 740, "#d3a55c"), (600, 795, "#c89650")):
        stage.put(sticky_rice_box(tone), x, bottom)


@shows("bamboo_mat")
def _bamboo_mat(stage: Stage) -> None:
    for x, y, tone, accent in (
        (600, 560, "#cfa75c", ink.INDIGO),
        (640, 650, "#d8b469", ink.CLAY),
        (590, 745, "#c99a50", ink.FOREST),
    ):
        stage.lay(tilted(mat_roll(tone, accent), stage.rng.uniform(-4, 4)), x, y, shadow=0.4)


@shows("conical_hat", rooms=ANY_ROOM)
def _conical_hat(stage: Stage) -> None:
    stage.put(cone_hat("#d9c088"), 820, 700)
    stage.put(cone_hat("#eddcae"), 400, 715)
    stage.put(cone_hat(), 600, 785)


@shows("lamp", rooms=DEEP_ROOMS)
def _lamp(stage: Stage) -> None:
    for x, y, size in ((330, 250, 0.8), (860, 240, 0.85), (600, 330, 1.1)):
        shade = lamp_shade()
        stage.lay(
            shade.resize((round(320 * size), round(440 * size)), Image.Resampling.LANCZOS), x, y, shadow=0.2
        )


@shows("ceramic_vase", rooms=ANY_ROOM)
def _ceramic_vase(stage: Stage) -> None:
    sets = (
        (("#e9e6da", ink.INDIGO), ("#b9653f", ink.CREAM), ("#5a8a80", ink.CREAM)),
        (("#7fa39a", ink.NIGHT), ("#e6dcc3", ink.CLAY), ("#8a4a34", ink.SUN)),
    )
    for (x, bottom), (glaze, figure), form in zip(
        ((390, 740), (800, 740), (600, 785)), sets[stage.variant % 2], (1, 0, 2), strict=True
    ):
        stage.put(vase(glaze, figure, form), x, bottom)
    stage.lay(tilted(greens.spray(4, 130, 44, "#6f8f4a"), 70), 390, 250, shadow=0.1)


@shows("tea_set", rooms=ANY_ROOM)
def _tea_set(stage: Stage) -> None:
    glaze, figure = (("#5a7a80", ink.CREAM), ("#e9e6da", ink.INDIGO), ("#8a4a34", ink.SUN))[stage.variant % 3]
    stage.put(teapot(glaze, figure), 560, 740)
    small = dish(glaze, figure, 200).resize((176, 152), Image.Resampling.LANCZOS)
    for x, bottom in ((850, 740), (420, 800), (700, 800)):
        stage.put(small, x, bottom)


@shows("ceramic_bowl", rooms=ANY_ROOM)
def _ceramic_bowl(stage: Stage) -> None:
    glaze, figure = (("#efeadd", ink.INDIGO), ("#d9c08a", ink.CLAY), ("#8fb0a5", ink.NIGHT))[
        stage.variant % 3
    ]
    for x, bottom in ((400, 740), (800, 740), (600, 790)):
        for level in range(3):
            stage.put(dish(glaze, figure), x, bottom - level * 46, shadow=0.4 if level == 0 else 0.2)


@shows("clay_jar")
def _clay_jar(stage: Stage) -> None:
    for x, bottom, glaze, form in (
        (390, 740, "#9a5236", 2),
        (800, 745, "#7a4030", 0),
        (600, 795, "#b0643f", 2),
    ):
        stage.put(vase(glaze, darker(glaze, 0.4), form), x, bottom)


@shows("silver", rooms=DEEP_ROOMS)
def _silver(stage: Stage) -> None:
    stage.lay(bead_string(), 600, 420, shadow=0.3)
    for x, bottom in ((360, 760), (840, 760), (600, 800)):
        stage.put(bangle(120), x, bottom)


@shows("wood_carving")
def _wood_carving(stage: Stage) -> None:
    stage.put(carved_elephant("#6f4028").resize((300, 236), Image.Resampling.LANCZOS), 840, 735)
    stage.put(carved_elephant(), 500, 785)


@shows("handmade_paper")
def _handmade_paper(stage: Stage) -> None:
    rng = random.Random("leaves in paper")
    for i, tone in enumerate(("#e9d9b4", "#d9a78a", "#a9bda0", "#f3ead3")):
        sheet = Cutout(440, 320)
        page = [(x + rng.uniform(-4, 4), y + rng.uniform(-4, 4)) for x, y in rounded(14, 14, 426, 306, 4)]
        sheet.shape(page, ink.Fade(lighter(tone, 0.3), darker(tone, 0.08)))
        for _ in range(90):
            x, y = rng.uniform(24, 410), rng.uniform(24, 296)
            sheet.stroke(
                [(x, y), (x + rng.uniform(-22, 22), y + rng.uniform(-12, 12))], 1.4, darker(tone, 0.3), 0.5
            )
        for _ in range(4):
            sheet.tint(
                ink.leaf(rng.uniform(60, 340), rng.uniform(50, 270), 64, 22, rng.uniform(0, 360)),
                ink.FOREST,
                0.4,
            )
        stage.lay(tilted(sheet.finished(), 14 - i * 10), 480 + i * 80, 540 + i * 60, shadow=0.26)


@shows("broom")
def _broom(stage: Stage) -> None:
    for x, turn in ((400, 82), (600, 92), (800, 99)):
        stage.lay(tilted(_one_broom(), turn), x, 500, shadow=0.24)


@lru_cache(maxsize=1)
def _one_broom() -> Picture:
    sheet = Cutout(600, 240)
    sheet.shape(rounded(250, 108, 594, 132, 10), weaves.timber("#c89650"))
    rng = random.Random("broom")
    for _ in range(110):
        end = rng.uniform(-96, 96)
        tip = 14 + rng.uniform(0, 26)
        sheet.stroke(
            smooth(
                [(290, 120 + end * 0.12), (180, 120 + end * 0.5), (tip, 120 + end)], closed=False, steps=4
            ),
            [4, 3, 1.4],
            rng.choice(("#c9a560", "#b58a45", "#d9bd80", "#a3793a")),
            cut=True,
        )
    for x in (236, 262, 286):
        sheet.stroke([(x, 96), (x + 3, 120), (x, 144)], 9, ink.CLAY, cut=True)
    return sheet.finished()


@shows("mattress", rooms=ANY_ROOM)
def _mattress(stage: Stage) -> None:
    _pile_of_cloth(
        stage,
        ("#efe6d2", "#d9a7a0", "#efe6d2", "#9fb8c9"),
        weaves.stripes((ink.INDIGO, ink.CREAM, ink.CLAY, ink.CREAM), (8, 6, 8, 6)),
    )
    stage.put(_cushion(), 600, 500, shadow=0.2)


@lru_cache(maxsize=1)
def _cushion() -> Picture:
    """A triangular Lao cushion."""
    sheet = Cutout(420, 230)
    body = smooth([(20, 214), (190, 24), (230, 24), (400, 214)], steps=8)
    sheet.shape(body, weaves.brocade(ink.CLAY, ink.SUN, ink.CREAM, 90))
    sheet.veil(body, ink.NIGHT, 0.42, ink.slope)
    return sheet.finished()
