"""Furniture, timber, rubber, building materials, machines and packaging."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image

from . import heaps, ink, pantry, roots, seeds, vessels, weaves
from .gallery import ANY_ROOM, shows
from .ink import Colour, Cutout, Picture, arc, darker, lighter, oval, round_body, rounded, smooth, tilted
from .stage import DEEP_ROOMS, LIGHT_ROOMS, Stage

TEAK, ACACIA, RUBBERWOOD = "#a8683a", "#8a4f2e", "#d9b483"


def _board(sheet: Cutout, outline: list[ink.Point], colour: Colour, *, shade: float = 0.3) -> None:
    """One wooden part: grain, a little shade downwards, a lit upper edge."""
    sheet.shape(outline, weaves.timber(colour))
    sheet.veil(outline, "#2a1626", shade, ink.slope)
    top = sorted(outline, key=lambda point: point[1])[:2]
    sheet.stroke(sorted(top), 3, lighter(colour, 0.6), 0.6)


def _box(left: float, top: float, right: float, bottom: float) -> list[ink.Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


# --- furniture -----------------------------------------------------------------------------------


@lru_cache(maxsize=6)
def chair(colour: Colour = TEAK) -> Picture:
    """A slatted wooden chair, three-quarter view."""
    sheet = Cutout(340, 500)
    for left in (62, 268):
        _board(sheet, [(left, 290), (left + 22, 290), (left + 20, 470), (left + 2, 470)], darker(colour, 0.3))
    for left, lean in ((70, -12), (250, 12)):
        _board(sheet, [(left + lean, 20), (left + 26 + lean, 20), (left + 26, 300), (left, 300)], colour)
    for y in (26, 92, 158):
        _board(
            sheet,
            smooth([(70, y), (170, y - 12), (272, y), (270, y + 42), (170, y + 32), (74, y + 42)], steps=6),
            lighter(colour, 0.06),
        )
    _board(sheet, [(62, 286), (282, 286), (322, 332), (22, 332)], lighter(colour, 0.12), shade=0.16)
    _board(sheet, _box(22, 332, 322, 358), darker(colour, 0.12))
    for left in (28, 292):
        _board(sheet, [(left, 356), (left + 26, 356), (left + 22, 492), (left + 4, 492)], colour)
    _board(sheet, _box(44, 420, 300, 436), darker(colour, 0.2))
    return sheet.finished()


@lru_cache(maxsize=6)
def stool(colour: Colour = ACACIA) -> Picture:
    sheet = Cutout(260, 260)
    for points in (
        [(70, 80), (92, 80), (66, 246), (44, 246)],
        [(168, 80), (190, 80), (216, 246), (194, 246)],
        [(118, 90), (142, 90), (142, 254), (118, 254)],
    ):
        _board(sheet, points, darker(colour, 0.14))
    _board(sheet, [(64, 176), (196, 176), (198, 190), (62, 190)], darker(colour, 0.25))
    sheet.shape(oval(130, 70, 112, 40), darker(colour, 0.32))
    sheet.shape(oval(130, 54, 112, 40), weaves.timber(lighter(colour, 0.14)))
    for ring in (0.8, 0.55, 0.3):
        sheet.stroke([*oval(130, 54, 112 * ring, 40 * ring)], 2, darker(colour, 0.3), 0.4)
    return sheet.finished()


@lru_cache(maxsize=6)
def table(colour: Colour = TEAK) -> Picture:
    sheet = Cutout(640, 340)
    for left in (92, 520):
        _board(sheet, _box(left, 120, left + 30, 290), darker(colour, 0.34))
    _board(sheet, [(90, 20), (550, 20), (634, 110), (6, 110)], lighter(colour, 0.12), shade=0.14)
    for share in (0.25, 0.5, 0.75):
        sheet.stroke([(90 + 460 * share, 20), (6 + 628 * share, 110)], 2.4, darker(colour, 0.5), 0.5)
    _board(sheet, _box(6, 110, 634, 136), darker(colour, 0.08))
    _board(sheet, _box(40, 136, 600, 176), darker(colour, 0.22))
    for left in (26, 576):
        _board(sheet, _box(left, 134, left + 38, 332), colour)
    return sheet.finished()


@lru_cache(maxsize=4)
def cabinet(colour: Colour = ACACIA) -> Picture:
    sheet = Cutout(440, 520)
    _board(sheet, _box(14, 30, 426, 500), darker(colour, 0.1))
    _board(sheet, _box(2, 12, 438, 40), lighter(colour, 0.1))
    for left in (34, 228):
        for top, bottom in ((60, 250), (268, 400)):
            _board(sheet, _box(left, top, left + 178, bottom), colour, shade=0.2)
            inner = _box(left + 18, top + 18, left + 160, bottom - 18)
            sheet.stroke([*inner, inner[0]], 4, darker(colour, 0.5), 0.6)
            _board(
                sheet, _box(left + 24, top + 24, left + 154, bottom - 24), lighter(colour, 0.08), shade=0.1
            )
    for left in (34, 228):
        _board(sheet, _box(left, 418, left + 178, 484), colour, shade=0.2)
        sheet.shape(oval(left + 89, 451, 10, 10), ink.OCHRE)
    for x in (198, 242):
        for y in (155, 334):
            sheet.shape(oval(x, y, 8, 8), ink.OCHRE)
    for left in (24, 386):
        _board(sheet, _box(left, 496, left + 32, 516), darker(colour, 0.4))
    return sheet.finished()


@lru_cache(maxsize=4)
def bed(colour: Colour = TEAK) -> Picture:
    sheet = Cutout(720, 400)
    _board(
        sheet,
        smooth([(150, 130), (160, 30), (400, 8), (640, 30), (650, 130), (640, 220), (160, 220)], steps=6),
        colour,
    )
    for share in range(6):
        x = 200 + share * 80
        sheet.stroke([(x, 50), (x, 200)], 6, darker(colour, 0.4), 0.5)
    quilt = [(150, 150), (650, 150), (712, 300), (88, 300)]
    sheet.shape(quilt, weaves.sacking("#e9e0cc", 3))
    sheet.shape(
        [(118, 226), (682, 226), (712, 300), (88, 300)], weaves.brocade(ink.INDIGO, ink.SUN, ink.CREAM, 70)
    )
    for x in (230, 440):
        sheet.shape(
            smooth([(x, 130), (x + 60, 116), (x + 130, 130), (x + 124, 172), (x + 60, 180), (x + 4, 172)]),
            ink.Fade("#fffaf0", "#d3c6ad"),
        )
    _board(sheet, _box(80, 300, 720, 344), darker(colour, 0.06))
    for left in (84, 672):
        _board(sheet, _box(left, 270, left + 40, 396), colour)
    return sheet.finished()


@lru_cache(maxsize=4)
def rattan_chair(colour: Colour = "#c99a55") -> Picture:
    """A round-backed rattan armchair with a cushion."""
    sheet = Cutout(460, 500)
    for x, lean in ((90, -14), (366, 14)):
        sheet.stroke([(x, 300), (x + lean, 486)], [22, 18], darker(colour, 0.2), cut=True)
    back = smooth([(50, 320), (26, 190), (90, 60), (230, 16), (370, 60), (434, 190), (410, 320)])
    sheet.shape(back, weaves.wicker(colour, 12))
    sheet.veil(back, "#3a2140", 0.4, ink.barrel)
    sheet.stroke(
        smooth([(50, 320), (26, 190), (90, 60), (230, 16), (370, 60), (434, 190), (410, 320)], closed=False),
        22,
        darker(colour, 0.06),
        cut=True,
    )
    seat = smooth([(48, 330), (230, 376), (412, 330), (400, 400), (230, 430), (60, 400)], steps=8)
    sheet.shape(seat, weaves.wicker(colour, 11))
    sheet.veil(seat, "#3a2140", 0.4, ink.slope)
    cushion = smooth([(76, 312), (230, 276), (384, 312), (396, 350), (230, 392), (64, 350)])
    sheet.shape(cushion, weaves.sacking(ink.INDIGO, 3))
    sheet.veil(cushion, ink.NIGHT, 0.35, ink.slope)
    for x in (126, 334):
        sheet.stroke([(x, 400), (x, 494)], [22, 18], colour, cut=True)
    return sheet.finished()


@lru_cache(maxsize=4)
def door(colour: Colour = ACACIA) -> Picture:
    sheet = Cutout(300, 600)
    _board(sheet, _box(6, 6, 294, 594), darker(colour, 0.25))
    _board(sheet, _box(26, 26, 274, 594), colour, shade=0.18)
    for top, bottom in ((56, 220), (246, 400), (426, 560)):
        for left in (48, 160):
            inner = _box(left, top, left + 92, bottom)
            sheet.stroke([*inner, inner[0]], 6, darker(colour, 0.45), 0.7)
            _board(sheet, _box(left + 12, top + 12, left + 80, bottom - 12), lighter(colour, 0.1), shade=0.16)
    sheet.shape(oval(258, 330, 9, 9), ink.OCHRE)
    return sheet.finished()


# --- timber, fuel, rubber ------------------------------------------------------------------------


@lru_cache(maxsize=8)
def plank(colour: Colour, long: int = 640, thick: int = 46) -> Picture:
    """A sawn plank, its end grain on the right."""
    sheet = Cutout(long + 70, thick + 44)
    _board(sheet, [(50, 8), (long + 50, 8), (long + 6, 38), (6, 38)], lighter(colour, 0.14), shade=0.1)
    _board(sheet, _box(6, 38, long + 6, 38 + thick), colour)
    end = [(long + 6, 38), (long + 50, 8), (long + 50, 8 + thick), (long + 6, 38 + thick)]
    sheet.shape(end, lighter(colour, 0.3))
    for ring in (10, 20, 30):
        sheet.stroke(
            arc(long + 28, 40 + thick, ring * 0.7, ring * 1.4, 200, 340), 2, darker(colour, 0.2), 0.6
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def panel(colour: Colour) -> Picture:
    """A sheet of plywood, its layers showing."""
    sheet = Cutout(760, 120)
    _board(sheet, [(120, 8), (752, 8), (640, 78), (8, 78)], lighter(colour, 0.16), shade=0.1)
    for i in range(5):
        layer = _box(8, 78 + i * 6, 640, 84 + i * 6)
        tone = darker(colour, 0.3) if i % 2 else lighter(colour, 0.1)
        sheet.shape(layer, tone)
        sheet.shape(
            [(640, 78 + i * 6), (752, 8 + i * 6), (752, 14 + i * 6), (640, 84 + i * 6)], darker(tone, 0.14)
        )
    return sheet.finished()


@lru_cache(maxsize=4)
def charcoal_stick(seed: int = 1) -> Picture:
    sheet = Cutout(200, 76)
    rng = random.Random(f"coal {seed}")
    body = [
        (10, 40),
        (30, 14 + rng.uniform(-4, 4)),
        (110, 10),
        (178, 18),
        (192, 40),
        (176, 62),
        (90, 68),
        (26, 60),
    ]
    sheet.shape(body, ink.Fade("#55515a", "#1f1d26"))
    for _ in range(9):
        y = rng.uniform(18, 60)
        sheet.stroke(
            [(rng.uniform(20, 60), y), (rng.uniform(110, 170), y + rng.uniform(-4, 4))],
            [0.6, 3, 0.6],
            rng.choice(("#8a8690", "#14131a")),
            0.6,
        )
    sheet.shape(oval(178, 40, 13, 21), "#3d3a44")
    for ring in (15, 8):
        sheet.stroke([*oval(178, 40, ring * 0.6, ring)], 1.6, "#807c88", 0.6)
    return sheet.finished()


@lru_cache(maxsize=4)
def rubber_sheet(colour: Colour = "#b9772e") -> Picture:
    """A ribbed smoked sheet, hung over a pole."""
    sheet = Cutout(190, 430)
    body = smooth(
        [(14, 16), (95, 10), (176, 16), (180, 210), (172, 416), (95, 424), (18, 416), (10, 210)], steps=8
    )
    sheet.shape(body, ink.Fade(lighter(colour, 0.34), darker(colour, 0.2)))
    for row in range(26):
        y = 20 + row * 15.6
        sheet.stroke([(12, y + 14), (178, y)], 4, darker(colour, 0.45), 0.4)
        sheet.stroke([(12, y - 2), (178, y + 14)], 2.6, lighter(colour, 0.6), 0.34)
    sheet.veil(body, ink.NIGHT, 0.4, ink.barrel)
    sheet.tint(_box(10, 10, 180, 40), lighter(colour, 0.5), 0.35)
    return sheet.finished()


@lru_cache(maxsize=4)
def rubber_block(colour: Colour = "#a8834a") -> Picture:
    """A pressed block of technically specified rubber in its film."""
    sheet = Cutout(420, 230)
    sheet.shape([(330, 80), (412, 20), (412, 130), (330, 220)], darker(colour, 0.36))
    sheet.shape([(8, 80), (110, 20), (412, 20), (330, 80)], lighter(colour, 0.3))
    sheet.shape(_box(8, 80, 330, 222), colour)
    rng = random.Random("crumb")
    for _ in range(220):
        x, y = rng.uniform(14, 324), rng.uniform(86, 216)
        sheet.tint(
            oval(x, y, rng.uniform(3, 9), rng.uniform(2, 6), rng.uniform(0, 90), steps=10),
            rng.choice((darker(colour, 0.3), lighter(colour, 0.3))),
            0.4,
        )
    for points in ([(30, 100), (120, 84)], [(200, 210), (310, 180)], [(150, 60), (300, 30)]):
        sheet.stroke(points, [2, 9, 2], "#ffffff", 0.35)
    return sheet.finished()


@lru_cache(maxsize=1)
def latex_cup() -> Picture:
    """A tapped rubber trunk with its cup."""
    sheet = Cutout(330, 640)
    trunk = smooth([(70, 0), (250, 0), (244, 300), (262, 640), (58, 640), (76, 300)], steps=8)
    sheet.shape(trunk, weaves.timber("#9a8a78", upright=True))
    sheet.veil(trunk, ink.NIGHT, 0.6, ink.barrel)
    for i in range(5):
        sheet.stroke(
            smooth([(90, 150 + i * 22), (160, 190 + i * 22), (236, 240 + i * 22)], closed=False),
            9,
            "#d9c0a0" if i < 4 else "#fffaf0",
            0.9,
        )
    sheet.stroke([(232, 328), (240, 420)], [8, 5], "#ffffff", 0.95)
    sheet.shape(
        [
            *arc(236, 420, 72, 18, 180, 360),
            *smooth([(308, 420), (280, 486), (236, 498), (192, 486), (164, 420)], closed=False),
        ],
        "#33313c",
    )
    sheet.shape(oval(236, 420, 70, 17), "#f7f3e8")
    return sheet.finished()


# --- building and machines -----------------------------------------------------------------------


@lru_cache(maxsize=4)
def brick(colour: Colour = ink.CLAY) -> Picture:
    sheet = Cutout(210, 110)
    sheet.shape([(160, 38), (204, 8), (204, 70), (160, 102)], darker(colour, 0.3))
    sheet.shape([(6, 38), (52, 8), (204, 8), (160, 38)], lighter(colour, 0.22))
    front = _box(6, 38, 160, 102)
    sheet.shape(front, colour)
    for i in range(3):
        sheet.shape(oval(34 + i * 50, 70, 15, 19), darker(colour, 0.55))
    sheet.veil(front, ink.NIGHT, 0.2, ink.slope)
    return sheet.finished()


@lru_cache(maxsize=4)
def floor_tile(glaze: Colour, figure: Colour) -> Picture:
    sheet = Cutout(300, 300)
    sheet.shape(rounded(6, 6, 294, 294, 8), glaze)
    for x, y in ((6, 6), (294, 6), (6, 294), (294, 294)):
        for radius, tone in ((120, figure), (96, glaze), (60, figure)):
            corner = [(min(max(px, 6), 294), min(max(py, 6), 294)) for px, py in oval(x, y, radius, radius)]
            sheet.shape(corner, tone)
    for turn in range(0, 360, 45):
        sheet.shape(ink.leaf(150, 150, 70, 34, turn), figure)
    sheet.shape(oval(150, 150, 20, 20), glaze)
    sheet.stroke([(20, 20), (280, 20)], 4, "#ffffff", 0.5)
    return sheet.finished()


@lru_cache(maxsize=4)
def roof_sheet(colour: Colour) -> Picture:
    """A profiled metal sheet."""
    sheet = Cutout(620, 240)
    for i in range(15):
        left = 10 + i * 37
        sheet.shape(
            [(left + 80, 10), (left + 117, 10), (left + 37, 200), (left, 200)],
            lighter(colour, 0.3) if i % 2 else darker(colour, 0.2),
        )
        sheet.stroke([(left + 84, 10), (left + 4, 200)], 4, "#ffffff", 0.3)
    return sheet.finished()


@lru_cache(maxsize=4)
def bundle_of_bars(colour: Colour, *, hollow: bool = False) -> Picture:
    """A tied bundle of bars or pipes, the ends to the right."""
    sheet = Cutout(700, 240)
    radius = 34 if hollow else 17
    rows = ((70, 3), (124, 4), (178, 5)) if hollow else tuple((56 + r * 28, 5 + r % 2) for r in range(6))
    for y, count in rows:
        sheet.shape(
            rounded(8, y - radius, 560, y + radius, radius - 1),
            ink.Fade(lighter(colour, 0.4), darker(colour, 0.4)),
        )
        for i in range(count):
            x = 560 + (i - (count - 1) / 2) * radius * 1.1
            sheet.shape(oval(x + 20, y, radius * 0.9, radius), lighter(colour, 0.24))
            sheet.shape(
                oval(x + 20, y, radius * 0.6, radius * 0.68),
                darker(colour, 0.6) if hollow else lighter(colour, 0.05),
            )
    for x in (150, 400):
        sheet.stroke([(x, 30), (x + 6, 120), (x, 214)], 12, ink.CLAY)
    return sheet.finished()


@lru_cache(maxsize=2)
def rice_mill(colour: Colour = ink.LEAF) -> Picture:
    """A small rice mill: hopper, drum, outlet, motor."""
    sheet = Cutout(520, 540)
    for x in (120, 380):
        sheet.shape([(x, 360), (x + 26, 360), (x + 40, 530), (x + 10, 530)], "#4a4d58")
    sheet.shape([(90, 470), (440, 470), (446, 492), (84, 492)], "#5f6370")
    sheet.shape([(130, 20), (390, 20), (320, 170), (200, 170)], lighter(colour, 0.2))
    sheet.veil([(130, 20), (390, 20), (320, 170), (200, 170)], ink.NIGHT, 0.45, ink.barrel)
    sheet.shape(oval(260, 22, 130, 22), "#f0e6c8")
    body = rounded(90, 168, 430, 370, 40)
    sheet.shape(body, colour)
    sheet.veil(body, ink.NIGHT, 0.5, ink.slope)
    sheet.stroke([(120, 190), (400, 190)], 8, "#ffffff", 0.4)
    sheet.shape(oval(170, 270, 62, 62), "#3d4150")
    sheet.shape(oval(170, 270, 46, 46), "#7d8494")
    for turn in range(0, 360, 60):
        sheet.stroke(ink.turned([(170, 270), (212, 270)], turn, (170, 270)), 7, "#3d4150")
    sheet.shape(rounded(270, 230, 390, 310, 10), ink.CREAM)
    sheet.shape(oval(330, 262, 24, 18), ink.CLAY)
    sheet.stroke([(290, 294), (370, 294)], 5, ink.NIGHT, 0.7)
    sheet.shape([(400, 330), (510, 400), (494, 430), (380, 366)], darker(colour, 0.2))
    return sheet.finished()


@lru_cache(maxsize=2)
def pump(colour: Colour = "#c0452f") -> Picture:
    sheet = Cutout(520, 360)
    sheet.shape(rounded(30, 310, 490, 346, 8), "#4a4d58")
    motor = rounded(40, 130, 300, 300, 24)
    sheet.shape(motor, colour)
    for i in range(9):
        sheet.stroke([(70 + i * 24, 136), (70 + i * 24, 294)], 5, darker(colour, 0.45), 0.6)
    sheet.veil(motor, ink.NIGHT, 0.5, ink.slope)
    sheet.shape(rounded(110, 96, 220, 140, 8), darker(colour, 0.3))
    sheet.shape(oval(380, 220, 92, 92), round_body("#3f5f86"))
    sheet.shape(oval(380, 220, 40, 40), "#2a3450")
    sheet.shape(rounded(352, 40, 408, 140, 6), "#3f5f86")
    sheet.shape(rounded(338, 30, 422, 56, 6), "#2a3450")
    sheet.shape(rounded(460, 196, 512, 246, 6), "#2a3450")
    return sheet.finished()


@lru_cache(maxsize=2)
def solar_panel() -> Picture:
    sheet = Cutout(520, 420)
    sheet.shape([(240, 300), (280, 300), (290, 414), (230, 414)], "#6a6d78")
    face = [(90, 20), (510, 60), (440, 340), (10, 300)]
    sheet.shape(face, "#c9ced6")
    inner = [(98, 32), (496, 70), (432, 328), (24, 290)]
    sheet.shape(inner, ink.Fade("#3d5fa0", "#1f2f60"))
    for i in range(1, 6):
        share = i / 6
        sheet.stroke(
            [(98 + 398 * share, 32 + 38 * share), (24 + 408 * share, 290 + 38 * share)], 3, "#8fa8d6", 0.8
        )
    for i in range(1, 4):
        share = i / 4
        sheet.stroke(
            [(98 - 74 * share, 32 + 258 * share), (496 - 64 * share, 70 + 258 * share)], 3, "#8fa8d6", 0.8
        )
    sheet.tint([(160, 40), (260, 48), (150, 300), (60, 292)], "#ffffff", 0.14)
    return sheet.finished()


@lru_cache(maxsize=4)
def hoe(long: int = 620) -> Picture:
    sheet = Cutout(long + 10, 200)
    sheet.shape(rounded(60, 92, long, 112, 9), weaves.timber("#c08f58"))
    sheet.shape(smooth([(52, 84), (100, 80), (100, 124), (52, 122)], steps=5), "#3d4150")
    sheet.shape([(20, 80), (74, 86), (64, 190), (6, 176)], ink.Fade("#8a909e", "#4a4f5e"))
    sheet.stroke([(8, 176), (64, 190)], 6, "#d9dde4", 0.9)
    return sheet.finished()


@lru_cache(maxsize=4)
def sickle() -> Picture:
    sheet = Cutout(330, 300)
    sheet.shape(
        ink.ribbon(arc(150, 150, 110, 110, 150, 360, 24), [4, 34, 40, 22]), ink.Fade("#aeb4c0", "#5a6070")
    )
    sheet.shape(rounded(244, 150, 276, 284, 12), weaves.timber("#a9743a", upright=True))
    return sheet.finished()


# --- scenes --------------------------------------------------------------------------------------

_WOODS = (TEAK, ACACIA, RUBBERWOOD)


@shows("wooden_chair", rooms=ANY_ROOM)
def _wooden_chair(stage: Stage) -> None:
    colour = _WOODS[stage.variant % 3]
    stage.put(chair(colour), 420, 760)
    stage.put(chair(colour).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 790, 760)


@shows("wooden_stool", rooms=ANY_ROOM)
def _wooden_stool(stage: Stage) -> None:
    colour = _WOODS[stage.variant % 3]
    for x, bottom, tone in (
        (400, 740, colour),
        (800, 740, darker(colour, 0.12)),
        (600, 795, lighter(colour, 0.1)),
    ):
        stage.put(stool(tone), x, bottom)


@shows("wooden_table", rooms=ANY_ROOM)
def _wooden_table(stage: Stage) -> None:
    colour = _WOODS[stage.variant % 3]
    stage.put(chair(darker(colour, 0.06)), 850, 690)
    stage.put(table(colour), 560, 785)


@shows("cabinet", rooms=ANY_ROOM)
def _cabinet(stage: Stage) -> None:
    stage.put(cabinet(_WOODS[stage.variant % 3]), 560, 775)
    stage.put(stool(_WOODS[(stage.variant + 1) % 3]), 880, 795)


@shows("bed", rooms=ANY_ROOM)
def _bed(stage: Stage) -> None:
    stage.put(bed(_WOODS[stage.variant % 3]), 600, 785)


@shows("rattan_chair", rooms=ANY_ROOM)
def _rattan_chair(stage: Stage) -> None:
    colour = ("#c99a55", "#a9743a", "#dfc188")[stage.variant % 3]
    stage.put(rattan_chair(colour), 480, 785)
    heaps.empty(stage, vessels.basket(120, colour), 850, 790)


@shows("garden_set", rooms=ANY_ROOM)
def _garden_set(stage: Stage) -> None:
    colour = _WOODS[stage.variant % 3]
    for x in (350, 850):
        stage.put(chair(colour), x, 700)
    stage.put(table(lighter(colour, 0.08)), 600, 795)


@shows("door", rooms=ANY_ROOM)
def _door(stage: Stage) -> None:
    for x, tone in ((420, TEAK), (760, ACACIA)):
        stage.put(door(tone), x, 775)


@shows("timber", rooms=ANY_ROOM)
def _timber(stage: Stage) -> None:
    colour = _WOODS[stage.variant % 3]
    for level in range(6):
        tone = (colour, lighter(colour, 0.1), darker(colour, 0.08))[level % 3]
        stage.put(
            plank(tone),
            600 + stage.rng.uniform(-16, 16),
            795 - level * 52,
            shadow=0.4 if level == 0 else 0.16,
        )


@shows("plywood", rooms=ANY_ROOM)
def _plywood(stage: Stage) -> None:
    for level in range(7):
        stage.put(
            panel(("#d9b483", "#c99f68")[level % 2]),
            600 + stage.rng.uniform(-8, 8),
            790 - level * 36,
            shadow=0.4 if level == 0 else 0.1,
        )


@shows("wood_pellet")
def _wood_pellet(stage: Stage) -> None:
    pellets = heaps.spread_out(seeds.pod("#b98a55", 22, 9, 1), 12)
    heaps.filled(stage, vessels.open_sack(250), pellets, 560, 745, step=27, ground="#8a6238")
    stage.put(plank(RUBBERWOOD, 260, 40), 900, 795)


@shows("charcoal")
def _charcoal(stage: Stage) -> None:
    sticks = [tilted(charcoal_stick(seed), turn) for seed in (1, 2, 3) for turn in (-24, 0, 18, 150)]
    heaps.filled(stage, vessels.basket(), sticks, 600, 745, step=76, ground="#1d1b22", high=0.46)
    heaps.scattered(stage, sticks, 3)


@shows("rubber_sheet")
def _rubber_sheet(stage: Stage) -> None:
    pole = Cutout(900, 34)
    pole.shape(rounded(4, 4, 896, 30, 12), weaves.timber(ink.RATTAN))
    pole.veil(rounded(4, 4, 896, 30, 12), ink.NIGHT, 0.4, ink.slope)
    stage.lay(pole.finished(), 600, 262, shadow=0.2)
    for i in range(4):
        tone = ("#b9772e", "#a8672a", "#c08638", "#9a5c26")[i]
        stage.lay(rubber_sheet(tone), 285 + i * 210, 468, shadow=0.26, drop=(14, 12))
    stage.put(rubber_block(), 600, 800)


@shows("rubber_block")
def _rubber_block(stage: Stage) -> None:
    heaps.pyramid(stage, [rubber_block(), rubber_block("#9a7440")], 2, 790, 400, 146)


@shows("latex")
def _latex(stage: Stage) -> None:
    stage.put(latex_cup(), 420, 800, shadow=0.3)
    stage.put(rubber_block("#efe6d0"), 790, 790)


@shows("cement")
def _cement(stage: Stage) -> None:
    heaps.in_row(
        stage, [vessels.full_sack("#b3aca0", ink.CLAY, pantry.leaf_mark("#5a5f6a"))] * 2, 745, 330, x=470
    )
    stage.put(heaps.grain_heap("#8f8c88", 150, 80, grain=3, count=500), 860, 795)


@shows("brick")
def _brick(stage: Stage) -> None:
    for level, count in ((0, 5), (1, 4), (2, 3), (3, 2)):
        for i in range(count):
            tone = stage.rng.choice((ink.CLAY, "#a94f34", "#c2653f"))
            stage.put(
                brick(tone),
                600 + (i - (count - 1) / 2) * 158,
                790 - level * 66,
                shadow=0.36 if level == 0 else 0.1,
            )


@shows("tile", rooms=ANY_ROOM)
def _tile(stage: Stage) -> None:
    sets = (("#e9e6da", ink.INDIGO), ("#d9a78a", ink.CLAY), ("#c9d6cc", ink.RIVER))
    glaze, figure = sets[stage.variant % 3]
    for x, y, turn in ((420, 480, 6), (790, 490, -8), (600, 600, 2)):
        stage.lay(tilted(floor_tile(glaze, figure), turn), x, y, shadow=0.34)


@shows("roofing")
def _roofing(stage: Stage) -> None:
    for level, tone in enumerate(("#7d8794", "#b5483f", "#3f6f9a", "#5f8a5c")):
        stage.put(roof_sheet(tone), 600 + level * 8, 795 - level * 52, shadow=0.4 if level == 0 else 0.2)


@shows("steel_bar")
def _steel_bar(stage: Stage) -> None:
    stage.put(bundle_of_bars("#6f7480"), 600, 785)
    stage.put(tilted(bundle_of_bars("#7d6a60"), 5), 620, 660, shadow=0.2)


@shows("pipe")
def _pipe(stage: Stage) -> None:
    stage.put(bundle_of_bars("#9fb4c9", hollow=True), 600, 790)
    stage.put(tilted(bundle_of_bars("#c9a05a", hollow=True), 6), 600, 640, shadow=0.2)


@shows("stone")
def _stone(stage: Stage) -> None:
    stones = [
        tilted(_rock(tone), turn) for tone in ("#8a8d94", "#77797f", "#9a938a") for turn in (0, 70, 150, 220)
    ]
    heaps.dome(stage, stones, 600, 690, 340, 220, step=72, ground="#5f6066", flat=0.26)


@lru_cache(maxsize=4)
def _rock(colour: Colour) -> Picture:
    sheet = Cutout(130, 110)
    sheet.shape([(10, 64), (30, 22), (76, 8), (118, 36), (122, 78), (80, 102), (28, 94)], round_body(colour))
    sheet.tint([(30, 22), (76, 8), (70, 50), (40, 60)], "#ffffff", 0.16)
    sheet.tint([(70, 50), (118, 36), (122, 78), (80, 102)], ink.NIGHT, 0.2)
    return sheet.finished()


@shows("machine")
def _machine(stage: Stage) -> None:
    stage.put(rice_mill((ink.LEAF, "#c0452f", "#3f5f86")[stage.variant % 3]), 540, 770)
    heaps.filled_with_grain(stage, vessels.basket(110), "#f0e9d8", 850, 790, grain=6)


@shows("pump")
def _pump(stage: Stage) -> None:
    stage.put(pump(("#c0452f", "#3f7d4a", "#d39a3f")[stage.variant % 3]), 600, 775)


@shows("solar")
def _solar(stage: Stage) -> None:
    stage.put(solar_panel(), 430, 755)
    stage.put(solar_panel(), 800, 785)


@shows("farm_tools")
def _farm_tools(stage: Stage) -> None:
    for y, turn in ((560, 8), (640, -4)):
        stage.lay(tilted(hoe(), turn), 600, y)
    stage.lay(sickle(), 420, 680)
    stage.lay(tilted(sickle(), 200), 780, 690)


@shows("carton_box")
def _carton_box(stage: Stage) -> None:
    mark = pantry.leaf_mark()
    stage.put(vessels.carton("#c99a5f", ink.CLAY, mark, 380, 280), 430, 735)
    stage.put(vessels.carton("#d3a970", ink.INDIGO, mark, 280, 200), 820, 760)
    stage.put(vessels.carton("#b98a50", ink.FOREST, mark, 220, 140), 610, 800)


@shows("woven_sack", rooms=LIGHT_ROOMS[1:] + DEEP_ROOMS)
def _woven_sack(stage: Stage) -> None:
    heaps.in_row(
        stage,
        [
            vessels.full_sack(tone, label, pantry.ear_mark(label), 250, 340)
            for tone, label in (("#f1ead6", ink.RIVER), ("#e3c98f", ink.CLAY), ("#dfe6ea", ink.INDIGO))
        ],
        770,
        290,
    )


@shows("detergent")
def _detergent(stage: Stage) -> None:
    heaps.in_row(
        stage,
        [
            vessels.bottle(
                tone, ink.RIVER, pantry.drop_mark("#5aa5c0"), cap=ink.CREAM, wide=190, tall=400, neck=0.24
            )
            for tone in ("#7fb5c9", "#9fc59a", "#d9a7b9")
        ],
        755,
        240,
    )


@shows("cosmetics", rooms=ANY_ROOM)
def _cosmetics(stage: Stage) -> None:
    stage.put(
        vessels.bottle("#e9d3c0", ink.LOTUS, pantry.leaf_mark(), cap=ink.SUN, wide=140, tall=360, neck=0.22),
        400,
        750,
    )
    stage.put(vessels.jar("#f3e6d8", ink.LOTUS, pantry.leaf_mark(), wide=210, tall=240), 610, 765)
    stage.put(
        vessels.bottle(
            "#cfd9b9", ink.FOREST, pantry.leaf_mark(), cap=ink.CREAM, wide=130, tall=300, neck=0.3
        ),
        810,
        755,
    )
    stage.lay(tilted(roots.dried_herbs("#8f9f6a"), 6).resize((240, 150)), 930, 780)


@shows("kitchen_pot", rooms=ANY_ROOM)
def _kitchen_pot(stage: Stage) -> None:
    for x, bottom, wide in ((420, 745, 1.0), (800, 755, 0.8)):
        picture = _pot()
        stage.put(
            picture.resize(
                (round(picture.width * wide), round(picture.height * wide)), Image.Resampling.LANCZOS
            ),
            x,
            bottom,
        )


@lru_cache(maxsize=1)
def _pot() -> Picture:
    """A lidded metal pot with two handles."""
    sheet = Cutout(460, 330)
    for x, start in ((40, 90), (420, -90)):
        sheet.stroke(arc(x, 180, 34, 34, start, start + 180), 15, "#3d4150", cut=True)
    body = rounded(50, 130, 410, 316, 34)
    sheet.shape(body, "#b9c0cc")
    sheet.veil(body, ink.NIGHT, 0.65, ink.barrel)
    lid = smooth([(40, 132), (90, 80), (230, 58), (370, 80), (420, 132), (230, 150)], steps=8)
    sheet.shape(lid, round_body("#c9d0da"))
    sheet.shape(rounded(204, 30, 256, 68, 12), ink.BARK)
    sheet.stroke([(96, 150), (92, 290)], [6, 16, 6], "#ffffff", 0.5)
    return sheet.finished()
