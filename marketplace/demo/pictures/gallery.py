"""The list of goods that can be drawn, filled by the modules that draw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .stage import DEEP_ROOMS, LIGHT_ROOMS, Room, Stage

Scene = Callable[[Stage], None]

SCENES: dict[str, tuple[Scene, Sequence[Room]]] = {}
ANY_ROOM = LIGHT_ROOMS + DEEP_ROOMS


def shows(*kinds: str, rooms: Sequence[Room] = LIGHT_ROOMS) -> Callable[[Scene], Scene]:
    """Declare that a function sets the table for these kinds of good. Pale goods ask for DEEP_ROOMS."""

    def enter(scene: Scene) -> Scene:
        for kind in kinds:
            SCENES[kind] = (scene, rooms)
        return scene

    return enter
