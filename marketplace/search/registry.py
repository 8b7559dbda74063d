"""Which kinds of things are searched. Filled once by ``wiring.py``; the room itself knows none above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select

from marketplace.kernel.errors import NotFound
from marketplace.search.engine import SearchDoc


@dataclass(frozen=True)
class Searchable:
    """One searched kind.

    ``load(keys)`` gives those of the things that are public now, ``document(thing)`` what the index keeps
    of one, ``list_keys(after, limit)`` the keys of all public ones in rising order.
    ``keys_in_group(group, key)`` is a select of the keys that a look-again row for a whole group stands
    for, or None. ``card(thing, lang)`` gives the arguments of the kind's card macro.
    """

    kind: str
    load: Callable[[list[int]], list]
    document: Callable[[object], SearchDoc]
    list_keys: Callable[[int, int], list[int]]
    keys_in_group: Callable[[str, int], Select | None]
    card: Callable[[object, str], dict]


_kinds: dict[str, Searchable] = {}


def register(one: Searchable) -> None:
    """Called by ``wiring.py`` for each kind."""
    _kinds[one.kind] = one


def searchable(kind: str) -> Searchable:
    """The description of one kind."""
    if kind not in _kinds:
        raise NotFound(kind)
    return _kinds[kind]


def list_searchables() -> dict[str, Searchable]:
    """All kinds by name."""
    return _kinds
