"""Fish, shellfish and meat, fresh and dried, and live cattle."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image

from . import greens, heaps, ink, vessels
from .gallery import ANY_ROOM, shows
from .ink import (
    Colour,
    Cutout,
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
from .stage import DEEP_ROOMS, LIGHT_ROOMS, Stage


@lru_cache(maxsize=8)
def fish(back: Colour = "#3f5f86", belly: Colour = "#dfe4e2", long: int = 460) -> Picture:
    """A whole fish, head left."""
    tall = round(long * 0.42)
    sheet = Cutout(long + 20, tall)
    y = tall / 2
    sheet.shape(
        smooth(
            [(long * 0.8, y), (long + 10, y - tall * 0.34), (long * 0.93, y), (long + 10, y + tall * 0.34)],
            steps=6,
        ),
        darker(back, 0.12),
    )
    sheet.shape(
        smooth(
            [(long * 0.3, y - tall * 0.24), (long * 0.44, y - tall * 0.46), (long * 0.6, y - tall * 0.22)],
            steps=6,
        ),
        darker(back, 0.2),
    )
    sheet.shape(
        smooth(
            [(long * 0.46, y + tall * 0.22), (long * 0.58, y + tall * 0.42), (long * 0.66, y + tall * 0.16)],
            steps=6,
        ),
        darker(back, 0.1),
    )
    body = smooth(
        [
            (8, y + 6),
            (long * 0.12, y - tall * 0.19),
            (long * 0.34, y - tall * 0.31),
            (long * 0.62, y - tall * 0.2),
            (long * 0.86, y - 10),
            (long * 0.86, y + 10),
            (long * 0.62, y + tall * 0.2),
            (long * 0.34, y + tall * 0.31),
            (long * 0.12, y + tall * 0.2),
        ]
    )
    sheet.shape(body, ink.Fade(back, belly))
    for row in range(5):
        for column in range(12):
            px, py = long * 0.3 + column * long * 0.045, y - tall * 0.2 + row * tall * 0.09
            sheet.stroke(arc(px, py, 9, 9, -70, 70, 6), 2, lighter(back, 0.4), 0.35)
    sheet.stroke(arc(long * 0.11, y, long * 0.1, tall * 0.24, -60, 60), [1, 5, 1], darker(back, 0.35), 0.6)
    sheet.shape(ink.leaf(long * 0.26, y + 8, long * 0.13, 28, 24), darker(back, 0.05))
    sheet.shape(oval(long * 0.085, y - tall * 0.05, 12, 12), "#f6e9b8")
    sheet.shape(oval(long * 0.085, y - tall * 0.05, 7, 7), "#20222c")
    sheet.veil(body, ink.NIGHT, 0.22, ink.slope)
    return sheet.finished()


@lru_cache(maxsize=4)
def split_fish(colour: Colour = "#c99a5c", long: int = 360) -> Picture:
    """A dried fish, split open and flattened."""
    sheet = Cutout(long + 20, 190)
    y = 95
    sheet.shape(
        smooth([(long * 0.82, y), (long + 12, y - 46), (long * 0.95, y), (long + 12, y + 46)], steps=6),
        darker(colour, 0.22),
    )
    body = smooth(
        [
            (12, y),
            (40, y - 46),
            (long * 0.32, y - 84),
            (long * 0.62, y - 60),
            (long * 0.88, y - 10),
            (long * 0.88, y + 10),
            (long * 0.62, y + 60),
            (long * 0.32, y + 84),
            (40, y + 46),
        ]
    )
    sheet.shape(body, round_body(colour, at=(0.4, 0.3)))
    sheet.stroke([(30, y), (long * 0.88, y)], [8, 6, 3], darker(colour, 0.4), 0.7)
    for column in range(11):
        px = 70 + column * long * 0.062
        for side in (-1, 1):
            reach = 62 * math.sin(math.pi * (column + 2) / 14)
            sheet.stroke(
                smooth(
                    [(px, y), (px + 12, y + side * reach * 0.5), (px + 8, y + side * reach)],
                    closed=False,
                    steps=4,
                ),
                [3, 1],
                lighter(colour, 0.5),
                0.55,
            )
    for side in (-1, 1):
        sheet.shape(oval(38, y + side * 26, 8, 8), "#3a2a22")
    return sheet.finished()


@lru_cache(maxsize=4)
def small_fish(colour: Colour = "#b9a88a", long: int = 120) -> Picture:
    """An anchovy."""
    sheet = Cutout(long + 10, 44)
    body = smooth(
        [
            (4, 22),
            (24, 10),
            (60, 8),
            (long * 0.84, 18),
            (long + 4, 8),
            (long * 0.93, 22),
            (long + 4, 36),
            (long * 0.84, 26),
            (60, 34),
            (24, 34),
        ]
    )
    sheet.shape(body, ink.Fade(darker(colour, 0.34), lighter(colour, 0.4)))
    sheet.shape(oval(18, 19, 4, 4), "#20222c")
    return sheet.finished()


@lru_cache(maxsize=6)
def shrimp(colour: Colour = "#e0774e", size: int = 90) -> Picture:
    sheet = Cutout(size * 2 + 30, size * 2)
    x, y = size + 10, size * 1.05
    spine = arc(x, y, size * 0.66, size * 0.6, 150, 390, 26)
    sheet.shape(
        ribbon(spine, [size * 0.2, size * 0.5, size * 0.52, size * 0.42, size * 0.3, size * 0.16]),
        round_body(colour, at=(0.4, 0.15)),
    )
    for i in range(5, len(spine) - 2, 4):
        px, py = spine[i]
        heading = math.degrees(math.atan2(py - y, px - x))
        band = turned([(px - size * 0.24, py), (px + size * 0.24, py)], heading, (px, py))
        sheet.stroke(band, 3, darker(colour, 0.3), 0.6)
        leg = turned([(px - size * 0.2, py), (px - size * 0.42, py + 8)], heading, (px, py))
        sheet.stroke(leg, [4, 2], lighter(colour, 0.15), cut=True)
    end = spine[-1]
    for turn in (40, 75, 110):
        sheet.shape(ink.leaf(*end, size * 0.34, size * 0.18, turn), darker(colour, 0.15))
    head = spine[0]
    for lift in (-0.5, -0.2):
        feeler = smooth(
            [
                head,
                (head[0] + size * 0.3, head[1] + size * 0.4),
                (head[0] + size * 0.9, head[1] + size * (0.4 - lift)),
            ],
            closed=False,
        )
        sheet.stroke(feeler, [3, 1], darker(colour, 0.2), cut=True)
    sheet.shape(oval(head[0] + 3, head[1] - 5, 5, 5), "#20222c")
    return sheet.finished()


@lru_cache(maxsize=4)
def squid(colour: Colour = "#e6b98f", long: int = 360) -> Picture:
    """A squid: mantle left, arms right."""
    sheet = Cutout(long + 40, 190)
    y = 95
    for lean in (-1, -0.6, -0.2, 0.2, 0.6, 1):
        arm = smooth(
            [
                (long * 0.66, y + lean * 14),
                (long * 0.8, y + lean * 34),
                (long * 0.92, y + lean * 40),
                (long + 24 - abs(lean) * 24, y + lean * 62),
            ],
            closed=False,
        )
        sheet.shape(ribbon(arm, [16, 12, 4]), darker(colour, 0.1))
    sheet.shape([(12, y), (104, y - 82), (150, y), (104, y + 82)], darker(colour, 0.08))
    body = smooth(
        [
            (10, y),
            (60, y - 36),
            (long * 0.4, y - 46),
            (long * 0.6, y - 38),
            (long * 0.6, y + 38),
            (long * 0.4, y + 46),
            (60, y + 36),
        ]
    )
    sheet.shape(body, round_body(colour, at=(0.4, 0.2)))
    head = smooth(
        [
            (long * 0.58, y - 30),
            (long * 0.7, y - 26),
            (long * 0.72, y),
            (long * 0.7, y + 26),
            (long * 0.58, y + 30),
        ]
    )
    sheet.shape(head, darker(colour, 0.1))
    for side in (-1, 1):
        sheet.shape(oval(long * 0.65, y + side * 18, 7, 7), "#2a2630")
    rng = random.Random("squid")
    for _ in range(50):
        sheet.tint(
            oval(rng.uniform(50, long * 0.58), y + rng.uniform(-34, 34), 3, 2.4, steps=8), "#a9553f", 0.4
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def jerky(colour: Colour = "#7a2f26") -> Picture:
    """A strip of sun-dried beef."""
    sheet = Cutout(260, 120)
    body = smooth([(10, 62), (40, 24), (120, 14), (200, 22), (248, 54), (214, 98), (130, 108), (50, 98)])
    sheet.shape(body, round_body(colour, depth=0.8))
    rng = random.Random("jerky")
    for _ in range(26):
        x, y = rng.uniform(26, 190), rng.uniform(26, 96)
        sheet.stroke(
            smooth([(x, y), (x + 24, y + rng.uniform(-5, 5)), (x + 46, y)], closed=False, steps=3),
            [0.5, 3, 0.5],
            rng.choice((darker(colour, 0.5), lighter(colour, 0.3))),
            0.5,
        )
    for _ in range(26):
        sheet.tint(
            oval(rng.uniform(30, 226), rng.uniform(28, 92), 2.6, 2, steps=8),
            rng.choice(("#efd9a0", "#d8442a")),
            0.9,
        )
    return sheet.finished()


@lru_cache(maxsize=2)
def sausage(colour: Colour = "#a8402f") -> Picture:
    sheet = Cutout(280, 110)
    spine = smooth([(28, 48), (100, 70), (180, 68), (254, 42)], closed=False)
    for end in (spine[0], spine[-1]):
        sheet.shape(oval(*end, 22, 22), darker(colour, 0.1))
        sheet.stroke(
            [end, (end[0] + (-20 if end[0] < 100 else 20), end[1] - 14)],
            [9, 4],
            lighter(colour, 0.3),
            cut=True,
        )
    sheet.shape(ribbon(spine, [46, 56, 56, 46]), round_body(colour, at=(0.4, 0.15)))
    sheet.stroke(ink.moved(spine, 0, -13), [2, 8, 2], "#ffffff", 0.32)
    rng = random.Random("sausage")
    for _ in range(26):
        px, py = spine[rng.randrange(len(spine))]
        sheet.tint(
            oval(px + rng.uniform(-10, 10), py + rng.uniform(-20, 20), 3.4, 2.6, steps=8),
            lighter(colour, 0.5),
            0.5,
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def steak() -> Picture:
    sheet = Cutout(330, 200)
    body = smooth([(16, 110), (54, 40), (150, 18), (250, 36), (316, 92), (280, 160), (170, 186), (70, 172)])
    sheet.shape(body, "#f0d9c8")
    inner = smooth([(34, 108), (66, 54), (152, 34), (240, 50), (296, 94), (264, 146), (168, 168), (80, 156)])
    sheet.shape(inner, round_body("#b53a36", depth=0.7))
    for line in (
        ((70, 96), (130, 76), (180, 92)),
        ((120, 128), (180, 116), (240, 126)),
        ((200, 66), (240, 80), (262, 104)),
    ):
        sheet.stroke(smooth(list(line), closed=False), [1, 6, 1], "#f3cfc2", 0.8)
    return sheet.finished()


@lru_cache(maxsize=4)
def ox(colour: Colour = "#b9773f", *, horns: bool = False) -> Picture:
    """A standing cow or water buffalo, head to the left."""
    sheet = Cutout(520, 380)
    for x, tone in ((170, 0.35), (368, 0.35), (214, 0.12), (410, 0.12)):
        sheet.shape(
            smooth(
                [(x - 24, 210), (x + 26, 210), (x + 18, 300), (x + 18, 362), (x - 16, 362), (x - 16, 300)],
                steps=6,
            ),
            darker(colour, tone),
        )
        sheet.shape([(x - 18, 350), (x + 20, 350), (x + 22, 370), (x - 20, 370)], "#33262a")
    body = smooth(
        [
            (110, 128),
            (180, 92),
            (300, 100),
            (410, 92),
            (462, 140),
            (456, 220),
            (380, 252),
            (250, 262),
            (160, 244),
            (118, 190),
        ]
    )
    tail = smooth([(456, 130), (486, 180), (480, 262)], closed=False)
    sheet.stroke(tail, [16, 10, 7], darker(colour, 0.15), cut=True)
    sheet.shape(ink.leaf(480, 250, 56, 24, 92), "#33262a")
    sheet.shape(body, round_body(colour, at=(0.4, 0.2)))
    sheet.shape(smooth([(132, 128), (178, 106), (188, 200), (140, 214), (104, 160)]), darker(colour, 0.06))
    head = smooth([(136, 92), (150, 140), (112, 196), (66, 210), (40, 188), (58, 146), (86, 96)])
    sheet.shape(head, round_body(lighter(colour, 0.04)))
    sheet.shape(
        smooth([(40, 188), (58, 172), (84, 190), (68, 210)]),
        lighter(colour, 0.42) if not horns else darker(colour, 0.35),
    )
    sheet.shape(ink.leaf(128, 104, 64, 32, 14), darker(colour, 0.14))
    sheet.shape(oval(92, 138, 6, 7), "#20181c")
    horn = (
        smooth([(104, 96), (60, 74), (36, 30)], closed=False)
        if horns
        else smooth([(104, 92), (88, 74), (92, 54)], closed=False)
    )
    sheet.shape(ribbon(horn, [26, 18, 4] if horns else [16, 5]), "#e3d6bd" if not horns else "#5a4d4a")
    back_horn = (
        smooth([(126, 88), (160, 54), (150, 14)], closed=False)
        if horns
        else smooth([(124, 90), (130, 70), (122, 52)], closed=False)
    )
    sheet.shape(ribbon(back_horn, [26, 18, 4] if horns else [16, 5]), "#d6c7aa" if not horns else "#4d4140")
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------


@shows("fish_fresh", rooms=ANY_ROOM)
def _fish_fresh(stage: Stage) -> None:
    back, belly = (("#35507a", "#dfe4e2"), ("#5a6f5a", "#e6e2cf"), ("#7d8a94", "#eceeea"))[stage.variant % 3]
    stage.lay(greens.banana_leaf(760, 250), 610, 700, shadow=0.3)
    for x, y, turn in ((600, 590, 6), (620, 660, -3), (590, 730, 3)):
        stage.lay(tilted(fish(back, belly, 560), turn), x, y, shadow=0.36)


@shows("tuna")
def _tuna(stage: Stage) -> None:
    stage.lay(tilted(fish("#24355c", "#cfd8de", 760), 5), 580, 600, shadow=0.36)
    for x in (420, 620, 820):
        stage.put(tilted(steak(), 6), x, 800)


@shows("fish_dried")
def _fish_dried(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.tray(430),
        [tilted(split_fish(), turn) for turn in (-14, 4, 20, 168, 190)],
        600,
        765,
        step=130,
        ground="#8a6234",
        high=0.36,
    )


@shows("anchovy_dried", rooms=DEEP_ROOMS + LIGHT_ROOMS[1:2])
def _anchovy_dried(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.tray(),
        heaps.spread_out(small_fish(), 14),
        600,
        745,
        step=46,
        ground="#7a6a52",
        high=0.4,
    )
    heaps.scattered(stage, heaps.spread_out(small_fish(), 6), 4)


@shows("shrimp")
def _shrimp(stage: Stage) -> None:
    stage.lay(greens.banana_leaf(760, 250), 610, 720, shadow=0.3)
    for x, y, turn in (
        (420, 590, 10),
        (620, 570, -20),
        (800, 600, 30),
        (510, 680, -10),
        (710, 690, 14),
        (600, 750, 0),
    ):
        stage.lay(tilted(shrimp("#8fa3a0" if stage.variant % 2 else "#e0774e", 110), turn), x, y, shadow=0.34)


@shows("shrimp_dried")
def _shrimp_dried(stage: Stage) -> None:
    heaps.filled(
        stage,
        vessels.bowl(330),
        heaps.spread_out(shrimp("#d9653c", 36), 12),
        600,
        745,
        step=40,
        ground="#8f3f26",
    )
    heaps.scattered(stage, heaps.spread_out(shrimp("#d9653c", 36), 6), 6)


@shows("squid_dried")
def _squid_dried(stage: Stage) -> None:
    for x, y, turn in ((470, 590, 14), (700, 600, -10), (560, 670, 4), (680, 740, -6)):
        stage.lay(tilted(squid(), turn), x, y, shadow=0.36)


@shows("squid_fresh", rooms=DEEP_ROOMS)
def _squid_fresh(stage: Stage) -> None:
    stage.lay(greens.banana_leaf(760, 250), 610, 720, shadow=0.3)
    for x, y, turn in ((520, 600, 10), (680, 660, -8), (560, 740, 4)):
        stage.lay(tilted(squid("#ecd3d0", 400), turn), x, y, shadow=0.34)


@shows("beef_dried")
def _beef_dried(stage: Stage) -> None:
    strips = [tilted(jerky(tone), turn) for tone in ("#7a2f26", "#8a3a2a") for turn in (-20, 8, 30, 170)]
    heaps.filled(stage, vessels.tray(), strips, 600, 750, step=96, ground="#4d1f1a", high=0.38)


@shows("sausage")
def _sausage(stage: Stage) -> None:
    stage.lay(greens.banana_leaf(760, 250), 610, 720, shadow=0.3)
    link = sausage().resize((406, 160), Image.Resampling.LANCZOS)
    for x, y, turn in ((420, 600, 12), (740, 600, -8), (580, 660, 4), (440, 720, -6), (760, 725, 8)):
        stage.lay(tilted(link, turn), x, y, shadow=0.36)


@shows("meat")
def _meat(stage: Stage) -> None:
    stage.lay(greens.banana_leaf(760, 250), 610, 730, shadow=0.3)
    for x, bottom, turn in ((430, 730, 6), (760, 730, -6), (600, 795, 0)):
        stage.put(tilted(steak(), turn), x, bottom)


def _herd(stage: Stage, colour: Colour, other: Colour, *, horns: bool) -> None:
    rear = ox(other, horns=horns).resize((416, 304), Image.Resampling.LANCZOS)
    stage.put(rear.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 810, 700)
    stage.put(ox(colour, horns=horns), 500, 775)


@shows("cattle")
def _cattle(stage: Stage) -> None:
    _herd(stage, "#b9773f", "#d9b385", horns=False)


@shows("buffalo")
def _buffalo(stage: Stage) -> None:
    _herd(stage, "#5f5a62", "#6f6468", horns=True)


@lru_cache(maxsize=2)
def hen(colour: Colour = "#b5623a") -> Picture:
    sheet = Cutout(300, 300)
    for x in (140, 176):
        sheet.stroke([(x, 226), (x, 286), (x - 22, 292)], [9, 7, 6], "#d9a03a", cut=True)
    for i in range(5):
        sheet.shape(ink.leaf(210, 150, 96, 34, -74 + i * 20), darker(colour, 0.35 - i * 0.05))
    body = smooth(
        [(78, 90), (110, 120), (180, 124), (240, 110), (250, 170), (206, 230), (130, 236), (82, 190)]
    )
    sheet.shape(body, round_body(colour, at=(0.4, 0.3)))
    sheet.shape(
        smooth([(62, 60), (92, 40), (118, 62), (126, 130), (92, 160), (74, 110)]), lighter(colour, 0.12)
    )
    for i, x in enumerate((74, 88, 102)):
        sheet.shape(oval(x, 38 - 4 * (i % 2), 12, 15), "#c92f2c")
    sheet.shape([(64, 66), (38, 76), (66, 84)], "#e2a93a")
    sheet.shape(oval(70, 96, 8, 13), "#c92f2c")
    sheet.shape(oval(84, 66, 5, 5), "#20181c")
    for i in range(4):
        sheet.shape(ink.leaf(120, 150 + i * 16, 96 - i * 10, 26, 8 + i * 3), darker(colour, 0.18 + 0.04 * i))
    return sheet.finished()


@shows("poultry")
def _poultry(stage: Stage) -> None:
    stage.put(hen("#8f4a30"), 780, 730)
    stage.put(hen("#d9b385"), 590, 750)
    stage.put(hen(), 400, 785)
