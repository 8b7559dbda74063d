"""The drawing kit of the demonstration region: colours, curves and cut-outs.

Every good, vessel and landscape is built from the same few moves, so that four hundred pictures
look like the work of one illustrator. A cut-out is drawn three times too large and reduced at the
end: that is where the smooth edges come from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageOps

Point = tuple[float, float]
Points = Sequence[Point]
Colour = str | tuple[int, int, int]
Picture = Image.Image

PAPER = "#f7efe0"
CREAM = "#fff6e2"
NIGHT = "#1d2140"
INDIGO = "#2c3f74"
RIVER = "#3c7b80"
LEAF = "#5f8a3c"
FOREST = "#2f5a3d"
OCHRE = "#d39a3f"
RATTAN = "#c4914f"
CLAY = "#b9583a"
LOTUS = "#c9647a"
WOOD = "#8a5a35"
BARK = "#5a3a26"
SUN = "#f0b94a"


def rgb(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue of a colour given as "#rrggbb" or already as three numbers."""
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


def mix(one: Colour, other: Colour, share: float) -> tuple[int, int, int]:
    """`share` of the other colour stirred into the first."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)  # type: ignore[return-value]


def darker(colour: Colour, share: float = 0.25) -> tuple[int, int, int]:
    """The colour in shade. Shade is indigo night, never black: that keeps the pictures warm."""
    return mix(colour, NIGHT, share)


def lighter(colour: Colour, share: float = 0.25) -> tuple[int, int, int]:
    """The colour in the light of a paper lamp."""
    return mix(colour, CREAM, share)


# --- curves ------------------------------------------------------------------------------------


def smooth(points: Points, *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A soft curve through the points (Catmull–Rom)."""
    count = len(points)
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        before, here, there, after = (
            _neighbour(points, i + offset, closed=closed) for offset in (-1, 0, 1, 2)
        )
        curve += [_catmull_rom(before, here, there, after, step / steps) for step in range(steps)]
    if not closed:
        curve.append(points[-1])
    return curve


def _neighbour(points: Points, index: int, *, closed: bool) -> Point:
    return points[index % len(points)] if closed else points[min(max(index, 0), len(points) - 1)]


def _catmull_rom(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        )

    return along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])


def oval(x: float, y: float, across: float, tall: float, turn: float = 0, steps: int = 56) -> list[Point]:
    """An ellipse around (x, y) with half-axes `across` and `tall`, turned by degrees."""
    return turned(
        [
            (x + across * math.cos(math.tau * i / steps), y + tall * math.sin(math.tau * i / steps))
            for i in range(steps)
        ],
        turn,
        (x, y),
    )


def arc(
    x: float, y: float, across: float, tall: float, start: float, end: float, steps: int = 28
) -> list[Point]:
    """A piece of an ellipse from `start` to `end` degrees, clockwise from three o'clock."""
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + across * math.cos(a), y + tall * math.sin(a)) for a in angles]


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    """A rectangle with soft corners."""
    corners = (
        (right - radius, top + radius, 270),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    )
    return [point for x, y, start in corners for point in arc(x, y, radius, radius, start, start + 90, 6)]


def leaf(x: float, y: float, length: float, width: float, turn: float = 0, bend: float = 0.0) -> list[Point]:
    """A leaf whose stalk is at (x, y), pointing right before it is turned."""
    upper = [(0, 0), (0.18, -0.55), (0.45, -0.98), (0.72, -0.72), (1, 0)]
    lower = [(0.72, 0.66), (0.45, 0.95), (0.18, 0.58)]
    outline = [
        (x + u * length, y + v * width / 2 + bend * length * math.sin(math.pi * u))
        for u, v in (*upper, *lower)
    ]
    return turned(smooth(outline), turn, (x, y))


def turned(points: Points, degrees: float, about: Point = (0, 0)) -> list[Point]:
    """The points turned clockwise (screen sense) about a pivot."""
    if not degrees:
        return list(points)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ax, ay = about
    return [(ax + (x - ax) * cos - (y - ay) * sin, ay + (x - ax) * sin + (y - ay) * cos) for x, y in points]


def moved(points: Points, right: float, down: float) -> list[Point]:
    """The points shifted."""
    return [(x + right, y + down) for x, y in points]


def ribbon(spine: Points, widths: Sequence[float] | float) -> list[Point]:
    """The outline of a brush stroke along a spine; `widths` may taper from end to end."""
    if isinstance(widths, int | float):
        widths = [widths]
    left, right = [], []
    last = len(spine) - 1
    for i, (x, y) in enumerate(spine):
        (ax, ay), (bx, by) = spine[max(i - 1, 0)], spine[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = _width_at(widths, i / last) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def _width_at(widths: Sequence[float], share: float) -> float:
    place = share * (len(widths) - 1)
    index = min(int(place), len(widths) - 2) if len(widths) > 1 else 0
    follower = widths[min(index + 1, len(widths) - 1)]
    return widths[index] + (follower - widths[index]) * (place - index)


# --- paints ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _radial() -> Image.Image:
    """0 in the middle, 255 at the middle of each side and beyond (Pillow's own reaches only the corners)."""
    return Image.radial_gradient("L").point(lambda value: min(255, round(value * math.sqrt(2))))


@dataclass(frozen=True)
class Glow:
    """A round body in lamp light: bright where the light falls, dark on the far side."""

    light: Colour
    body: Colour
    dark: Colour
    at: Point = (0.36, 0.28)
    reach: float = 1.0

    def image(self, size: tuple[int, int]) -> Image.Image:
        return ImageOps.colorize(
            distance(size, self.at, self.reach), self.light, self.dark, self.body, midpoint=115
        )


@dataclass(frozen=True)
class Fade:
    """One colour running into another, downwards or (sideways) to the right."""

    start: Colour
    end: Colour
    sideways: bool = False

    def image(self, size: tuple[int, int]) -> Image.Image:
        return ImageOps.colorize(slope(size, sideways=self.sideways), self.start, self.end)


@dataclass(frozen=True, eq=False)
class Cloth:
    """A tile repeated over the whole shape: weave, sacking, wood grain. Equal only to itself."""

    tile: Image.Image

    def image(self, size: tuple[int, int]) -> Image.Image:
        sheet = Image.new("RGB", size)
        for left in range(0, size[0], self.tile.width):
            for top in range(0, size[1], self.tile.height):
                sheet.paste(self.tile, (left, top))
        return sheet


Paint = Colour | Glow | Fade | Cloth


def round_body(colour: Colour, *, at: Point = (0.36, 0.28), depth: float = 1.0) -> Glow:
    """The usual glow of a fruit, a bean or a pot in one colour."""
    return Glow(lighter(colour, 0.42 * depth), colour, darker(colour, 0.46 * depth), at)


def distance(size: tuple[int, int], at: Point, reach: float) -> Image.Image:
    """How far each pixel is from a point (a share of width and height): 0 there, 255 at `reach`."""
    width, height = size
    across, down = 128 / (reach * width), 128 / (reach * height)
    matrix = (across, 0, 128 - at[0] * width * across, 0, down, 128 - at[1] * height * down)
    return _radial().transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=255)


