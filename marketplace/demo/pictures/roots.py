"""Roots, vegetables, mushrooms and herbs."""

from __future__ import annotations

import random
from functools import lru_cache

from . import greens, heaps, ink, vessels
from .gallery import shows
from .ink import (
    Colour,
    Cutout,
    Glow,
    Picture,
    darker,
    lighter,
    oval,
    ribbon,
    round_body,
    smooth,
    tilted,
    turned,
)
from .stage import DEEP_ROOMS, Stage


@lru_cache(maxsize=8)
def knobby(colour: Colour, seed: int = 1, *, heart: Colour | None = None) -> Picture:
    """A rhizome with fingers: ginger, turmeric, galangal."""
    sheet = Cutout(330, 230)
    rng = random.Random(f"knob {seed}")
    spine = smooth([(36, 130), (110, 112), (200, 128), (292, 106)], closed=False)
    for share, turn, long in (
        (0.16, -70, 78),
        (0.36, 62, 72),
        (0.55, -58, 92),
        (0.76, 66, 70),
        (0.86, -42, 58),
    ):
        px, py = spine[round(share * (len(spine) - 1))]
        finger = turned(
            [(px, py), (px + long * 0.6, py + rng.uniform(-6, 6)), (px + long, py)],
            turn + rng.uniform(-8, 8),
            (px, py),
        )
        _finger(sheet, finger, [52, 50, 36], colour)
        if heart:
            sheet.shape(oval(*finger[-1], 13, 15, turn), heart)
    _finger(sheet, spine, [48, 66, 60, 62, 40], colour)
    return sheet.finished()


