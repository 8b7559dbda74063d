"""How goods lie: in heaps, in vessels, in rows and pyramids."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image

from . import ink, vessels
from .ink import Colour, Cutout, arc, darker, lighter
from .stage import Stage

Items = Sequence[Image.Image]


def spread_out(item: Image.Image, count: int = 12) -> tuple[Image.Image, ...]:
    """The same thing turned to `count` sides, so that a heap does not look stamped."""
    return tuple(item.rotate(360 * i / count, Image.Resampling.BICUBIC, expand=True) for i in range(count))


def dome(
    stage: Stage,
    items: Items,
    x: float,
    y: float,
    half: float,
    high: float,
    *,
    step: float,
    ground: Colour,
    flat: float = 0.24,
) -> None:
    """A heap with its widest line at y: closely laid things over a dark ground."""
    half, high = half - step * 0.3, high - step * 0.3
    outline = [*arc(x, y, half * 0.94, high * 0.9, 180, 360), *arc(x, y, half * 0.94, half * flat, 0, 180)]
    base = Cutout(round(half * 2 + 4), round(high + half * flat + 4), 2)
    base.shape([(px - x + half + 2, py - y + high + 2) for px, py in outline], darker(ground, 0.35))
    stage.canvas.paste(
        base.colour.reduce(2), (round(x - half - 2), round(y - high - 2)), base.outline.reduce(2)
    )
    for place in _places(stage.rng, x, y, half, high, half * flat - step * 0.3, step):
        stage.lay(stage.rng.choice(items), *place, shadow=0.32, drop=(2, 4))


def _places(
    rng: random.Random, x: float, y: float, half: float, high: float, low: float, step: float
) -> list[tuple[float, float]]:
    """Jittered places inside the heap, the highest first, so that the front covers the back."""
    places = []
    rows = math.ceil((high + low) / (step * 0.8))
    for row in range(rows + 1):
        down = -high + row * (high + low) / rows
        tall = high if down < 0 else low
        reach = half * math.sqrt(max(0.0, 1 - (down / tall) ** 2)) * 0.96
        count = max(1, round(2 * reach / step))
        for i in range(count):
            along = (i + 0.5) / count * 2 - 1
            places.append(
                (x + along * reach + rng.uniform(-0.3, 0.3) * step, y + down + rng.uniform(-0.3, 0.3) * step)
            )
    return places


@contextmanager
def inside(stage: Stage, vessel: vessels.Vessel, x: float, bottom: float) -> Iterator[float]:
    """Lay things between the back and the front of an open vessel; gives the height of its mouth."""
    left, top = round(x - vessel.back.width / 2), round(bottom - vessel.back.height)
    stage.shade(x + 10, bottom - 12, vessel.back.width * 0.56, 0.5)
    stage.canvas.paste(vessel.back, (left, top), vessel.back)
    yield top + vessel.mouth_y
    stage.canvas.paste(vessel.front, (left, top), vessel.front)


def empty(stage: Stage, vessel: vessels.Vessel, x: float, bottom: float) -> None:
    """An open vessel with nothing in it, for sale itself."""
    with inside(stage, vessel, x, bottom):
        pass


def filled(
    stage: Stage,
    vessel: vessels.Vessel,
    items: Items,
    x: float,
    bottom: float,
    *,
    step: float,
    ground: Colour,
    high: float = 0.55,
) -> None:
    """A vessel heaped with things."""
    with inside(stage, vessel, x, bottom) as mouth_y:
        half, tall = vessel.mouth * 0.93, vessel.mouth * high
        dome(stage, items, x, mouth_y + 4, half, tall, step=step, ground=ground)


@lru_cache(maxsize=48)
def grain_heap(colour: Colour, half: int, high: int, *, grain: float = 5.0, count: int = 900) -> Image.Image:
    """A heap of something fine (rice, salt, sesame, ground coffee) as one cut-out."""
    low = round(half * 0.22)
    sheet = Cutout(half * 2 + 8, high + low + 8, 2)
    x, y = half + 4, high + 4
    outline = [*arc(x, y, half, high, 180, 360), *arc(x, y, half, low, 0, 180)]
    sheet.shape(outline, ink.Glow(lighter(colour, 0.3), colour, darker(colour, 0.3), (0.36, 0.2), 1.1))
    rng = random.Random(f"grain {colour} {half} {high}")
    for _ in range(count):
        share = rng.random() ** 0.6
        angle = rng.uniform(0, math.tau)
        px = x + math.cos(angle) * share * half * 0.985
        py = y + math.sin(angle) * share * (high if math.sin(angle) < 0 else low) * 0.985
        turn = rng.uniform(0, 180)
        tone = rng.choice(
            (lighter(colour, 0.45), lighter(colour, 0.25), darker(colour, 0.18), darker(colour, 0.3))
        )
        spine = ink.turned([(px - grain, py), (px, py - grain * 0.12), (px + grain, py)], turn, (px, py))
        sheet.stroke(spine, [grain * 0.25, grain * 0.85, grain * 0.25], tone, 0.8)
    return sheet.finished()


def filled_with_grain(
    stage: Stage,
    vessel: vessels.Vessel,
    colour: Colour,
    x: float,
    bottom: float,
    *,
    high: float = 0.5,
    grain: float = 5.0,
    count: int = 900,
) -> None:
    """A vessel heaped with something fine."""
    half = round(vessel.mouth * 0.94)
    heap = grain_heap(colour, half, round(vessel.mouth * high), grain=grain, count=count)
    with inside(stage, vessel, x, bottom) as mouth_y:
        stage.put(heap, x, mouth_y + half * 0.22 + 8, shadow=0)


def scattered(
    stage: Stage,
    items: Items,
    count: int,
    *,
    left: float = 230,
    right: float = 970,
    top: float = 752,
    bottom: float = 800,
) -> None:
    """A few things that rolled away, in front."""
    places = sorted(
        ((stage.rng.uniform(left, right), stage.rng.uniform(top, bottom)) for _ in range(count)),
        key=lambda p: p[1],
    )
    for x, y in places:
        stage.lay(stage.rng.choice(items), x, y, shadow=0.36, drop=(3, 5))


def in_row(
    stage: Stage, items: Items, bottom: float, step: float, *, x: float = 600, shadow: float = 0.42
) -> None:
    """Things standing side by side around x."""
    first = x - step * (len(items) - 1) / 2
    for i, item in enumerate(items):
        stage.put(
            item,
            first + i * step + stage.rng.uniform(-6, 6),
            bottom + stage.rng.uniform(-4, 4),
            shadow=shadow,
        )


def pyramid(
    stage: Stage, items: Items, base: int, bottom: float, step: float, rise: float, *, x: float = 600
) -> None:
    """Round things stacked as on a market stall: back rows first, the top one last."""
    for level in range(min(base, 3)):
        count = base - level
        for i in range(count):
            item = stage.rng.choice(items)
            stage.put(
                item,
                x + (i - (count - 1) / 2) * step + stage.rng.uniform(-5, 5),
                bottom - level * rise + stage.rng.uniform(-3, 3),
                shadow=0.42 if level == 0 else 0.22,
            )