def slope(size: tuple[int, int], *, sideways: bool = False) -> Image.Image:
    """A ramp from 0 to 255 downwards, or to the right."""
    ramp = Image.linear_gradient("L")
    if sideways:
        ramp = ramp.transpose(Image.Transpose.ROTATE_90)
    return ramp.resize(size, Image.Resampling.BILINEAR)


def barrel(size: tuple[int, int]) -> Image.Image:
    """The shade on something round and upright: dark at both sides, darkest on the right."""
    profile = bytes(
        round(255 * min(1, abs(i / 63 - 0.36) ** 1.7 * (1.6 if i / 63 > 0.36 else 2.4))) for i in range(64)
    )
    return Image.frombytes("L", (64, 1), profile).resize(size, Image.Resampling.BICUBIC)


# --- cut-outs ----------------------------------------------------------------------------------


class Cutout:
    """One thing on a transparent sheet. Colour and outline are kept apart while it is drawn, so
    that shade can be laid on freely and never leaves the outline."""

    def __init__(self, width: int, height: int, scale: int = 3) -> None:
        self.scale = scale
        self.colour = Image.new("RGB", (width * scale, height * scale), rgb(WOOD))
        self.outline = Image.new("L", self.colour.size)
        self._brush = ImageDraw.Draw(self.colour, "RGBA")
        self._knife = ImageDraw.Draw(self.outline)

    def _scaled(self, points: Points) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def shape(self, points: Points, paint: Paint) -> None:
        """An opaque piece: adds to the outline."""
        scaled = self._scaled(points)
        self._knife.polygon(scaled, fill=255)
        if isinstance(paint, str | tuple):
            self._brush.polygon(scaled, fill=rgb(paint))
            return
        self._through(scaled, lambda size: (paint.image(size), None))

    def tint(self, points: Points, colour: Colour, strength: float) -> None:
        """A flat, see-through veil over what is already there."""
        self._brush.polygon(self._scaled(points), fill=(*rgb(colour), round(255 * strength)))

    def veil(
        self, points: Points, colour: Colour, strength: float, fall: Callable[[tuple[int, int]], Image.Image]
    ) -> None:
        """A see-through veil that grows with `fall` (barrel, slope, distance): this gives volume."""

        def content(size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
            return Image.new("RGB", size, rgb(colour)), fall(size).point(
                lambda value: round(value * strength)
            )

        self._through(self._scaled(points), content)

    def stroke(
        self,
        spine: Points,
        widths: Sequence[float] | float,
        colour: Colour,
        strength: float = 1.0,
        *,
        cut: bool = False,
    ) -> None:
        """A brush stroke; with `cut` it also belongs to the outline (stalks, handles)."""
        outline = ribbon(spine, widths)
        if cut:
            self._knife.polygon(self._scaled(outline), fill=255)
        self.tint(outline, colour, strength)

    def _through(
        self,
        scaled: Points,
        content: Callable[[tuple[int, int]], tuple[Image.Image, Image.Image | None]],
    ) -> None:
        """Lay an image through a hole of the given form, thinned by a second mask if there is one."""
        left, top = (math.floor(min(p[i] for p in scaled)) for i in (0, 1))
        right, bottom = (math.ceil(max(p[i] for p in scaled)) + 1 for i in (0, 1))
        size = (max(right - left, 2), max(bottom - top, 2))
        hole = Image.new("L", size)
        ImageDraw.Draw(hole).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        image, thin = content(size)
        self.colour.paste(image, (left, top), ImageChops.multiply(hole, thin) if thin else hole)

    def stick(self, other: Image.Image, left: float, top: float) -> None:
        """Lay a finished cut-out on this one (a label on a bag, beans in a bowl)."""
        large = other.resize((other.width * self.scale, other.height * self.scale), Image.Resampling.BICUBIC)
        place = (round(left * self.scale), round(top * self.scale))
        alpha = large.getchannel("A")
        self.colour.paste(large, place, alpha)
        self.outline.paste(255, place, alpha)

    def finished(self) -> Image.Image:
        """The cut-out at its true size, edges smoothed, transparent around."""
        sheet = self.colour.convert("RGBA")
        sheet.putalpha(self.outline)
        return sheet.reduce(self.scale)


def tilted(picture: Picture, degrees: float) -> Picture:
    """A finished cut-out turned counter-clockwise, on a sheet that grows with it."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
