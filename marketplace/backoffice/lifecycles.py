"""Every lifecycle of the house as text and diagrams: what ``flask states`` prints, docs/states.md keeps."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import marketplace
from marketplace.kernel.machine import Machine, Move

INTRODUCTION = """\
# Lifecycles

Written by `flask states`; do not edit. Each table is the one that the code, the buttons and the tests read.
"""


def list_machines() -> list[tuple[str, Machine]]:
    """(room, machine) of every table of moves, rooms in the order of their names."""
    return [
        (room, value)
        for room in _rooms_with_states()
        for value in vars(import_module(f"marketplace.{room}.states")).values()
        if isinstance(value, Machine)
    ]


def _rooms_with_states() -> Iterator[str]:
    for room in pkgutil.iter_modules(marketplace.__path__):
        package = import_module(f"marketplace.{room.name}") if room.ispkg else None
        if package and any(module.name == "states" for module in pkgutil.iter_modules(package.__path__)):
            yield room.name


def describe_all() -> str:
    """The whole page, in Markdown with Mermaid diagrams."""
    return "\n".join([INTRODUCTION, *(describe(room, machine) for room, machine in list_machines())])


def describe(room: str, machine: Machine) -> str:
    """One lifecycle: its states, its moves, its diagram."""
    lines = [
        f"## {machine.name} ({room})",
        "",
        "| state | on pages | tone |",
        "|---|---|---|",
        *(f"| {state.value} | {state.label} | {state.tone} |" for state in machine.states),
        "",
        "| verb | from | to | who may | on the button | needs a note |",
        "|---|---|---|---|---|---|",
        *(_line(move) for move in machine.moves),
        "",
        "```mermaid",
        *_diagram(machine),
        "```",
        "",
    ]
    return "\n".join(lines)


def _line(move: Move) -> str:
    starts = ", ".join(state.value for state in move.starts)
    who = ", ".join(sorted(move.who))
    note = "yes" if move.needs_note else ""
    return f"| {move.verb} | {starts} | {move.ends.value} | {who} | {move.label} | {note} |"


def _diagram(machine: Machine) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.first.value}"
    for move in machine.moves:
        for start in move.starts:
            yield f"    {start.value} --> {move.ends.value}: {move.verb}"
