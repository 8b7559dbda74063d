"""Landscapes of the region for the banners of booths: river, terraces, plateau, coast, forest …"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops

from . import ink, stage, weaves
from .ink import Colour, Cutout, Fade, Point, arc, darker, leaf, lighter, mix, oval, ribbon, rounded, smooth

WIDTH, HEIGHT = 1600, 500
_RUNNER = 30


@dataclass(frozen=True)
class Sky:
    """The hour of a landscape: sky, sun and the haze that far hills fade into."""

    top: Colour
    low: Colour
    sun: Colour
    haze: Colour


_SKIES = (
    Sky("#8fb9d6", "#f6ead0", "#fff6dc", "#c9d8dc"),
    Sky("#f0b96a", "#fbe9c6", "#fff3d0", "#ecc9a0"),
    Sky("#4a5a92", "#e7b08c", "#f8d795", "#b59aa8"),
    Sky("#9cc9c0", "#f7f0da", "#fffbe8", "#c3dcd2"),
)


class View:
    """A landscape being painted, from far to near."""

    def __init__(self, theme: str, seed: int) -> None:
        self.rng = random.Random(f"{theme}:{seed}")
        self.sky = _SKIES[(seed + self.rng.randrange(len(_SKIES))) % len(_SKIES)]
        self.sheet = Cutout(WIDTH, HEIGHT, 2)
        self.sheet.shape([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], Fade(self.sky.top, self.sky.low))
        self.sun = (self.rng.uniform(280, 1320), self.rng.uniform(110, 170))
        for radius, strength in ((120, 0.16), (92, 0.26), (66, 1.0)):
            self.sheet.tint(oval(*self.sun, radius, radius), self.sky.sun, strength)
        self._clouds()

    def _clouds(self) -> None:
        for _ in range(4):
            x, y = self.rng.uniform(0, WIDTH), self.rng.uniform(40, 190)
            long = self.rng.uniform(120, 260)
            self.sheet.tint(
                ribbon([(x, y), (x + long / 2, y - 6), (x + long, y)], [3, 18, 3]), ink.CREAM, 0.42
            )
            self.sheet.tint(ribbon([(x + 40, y + 16), (x + long * 0.9, y + 14)], [2, 11, 2]), ink.CREAM, 0.32)

    def far(self, colour: Colour, distance: float) -> Colour:
        """A colour seen through the haze: distance 0 is near, 1 is the horizon."""
        return mix(colour, self.sky.haze, distance)

    def ridge(
        self, base: float, swing: float, colour: Colour, *, bumps: int = 9, low: float = HEIGHT
    ) -> list[Point]:
        """A line of hills across the whole picture; returns its crest."""
        points = [(WIDTH * i / bumps, base + self.rng.uniform(-swing, swing)) for i in range(-1, bumps + 2)]
        crest = smooth(points, closed=False, steps=10)
        self.sheet.shape(
            [*crest, (WIDTH + 200, low), (-200, low)], Fade(lighter(colour, 0.1), darker(colour, 0.2))
        )
        return crest

    def ground(self, top: float, colour: Colour) -> None:
        self.sheet.shape(
            [(0, top), (WIDTH, top), (WIDTH, HEIGHT), (0, HEIGHT)],
            Fade(lighter(colour, 0.14), darker(colour, 0.2)),
        )

    def finished(self) -> Image.Image:
        picture = self.sheet.finished().convert("RGB")
        band = weaves.brocade(ink.INDIGO, ink.SUN, ink.CREAM, height=30)
        runner = band.image((WIDTH * 3, _RUNNER * 3)).reduce(3)
        picture.paste(runner, (0, HEIGHT - _RUNNER))
        picture.paste(ink.rgb(ink.SUN), (0, HEIGHT - _RUNNER - 3, WIDTH, HEIGHT - _RUNNER))
        return ImageChops.soft_light(picture, stage.grain((WIDTH, HEIGHT)))


# --- things in a landscape -----------------------------------------------------------------------


def _palm_tree(view: View, x: float, foot: float, tall: float, colour: Colour) -> None:
    lean = view.rng.uniform(-18, 18)
    view.sheet.tint(
        ribbon(
            smooth([(x, foot), (x + lean * 0.4, foot - tall * 0.5), (x + lean, foot - tall)], closed=False),
            [tall * 0.08, tall * 0.045],
        ),
        darker("#7a6248", 0.2),
        1,
    )
    for turn in (-170, -140, -110, -70, -40, -10, 20, 160):
        view.sheet.tint(
            leaf(
                x + lean,
                foot - tall,
                tall * 0.46,
                tall * 0.11,
                turn + view.rng.uniform(-8, 8),
                bend=0.1 if abs(turn) < 90 else -0.1,
            ),
            colour if turn % 20 else lighter(colour, 0.12),
            1,
        )


def _round_tree(
    view: View, x: float, foot: float, size: float, colour: Colour, fruit: Colour | None = None
) -> None:
    view.sheet.tint(ribbon([(x, foot), (x, foot - size * 0.8)], [size * 0.2, size * 0.12]), ink.BARK, 1)
    for dx, dy, share in ((0, -1.2, 0.62), (-0.42, -0.92, 0.46), (0.42, -0.92, 0.46)):
        view.sheet.tint(
            oval(x + dx * size, foot + dy * size, size * share, size * share * 0.86), darker(colour, 0.14), 1
        )
        view.sheet.tint(
            oval(
                x + dx * size - size * 0.06,
                foot + dy * size - size * 0.08,
                size * share * 0.84,
                size * share * 0.7,
            ),
            lighter(colour, 0.12),
            1,
        )
    if fruit:
        for _ in range(9):
            angle, reach = view.rng.uniform(0, math.tau), view.rng.uniform(0, 0.6) * size
            view.sheet.tint(
                oval(
                    x + math.cos(angle) * reach,
                    foot - size + math.sin(angle) * reach * 0.8,
                    size * 0.075,
                    size * 0.075,
                ),
                fruit,
                1,
            )


def _house(view: View, x: float, foot: float, size: float, roof: Colour) -> None:
    """A house on stilts."""
    for dx in (-0.7, -0.25, 0.25, 0.7):
        view.sheet.tint(
            ribbon([(x + dx * size, foot), (x + dx * size, foot - size * 0.4)], [size * 0.07]), ink.BARK, 1
        )
    view.sheet.tint(
        [
            (x - size * 0.84, foot - size * 0.36),
            (x + size * 0.84, foot - size * 0.36),
            (x + size * 0.84, foot - size * 0.86),
            (x - size * 0.84, foot - size * 0.86),
        ],
        "#b98a58",
        1,
    )
    view.sheet.tint(
        [
            (x - size * 0.14, foot - size * 0.38),
            (x + size * 0.14, foot - size * 0.38),
            (x + size * 0.14, foot - size * 0.74),
            (x - size * 0.14, foot - size * 0.74),
        ],
        ink.BARK,
        0.85,
    )
    view.sheet.tint(
        [
            (x - size * 1.06, foot - size * 0.82),
            (x - size * 0.5, foot - size * 1.42),
            (x + size * 0.5, foot - size * 1.42),
            (x + size * 1.06, foot - size * 0.82),
        ],
        roof,
        1,
    )
    view.sheet.tint(
        [
            (x, foot - size * 1.42),
            (x + size * 0.5, foot - size * 1.42),
            (x + size * 1.06, foot - size * 0.82),
            (x, foot - size * 0.82),
        ],
        darker(roof, 0.3),
        0.5,
    )


def _communal_house(view: View, x: float, foot: float, size: float) -> None:
    """The tall-roofed communal house of the central highlands."""
    for dx in (-0.6, -0.2, 0.2, 0.6):
        view.sheet.tint(
            ribbon([(x + dx * size, foot), (x + dx * size, foot - size * 0.5)], [size * 0.07]), ink.BARK, 1
        )
    view.sheet.tint(
        [
            (x - size * 0.74, foot - size * 0.3),
            (x + size * 0.74, foot - size * 0.3),
            (x + size * 0.74, foot - size * 0.62),
            (x - size * 0.74, foot - size * 0.62),
        ],
        "#a9743a",
        1,
    )
    roof = smooth(
        [
            (x - size * 0.92, foot - size * 0.56),
            (x - size * 0.56, foot - size * 1.7),
            (x - size * 0.36, foot - size * 2.2),
            (x + size * 0.36, foot - size * 2.2),
            (x + size * 0.56, foot - size * 1.7),
            (x + size * 0.92, foot - size * 0.56),
        ],
        steps=6,
    )
    view.sheet.tint(roof, "#8a5f36", 1)
    view.sheet.tint(
        [
            (x, foot - size * 2.2),
            (x + size * 0.36, foot - size * 2.2),
            (x + size * 0.9, foot - size * 0.58),
            (x, foot - size * 0.58),
        ],
        ink.NIGHT,
        0.28,
    )
    for row in range(5):
        half = size * (0.46 + row * 0.09)
        view.sheet.stroke(
            [(x - half, foot - size * (1.84 - row * 0.28)), (x + half, foot - size * (1.84 - row * 0.28))],
            size * 0.03,
            ink.NIGHT,
            0.3,
        )


def _longboat(view: View, x: float, y: float, long: float) -> None:
    hull = smooth(
        [
            (x - long, y - long * 0.12),
            (x - long * 0.5, y + 2),
            (x + long * 0.5, y + 2),
            (x + long, y - long * 0.14),
            (x + long * 0.6, y + long * 0.1),
            (x - long * 0.6, y + long * 0.1),
        ]
    )
    view.sheet.tint(hull, darker(ink.WOOD, 0.25), 1)
    view.sheet.tint(arc(x, y, long * 0.36, long * 0.26, 180, 360), ink.RATTAN, 1)
    view.sheet.tint(
        ribbon([(x - long * 0.62, y - 2), (x - long * 0.62, y - long * 0.3)], [long * 0.1, long * 0.06]),
        ink.INDIGO,
        1,
    )
    view.sheet.tint(
        [
            (x - long * 0.8, y - long * 0.28),
            (x - long * 0.62, y - long * 0.42),
            (x - long * 0.44, y - long * 0.28),
        ],
        "#e8d3a0",
        1,
    )
    view.sheet.tint(
        ribbon([(x - long * 0.8, y + long * 0.16), (x + long * 0.8, y + long * 0.16)], [1, long * 0.06, 1]),
        ink.NIGHT,
        0.22,
    )


def _glints(view: View, top: float, bottom: float, count: int, colour: Colour = ink.CREAM) -> None:
    """Light on water: short strokes, longer towards the front."""
    for _ in range(count):
        y = view.rng.uniform(top, bottom)
        long = 20 + 90 * (y - top) / (bottom - top) * view.rng.uniform(0.4, 1)
        x = view.rng.uniform(-40, WIDTH)
        view.sheet.tint(
            ribbon([(x, y), (x + long / 2, y - 1.5), (x + long, y)], [0.5, 4, 0.5]),
            colour,
            view.rng.uniform(0.14, 0.45),
        )


# --- themes --------------------------------------------------------------------------------------


def _river(view: View) -> None:
    view.ridge(236, 40, view.far(ink.FOREST, 0.72))
    view.ridge(276, 26, view.far(ink.FOREST, 0.45), bumps=12)
    view.sheet.shape(
        [(0, 312), (WIDTH, 304), (WIDTH, HEIGHT), (0, HEIGHT)], Fade(view.far("#6fa3ac", 0.4), "#2f6b78")
    )
    view.sheet.tint(ribbon([(view.sun[0], 310), (view.sun[0], HEIGHT)], [60, 220]), view.sky.sun, 0.26)
    _glints(view, 318, 470, 90)
    for x, y, long in ((view.rng.uniform(300, 620), 372, 66), (view.rng.uniform(900, 1300), 420, 100)):
        _longboat(view, x, y, long)
    for x in (60, 130, 1480, 1560, 1420):
        _palm_tree(view, x, 350 + view.rng.uniform(0, 40), view.rng.uniform(130, 200), "#3f6f45")


def _terraces(view: View) -> None:
    view.ridge(190, 50, view.far(ink.FOREST, 0.7))
    view.ridge(240, 36, view.far("#5f8a3c", 0.45))
    tones = ("#9fb34a", "#c9b84e", "#7fa84a", "#d9c05a", "#6f9a45")
    for row in range(9):
        y = 266 + row * 24 + row * row * 0.6
        shift = view.rng.uniform(-60, 60)
        crest = smooth(
            [(WIDTH * i / 8 + shift, y + 22 * math.sin(i * 0.9 + row * 0.7)) for i in range(-1, 10)],
            closed=False,
            steps=10,
        )
        view.sheet.shape(
            [*crest, (WIDTH + 300, HEIGHT), (-300, HEIGHT)],
            view.far(tones[row % 5], max(0.0, 0.34 - row * 0.05)),
        )
        view.sheet.stroke(crest, [3, 5, 3], ink.CREAM, 0.34)
        view.sheet.stroke([(px, py + 7) for px, py in crest], [3, 7, 3], ink.NIGHT, 0.16)
    for x, y in ((420, 330), (1130, 360)):
        _house(view, x + view.rng.uniform(-60, 60), y, 40, "#8a5f36")


def _plateau(view: View) -> None:
    cliff = view.far("#6f6a78", 0.35)
    view.ridge(200, 12, view.far(ink.FOREST, 0.66), bumps=6)
    top = smooth(
        [(-40, 232), (240, 222), (470, 232), (640, 226), (820, 236), (1100, 224), (1660, 238)], closed=False
    )
    view.sheet.shape([*top, (WIDTH + 60, 350), (-60, 350)], Fade(view.far(ink.FOREST, 0.3), cliff))
    fall = view.rng.choice((420, 760, 1180))
    for dx, wide in ((-16, 12), (8, 20), (30, 9)):
        view.sheet.tint(
            ribbon(
                smooth([(fall + dx, 230), (fall + dx + 3, 290), (fall + dx - 2, 356)], closed=False),
                [wide * 0.7, wide, wide * 1.5],
            ),
            "#fffdf6",
            0.85,
        )
    view.sheet.tint(oval(fall + 6, 356, 84, 15), ink.CREAM, 0.5)
    view.ridge(352, 12, view.far("#4f7a3c", 0.12), bumps=8)
    _rows_of_bushes(view, 372, "#2f5a35", "#c02f2f")


def _rows_of_bushes(view: View, top: float, colour: Colour, berries: Colour | None) -> None:
    """Coffee or tea in rows, larger towards the front."""
    y, row = top, 0
    while y < HEIGHT:
        size = 15 + (y - top) * 0.17
        for i in range(round(WIDTH / (size * 1.7)) + 2):
            x = i * size * 1.7 + (size * 0.85 if row % 2 else 0) + view.rng.uniform(-4, 4)
            view.sheet.tint(oval(x, y, size, size * 0.72), darker(colour, 0.16), 1)
            view.sheet.tint(
                oval(x - size * 0.1, y - size * 0.14, size * 0.8, size * 0.5), lighter(colour, 0.14), 1
            )
            if berries:
                for _ in range(4):
                    view.sheet.tint(
                        oval(
                            x + view.rng.uniform(-0.7, 0.7) * size,
                            y + view.rng.uniform(-0.4, 0.5) * size,
                            size * 0.11,
                            size * 0.11,
                            steps=10,
                        ),
                        berries,
                        1,
                    )
        y += size * 1.05
        row += 1


def _coast(view: View) -> None:
    view.ridge(250, 30, view.far("#4f7a6a", 0.66), bumps=5, low=300)
    view.sheet.shape(
        [(0, 282), (WIDTH, 282), (WIDTH, HEIGHT), (0, HEIGHT)], Fade(view.far("#4f9aa8", 0.4), "#2a6f88")
    )
    view.sheet.tint(ribbon([(view.sun[0], 284), (view.sun[0], 420)], [50, 190]), view.sky.sun, 0.3)
    _glints(view, 290, 410, 80)
    for x, y, size in (
        (view.rng.uniform(200, 480), 318, 40),
        (view.rng.uniform(700, 900), 346, 58),
        (view.rng.uniform(1080, 1380), 326, 46),
    ):
        _fishing_boat(view, x, y, size)
    sand = smooth([(-60, 440), (300, 404), (700, 428), (1100, 410), (1660, 440)], closed=False)
    view.sheet.shape([*sand, (WIDTH + 80, HEIGHT), (-80, HEIGHT)], Fade("#efdcae", "#d3b57a"))
    view.sheet.stroke(sand, [4, 12, 4], "#fffdf6", 0.8)
    for x in (240, 1240, 1330):
        view.sheet.tint(oval(x, 442, 46, 17), "#8a5a30", 1)
        view.sheet.tint(oval(x, 436, 38, 12), "#5a3a22", 1)
    for x in (70, 1530):
        _palm_tree(view, x, 450, 210, "#3f7a4a")


def _fishing_boat(view: View, x: float, y: float, size: float) -> None:
    hull = [
        (x - size * 1.2, y - size * 0.3),
        (x + size * 1.3, y - size * 0.42),
        (x + size * 0.9, y + size * 0.16),
        (x - size * 0.9, y + size * 0.16),
    ]
    view.sheet.tint(hull, "#2f5f8a", 1)
    view.sheet.tint(
        [
            (hull[0][0], hull[0][1]),
            (hull[1][0], hull[1][1]),
            (x + size * 1.2, y - size * 0.24),
            (x - size * 1.1, y - size * 0.14),
        ],
        "#c9452f",
        1,
    )
    view.sheet.tint(
        [
            (x - size * 0.5, y - size * 0.3),
            (x - size * 0.5, y - size * 0.82),
            (x + size * 0.2, y - size * 0.82),
            (x + size * 0.2, y - size * 0.34),
        ],
        ink.CREAM,
        1,
    )
    view.sheet.tint(
        ribbon([(x + size * 0.5, y - size * 0.3), (x + size * 0.5, y - size * 1.4)], [size * 0.08]),
        ink.BARK,
        1,
    )
    view.sheet.tint(
        [
            (x + size * 0.5, y - size * 1.4),
            (x + size * 0.96, y - size * 1.22),
            (x + size * 0.5, y - size * 1.06),
        ],
        ink.SUN,
        1,
    )
    view.sheet.tint(
        ribbon([(x - size, y + size * 0.24), (x + size, y + size * 0.24)], [1, size * 0.1, 1]),
        ink.NIGHT,
        0.24,
    )


def _forest(view: View) -> None:
    """A rubber plantation: straight rows, light between the trunks."""
    view.ridge(230, 26, view.far("#5f8a3c", 0.5), bumps=10)
    view.ground(330, "#8fa05a")
    view.sheet.tint([(760, 330), (840, 330), (1120, HEIGHT), (480, HEIGHT)], "#d9c08a", 0.8)
    for depth in range(6):
        share = depth / 5
        foot = 336 + share**1.6 * 150
        thick, tall = 6 + share * 26, 150 + share * 330
        for side in (-1, 1):
            for column in range(4):
                x = 800 + side * (70 + share * 190 + column * (120 + share * 190))
                if -80 < x < WIDTH + 80:
                    tone = view.far("#a08c74", 0.5 - share * 0.5)
                    view.sheet.tint(
                        ribbon([(x, foot), (x, foot - tall)], [thick * 1.15, thick * 0.8]), tone, 1
                    )
                    view.sheet.tint(
                        ribbon([(x + thick * 0.3, foot), (x + thick * 0.3, foot - tall)], [thick * 0.4]),
                        ink.NIGHT,
                        0.2,
                    )
                    if depth > 2:
                        view.sheet.tint(
                            oval(x - thick * 0.2, foot - tall * 0.22, thick * 0.5, thick * 0.2), "#33313c", 1
                        )
    for _ in range(90):
        x, y = view.rng.uniform(-40, WIDTH + 40), view.rng.uniform(-40, 150)
        if abs(x - 800) > (150 - y) * 1.1:
            size = view.rng.uniform(50, 100)
            view.sheet.tint(
                oval(x, y, size, size * 0.6),
                view.rng.choice(("#4f7d3c", "#5f8f45", "#3f6b38", "#79a551")),
                0.86,
            )


def _highland(view: View) -> None:
    view.ridge(200, 46, view.far("#5f7a8a", 0.66), bumps=6)
    view.ridge(262, 34, view.far("#6f8f4a", 0.4))
    view.ridge(330, 20, "#b9683f", bumps=7)
    for row in range(3):
        for i in range(17):
            x = i * 100 + row * 46 + view.rng.uniform(-8, 8)
            foot = 372 + row * 44
            tall = 78 + row * 20
            if abs(x - 1080) > 130 or row:
                view.sheet.tint(
                    ribbon([(x, foot), (x, foot - tall)], [26 + row * 6, 20 + row * 5]), "#3f6b38", 1
                )
                view.sheet.tint(ribbon([(x - 5, foot), (x - 5, foot - tall)], [10 + row * 2]), "#6f9a4a", 0.8)
    _communal_house(view, 1080, 384, 74)
    _house(view, 1260, 392, 40, "#9a5a3a")


def _orchard(view: View) -> None:
    view.ridge(230, 36, view.far(ink.FOREST, 0.62))
    view.ridge(290, 18, view.far("#6f9a4a", 0.3), bumps=8)
    view.ground(336, "#9cb35a")
    fruit = view.rng.choice(("#e9b43a", "#d6c555", "#c9452f", "#e2832f"))
    for row in range(4):
        size = 34 + row * 17
        for i in range(round(WIDTH / (size * 2.6)) + 2):
            _round_tree(
                view, i * size * 2.6 + (size * 1.3 if row % 2 else 0), 372 + row * 36, size, "#4f8a42", fruit
            )


def _paddy(view: View) -> None:
    view.ridge(250, 24, view.far(ink.FOREST, 0.66))
    view.ground(300, "#a9b84e")
    for i in range(-8, 9):
        view.sheet.stroke([(800 + i * 46, 302), (800 + i * 240, HEIGHT)], [2, 9], "#6f8a3a", 0.5)
    for y in (322, 352, 396, 450):
        view.sheet.stroke([(0, y), (WIDTH, y + 4)], [3, 7], "#e9dc9a", 0.6)
    for x in (180, 260, 1380, 1480, 640):
        _palm_tree(view, x, 336, view.rng.uniform(90, 150), "#3f7a4a")
    _house(view, 430, 348, 50, "#8a5f36")
    _house(view, 1180, 340, 40, "#9a5a3a")
    for _ in range(240):
        x, y = view.rng.uniform(0, WIDTH), view.rng.uniform(400, 480)
        view.sheet.stroke(
            [(x, y), (x + view.rng.uniform(-5, 5), y - 24)],
            [3, 1],
            view.rng.choice(("#cfd06a", "#7f9a3a", "#e2c65a")),
            0.9,
        )


def _village(view: View) -> None:
    """A craft village: roofs, kilns and their smoke."""
    view.ridge(240, 30, view.far(ink.FOREST, 0.6))
    view.ground(350, "#c9a56a")
    for x, foot, size in ((160, 372, 60), (420, 366, 52), (1010, 368, 58), (1290, 372, 64), (1500, 366, 50)):
        _house(view, x, foot, size, view.rng.choice(("#b5583f", "#8a5f36", "#a9653f")))
    for x, size in ((690, 84), (830, 66)):
        view.sheet.tint(
            [*arc(x, 400, size, size * 1.15, 180, 360), (x + size, 404), (x - size, 404)], "#a9553a", 1
        )
        view.sheet.tint([*arc(x, 402, size * 0.32, size * 0.46, 180, 360)], ink.SUN, 1)
        view.sheet.tint(ribbon([(x, 400 - size), (x, 400 - size * 1.6)], [size * 0.3]), "#8a4a34", 1)
        plume = smooth(
            [
                (x, 396 - size * 1.6),
                (x + 26, 330 - size * 1.6),
                (x - 6, 280 - size * 1.6),
                (x + 40, 230 - size * 1.6),
            ],
            closed=False,
        )
        view.sheet.tint(ribbon(plume, [14, 40, 56, 20]), ink.CREAM, 0.45)
    for i in range(20):
        x = 60 + i * 80 + view.rng.uniform(-16, 16)
        tall = view.rng.uniform(34, 58)
        view.sheet.tint(
            smooth(
                [
                    (x - 12, 468 - tall),
                    (x + 12, 468 - tall),
                    (x + 26, 468 - tall * 0.4),
                    (x + 14, 466),
                    (x - 14, 466),
                    (x - 26, 468 - tall * 0.4),
                ]
            ),
            view.rng.choice((ink.CLAY, "#d9c9a4", ink.RIVER, "#8a4a34")),
            1,
        )


def _loom(view: View) -> None:
    """Warp threads and the cloth growing from them."""
    view.sheet.shape([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], Fade("#3a2a3e", "#5a3a3a"))
    tones = (ink.CREAM, ink.SUN, "#c9645a", "#7fa3c0", ink.CREAM)
    for i in range(320):
        x = i * 5
        view.sheet.stroke([(x, 0), (x + 2, 300)], 2.4, tones[(i // 16) % 5], 0.75)
    for top, ground, first, second in (
        (250, ink.INDIGO, ink.SUN, ink.CREAM),
        (340, "#7a2f3a", ink.CREAM, ink.SUN),
        (410, ink.NIGHT, "#d9773f", ink.CREAM),
    ):
        view.sheet.shape(
            [(0, top), (WIDTH, top), (WIDTH, top + 92), (0, top + 92)],
            weaves.brocade(ground, first, second, 90),
        )
        view.sheet.stroke([(0, top), (WIDTH, top)], 5, first)
    bar = rounded(-20, 224, WIDTH + 20, 250, 10)
    view.sheet.shape(bar, weaves.timber(ink.WOOD))
    view.sheet.shape(
        smooth([(560, 130), (700, 108), (880, 108), (1020, 130), (880, 152), (700, 152)]),
        weaves.timber("#b98450"),
    )
    view.sheet.tint(oval(790, 130, 90, 12), ink.CLAY, 1)


def _industry(view: View) -> None:
    view.ridge(260, 22, view.far(ink.FOREST, 0.66))
    view.ground(360, "#a9a58a")
    for left, count, tone in ((90, 4, "#7d93a8"), (620, 5, "#b9a58a"), (1180, 3, "#8a9a8a")):
        for i in range(count):
            x = left + i * 92
            view.sheet.tint(
                [(x, 362), (x, 282), (x + 60, 236), (x + 60, 282), (x + 92, 282), (x + 92, 362)],
                view.far(tone, 0.18),
                1,
            )
            view.sheet.tint([(x + 8, 300), (x + 52, 300), (x + 52, 322), (x + 8, 322)], ink.SUN, 0.6)
            view.sheet.tint([(x, 282), (x + 60, 236), (x + 60, 250), (x, 296)], darker(tone, 0.3), 0.8)
    view.sheet.tint([(0, 400), (WIDTH, 400), (WIDTH, 456), (0, 456)], "#5a5f6a", 1)
    for i in range(17):
        view.sheet.tint(
            [(i * 100, 426), (i * 100 + 50, 426), (i * 100 + 50, 431), (i * 100, 431)], ink.CREAM, 0.9
        )
    for x, tone in ((300, "#c9452f"), (980, "#2f5f8a")):
        _lorry(view, x + view.rng.uniform(-80, 80), 424, tone)
    for x in (40, 560, 1120, 1560):
        _round_tree(view, x, 392, 34, "#4f8a42")


def _lorry(view: View, x: float, foot: float, tone: Colour) -> None:
    view.sheet.tint(
        [(x, foot - 92), (x + 176, foot - 92), (x + 176, foot - 12), (x, foot - 12)], ink.CREAM, 1
    )
    view.sheet.tint([(x, foot - 60), (x + 176, foot - 60), (x + 176, foot - 42), (x, foot - 42)], tone, 1)
    view.sheet.tint(
        [
            (x + 182, foot - 12),
            (x + 182, foot - 76),
            (x + 224, foot - 76),
            (x + 244, foot - 44),
            (x + 244, foot - 12),
        ],
        tone,
        1,
    )
    view.sheet.tint(
        [(x + 192, foot - 68), (x + 220, foot - 68), (x + 234, foot - 44), (x + 192, foot - 44)], "#cfe3ea", 1
    )
    for wheel in (34, 62, 210):
        view.sheet.tint(oval(x + wheel, foot - 8, 16, 16), ink.NIGHT, 1)
        view.sheet.tint(oval(x + wheel, foot - 8, 7, 7), "#b9bfca", 1)


_THEMES: dict[str, Callable[[View], None]] = {
    "coast": _coast,
    "forest": _forest,
    "highland": _highland,
    "industry": _industry,
    "loom": _loom,
    "orchard": _orchard,
    "paddy": _paddy,
    "plateau": _plateau,
    "river": _river,
    "terraces": _terraces,
    "village": _village,
}


def themes() -> tuple[str, ...]:
    """Every landscape that can be drawn."""
    return tuple(sorted(_THEMES))


def draw_banner(theme: str, seed: int) -> Image.Image:
    """A wide landscape for the head of a booth."""
    view = View(theme, seed)
    _THEMES[theme](view)
    return view.finished()