def _finger(sheet: Cutout, spine: list[ink.Point], widths: list[float], colour: Colour) -> None:
    body = ribbon(spine, widths)
    for end, width in ((spine[0], widths[0]), (spine[-1], widths[-1])):
        sheet.shape(oval(*end, width / 2, width / 2), darker(colour, 0.06))
    sheet.shape(body, Glow(lighter(colour, 0.32), colour, darker(colour, 0.3), (0.4, 0.2)))
    for i in range(2, len(spine) - 1, max(1, len(spine) // 9)):
        x, y = spine[i]
        half = widths[0] * 0.5
        sheet.stroke(
            smooth([(x - 3, y - half), (x + 4, y), (x - 3, y + half)], closed=False, steps=3),
            [0.8, 3, 0.8],
            darker(colour, 0.45),
            0.45,
        )


@lru_cache(maxsize=8)
def slice_of(skin: Colour, flesh: Colour, radius: int = 44) -> Picture:
    """A cut slice showing the flesh."""
    sheet = Cutout(radius * 2 + 8, radius * 2 + 8)
    middle = radius + 4
    sheet.shape(oval(middle, middle, radius, radius * 0.74), skin)
    sheet.shape(
        oval(middle, middle - 2, radius * 0.9, radius * 0.64),
        Glow(lighter(flesh, 0.3), flesh, darker(flesh, 0.12), (0.5, 0.5)),
    )
    sheet.stroke([*oval(middle, middle - 2, radius * 0.56, radius * 0.4)], 2, darker(flesh, 0.25), 0.5)
    return sheet.finished()


@lru_cache(maxsize=4)
def tuber(colour: Colour = "#7a5138", long: int = 380, *, flesh: Colour | None = None) -> Picture:
    """A long root such as cassava; with `flesh` the right end is cut."""
    sheet = Cutout(long + 30, 120)
    spine = smooth([(10, 66), (long * 0.25, 54), (long * 0.6, 62), (long, 56)], closed=False)
    body = ribbon(spine, [16, 70, 84, 76, 64 if flesh else 14])
    sheet.shape(body, round_body(colour, at=(0.4, 0.12)))
    rng = random.Random(f"tuber {colour}")
    for _ in range(34):
        px, py = spine[rng.randrange(2, len(spine) - 2)]
        py += rng.uniform(-30, 30)
        sheet.stroke(
            [(px, py), (px + rng.uniform(12, 34), py + rng.uniform(-2, 2))],
            [0.6, 3, 0.6],
            rng.choice((darker(colour, 0.5), lighter(colour, 0.4))),
            0.4,
        )
    if flesh:
        sheet.shape(oval(long, 56, 17, 33), "#c98f7a")
        sheet.shape(oval(long + 1, 56, 14, 29), Glow("#ffffff", flesh, darker(flesh, 0.14), (0.5, 0.5)))
        sheet.shape(oval(long + 1, 56, 2.6, 4), darker(flesh, 0.4))
    return sheet.finished()


@lru_cache(maxsize=4)
def garlic() -> Picture:
    sheet = Cutout(150, 170)
    body = smooth(
        [
            (75, 10),
            (88, 46),
            (124, 80),
            (138, 122),
            (108, 158),
            (75, 162),
            (42, 158),
            (12, 122),
            (26, 80),
            (62, 46),
        ]
    )
    sheet.shape(body, round_body("#efe4d6", at=(0.38, 0.5)))
    for lean in (-1.1, -0.45, 0.3, 0.95):
        fold = smooth(
            [(75, 36), (75 + lean * 30, 84), (75 + lean * 46, 128), (75 + lean * 22, 160)], closed=False
        )
        sheet.stroke(fold, [1, 5, 1], "#b08a9a", 0.5)
    sheet.stroke([(62, 160), (90, 160)], 8, "#a58a66", 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def onion(colour: Colour = "#a5466a") -> Picture:
    """A shallot."""
    sheet = Cutout(130, 140)
    body = smooth(
        [(64, 6), (76, 36), (112, 68), (118, 104), (84, 130), (48, 130), (14, 104), (20, 68), (54, 36)]
    )
    sheet.shape(body, round_body(colour, at=(0.36, 0.5)))
    for lean in (-1, -0.4, 0.3, 0.9):
        sheet.stroke(
            smooth([(65, 30), (65 + lean * 42, 84), (65 + lean * 16, 128)], closed=False),
            [1, 4, 1],
            lighter(colour, 0.4),
            0.45,
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def mushroom(cap: Colour = "#a9724a", gills: Colour = "#efe2c8", tall: int = 150) -> Picture:
    sheet = Cutout(180, tall + 20)
    stalk = smooth([(72, 80), (108, 80), (104, tall - 30), (114, tall + 4), (66, tall + 4), (76, tall - 30)])
    sheet.shape(stalk, ink.Fade(darker(gills, 0.24), gills))
    sheet.veil(stalk, ink.NIGHT, 0.3, ink.barrel)
    hat = smooth([(10, 84), (30, 36), (90, 10), (150, 36), (170, 84), (132, 98), (90, 102), (48, 98)])
    sheet.shape(hat, round_body(cap, at=(0.36, 0.16)))
    sheet.tint([*ink.arc(90, 86, 78, 13, 0, 180)], darker(cap, 0.5), 0.5)
    rng = random.Random("spots")
    for _ in range(9):
        sheet.tint(oval(rng.uniform(44, 140), rng.uniform(34, 74), 7, 4), lighter(cap, 0.5), 0.5)
    return sheet.finished()


@lru_cache(maxsize=2)
def oyster_mushrooms() -> Picture:
    """A cluster of oyster mushrooms."""
    sheet = Cutout(360, 280)
    for x, y, across in ((90, 130, 84), (270, 120, 86), (180, 82, 92), (130, 186, 74), (236, 186, 78)):
        sheet.shape(smooth([(x - 14, y), (x + 14, y), (190, 262), (172, 262)]), "#e6dcc8")
        sheet.shape(oval(x, y, across, across * 0.5), Glow("#f7f1e4", "#cbbba3", "#8f7d6c", (0.4, 0.2)))
        for k in range(-4, 5):
            sheet.stroke(
                [(x, y + across * 0.42), (x + k * across * 0.2, y + across * 0.1)], [2, 0.6], "#8f7d6c", 0.35
            )
    return sheet.finished()


@lru_cache(maxsize=2)
def lemongrass(long: int = 460) -> Picture:
    sheet = Cutout(long + 10, 150)
    for i, lean in enumerate((-36, -10, 18, 40)):
        spine = smooth(
            [
                (10, 75 + lean * 0.3),
                (long * 0.35, 75 + lean * 0.4),
                (long * 0.7, 75 + lean),
                (long, 75 + lean * 1.7),
            ],
            closed=False,
        )
        sheet.shape(
            ribbon(spine, [40, 34, 17, 12, 2]),
            ink.Fade("#efe4cf" if i % 2 else "#dfcdd0", "#7d9f4b", sideways=True),
        )
        sheet.stroke(ink.moved(spine, 0, -6), [1, 4, 1], "#fffaf0", 0.4)
    sheet.stroke([(70, 30), (78, 75), (70, 122)], 12, "#b5793f", cut=True)
    return sheet.finished()


@lru_cache(maxsize=2)
def greens_bunch(leaf: Colour = "#5f9440", stalk: Colour = "#cfdca5") -> Picture:
    """A tied bunch of leafy vegetables, standing."""
    sheet = Cutout(300, 380)
    for i in range(9):
        lean = (i - 4) / 4
        spine = smooth([(150 + lean * 20, 368), (150 + lean * 30, 250), (150 + lean * 88, 150)], closed=False)
        sheet.stroke(spine, [22, 16, 10], darker(stalk, 0.12) if i % 2 else stalk, cut=True)
    for i in (0, 8, 1, 7, 2, 6, 3, 5, 4):
        lean = (i - 4) / 4
        tone = lighter(leaf, 0.14) if i % 2 else leaf
        sheet.shape(
            ink.leaf(150 + lean * 62, 218, 200 - abs(lean) * 44, 104, -90 + lean * 52),
            ink.Fade(lighter(tone, 0.26), darker(tone, 0.25)),
        )
        vein = turned(
            [(150 + lean * 62, 216), (150 + lean * 62 + 170 - abs(lean) * 40, 216)],
            -90 + lean * 52,
            (150 + lean * 62, 218),
        )
        sheet.stroke(vein, [8, 1], stalk, 0.8)
    sheet.stroke(smooth([(112, 282), (150, 292), (188, 282)], closed=False), 16, "#b98446", cut=True)
    return sheet.finished()


@lru_cache(maxsize=4)
def pumpkin(colour: Colour = "#d9822f") -> Picture:
    sheet = Cutout(320, 240)
    for lean in (-1, 1, -0.5, 0.5, 0):
        sheet.shape(oval(160 + lean * 96, 132, 62, 96), round_body(colour, at=(0.36, 0.24)))
    sheet.shape(smooth([(150, 50), (146, 14), (168, 8), (174, 50)]), "#6f7d3a")
    return sheet.finished()


@lru_cache(maxsize=4)
def tomato(colour: Colour = "#cf3b2c") -> Picture:
    sheet = Cutout(150, 140)
    sheet.shape(oval(75, 76, 68, 60), round_body(colour))
    for turn in range(0, 360, 60):
        sheet.shape(ink.leaf(75, 24, 34, 13, turn + 20), "#5f8a3c")
    sheet.tint(oval(50, 52, 16, 9, -30), "#ffffff", 0.4)
    return sheet.finished()


@lru_cache(maxsize=2)
def bamboo_shoot() -> Picture:
    """A bamboo shoot in its sheaths: a fat cone, pointed at the top."""
    sheet = Cutout(220, 370)
    body = smooth([(110, 6), (136, 96), (182, 210), (196, 320), (110, 360), (24, 320), (38, 210), (84, 96)])
    sheet.shape(body, round_body("#d9c08a", at=(0.4, 0.5)))
    for row in range(6):
        foot, half = 352 - row * 48, 84 - row * 13
        side = 1 if row % 2 else -1
        tip = (110 + side * half * 0.1, foot - 122 + row * 6)
        outline = [(110 - side * half, foot - 30), (110, foot), (110 + side * half * 0.9, foot - 26), tip]
        sheath = smooth(outline)
        sheet.shape(sheath, ink.Fade("#8a6440", "#d3bd7a"))
        for share in (-0.4, 0, 0.4):
            rib = smooth(
                [(110 + share * half, foot - 14), (110 + share * half * 0.6, foot - 64), tip], closed=False
            )
            sheet.stroke(rib, [2.4, 0.8], darker("#8a6440", 0.3), 0.4)
    return sheet.finished()


@lru_cache(maxsize=4)
def dried_herbs(colour: Colour = "#7f8a4a") -> Picture:
    """A hanging bundle of dried herbs, laid down."""
    sheet = Cutout(360, 200)
    rng = random.Random("herbs")
    for i in range(20):
        lean = (i - 9.5) / 9.5
        spine = smooth(
            [
                (30, 100 + lean * 16),
                (110, 100 + lean * 14),
                (220, 100 + lean * 60),
                (330 - abs(lean) * 30, 100 + lean * 92),
            ],
            closed=False,
        )
        sheet.stroke(spine, [6, 3], darker(colour, 0.2), cut=True)
        for k in range(12, len(spine), 3):
            x, y = spine[k]
            sheet.shape(
                ink.leaf(x, y, rng.uniform(20, 32), 11, rng.uniform(-70, 70)),
                rng.choice((colour, lighter(colour, 0.2), darker(colour, 0.2))),
            )
    sheet.stroke([(104, 66), (110, 100), (104, 134)], 13, ink.CLAY, cut=True)
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------


def _rhizomes(stage: Stage, colour: Colour, flesh: Colour) -> None:
    pieces = [tilted(knobby(colour, seed), turn) for seed in (1, 2) for turn in (-20, 8, 160)]
    stage.put(tilted(knobby(colour, 1), 14), 420, 735)
    stage.put(tilted(knobby(colour, 2), -10), 760, 735)
    stage.put(stage.rng.choice(pieces), 590, 700)
    stage.put(knobby(colour, 2), 610, 780)
    heaps.scattered(stage, [slice_of(colour, flesh)], 4, top=770, bottom=800)


@shows("ginger")
def _ginger(stage: Stage) -> None:
    _rhizomes(stage, "#d1a868", "#f1e0a4")


@shows("turmeric")
def _turmeric(stage: Stage) -> None:
    _rhizomes(stage, "#b9793a", "#ee9a1e")


@shows("galangal")
def _galangal(stage: Stage) -> None:
    _rhizomes(stage, "#d3a78e", "#f4e6cf")


@shows("turmeric_powder")
def _turmeric_powder(stage: Stage) -> None:
    stage.put(vessels.jar("#e39a22", ink.CLAY, slice_of("#b9793a", "#ee9a1e")), 420, 722)
    heaps.filled_with_grain(stage, vessels.clay_bowl(220), "#e39a22", 770, 760, grain=3)
    stage.put(tilted(knobby("#b9793a", 2), 10), 560, 800)


@shows("cassava")
def _cassava(stage: Stage) -> None:
    root = tuber(flesh="#f7f0dc")
    for x, y, turn in ((440, 600, 12), (760, 600, 170), (580, 650, -6), (680, 700, 8), (520, 730, -10)):
        stage.lay(tilted(root, turn + stage.rng.uniform(-4, 4)), x, y, shadow=0.4)
    heaps.scattered(stage, [slice_of("#c98f7a", "#f7f0dc")], 4, top=775, bottom=800)


@shows("cassava_chips", rooms=DEEP_ROOMS)
def _cassava_chips(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.basket(),
        heaps.spread_out(slice_of("#d9c3a0", "#f3e9d2", 42)),
        600,
        745,
        step=54,
        ground="#a8946a",
    )
    stage.lay(tilted(tuber(flesh="#f7f0dc"), -4), 780, 785)


@shows("sweet_potato")
def _sweet_potato(stage: Stage) -> None:
    for x, y, turn in ((430, 640, 14), (760, 640, 168), (600, 600, -4), (650, 700, 10), (500, 720, -12)):
        stage.lay(tilted(tuber("#9a4560", 300), turn), x, y, shadow=0.4)
    heaps.scattered(stage, [slice_of("#9a4560", "#ecae52", 56)], 3, top=775, bottom=800)


@shows("garlic", rooms=DEEP_ROOMS)
def _garlic(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.basket(),
        [tilted(garlic(), turn) for turn in (-40, -10, 20, 60)],
        600,
        745,
        step=92,
        ground="#8a7a66",
    )
    heaps.scattered(stage, [tilted(garlic(), 70), garlic()], 3)


@shows("shallot")
def _shallot(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.basket(),
        [tilted(onion(tone), turn) for tone in ("#a5466a", "#b9574f") for turn in (-60, 0, 80)],
        600,
        745,
        step=78,
        ground="#6a2c40",
    )
    heaps.scattered(stage, [tilted(onion(), 70), onion()], 3)


@shows("lemongrass")
def _lemongrass(stage: Stage) -> None:
    for x, y, turn in ((600, 600, 8), (620, 660, -6), (590, 720, 4)):
        stage.lay(tilted(lemongrass(620), turn), x, y, shadow=0.34)


@shows("mushroom")
def _mushroom(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.basket(),
        [tilted(mushroom(tone), turn) for tone in ("#a9724a", "#8f5d3d") for turn in (-50, -10, 30)],
        600,
        745,
        step=96,
        ground="#5f4330",
    )
    heaps.in_row(stage, [mushroom(), tilted(mushroom("#8f5d3d"), 60)], 800, 140, x=860)


@shows("mushroom_oyster")
def _mushroom_oyster(stage: Stage) -> None:
    for x, bottom in ((400, 730), (790, 728), (600, 785)):
        stage.put(oyster_mushrooms(), x, bottom)


@shows("mushroom_dried")
def _mushroom_dried(stage: Stage) -> None:
    emblem = mushroom("#7a5238")
    stage.put(vessels.pouch("#cfa873", ink.FOREST, emblem), 410, 722)
    items = heaps.spread_out(slice_of("#6d4a33", "#b08a64", 40))
    heaps.filled(stage, vessels.bowl(240), items, 770, 762, step=48, ground="#55392a")


@shows("vegetables")
def _vegetables(stage: Stage) -> None:
    bunches = (greens_bunch(), greens_bunch("#7fa84a", "#e9e4c0"), greens_bunch("#4f8140"))
    round_ones = (pumpkin(), tomato(), tomato("#d8502f"), tomato())
    with heaps.inside(stage, vessels.crate(680, 170), 600, 790) as mouth_y:
        for x, bunch in zip((400, 790, 600), bunches, strict=True):
            stage.lay(bunch, x, mouth_y - 60, shadow=0.2)
        for x, fruit in zip((470, 690, 780, 600), round_ones, strict=True):
            stage.lay(fruit, x, mouth_y - 20, shadow=0.25)


@shows("leafy_greens")
def _leafy_greens(stage: Stage) -> None:
    for x, bottom, leaf in ((400, 740, "#5f9440"), (800, 740, "#7fa84a"), (600, 785, "#4f8a3c")):
        stage.put(greens_bunch(leaf), x, bottom)


@shows("tomato")
def _tomato(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.basket(),
        [tilted(tomato(tone), turn) for tone in ("#cf3b2c", "#d8502f") for turn in (0, 30)],
        600,
        745,
        step=104,
        ground="#7a2119",
    )
    heaps.scattered(stage, [tomato()], 2)


@shows("pumpkin")
def _pumpkin(stage: Stage) -> None:
    for x, bottom, tone in ((410, 735, "#c9742d"), (800, 735, "#8f9a4a"), (600, 785, "#d9822f")):
        stage.put(pumpkin(tone), x, bottom)


@shows("bamboo_shoot")
def _bamboo_shoot(stage: Stage) -> None:
    for x, bottom, turn in ((350, 740, 6), (560, 750, -4), (770, 740, 4), (690, 800, 78)):
        stage.put(tilted(bamboo_shoot(), turn), x, bottom)


@shows("herbs_dried")
def _herbs_dried(stage: Stage) -> None:
    for x, y, turn in ((430, 640, 12), (760, 640, 165), (600, 700, -4)):
        stage.lay(tilted(dried_herbs(), turn), x, y)
    heaps.filled_with_grain(stage, vessels.bowl(130), "#7f8a4a", 880, 785, grain=7)


@shows("seedling")
def _seedling(stage: Stage) -> None:
    for x, bottom in ((330, 735), (510, 730), (690, 735), (870, 730), (420, 795), (600, 800), (780, 795)):
        stage.put(potted(), x, bottom)


@lru_cache(maxsize=2)
def potted() -> Picture:
    """A young plant in a nursery bag."""
    sheet = Cutout(220, 300)
    sheet.stroke([(110, 210), (110, 90)], [9, 5], "#7a8a45", cut=True)
    for turn, y in ((-150, 150), (-30, 140), (-135, 110), (-48, 100), (-90, 96)):
        sheet.shape(ink.leaf(110, y, 92, 40, turn), ink.Fade("#a5c765", "#4f8140"))
        sheet.stroke(turned([(110, y), (196, y)], turn, (110, y)), [3, 1], "#dbe8ae", 0.7)
    bag = smooth([(66, 200), (154, 200), (158, 288), (62, 288)], steps=6)
    sheet.shape(bag, "#2d2a33")
    sheet.veil(bag, ink.CREAM, 0.35, lambda size: ink.barrel(size).point(lambda value: max(0, 90 - value)))
    sheet.shape(oval(110, 202, 44, 11), "#5f4230")
    return sheet.finished()


@shows("flowers")
def _flowers(stage: Stage) -> None:
    tones = (("#f3c8d0", ink.SUN), ("#fff6e2", ink.SUN), ("#e2809a", "#f6d57a"), ("#f0b94a", ink.CLAY))
    with heaps.inside(stage, vessels.clay_bowl(230), 600, 775) as mouth_y:
        for i in range(34):
            x, y = 600 + (i * 47 % 340) - 170, mouth_y - 60 - (i * 61 % 200)
            x += (x - 600) * (mouth_y - y) / 420
            stage.lay(tilted(greens.blade(130, 44), stage.rng.uniform(20, 160)), x, y + 30, shadow=0.1)
            stage.lay(greens.blossom(*stage.rng.choice(tones), 50), x, y, shadow=0.22)
