"""Bottles, jars, bags and boxes: honey, fish sauce, sugar, noodles, oil, eggs, soap."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from . import fruit, greens, heaps, ink, roots, seeds, vessels, weaves
from .gallery import shows
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
    rounded,
    smooth,
    tilted,
)
from .stage import DEEP_ROOMS, LIGHT_ROOMS, Stage

# --- emblems on labels ---------------------------------------------------------------------------


@lru_cache(maxsize=4)
def fish_mark(colour: Colour = ink.INDIGO) -> Picture:
    sheet = Cutout(150, 90)
    sheet.shape(smooth([(8, 45), (50, 14), (100, 24), (118, 45), (100, 66), (50, 76)]), colour)
    sheet.shape([(110, 45), (146, 16), (136, 45), (146, 74)], colour)
    sheet.shape(oval(36, 40, 6, 6), ink.PAPER)
    return sheet.finished()


@lru_cache(maxsize=4)
def comb_mark(colour: Colour = "#d08a1e") -> Picture:
    """Three cells of a honeycomb."""
    sheet = Cutout(150, 140)
    for x, y in ((48, 44), (102, 44), (75, 92)):
        cell = [
            (x + 28 * math.cos(math.radians(a)), y + 28 * math.sin(math.radians(a)))
            for a in range(30, 390, 60)
        ]
        sheet.shape(cell, colour)
        inner = [(x + (px - x) * 0.72, y + (py - y) * 0.72) for px, py in cell]
        sheet.shape(inner, lighter(colour, 0.45))
    return sheet.finished()


@lru_cache(maxsize=8)
def drop_mark(colour: Colour) -> Picture:
    sheet = Cutout(100, 140)
    sheet.shape(smooth([(50, 6), (72, 52), (90, 92), (50, 132), (10, 92), (28, 52)]), round_body(colour))
    return sheet.finished()


@lru_cache(maxsize=8)
def ear_mark(colour: Colour = "#c08a2a") -> Picture:
    """An ear of rice as an emblem."""
    sheet = Cutout(120, 160)
    sheet.stroke([(60, 154), (60, 20)], 5, colour, cut=True)
    for row in range(5):
        for side in (-1, 1):
            sheet.shape(ink.leaf(60, 120 - row * 22, 48, 18, -90 + side * 42), colour)
    sheet.shape(ink.leaf(60, 40, 36, 18, -90), colour)
    return sheet.finished()


@lru_cache(maxsize=8)
def leaf_mark(colour: Colour = ink.FOREST) -> Picture:
    return tilted(greens.blade(140, 60, colour), 40)


# --- single things -------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def honeycomb() -> Picture:
    """A broken piece of comb with honey running out."""
    sheet = Cutout(380, 200)
    outline = smooth(
        [(14, 120), (60, 40), (150, 18), (270, 26), (360, 70), (366, 140), (280, 184), (120, 188)]
    )
    sheet.shape(outline, round_body("#dc9a2c", depth=0.8))
    for row in range(6):
        for column in range(11):
            x, y = 40 + column * 32 + 16 * (row % 2), 46 + row * 26
            if ((x - 190) / 160) ** 2 + ((y - 104) / 72) ** 2 < 0.9:
                cell = [
                    (x + 16 * math.cos(math.radians(a)), y + 14.5 * math.sin(math.radians(a)))
                    for a in range(30, 390, 60)
                ]
                sheet.shape(cell, "#f1c45e")
                inner = [(x + (px - x) * 0.76, y + (py - y) * 0.76 + 1) for px, py in cell]
                sheet.shape(inner, Glow("#e8a02c", "#b9711a", "#8a4f14", (0.5, 0.7)))
    return sheet.finished()


@lru_cache(maxsize=2)
def dipper() -> Picture:
    sheet = Cutout(300, 80)
    sheet.shape(ribbon([(10, 40), (200, 40)], [12, 12]), weaves.timber("#b98450"))
    for i in range(6):
        sheet.shape(oval(206 + i * 14, 40, 8, 28 - abs(i - 2.5) * 3), ink.Fade("#d9a566", "#8a5a30"))
    return sheet.finished()


@lru_cache(maxsize=4)
def egg(colour: Colour = "#e3b98f") -> Picture:
    sheet = Cutout(110, 140)
    sheet.shape(
        smooth([(55, 8), (86, 44), (102, 88), (84, 122), (55, 132), (26, 122), (8, 88), (24, 44)]),
        round_body(colour, at=(0.36, 0.34)),
    )
    sheet.tint(oval(40, 54, 11, 17, 20), "#ffffff", 0.4)
    return sheet.finished()


@lru_cache(maxsize=2)
def egg_carton() -> Picture:
    """A tray of pressed paper, empty, seen from the front."""
    sheet = Cutout(640, 130)
    body = smooth([(10, 30), (320, 22), (630, 30), (606, 118), (320, 126), (34, 118)], steps=6)
    sheet.shape(body, "#b3a996")
    sheet.veil(body, ink.NIGHT, 0.4, ink.slope)
    for i in range(6):
        sheet.tint(arc(80 + i * 96, 34, 46, 60, 0, 180), darker("#b3a996", 0.3), 0.45)
        sheet.stroke(arc(80 + i * 96, 34, 46, 60, 0, 180), 4, lighter("#b3a996", 0.4), 0.6)
    return sheet.finished()


@lru_cache(maxsize=4)
def noodle_skein(colour: Colour = "#efe6d0") -> Picture:
    """A folded, tied skein of dry rice noodles."""
    sheet = Cutout(330, 160)
    body = smooth([(12, 80), (40, 24), (165, 14), (290, 24), (318, 80), (290, 136), (165, 146), (40, 136)])
    sheet.shape(body, darker(colour, 0.18))
    rng = random.Random("skein")
    for i in range(34):
        y = 20 + i * 3.6
        wobble = rng.uniform(-5, 5)
        line = smooth(
            [
                (26 + abs(80 - y) * 0.5, y + 3),
                (110, y + wobble),
                (220, y - wobble),
                (304 - abs(80 - y) * 0.5, y + 2),
            ],
            closed=False,
        )
        sheet.stroke(
            line, [2, 3.4, 2], rng.choice((colour, lighter(colour, 0.5), darker(colour, 0.12))), 0.95
        )
    sheet.veil(body, ink.NIGHT, 0.26, ink.slope)
    sheet.shape(rounded(144, 10, 186, 150, 6), ink.CLAY)
    sheet.stroke([(148, 12), (148, 148)], 3, ink.SUN, 0.9)
    sheet.stroke([(182, 12), (182, 148)], 3, ink.SUN, 0.9)
    return sheet.finished()


@lru_cache(maxsize=2)
def rice_paper(radius: int = 190, colour: Colour = "#f1e9d6") -> Picture:
    """A disc of dried rice paper with the print of the bamboo screen."""
    sheet = Cutout(radius * 2 + 8, round(radius * 0.9) + 8)
    x, y = radius + 4, radius * 0.44 + 4
    disc = oval(x, y, radius, radius * 0.42)
    sheet.shape(disc, Glow("#fffaf0", colour, darker(colour, 0.2), (0.4, 0.3)))
    rng = random.Random("rice paper")
    for _ in range(60):
        share, angle = math.sqrt(rng.random()), rng.uniform(0, math.tau)
        px, py = x + math.cos(angle) * share * radius * 0.9, y + math.sin(angle) * share * radius * 0.37
        sheet.tint(oval(px, py, 4, 1.8), rng.choice(("#5b4a3a", "#c9b68d")), 0.55)
    sheet.stroke([*disc, disc[0]], 3, darker(colour, 0.22), 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def sugar_block(colour: Colour = "#b9773a") -> Picture:
    """A half-round of cane sugar."""
    sheet = Cutout(200, 130)
    body = smooth([(14, 106), (30, 44), (100, 18), (170, 44), (186, 106), (100, 120)])
    sheet.shape(body, round_body(colour, at=(0.4, 0.2)))
    sheet.shape(oval(100, 40, 56, 17), lighter(colour, 0.22))
    return sheet.finished()


@lru_cache(maxsize=2)
def cane(long: int = 620) -> Picture:
    """A stick of sugar cane."""
    sheet = Cutout(long + 20, 60)
    sheet.shape(rounded(6, 12, long, 50, 10), "#8f9f4f")
    for i in range(8):
        left = 6 + i * long / 8
        piece = rounded(left, 10, left + long / 8 - 4, 52, 9)
        sheet.shape(piece, ink.Fade("#b9c46f", "#6f7a3a"))
        sheet.stroke([(left + 2, 12), (left + 2, 50)], 5, "#5a4a35", 0.7)
    sheet.shape(oval(long, 31, 11, 20), "#e9e2b4")
    return sheet.finished()


@lru_cache(maxsize=6)
def soap_bar(colour: Colour, sprig: Colour = ink.FOREST) -> Picture:
    sheet = Cutout(250, 150)
    sheet.shape(rounded(8, 36, 240, 142, 26), darker(colour, 0.28))
    sheet.shape(
        rounded(8, 12, 240, 116, 26), Glow(lighter(colour, 0.4), colour, darker(colour, 0.14), (0.35, 0.25))
    )
    for turn, x in ((-20, 96), (200, 152), (-60, 120)):
        sheet.tint(ink.leaf(x, 66, 56, 20, turn), sprig, 0.5)
    return sheet.finished()


@lru_cache(maxsize=2)
def incense_bundle() -> Picture:
    sheet = Cutout(430, 120)
    rng = random.Random("incense")
    for _ in range(40):
        y = 60 + rng.uniform(-34, 34)
        lean = (y - 60) * 0.4
        sheet.stroke([(10, y - lean * 0.4), (150, y * 0.9 + 6)], 4, "#b8403a", cut=True)
        sheet.stroke(
            [(150, y * 0.9 + 6), (420, y + lean)], 6, rng.choice(("#b98446", "#a9743a", "#c99656")), cut=True
        )
    band = rounded(196, 16, 250, 104, 8)
    sheet.shape(band, ink.CLAY)
    sheet.veil(band, ink.NIGHT, 0.35, ink.slope)
    return sheet.finished()


@lru_cache(maxsize=4)
def agar_chip(seed: int = 1) -> Picture:
    """A chip of agarwood: dark veins in pale wood."""
    sheet = Cutout(170, 90)
    rng = random.Random(f"agar {seed}")
    body = [(8, 50), (34, 18 + rng.uniform(-6, 6)), (96, 10), (160, 34), (150, 66), (88, 82), (28, 74)]
    sheet.shape(body, ink.Fade("#a5794c", "#6b4a30"))
    for _ in range(16):
        y = rng.uniform(16, 76)
        sheet.stroke(
            smooth(
                [(rng.uniform(20, 50), y), (90, y + rng.uniform(-6, 6)), (rng.uniform(120, 150), y)],
                closed=False,
            ),
            [1, rng.uniform(3, 8), 1],
            "#2d1d17",
            0.62,
        )
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------


@shows("honey")
def _honey(stage: Stage) -> None:
    cloth = (ink.CLAY, ink.INDIGO, ink.LEAF)[stage.variant % 3]
    pots = [vessels.jar("#d98e1f", cloth, comb_mark(), cloth=cloth, wide=270, tall=350)] * (
        1 + stage.variant % 2
    )
    heaps.in_row(stage, pots, 730, 300, x=470)
    stage.put(honeycomb(), 800, 785)
    stage.lay(tilted(dipper(), 22), 840, 640, shadow=0.2)
    heaps.scattered(stage, [greens.blossom()], 3, left=260, right=520, top=770)


@shows("honeycomb")
def _honeycomb(stage: Stage) -> None:
    stage.lay(greens.banana_leaf(), 600, 740)
    stage.put(tilted(honeycomb(), 8), 470, 740)
    stage.put(honeycomb(), 720, 785)


@shows("fish_sauce")
def _fish_sauce(stage: Stage) -> None:
    label = (ink.INDIGO, ink.CLAY, ink.RIVER)[stage.variant % 3]
    bottles = [vessels.bottle("#a5521f", label, fish_mark(label), cap=label, wide=165, tall=480)] * (
        2 + stage.variant % 2
    )
    heaps.in_row(stage, bottles, 745, 190, x=520)
    stage.put(_dish("#8d3f18"), 850, 785)


@lru_cache(maxsize=6)
def _dish(sauce: Colour) -> Picture:
    """A dipping dish, filled."""
    sheet = Cutout(260, 110)
    body = [
        *arc(130, 46, 124, 36, 180, 360),
        *smooth([(254, 46), (214, 92), (160, 104), (100, 104), (46, 92), (6, 46)], closed=False),
    ]
    sheet.shape(body, "#e9e4d6")
    sheet.veil(body, ink.NIGHT, 0.4, ink.barrel)
    sheet.shape(oval(130, 46, 124, 36), "#f7f3e8")
    sheet.shape(oval(130, 49, 108, 28), Glow(lighter(sauce, 0.3), sauce, darker(sauce, 0.3), (0.4, 0.3)))
    sheet.stroke([*oval(130, 46, 118, 33)], 3, ink.INDIGO, 0.7)
    sheet.tint(oval(98, 42, 30, 6, -6), "#ffffff", 0.4)
    return sheet.finished()


@shows("fermented_fish")
def _fermented_fish(stage: Stage) -> None:
    _jars(stage, "#8a6a4a", ink.RIVER, fish_mark(ink.RIVER), _dish("#7a5638"))


@shows("chilli_paste")
def _chilli_paste(stage: Stage) -> None:
    _jars(stage, "#a32a1c", ink.CLAY, tilted(seeds.chilli(), 20), _dish("#a32a1c"))
    heaps.scattered(stage, [tilted(seeds.chilli("#cc2b24", 150), turn) for turn in (0, 160)], 2)


@shows("sauce")
def _sauce(stage: Stage) -> None:
    label = (ink.CLAY, ink.FOREST, ink.INDIGO)[stage.variant % 3]
    heaps.in_row(
        stage,
        [vessels.bottle("#3a2119", label, drop_mark("#5a3020"), cap="#8a2f24", wide=165, tall=450)] * 2,
        745,
        200,
        x=500,
    )
    stage.put(_dish("#3a2119"), 830, 785)


@shows("jam")
def _jam(stage: Stage) -> None:
    content = ("#8a2440", "#d9822b", "#6d2b4a")[stage.variant % 3]
    _jars(stage, content, ink.LOTUS, fruit.mulberry(), fruit.mulberry(), cloth=ink.LOTUS)


@shows("pickles")
def _pickles(stage: Stage) -> None:
    _jars(stage, "#c3b05a", ink.FOREST, leaf_mark(), _dish("#b3a24a"))


def _jars(
    stage: Stage,
    content: Colour,
    label: Colour,
    emblem: Picture,
    beside: Picture,
    *,
    cloth: Colour | None = None,
) -> None:
    count = 2 + stage.variant % 2
    heaps.in_row(
        stage,
        [vessels.jar(content, label, emblem, cloth=cloth, wide=240, tall=320)] * count,
        735,
        262,
        x=520 if count == 2 else 560,
    )
    stage.put(beside, 860, 795)


@shows("sugar_cane")
def _sugar_cane(stage: Stage) -> None:
    for y, turn in ((560, 6), (600, -3)):
        stage.lay(tilted(cane(), turn), 620, y)
    tones = [sugar_block(), sugar_block("#a9672f"), sugar_block("#c98a48")]
    heaps.pyramid(stage, tones, 4, 770, 176, 82)


@shows("sugar_white", rooms=DEEP_ROOMS)
def _sugar_white(stage: Stage) -> None:
    stage.put(vessels.full_sack("#f3efe4", ink.RIVER, leaf_mark("#5f8a3c")), 440, 745)
    heaps.filled_with_grain(stage, vessels.bowl(210), "#fbf8ef", 790, 765, grain=2.5)


@shows("salt", rooms=DEEP_ROOMS)
def _salt(stage: Stage) -> None:
    heaps.filled_with_grain(stage, vessels.basket(), "#f4f4f1", 600, 745, grain=4)
    stage.put(heaps.grain_heap("#f4f4f1", 90, 52, grain=4, count=240), 900, 795)


@shows("noodles", rooms=DEEP_ROOMS + LIGHT_ROOMS[1:2])
def _noodles(stage: Stage) -> None:
    skein = noodle_skein(("#efe6d0", "#e3cfa0")[stage.variant % 2])
    heaps.pyramid(stage, [skein], 3, 770, 290, 118)


@shows("rice_paper", rooms=DEEP_ROOMS)
def _rice_paper(stage: Stage) -> None:
    for i in range(16):
        stage.lay(rice_paper(330), 600 + stage.rng.uniform(-10, 10), 740 - i * 9, shadow=0.25, drop=(2, 6))
    stage.lay(tilted(rice_paper(220), 62), 900, 560, shadow=0.2)


@shows("rice_cracker")
def _rice_cracker(stage: Stage) -> None:
    discs = [
        tilted(rice_paper(84, tone), turn) for tone in ("#eab96a", "#dba050") for turn in (0, 40, 80, 120)
    ]
    heaps.filled(stage, vessels.tray(), discs, 600, 745, step=70, ground="#8a5f2c", high=0.42)


@shows("candy")
def _candy(stage: Stage) -> None:
    wraps = [
        tilted(_sweet(tone), turn)
        for tone in ("#c9647a", "#d39a3f", "#3c7b80", "#b9583a")
        for turn in (-30, 10, 60, 110)
    ]
    heaps.filled(stage, vessels.clay_bowl(), wraps, 600, 745, step=62, ground="#7a4a3a", high=0.5)
    heaps.scattered(stage, wraps, 5)


@lru_cache(maxsize=6)
def _sweet(colour: Colour) -> Picture:
    sheet = Cutout(130, 66)
    for left, right in ((4, 40), (126, 90)):
        sheet.shape([(left, 12), (right, 33), (left, 54)], lighter(colour, 0.3))
    sheet.shape(rounded(32, 12, 98, 54, 14), round_body(colour))
    sheet.stroke([(52, 12), (46, 54)], 6, ink.CREAM, 0.6)
    sheet.stroke([(78, 12), (72, 54)], 6, ink.CREAM, 0.6)
    return sheet.finished()


@shows("rice_wine")
def _rice_wine(stage: Stage) -> None:
    stage.put(_wine_jar(), 430, 745)
    heaps.in_row(
        stage,
        [vessels.bottle("#d9dccb", ink.CLAY, ear_mark(), cap=ink.CLAY, wide=150, tall=420, neck=0.16)] * 2,
        755,
        180,
        x=790,
    )


@lru_cache(maxsize=1)
def _wine_jar() -> Picture:
    """A glazed jar sealed with leaf and clay, straws standing in it."""
    sheet = Cutout(330, 460)
    for lean, top in ((-14, 20), (4, 8), (22, 26)):
        sheet.stroke([(165 + lean * 0.4, 120), (165 + lean * 2, top)], 9, "#b98f4f", cut=True)
    body = smooth(
        [
            (118, 130),
            (212, 130),
            (224, 164),
            (300, 230),
            (306, 330),
            (246, 446),
            (84, 446),
            (24, 330),
            (30, 230),
            (106, 164),
        ]
    )
    sheet.shape(body, round_body("#6d4030", at=(0.36, 0.34)))
    for y in (236, 252):
        sheet.stroke(smooth([(34, y), (165, y + 34), (296, y)], closed=False), 6, "#c08a4a", 0.8)
    for i in range(9):
        sheet.tint(oval(60 + i * 26, 292 + 8 * math.sin(i * 0.9), 8, 11), "#c08a4a", 0.7)
    lid = smooth([(104, 110), (165, 98), (226, 110), (236, 146), (165, 158), (94, 146)])
    sheet.shape(lid, weaves.stripes((ink.CLAY, ink.SUN, "#7a3527"), (8, 3, 8)))
    return sheet.finished()


@shows("oil_bottle")
def _oil_bottle(stage: Stage) -> None:
    label = (ink.LEAF, ink.CLAY, ink.INDIGO)[stage.variant % 3]
    heaps.in_row(
        stage,
        [vessels.bottle("#e2b53e", label, drop_mark("#e2a02c"), cap=label, wide=170, tall=470)] * 2,
        745,
        200,
        x=480,
    )
    heaps.filled(
        stage, vessels.bowl(170), heaps.spread_out(seeds.peanut()), 830, 775, step=48, ground="#8d6b38"
    )


@shows("coconut_oil", rooms=LIGHT_ROOMS[1:] + DEEP_ROOMS)
def _coconut_oil(stage: Stage) -> None:
    heaps.in_row(
        stage, [vessels.jar("#f3f0e4", ink.FOREST, fruit.coconut(), wide=230, tall=310)] * 2, 735, 250, x=470
    )
    stage.put(fruit.coconut_half(), 830, 790)


@shows("essential_oil")
def _essential_oil(stage: Stage) -> None:
    label = (ink.FOREST, ink.INDIGO)[stage.variant % 2]
    heaps.in_row(
        stage,
        [vessels.bottle("#7a4a22", label, leaf_mark(), cap=ink.NIGHT, wide=150, tall=300, neck=0.24)] * 3,
        740,
        190,
        x=520,
    )
    stage.lay(tilted(roots.dried_herbs("#6f8f4a"), 10), 850, 740)


@shows("balm")
def _balm(stage: Stage) -> None:
    _jars(stage, "#b9c77a", ink.FOREST, leaf_mark(), tilted(roots.knobby("#b9793a", 2), 8))


@shows("soap")
def _soap(stage: Stage) -> None:
    tones = (("#e3d3b0", "#b7c48a", "#d9a7a0"), ("#cfa873", "#8f9f6a", "#efe4cf"))[stage.variant % 2]
    for x, bottom, tone in (
        (430, 735, tones[0]),
        (690, 728, tones[1]),
        (520, 660, tones[2]),
        (600, 785, tones[0]),
    ):
        stage.put(soap_bar(tone), x, bottom)
    stage.lay(tilted(greens.spray(3, 130, 46), 20), 880, 720)


@shows("incense")
def _incense(stage: Stage) -> None:
    for y, turn in ((600, 14), (660, -6), (725, 5)):
        stage.lay(tilted(incense_bundle(), turn), 600, y)


@shows("agarwood")
def _agarwood(stage: Stage) -> None:
    chips = [tilted(agar_chip(seed), turn) for seed in (1, 2, 3) for turn in (-30, 10, 60)]
    heaps.filled(stage, vessels.tray(360), chips, 560, 745, step=70, ground="#4a3020", high=0.4)
    stage.put(
        vessels.bottle("#8a4a1c", ink.CLAY, leaf_mark("#7a4a2a"), cap=ink.SUN, wide=110, tall=230, neck=0.24),
        940,
        785,
    )


@shows("eggs")
def _eggs(stage: Stage) -> None:
    colour = ("#e3b98f", "#e9efe6", "#d8a67c")[stage.variant % 3]
    stage.shade(610, 775, 360, 0.5)
    for row, lift in ((0, 118), (1, 80)):
        for i in range(6 - row % 2 * 0):
            stage.lay(
                egg(colour), 360 + i * 96 + (48 if row == 0 else 0) - 24 * (row == 0), 760 - lift, shadow=0.24
            )
    carton = egg_carton()
    stage.canvas.paste(carton, (600 - carton.width // 2, 782 - carton.height), carton)


@shows("birds_nest", rooms=DEEP_ROOMS)
def _birds_nest(stage: Stage) -> None:
    stage.put(vessels.carton(ink.CLAY, ink.SUN, _nest().resize((120, 70)), 300, 240), 400, 725)
    for x, bottom in ((640, 740), (860, 735), (740, 795)):
        stage.put(_nest(), x, bottom)


@lru_cache(maxsize=1)
def _nest() -> Picture:
    sheet = Cutout(260, 150)
    body = [
        *arc(130, 40, 120, 30, 180, 360),
        *smooth([(250, 40), (210, 116), (130, 142), (50, 116), (10, 40)], closed=False),
    ]
    sheet.shape(body, round_body("#efe3c8", at=(0.4, 0.3)))
    rng = random.Random("nest")
    for _ in range(90):
        x = rng.uniform(24, 236)
        y = rng.uniform(44, 132)
        sheet.stroke(
            smooth(
                [(x - 20, y), (x, y + rng.uniform(-5, 7)), (x + 20, y + rng.uniform(-5, 5))], closed=False
            ),
            [0.5, 2.2, 0.5],
            rng.choice(("#fffaf0", "#c7b58e")),
            0.6,
        )
    sheet.shape(oval(130, 42, 104, 22), "#cdbb94")
    return sheet.finished()


@shows("rice_bag", rooms=LIGHT_ROOMS[1:] + DEEP_ROOMS)
def _rice_bag(stage: Stage) -> None:
    label = (ink.RIVER, ink.CLAY, ink.FOREST)[stage.variant % 3]
    heaps.in_row(stage, [vessels.full_sack("#f1ead6", label, ear_mark())] * 2, 745, 330, x=470)
    heaps.filled_with_grain(stage, vessels.bowl(150), "#f5f0e2", 880, 785, grain=6)


@shows("starch", rooms=DEEP_ROOMS)
def _starch(stage: Stage) -> None:
    stage.put(vessels.full_sack("#f6f2e8", ink.INDIGO, leaf_mark()), 420, 745)
    heaps.filled_with_grain(stage, vessels.bowl(200), "#fdfbf4", 770, 765, grain=2)
    stage.lay(tilted(roots.tuber(flesh="#f7f0dc"), 4), 830, 795)


@shows("flour", rooms=DEEP_ROOMS)
def _flour(stage: Stage) -> None:
    stage.put(vessels.pouch("#efe4cc", ink.CLAY, ear_mark(), 300, 430), 430, 735)
    heaps.filled_with_grain(stage, vessels.bowl(210), "#fbf6ea", 780, 765, grain=2)


@shows("feed")
def _feed(stage: Stage) -> None:
    stage.put(vessels.full_sack("#d9b36a", ink.FOREST, ear_mark(ink.FOREST)), 430, 745)
    heaps.filled(
        stage,
        vessels.open_sack(170, tall=170),
        heaps.spread_out(seeds.berry("#b98a4a", 13)),
        800,
        765,
        step=20,
        ground="#7d5a2c",
    )


@shows("fertilizer")
def _fertilizer(stage: Stage) -> None:
    stage.put(vessels.full_sack("#e8e6df", ink.LEAF, leaf_mark()), 430, 745)
    ground = ("#4a382c", "#c9c3b4", "#b9734a")[stage.variant % 3]
    heaps.filled(
        stage,
        vessels.tray(230),
        heaps.spread_out(seeds.berry(ground, 12)),
        810,
        775,
        step=19,
        ground=ground,
        high=0.4,
    )
    stage.put(roots.potted(), 960, 800)


@shows("cocoa_powder")
def _cocoa_powder(stage: Stage) -> None:
    stage.put(vessels.pouch("#5f3726", ink.SUN, tilted(seeds.cocoa_pod(), 30)), 430, 735)
    heaps.filled_with_grain(stage, vessels.bowl(200), "#6b3f2a", 790, 765, grain=2.5)


@shows("herbal_tea")
def _herbal_tea(stage: Stage) -> None:
    label = (ink.FOREST, ink.CLAY, ink.RIVER)[stage.variant % 3]
    stage.put(vessels.carton(lighter(label, 0.15), ink.CREAM, leaf_mark(label), 320, 270), 440, 735)
    stage.put(seeds.cup("#c9a03a"), 850, 790)
    heaps.scattered(
        stage,
        [tilted(greens.blade(70, 28, "#8a9a55"), turn) for turn in range(0, 360, 45)],
        9,
        left=560,
        right=800,
    )


@shows("juice")
def _juice(stage: Stage) -> None:
    content = ("#e9952c", "#a8324f", "#c7b04a")[stage.variant % 3]
    heaps.in_row(
        stage,
        [vessels.bottle(content, ink.LEAF, drop_mark(content), cap=ink.CREAM, wide=150, tall=400)] * 3,
        745,
        180,
        x=540,
    )
    stage.put(fruit.cut_round("#e8912d", "#f4a63a", wedges=10, radius=80), 860, 795)


@shows("water")
def _water(stage: Stage) -> None:
    heaps.in_row(
        stage,
        [vessels.bottle("#a9d3e0", ink.RIVER, drop_mark("#5aa5c0"), cap=ink.INDIGO, wide=150, tall=430)] * 4,
        755,
        178,
    )
