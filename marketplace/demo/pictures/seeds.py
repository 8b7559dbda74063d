"""Coffee, tea, cocoa, pepper and spices, nuts and grain."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image

from . import greens, heaps, ink, vessels
from .gallery import shows
from .ink import Colour, Cutout, arc, darker, lighter, moved, oval, ribbon, round_body, smooth, tilted, turned
from .stage import DEEP_ROOMS, LIGHT_ROOMS, Stage

ROASTED, GREEN_BEAN, CHERRY = "#5b3424", "#a9ab78", "#c02f2f"


# --- single things -------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def bean(colour: Colour, long: int = 34, wide: int = 24) -> Image.Image:
    """A coffee bean, flat side up."""
    sheet = Cutout(2 * long + 6, 2 * wide + 6)
    x, y = long + 3, wide + 3
    sheet.shape(oval(x, y, long, wide), round_body(colour))
    crease = smooth(
        [
            (x - long * 0.96, y + 2),
            (x - long * 0.4, y - wide * 0.24),
            (x + long * 0.36, y + wide * 0.22),
            (x + long * 0.96, y - 2),
        ],
        closed=False,
    )
    sheet.stroke(crease, [1, 6, 6, 1], darker(colour, 0.62), 0.9)
    sheet.stroke(moved(crease, 0, -4), [0.5, 2.5, 2.5, 0.5], lighter(colour, 0.5), 0.5)
    sheet.tint(oval(x - long * 0.3, y - wide * 0.55, long * 0.4, wide * 0.14, -12), "#ffffff", 0.22)
    return sheet.finished()


@lru_cache(maxsize=16)
def berry(colour: Colour, radius: int = 30, *, eye: bool = True) -> Image.Image:
    """A small round fruit or seed with a glint."""
    sheet = Cutout(radius * 2 + 6, radius * 2 + 6)
    middle = radius + 3
    sheet.shape(oval(middle, middle, radius, radius * 0.97), round_body(colour))
    sheet.tint(
        oval(middle - radius * 0.34, middle - radius * 0.42, radius * 0.24, radius * 0.14, -35),
        "#ffffff",
        0.5,
    )
    if eye:
        sheet.tint(
            oval(middle + radius * 0.42, middle + radius * 0.4, radius * 0.16, radius * 0.13),
            darker(colour, 0.6),
            0.8,
        )
    return sheet.finished()


@lru_cache(maxsize=8)
def peppercorn(colour: Colour, radius: int = 19, *, wrinkled: bool = True) -> Image.Image:
    sheet = Cutout(radius * 2 + 6, radius * 2 + 6)
    middle = radius + 3
    sheet.shape(oval(middle, middle, radius, radius), round_body(colour, depth=0.9))
    rng = random.Random(f"pepper {colour}")
    for _ in range(7 if wrinkled else 2):
        start = rng.uniform(0, math.tau)
        px, py = middle + math.cos(start) * radius * 0.5, middle + math.sin(start) * radius * 0.5
        fold = smooth(
            [(px - 7, py + rng.uniform(-4, 4)), (px, py), (px + 6, py + rng.uniform(-5, 5))], closed=False
        )
        sheet.stroke(fold, [0.6, 3, 0.6], darker(colour, 0.62), 0.75)
        sheet.stroke(moved(fold, -1, -2.5), [0.5, 1.6, 0.5], lighter(colour, 0.42), 0.6)
    return sheet.finished()


@lru_cache(maxsize=8)
def cashew(colour: Colour = "#ecd3a4", size: int = 42) -> Image.Image:
    """A cashew kernel: a fat comma."""
    sheet = Cutout(size * 2 + 8, size * 2 + 8)
    spine = arc(size + 4, size + 10, size * 0.62, size * 0.6, 160, 385, 20)
    body = ribbon(spine, [size * 0.36, size * 0.66, size * 0.74, size * 0.62, size * 0.34])
    for end, radius in ((spine[0], 0.18), (spine[-1], 0.17)):
        sheet.shape(oval(*end, size * radius, size * radius), darker(colour, 0.08))
    sheet.shape(body, round_body(colour, at=(0.4, 0.15), depth=0.8))
    sheet.stroke(arc(size + 4, size + 6, size * 0.68, size * 0.66, 190, 330, 16), [1, 5, 1], "#ffffff", 0.4)
    sheet.stroke(spine, [1, 2.5, 1], darker(colour, 0.35), 0.4)
    return sheet.finished()


@lru_cache(maxsize=4)
def peanut(colour: Colour = "#d3a560", long: int = 54) -> Image.Image:
    """A peanut in its shell."""
    sheet = Cutout(long * 2 + 8, 64)
    x, y = long + 4, 32
    body = smooth(
        [
            (x - long, y),
            (x - long * 0.8, y - 23),
            (x - long * 0.35, y - 24),
            (x, y - 15),
            (x + long * 0.4, y - 26),
            (x + long * 0.85, y - 22),
            (x + long, y),
            (x + long * 0.85, y + 23),
            (x + long * 0.4, y + 26),
            (x, y + 15),
            (x - long * 0.35, y + 24),
            (x - long * 0.8, y + 22),
        ]
    )
    sheet.shape(body, round_body(colour, at=(0.4, 0.2), depth=0.8))
    for row in (-13, -1, 12):
        sheet.stroke(
            smooth(
                [(x - long * 0.9, y + row * 0.7), (x, y + row * 0.6), (x + long * 0.9, y + row * 0.8)],
                closed=False,
            ),
            [0.6, 2.2, 0.6],
            darker(colour, 0.4),
            0.5,
        )
    for column in range(-4, 5):
        px = x + column * long * 0.21
        sheet.stroke([(px, y - 19), (px + 3, y), (px, y + 19)], [0.6, 2, 0.6], darker(colour, 0.4), 0.34)
    return sheet.finished()


@lru_cache(maxsize=8)
def pod(colour: Colour, long: int = 34, wide: int = 21, ribs: int = 3) -> Image.Image:
    """A ribbed pod such as cardamom."""
    sheet = Cutout(2 * long + 18, 2 * wide + 6)
    x, y = long + 6, wide + 3
    body = smooth(
        [
            (x - long, y),
            (x - long * 0.5, y - wide),
            (x + long * 0.4, y - wide * 0.92),
            (x + long + 4, y),
            (x + long * 0.4, y + wide * 0.92),
            (x - long * 0.5, y + wide),
        ]
    )
    sheet.stroke([(x + long, y), (x + long + 11, y - 3)], [6, 3], darker(colour, 0.35), cut=True)
    sheet.shape(body, round_body(colour))
    for i in range(ribs):
        row = (i - (ribs - 1) / 2) * wide * 0.62
        sheet.stroke(
            smooth([(x - long * 0.95, y), (x, y + row * 1.15), (x + long, y)], closed=False),
            [0.8, 2.6, 0.8],
            darker(colour, 0.45),
            0.6,
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def corn_cob(long: int = 330) -> Image.Image:
    """A maize cob half out of its husk, tip to the right."""
    sheet = Cutout(long + 20, 170)
    y = 85
    for turn, tone in ((-24, "#8fae56"), (22, "#7d9f49")):
        sheet.shape(ink.leaf(8, y, long * 0.74, 92, turn), ink.Fade(lighter(tone, 0.3), darker(tone, 0.2)))
    body = smooth(
        [
            (60, y - 40),
            (long * 0.5, y - 50),
            (long * 0.84, y - 34),
            (long, y),
            (long * 0.84, y + 34),
            (long * 0.5, y + 50),
            (60, y + 40),
            (36, y),
        ]
    )
    sheet.shape(body, round_body("#eab43a", at=(0.5, 0.2)))
    for column in range(18):
        share = column / 17
        px = 64 + share * (long - 90)
        tall = 50 * math.sqrt(max(0.05, 1 - (share * 0.93) ** 4))
        for row in range(-3, 4):
            py = y + row * tall / 3.6
            sheet.tint(oval(px + abs(row) * 1.2, py, 8.2, tall / 7.8), lighter("#f2c24e", 0.25), 0.75)
            sheet.tint(oval(px + 3 + abs(row), py + 2, 5.6, tall / 10), "#dd9c26", 0.38)
    sheet.veil(body, ink.NIGHT, 0.4, ink.slope)
    for turn, tone in ((-8, "#a3bf63"), (12, "#88a94f")):
        sheet.shape(
            ink.leaf(4, y + turn, long * 0.5, 60, turn), ink.Fade(lighter(tone, 0.25), darker(tone, 0.25))
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def rice_ear(colour: Colour = "#d9a93f", long: int = 330) -> Image.Image:
    """A drooping ear of paddy."""
    sheet = Cutout(long + 40, 240)
    spine = smooth(
        [(8, 220), (long * 0.3, 90), (long * 0.65, 34), (long * 0.88, 70), (long, 150)],
        closed=False,
        steps=12,
    )
    sheet.stroke(spine, [5, 4, 2], "#a59442", cut=True)
    for i in range(16, len(spine), 2):
        (ax, ay), (bx, by) = spine[i - 1], spine[i]
        heading = math.degrees(math.atan2(by - ay, bx - ax))
        for side in (-1, 1):
            grain = ink.leaf(bx, by, 40, 19, heading + side * 34)
            sheet.shape(grain, ink.Fade(lighter(colour, 0.4), darker(colour, 0.15)))
            sheet.stroke(
                turned([(bx + 4, by), (bx + 36, by)], heading + side * 34, (bx, by)),
                [1, 1.6, 0.5],
                darker(colour, 0.4),
                0.5,
            )
    return sheet.finished()


@lru_cache(maxsize=4)
def cocoa_pod(colour: Colour = "#c0682f", long: int = 300) -> Image.Image:
    sheet = Cutout(long + 20, 180)
    y = 90
    body = smooth(
        [
            (10, y),
            (long * 0.16, y - 58),
            (long * 0.45, y - 76),
            (long * 0.78, y - 54),
            (long + 4, y),
            (long * 0.78, y + 54),
            (long * 0.45, y + 76),
            (long * 0.16, y + 58),
        ]
    )
    sheet.shape(body, round_body(colour))
    for row in (-1.1, -0.66, -0.22, 0.22, 0.66, 1.1):
        ridge = smooth(
            [(12, y), (long * 0.3, y + row * 50), (long * 0.6, y + row * 54), (long, y)], closed=False
        )
        sheet.stroke(ridge, [1, 6, 6, 1], darker(colour, 0.42), 0.5)
        sheet.stroke(moved(ridge, 0, -6), [1, 3.5, 3.5, 1], lighter(colour, 0.5), 0.36)
    return sheet.finished()


@lru_cache(maxsize=4)
def cocoa_half(long: int = 290) -> Image.Image:
    """A cut cocoa pod with its white beans."""
    sheet = Cutout(long + 20, 180)
    y = 90
    for inset, tone in ((0, "#b1602c"), (13, "#ecd9a8"), (27, "#8e5a35")):
        share = 1 - inset / 90
        body = smooth(
            [
                (10 + inset, y),
                (long * 0.16 + inset * 0.6, y - 58 * share),
                (long * 0.45, y - 76 * share),
                (long * 0.78 - inset * 0.3, y - 54 * share),
                (long + 4 - inset, y),
                (long * 0.78 - inset * 0.3, y + 54 * share),
                (long * 0.45, y + 76 * share),
                (long * 0.16 + inset * 0.6, y + 58 * share),
            ]
        )
        sheet.shape(body, tone)
    for row, count in ((-24, 6), (2, 7), (27, 6)):
        for i in range(count):
            px = long * 0.5 + (i - (count - 1) / 2) * long * 0.105
            sheet.shape(oval(px, y + row, 17, 14.5, 20), ink.Glow("#ffffff", "#f3ead7", "#c8b596"))
    return sheet.finished()


@lru_cache(maxsize=8)
def chilli(colour: Colour = "#cc2b24", long: int = 190) -> Image.Image:
    sheet = Cutout(long + 20, 110)
    spine = smooth([(36, 40), (long * 0.4, 46), (long * 0.75, 66), (long, 100)], closed=False)
    sheet.stroke(smooth([(6, 16), (18, 26), (34, 36)], closed=False), [6, 9], "#5d7f35", cut=True)
    sheet.shape(ribbon(spine, [30, 38, 30, 16, 3]), ink.Fade(lighter(colour, 0.24), darker(colour, 0.34)))
    sheet.shape(oval(36, 40, 13, 17, 20), "#6a9140")
    sheet.stroke(moved(spine[3:-6], 0, -7), [2, 7, 2], "#ffffff", 0.42)
    return sheet.finished()


@lru_cache(maxsize=4)
def cinnamon(long: int = 330, colour: Colour = "#a5663a") -> Image.Image:
    """A rolled quill of cassia bark."""
    sheet = Cutout(long + 20, 76)
    body = ink.rounded(10, 12, long, 64, 14)
    sheet.shape(body, darker(colour, 0.06))
    sheet.veil(body, ink.NIGHT, 0.5, ink.slope)
    sheet.stroke([(14, 24), (long - 6, 22)], [6, 9, 6], lighter(colour, 0.45), 0.6)
    sheet.stroke([(12, 38), (long - 4, 38)], 5, darker(colour, 0.62), 0.8)
    for shift in (20, 30, 48, 56):
        sheet.stroke([(16, shift), (long - 10, shift + 1)], 1.4, darker(colour, 0.5), 0.5)
    for side in (24, 52):
        sheet.shape(oval(long, side, 9, 13), darker(colour, 0.4))
        sheet.shape(oval(long + 1, side, 5, 8), darker(colour, 0.68))
    return sheet.finished()


@lru_cache(maxsize=2)
def anise(size: int = 58, colour: Colour = "#8a4d2c") -> Image.Image:
    """A star of anise with its seeds."""
    sheet = Cutout(size * 2 + 8, size * 2 + 8)
    middle = size + 4
    for i in range(8):
        sheet.shape(
            ink.leaf(middle, middle, size, size * 0.46, i * 45 + 8),
            ink.Fade(lighter(colour, 0.3), darker(colour, 0.3)),
        )
        split = turned(
            [(middle + size * 0.2, middle), (middle + size * 0.86, middle)], i * 45 + 8, (middle, middle)
        )
        sheet.stroke(split, [2, 7, 1], darker(colour, 0.62), 0.9)
        sheet.tint(
            turned(oval(middle + size * 0.52, middle, 8, 5.5), i * 45 + 8, (middle, middle)), "#d9a066", 0.95
        )
    sheet.shape(oval(middle, middle, 8, 8), darker(colour, 0.3))
    return sheet.finished()


@lru_cache(maxsize=4)
def tea_leaf(colour: Colour) -> Image.Image:
    """A rolled, dried tea leaf."""
    sheet = Cutout(70, 30)
    spine = smooth([(4, 20), (22, 10), (44, 18), (66, 10)], closed=False)
    sheet.shape(ribbon(spine, [2, 10, 12, 3]), ink.Fade(lighter(colour, 0.28), darker(colour, 0.35)))
    sheet.stroke(moved(spine, 0, -2), [0.5, 2.4, 0.5], lighter(colour, 0.5), 0.6)
    return sheet.finished()


@lru_cache(maxsize=4)
def cup(tea: Colour, glaze: Colour = "#e9e4d6") -> Image.Image:
    """A small handleless cup, filled."""
    sheet = Cutout(190, 150)
    x = 95
    body = [
        *smooth([(x + 84, 38), (x + 74, 100), (x + 40, 136)], closed=False),
        *arc(x, 136, 40, 9, 0, 180),
        *smooth([(x - 40, 136), (x - 74, 100), (x - 84, 38)], closed=False),
    ]
    sheet.shape(body, glaze)
    sheet.veil(body, ink.NIGHT, 0.5, ink.barrel)
    for y in (66, 74):
        sheet.stroke(arc(x, y - 30, 79, 26, 5, 175), 3, ink.INDIGO, 0.75)
    sheet.shape(oval(x, 38, 84, 26), lighter(glaze, 0.4))
    sheet.shape(oval(x, 40, 75, 21), ink.Glow(lighter(tea, 0.4), tea, darker(tea, 0.3), (0.4, 0.2)))
    sheet.tint(oval(x - 28, 34, 26, 6, -6), "#ffffff", 0.4)
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------


def _vessel(stage: Stage) -> vessels.Vessel:
    mouth = 330
    makers = (vessels.basket, vessels.tray, vessels.bowl, vessels.clay_bowl, vessels.open_sack)
    maker = makers[stage.variant % len(makers)]
    return maker({vessels.tray: 400, vessels.open_sack: 250}.get(maker, mouth))


def _loose(stage: Stage, item: Image.Image, ground: Colour, step: float, *, few: int = 9) -> None:
    """Seeds heaped in a vessel, some of them rolled in front."""
    items = heaps.spread_out(item)
    heaps.filled(stage, _vessel(stage), items, 600, 745, step=step, ground=ground)
    heaps.scattered(stage, items, few)


@shows("coffee_green", rooms=LIGHT_ROOMS + DEEP_ROOMS)
def _coffee_green(stage: Stage) -> None:
    _loose(stage, bean(GREEN_BEAN), "#7f8258", 40)
    stage.lay(tilted(greens.spray(3, 120, 50), -20), 930, 700)


@shows("coffee_parchment")
def _coffee_parchment(stage: Stage) -> None:
    _loose(stage, bean("#d8bf86"), "#a58a55", 40)


@shows("coffee_roasted")
def _coffee_roasted(stage: Stage) -> None:
    _loose(stage, bean(ROASTED), "#38201a", 40)
    stage.put(cup("#4a2818"), 950, 765)


@shows("coffee_cherry")
def _coffee_cherry(stage: Stage) -> None:
    tones = (berry(CHERRY), berry("#a8242c"), berry("#d2542c"), berry("#c9362f"))
    stage.lay(tilted(greens.spray(4, 150, 62), 28), 860, 520, shadow=0.2)
    stage.lay(tilted(greens.spray(3, 150, 62), 150), 350, 540, shadow=0.2)
    vessel = vessels.basket() if stage.variant % 2 else vessels.tray()
    heaps.filled(stage, vessel, tones, 600, 745, step=46, ground="#7a1e1e")
    heaps.scattered(stage, tones, 6)


@shows("coffee_ground")
def _coffee_ground(stage: Stage) -> None:
    colours = (("#c8975c", ink.CLAY), ("#33406e", ink.SUN), ("#2f5a3d", ink.OCHRE), ("#7a3a2a", ink.SUN))
    colour, label = colours[stage.variant % len(colours)]
    emblem = tilted(bean(ROASTED), 35)
    packs = [vessels.pouch(colour, label, emblem)] * stage.rng.choice((1, 2))
    heaps.in_row(stage, packs, 720, 300, x=470)
    heaps.filled_with_grain(stage, vessels.bowl(150), "#5a3626", 840, 755, grain=4)
    heaps.scattered(stage, heaps.spread_out(bean(ROASTED, 26, 18)), 12, top=735, bottom=800)


@shows("coffee_drip")
def _coffee_drip(stage: Stage) -> None:
    emblem = tilted(bean(ROASTED), 35)
    colour = ("#b9583a", "#2c3f74", "#3c7b80")[stage.variant % 3]
    stage.put(vessels.carton(colour, ink.CREAM, emblem, 340, 250), 470, 730)
    stage.put(cup("#4a2818", "#efe6d2"), 830, 760)
    heaps.scattered(stage, heaps.spread_out(bean(ROASTED, 26, 18)), 12, top=745, bottom=800)


def _tea(stage: Stage, leaf_colour: Colour, tea: Colour) -> None:
    items = heaps.spread_out(tea_leaf(leaf_colour), 16)
    vessel = vessels.tray(330) if stage.variant % 2 else vessels.bowl(240)
    heaps.filled(stage, vessel, items, 500, 745, step=26, ground=leaf_colour, high=0.4)
    stage.put(cup(tea), 890, 765)
    twig = tilted(greens.spray(2, 120, 48, "#6f9c45"), 30)
    stage.lay(twig, 900, 620, shadow=0.15)


@shows("tea_green")
def _tea_green(stage: Stage) -> None:
    _tea(stage, "#64793f", "#c3c163")


@shows("tea_black")
def _tea_black(stage: Stage) -> None:
    _tea(stage, "#4a3429", "#a04a20")


@shows("tea_fresh")
def _tea_fresh(stage: Stage) -> None:
    items = heaps.spread_out(greens.blade(88, 36, "#7fa84a"), 12)
    heaps.filled(stage, vessels.basket(), items, 600, 745, step=48, ground="#55752f")


@shows("pepper_black")
def _pepper_black(stage: Stage) -> None:
    _loose(stage, peppercorn("#4a3c36"), "#2a2120", 27, few=16)
    stage.lay(tilted(pepper_spike("#5d8b3c", "#b8402e"), 12), 900, 690)


@shows("pepper_white", rooms=DEEP_ROOMS)
def _pepper_white(stage: Stage) -> None:
    _loose(stage, peppercorn("#d9c9a4", wrinkled=False), "#a08d66", 27, few=16)


@shows("pepper_red")
def _pepper_red(stage: Stage) -> None:
    _loose(stage, peppercorn("#a5382c"), "#5f1f1b", 27, few=16)


@lru_cache(maxsize=2)
def pepper_spike(unripe: Colour, ripe: Colour, long: int = 260) -> Image.Image:
    """A hanging spike of fresh pepper, lying."""
    sheet = Cutout(long + 20, 74)
    sheet.stroke([(4, 37), (long, 37)], [7, 3], "#6b7d38", cut=True)
    rng = random.Random("spike")
    for column in range(11):
        for row in (-15, 2, 16):
            tone = ripe if rng.random() < 0.25 else unripe
            px, py = 34 + column * (long - 50) / 10, 37 + row * (1 - column / 22)
            sheet.shape(oval(px, py, 13, 13), round_body(tone))
    return sheet.finished()


@shows("cashew", rooms=DEEP_ROOMS)
def _cashew(stage: Stage) -> None:
    _loose(stage, cashew(), "#a98450", 42, few=7)


@shows("cashew_roasted")
def _cashew_roasted(stage: Stage) -> None:
    _jar_and_bowl(stage, cashew("#cf9a55"), "#8a5a2a", 42, ink.RIVER)


@shows("cashew_fruit")
def _cashew_fruit(stage: Stage) -> None:
    _loose(stage, cashew("#a08263"), "#6e573f", 44, few=4)
    for x, tone in ((330, "#e2772c"), (880, "#d8402f")):
        stage.put(cashew_apple(tone), x, 775)


@lru_cache(maxsize=4)
def cashew_apple(colour: Colour) -> Image.Image:
    """A cashew apple with the nut hanging below."""
    sheet = Cutout(180, 250)
    nut = ribbon(arc(90, 196, 28, 26, 200, 400, 16), [22, 40, 22])
    sheet.shape(nut, round_body("#85694a"))
    body = smooth([(62, 22), (118, 22), (146, 80), (150, 150), (118, 178), (62, 178), (30, 150), (34, 80)])
    sheet.shape(body, round_body(colour))
    sheet.tint(oval(66, 82, 12, 38, 8), "#ffffff", 0.34)
    sheet.stroke([(90, 24), (94, 2)], [7, 5], "#6d7a35", cut=True)
    return sheet.finished()


def _jar_and_bowl(stage: Stage, item: Image.Image, ground: Colour, step: float, label: Colour) -> None:
    """A jar of something beside an open bowl of the same."""
    side = stage.rng.choice((-1, 1))
    emblem = tilted(item, 20)
    stage.put(vessels.jar(ground, label, emblem), 600 - side * 210, 720)
    items = heaps.spread_out(item)
    heaps.filled(stage, vessels.bowl(210), items, 600 + side * 140, 760, step=step, ground=ground)
    heaps.scattered(stage, items, 4, top=755, bottom=795)


@shows("peanut")
def _peanut(stage: Stage) -> None:
    _loose(stage, peanut(), "#8d6b38", 48, few=6)


@shows("peanut_kernel")
def _peanut_kernel(stage: Stage) -> None:
    _loose(stage, pod("#c9836a", 27, 19, 2), "#85503d", 34, few=9)


@shows("cardamom")
def _cardamom(stage: Stage) -> None:
    _loose(stage, pod("#9a5a3c"), "#5c3424", 38, few=8)


@shows("soybean", rooms=DEEP_ROOMS)
def _soybean(stage: Stage) -> None:
    _loose(stage, berry("#dcb866", 20), "#9c7f42", 28, few=12)


@shows("mung_bean")
def _mung_bean(stage: Stage) -> None:
    _loose(stage, berry("#7d9140", 16), "#536428", 23, few=14)


@shows("sesame_black")
def _sesame_black(stage: Stage) -> None:
    heaps.filled_with_grain(stage, _vessel(stage), "#3f3833", 600, 745, grain=6)


@shows("sesame_white", rooms=DEEP_ROOMS)
def _sesame_white(stage: Stage) -> None:
    heaps.filled_with_grain(stage, _vessel(stage), "#e6d6b0", 600, 745, grain=6)


@shows("maize")
def _maize(stage: Stage) -> None:
    cob = corn_cob()
    for x, y, turn in ((470, 560, 18), (730, 570, 164), (560, 640, -6), (690, 690, 12)):
        stage.lay(
            tilted(cob, turn + stage.rng.uniform(-6, 6)),
            x,
            y,
            shadow=0.36,
        )
    heaps.scattered(stage, heaps.spread_out(berry("#e9b53c", 15)), 26, left=300, top=735, bottom=800)


def _rice(stage: Stage, colour: Colour, ear: Colour) -> None:
    vessel = vessels.open_sack(235) if stage.variant % 2 else vessels.basket(300)
    stage.lay(tilted(rice_ear(ear), 14), 880, 520, shadow=0.18)
    heaps.filled_with_grain(stage, vessel, colour, 560, 745, grain=8)
    stage.lay(tilted(rice_ear(ear), -34), 860, 700, shadow=0.3)
    small = heaps.grain_heap(colour, 90, 46, grain=8, count=240)
    stage.put(small, 330, 785)


@shows("rice_white", rooms=DEEP_ROOMS)
def _rice_white(stage: Stage) -> None:
    _rice(stage, "#f0e9d8", "#d9a93f")


@shows("rice_sticky", rooms=DEEP_ROOMS)
def _rice_sticky(stage: Stage) -> None:
    _rice(stage, "#f7f2e6", "#cf9c45")


@shows("rice_paddy")
def _rice_paddy(stage: Stage) -> None:
    _rice(stage, "#d2a648", "#c9962f")


@shows("rice_black")
def _rice_black(stage: Stage) -> None:
    _rice(stage, "#4b3038", "#8a6a3a")


@shows("rice_red")
def _rice_red(stage: Stage) -> None:
    _rice(stage, "#9a4f3c", "#c0883a")


@shows("cocoa")
def _cocoa(stage: Stage) -> None:
    stage.lay(tilted(cocoa_pod(), 18), 430, 610)
    stage.lay(tilted(cocoa_pod("#d8a03a"), -14), 730, 580)
    stage.lay(tilted(cocoa_half(), 6), 600, 690)
    heaps.scattered(stage, heaps.spread_out(bean("#6d3f2a", 28, 18)), 16, top=745, bottom=800)


@shows("chocolate")
def _chocolate(stage: Stage) -> None:
    stage.lay(tilted(cocoa_half(), 12), 840, 650)
    for i, tone in enumerate(("#2c3f74", "#b9583a", "#2f5a3d")):
        stage.lay(tilted(_bar(tone), 8 - i * 12), 420 + i * 60, 600 + i * 50)
    heaps.scattered(stage, heaps.spread_out(bean("#6d3f2a", 28, 18)), 9, top=745, bottom=800)


@lru_cache(maxsize=4)
def _bar(colour: Colour) -> Image.Image:
    """A chocolate bar in a paper sleeve, one end open."""
    sheet = Cutout(380, 170)
    sheet.shape(ink.rounded(150, 18, 368, 152, 4), "#4a2a1e")
    for column in range(3):
        for row in range(2):
            left, top = 228 + column * 46, 22 + row * 65
            sheet.shape(
                ink.rounded(left + 4, top + 4, left + 43, top + 59, 6), ink.Fade("#7a4a33", "#4f2d20")
            )
    sleeve = ink.rounded(8, 10, 228, 160, 5)
    sheet.shape(sleeve, colour)
    sheet.veil(sleeve, ink.NIGHT, 0.3, ink.slope)
    for y in (26, 140):
        sheet.stroke([(8, y), (228, y)], 6, ink.SUN, 0.9)
    sheet.shape(oval(118, 84, 44, 40), ink.PAPER)
    sheet.shape(oval(118, 84, 22, 14, 30), "#8e5a35")
    return sheet.finished()


@shows("chilli")
def _chilli(stage: Stage) -> None:
    items = tuple(
        tilted(chilli(tone), turn)
        for tone in ("#cc2b24", "#d8442a", "#b3211f")
        for turn in (-30, 5, 40, 150, 200)
    )
    heaps.filled(stage, vessels.basket(), items, 600, 745, step=70, ground="#8c1d1a", high=0.4)
    heaps.scattered(stage, items, 3, top=745, bottom=790)


@shows("chilli_dried")
def _chilli_dried(stage: Stage) -> None:
    items = tuple(tilted(chilli("#8f2320", 160), turn) for turn in range(0, 360, 30))
    heaps.filled(stage, vessels.tray(), items, 600, 745, step=60, ground="#571614", high=0.34)
    heaps.scattered(stage, items, 4, top=745, bottom=790)


@shows("cinnamon")
def _cinnamon(stage: Stage) -> None:
    for x, y, turn in ((560, 560, 4), (620, 600, -8), (580, 640, 2), (640, 680, 14), (560, 700, -4)):
        stage.lay(tilted(cinnamon(420), turn), x, y)
    heaps.scattered(stage, heaps.spread_out(anise()), 4, top=730, bottom=790)


@shows("star_anise")
def _star_anise(stage: Stage) -> None:
    _loose(stage, anise(), "#5a311e", 62, few=5)
