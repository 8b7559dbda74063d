"""Marks of organizations: a woven monogram or an emblem in a stitched badge. Needs no fonts."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from PIL import Image

from . import ink
from .ink import Colour, Cutout, Points, arc, darker, leaf, lighter, oval, ribbon, rounded, smooth, turned

SIDE = 512
_MIDDLE = SIDE / 2

# Letters as a weaver counts them: five stitches across, seven down, one number per row.
_LETTERS = {
    "A": (14, 17, 17, 31, 17, 17, 17), "B": (30, 17, 17, 30, 17, 17, 30), "C": (14, 17, 16, 16, 16, 17, 14),
    "D": (30, 17, 17, 17, 17, 17, 30), "E": (31, 16, 16, 30, 16, 16, 31), "F": (31, 16, 16, 30, 16, 16, 16),
    "G": (14, 17, 16, 23, 17, 17, 14), "H": (17, 17, 17, 31, 17, 17, 17), "I": (14, 4, 4, 4, 4, 4, 14),
    "J": (7, 2, 2, 2, 2, 18, 12), "K": (17, 18, 20, 24, 20, 18, 17), "L": (16, 16, 16, 16, 16, 16, 31),
    "M": (17, 27, 21, 21, 17, 17, 17), "N": (17, 25, 21, 19, 17, 17, 17), "O": (14, 17, 17, 17, 17, 17, 14),
    "P": (30, 17, 17, 30, 16, 16, 16), "Q": (14, 17, 17, 17, 21, 18, 13), "R": (30, 17, 17, 30, 20, 18, 17),
    "S": (15, 16, 16, 14, 1, 1, 30), "T": (31, 4, 4, 4, 4, 4, 4), "U": (17, 17, 17, 17, 17, 17, 14),
    "V": (17, 17, 17, 17, 17, 10, 4), "W": (17, 17, 17, 21, 21, 27, 17), "X": (17, 17, 10, 4, 10, 17, 17),
    "Y": (17, 17, 10, 4, 4, 4, 4), "Z": (31, 1, 2, 4, 8, 16, 31),
}  # fmt: skip

_COLOURS: tuple[tuple[Colour, Colour, Colour], ...] = (
    (ink.INDIGO, ink.SUN, ink.CREAM),
    (ink.FOREST, "#d9c26a", ink.CREAM),
    (ink.CLAY, ink.SUN, ink.CREAM),
    (ink.RIVER, "#f3d9a0", ink.CREAM),
    ("#6d2f4a", "#e9b45a", ink.CREAM),
    (ink.NIGHT, "#d9773f", ink.CREAM),
    ("#7a5a2e", "#f3d08a", ink.CREAM),
    ("#e9d6a8", ink.CLAY, ink.NIGHT),
)


def draw_logo(name: str, seed: int, emblem: str | None = None) -> Image.Image:
    """The mark of an organization: its initials in cross-stitch, or one of the emblems."""
    rng = random.Random(f"{name}:{seed}")
    ground, thread, light = rng.choice(_COLOURS)
    sheet = Cutout(SIDE, SIDE, 2)
    sheet.shape(rounded(0, 0, SIDE, SIDE, 1), ink.PAPER)
    frame = rng.choice(_FRAMES)
    sheet.shape(frame(226), ink.Glow(lighter(ground, 0.16), ground, darker(ground, 0.3), (0.4, 0.3), 1.1))
    _stitched_line(sheet, frame(204), thread)
    if emblem:
        _EMBLEMS[emblem](sheet, thread, light)
    else:
        _monogram(sheet, _initials(name), light)
        _stitch_band(sheet, thread)
    return sheet.finished().convert("RGB")


def emblems() -> tuple[str, ...]:
    """The emblems a mark can carry instead of initials."""
    return tuple(sorted(_EMBLEMS))


def _initials(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    words = "".join(
        c if c.isascii() and c.isalpha() else " " if c.isspace() or c == "-" else "" for c in plain
    ).split()
    return "".join(word[0] for word in words[:2]).upper() or "M"


# --- frames --------------------------------------------------------------------------------------


def _circle(reach: float) -> Points:
    return oval(_MIDDLE, _MIDDLE, reach, reach, steps=96)


def _hexagon(reach: float) -> Points:
    return smooth(
        [
            point
            for i in range(6)
            for point in (
                turned([(_MIDDLE + reach * 1.02, _MIDDLE)], i * 60 + 30 + lean, (_MIDDLE, _MIDDLE))[0]
                for lean in (-8, 8)
            )
        ],
        steps=6,
    )


def _square(reach: float) -> Points:
    return rounded(
        _MIDDLE - reach * 0.92,
        _MIDDLE - reach * 0.92,
        _MIDDLE + reach * 0.92,
        _MIDDLE + reach * 0.92,
        reach * 0.24,
    )


def _arch(reach: float) -> Points:
    side = reach * 0.84
    return [
        *arc(_MIDDLE, _MIDDLE - reach * 0.08, side, reach * 0.88, 180, 360),
        (_MIDDLE + side, _MIDDLE + reach * 0.96),
        (_MIDDLE - side, _MIDDLE + reach * 0.96),
    ]


_FRAMES: tuple[Callable[[float], Points], ...] = (_circle, _circle, _hexagon, _square, _arch)


def _stitched_line(sheet: Cutout, outline: Points, thread: Colour) -> None:
    """A running stitch along the frame."""
    closed = [*outline, outline[0]]
    walked, last = 0.0, closed[0]
    for point in closed[1:]:
        steps = max(1, round(((point[0] - last[0]) ** 2 + (point[1] - last[1]) ** 2) ** 0.5 / 2))
        for i in range(steps):
            here = (last[0] + (point[0] - last[0]) * i / steps, last[1] + (point[1] - last[1]) * i / steps)
            walked += 2
            if walked % 24 < 15:
                sheet.tint(oval(*here, 3.4, 3.4, steps=8), thread, 1)
        last = point


# --- monogram ------------------------------------------------------------------------------------


def _monogram(sheet: Cutout, initials: str, light: Colour) -> None:
    stitch = 22 if len(initials) == 2 else 30
    wide = len(initials) * 5 * stitch + (len(initials) - 1) * stitch
    left, top = _MIDDLE - wide / 2, _MIDDLE - stitch * 3.9
    for place, letter in enumerate(initials):
        for row, bits in enumerate(_LETTERS[letter]):
            for column in range(5):
                if bits >> (4 - column) & 1:
                    x = left + (place * 6 + column + 0.5) * stitch
                    _cross(sheet, x, top + (row + 0.5) * stitch, stitch * 0.46, light)


def _cross(sheet: Cutout, x: float, y: float, reach: float, colour: Colour) -> None:
    sheet.stroke([(x + reach, y - reach), (x - reach, y + reach)], reach * 0.72, darker(colour, 0.2))
    sheet.stroke([(x - reach, y - reach), (x + reach, y + reach)], reach * 0.72, colour)


def _stitch_band(sheet: Cutout, thread: Colour) -> None:
    """Three lozenges under the letters."""
    for i in range(-2, 3):
        x, y, reach = _MIDDLE + i * 34, _MIDDLE + 122, 13 - abs(i) * 3
        sheet.tint([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)], thread, 1)


# --- emblems -------------------------------------------------------------------------------------


def _leaf_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for turn, tone in ((-130, thread), (-50, thread), (-90, light)):
        sheet.tint(leaf(_MIDDLE, 360, 210 if turn == -90 else 170, 84, turn), tone, 1)
        sheet.stroke(
            turned([(_MIDDLE, 360), (_MIDDLE + 150, 360)], turn, (_MIDDLE, 360)), [7, 2], ink.NIGHT, 0.4
        )
    sheet.stroke([(_MIDDLE, 350), (_MIDDLE, 404)], [10, 6], light)


def _bean_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for x, y, turn, tone in ((216, 270, -28, light), (306, 236, 34, thread)):
        sheet.tint(oval(x, y, 62, 92, turn), tone, 1)
        crease = turned(
            smooth([(x, y - 90), (x - 16, y - 30), (x + 16, y + 30), (x, y + 90)], closed=False), turn, (x, y)
        )
        sheet.stroke(crease, [4, 11, 11, 4], ink.NIGHT, 0.75)


def _river_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    sheet.tint(oval(_MIDDLE, 196, 62, 62), thread, 1)
    for row in range(4):
        y = 264 + row * 34
        half = 140 - row * 18
        wave = smooth(
            [(_MIDDLE - half + i * half / 3, y + (10 if i % 2 else -10)) for i in range(7)], closed=False
        )
        sheet.stroke(wave, [3, 13, 3], light)


def _hill_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    sheet.tint(oval(318, 186, 46, 46), thread, 1)
    sheet.tint(smooth([(110, 348), (196, 200), (250, 262), (300, 214), (400, 348)], steps=4), light, 1)
    for row in range(3):
        sheet.stroke([(130 + row * 14, 372 + row * 18), (382 - row * 14, 372 + row * 18)], 7, thread)


def _ear_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for side in (-1, 0, 1):
        spine = smooth([(_MIDDLE, 390), (_MIDDLE + side * 40, 280), (_MIDDLE + side * 96, 172)], closed=False)
        sheet.stroke(spine, [9, 5], thread)
        for i in range(8, len(spine), 3):
            for lean in (-1, 1):
                sheet.tint(leaf(*spine[i], 44, 18, -90 + side * 32 + lean * 34), light, 1)


def _lotus_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for turn, tone in ((-150, thread), (-30, thread), (-120, light), (-60, light), (-90, thread)):
        sheet.tint(leaf(_MIDDLE, 344, 176, 86, turn), tone, 1)
        sheet.stroke(
            turned([(_MIDDLE + 20, 344), (_MIDDLE + 160, 344)], turn, (_MIDDLE, 344)),
            [2, 5, 1],
            ink.NIGHT,
            0.22,
        )
    sheet.stroke(smooth([(160, 362), (_MIDDLE, 384), (352, 362)], closed=False), [3, 12, 3], light)


def _loom_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for row in range(11):
        for column in range(11):
            reach = abs(row - 5) + abs(column - 5)
            if reach in (1, 3, 5) or (row == 5 and column == 5):
                _cross(
                    sheet,
                    _MIDDLE + (column - 5) * 27,
                    _MIDDLE + (row - 5) * 27,
                    12,
                    thread if reach == 3 else light,
                )


def _fish_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for y, tone, flip in ((212, light, 1), (304, thread, -1)):
        body = smooth(
            [
                (_MIDDLE - flip * 124, y),
                (_MIDDLE - flip * 40, y - 42),
                (_MIDDLE + flip * 54, y - 22),
                (_MIDDLE + flip * 86, y),
                (_MIDDLE + flip * 54, y + 22),
                (_MIDDLE - flip * 40, y + 42),
            ]
        )
        sheet.tint(body, tone, 1)
        sheet.tint(
            [
                (_MIDDLE + flip * 72, y),
                (_MIDDLE + flip * 130, y - 40),
                (_MIDDLE + flip * 112, y),
                (_MIDDLE + flip * 130, y + 40),
            ],
            tone,
            1,
        )
        sheet.tint(oval(_MIDDLE - flip * 86, y - 6, 9, 9), ink.NIGHT, 1)


def _bee_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for lean in (-1, 1):
        sheet.tint(oval(_MIDDLE + lean * 78, 226, 78, 42, lean * 28), light, 0.9)
    body = smooth(
        [
            (_MIDDLE, 160),
            (_MIDDLE + 52, 214),
            (_MIDDLE + 46, 310),
            (_MIDDLE, 386),
            (_MIDDLE - 46, 310),
            (_MIDDLE - 52, 214),
        ]
    )
    sheet.tint(body, thread, 1)
    for y, half in ((236, 50), (278, 50), (318, 40)):
        sheet.stroke(
            smooth([(_MIDDLE - half, y), (_MIDDLE, y + 10), (_MIDDLE + half, y)], closed=False), 17, ink.NIGHT
        )
    for lean in (-1, 1):
        sheet.stroke(
            smooth(
                [(_MIDDLE + lean * 10, 164), (_MIDDLE + lean * 26, 136), (_MIDDLE + lean * 50, 126)],
                closed=False,
            ),
            6,
            light,
        )


def _pot_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    body = smooth(
        [
            (214, 150),
            (298, 150),
            (292, 190),
            (366, 256),
            (352, 330),
            (300, 386),
            (212, 386),
            (160, 330),
            (146, 256),
            (220, 190),
        ]
    )
    sheet.tint(body, light, 1)
    for y in (246, 262, 320):
        sheet.stroke(smooth([(150, y), (_MIDDLE, y + 22), (362, y)], closed=False), 7, thread)
    for i in range(-2, 3):
        x = _MIDDLE + i * 36
        sheet.tint([(x - 13, 296), (x, 280), (x + 13, 296), (x, 312)], ink.NIGHT, 0.75)


def _tree_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    sheet.stroke(smooth([(_MIDDLE, 394), (_MIDDLE - 4, 310), (_MIDDLE, 240)], closed=False), [30, 18], light)
    for x, y, radius in ((_MIDDLE, 196, 66), (190, 246, 54), (322, 246, 54), (220, 178, 44), (296, 178, 44)):
        sheet.tint(oval(x, y, radius, radius * 0.86), thread, 1)
    for x, y in ((206, 240), (256, 186), (304, 236), (240, 262), (288, 178)):
        sheet.tint(oval(x, y, 10, 10), light, 1)


def _roof_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    """The tall roof of a highland communal house."""
    sheet.tint(smooth([(150, 330), (208, 130), (304, 130), (362, 330)], steps=3), thread, 1)
    for row in range(4):
        half = 46 + row * 22
        sheet.stroke([(_MIDDLE - half, 182 + row * 42), (_MIDDLE + half, 182 + row * 42)], 7, ink.NIGHT, 0.4)
    sheet.tint(rounded(186, 326, 326, 372, 4), light, 1)
    for x in (196, 256, 316):
        sheet.stroke([(x, 366), (x, 404)], 12, light)


def _wheel_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for i in range(10):
        tooth = turned(
            [
                (_MIDDLE + 108, _MIDDLE - 22),
                (_MIDDLE + 140, _MIDDLE - 15),
                (_MIDDLE + 140, _MIDDLE + 15),
                (_MIDDLE + 108, _MIDDLE + 22),
            ],
            i * 36,
            (_MIDDLE, _MIDDLE),
        )
        sheet.tint(tooth, light, 1)
    sheet.tint(oval(_MIDDLE, _MIDDLE, 116, 116), light, 1)
    sheet.tint(oval(_MIDDLE, _MIDDLE, 80, 80), ink.NIGHT, 0.85)
    for turn in (-120, -60):
        sheet.tint(leaf(_MIDDLE, _MIDDLE + 56, 110, 48, turn), thread, 1)


def _fruit_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    sheet.tint(oval(_MIDDLE, 290, 100, 94), thread, 1)
    sheet.tint(oval(_MIDDLE - 36, 256, 22, 14, -30), light, 0.8)
    sheet.stroke(
        smooth([(_MIDDLE, 206), (_MIDDLE + 4, 176), (_MIDDLE + 20, 150)], closed=False), [12, 8], light
    )
    sheet.tint(leaf(_MIDDLE + 8, 182, 104, 46, -24), light, 1)


def _chair_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    for x in (182, 314):
        sheet.stroke([(x, 140), (x + 8, 390)], 20, light)
    for y in (156, 196, 236):
        sheet.stroke(_slat(184, 318, y), 16, thread)
    sheet.tint([(176, 278), (334, 278), (352, 312), (164, 312)], thread, 1)
    for x in (176, 336):
        sheet.stroke([(x, 306), (x, 404)], 18, light)


def _slat(left: float, right: float, y: float) -> Points:
    """A slat that bows a little upwards."""
    return smooth([(left, y), ((left + right) / 2, y - 8), (right, y)], closed=False)


def _drop_emblem(sheet: Cutout, thread: Colour, light: Colour) -> None:
    sheet.tint(
        smooth(
            [
                (_MIDDLE, 122),
                (_MIDDLE + 44, 216),
                (_MIDDLE + 92, 306),
                (_MIDDLE, 392),
                (_MIDDLE - 92, 306),
                (_MIDDLE - 44, 216),
            ]
        ),
        light,
        1,
    )
    sheet.tint(ribbon(smooth([(204, 300), (216, 344), (254, 362)], closed=False), [6, 16, 6]), thread, 1)


_EMBLEMS: dict[str, Callable[[Cutout, Colour, Colour], None]] = {
    "bean": _bean_emblem,
    "bee": _bee_emblem,
    "chair": _chair_emblem,
    "drop": _drop_emblem,
    "ear": _ear_emblem,
    "fish": _fish_emblem,
    "fruit": _fruit_emblem,
    "hill": _hill_emblem,
    "leaf": _leaf_emblem,
    "loom": _loom_emblem,
    "lotus": _lotus_emblem,
    "pot": _pot_emblem,
    "river": _river_emblem,
    "roof": _roof_emblem,
    "tree": _tree_emblem,
    "wheel": _wheel_emblem,
}
