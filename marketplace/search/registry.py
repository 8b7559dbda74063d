"""Which kinds of things are searched. Filled once by ``wiring.py``; the room itself knows none above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.search.engine import SearchDoc

#: A database takes only so many values in one statement.
KEYS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Searchable:
    """One searched kind: a model with the selects ``public()`` and ``public_in_lists()``.

    ``document(thing)`` is what the index keeps of one thing, ``card(thing, lang)`` the arguments of the card
    macro of its kind, ``path(thing)`` its page as letters name it. ``groups`` tells which things belong to a
    group that is looked at again as a whole, as a condition for the group's key:
    ``{"booth_listings": lambda key: Product.booth_id == int(key)}``.
    """

    kind: str
    model: type
    document: Callable[[object], SearchDoc]
    card: Callable[[object, str], dict]
    path: Callable[[object], str]
    groups: Mapping[str, Callable[[str], ColumnElement[bool]]] = field(default_factory=dict)

    def load(self, keys: list[int]) -> list:
        """Those of these things that strangers may see now, in no order."""
        return list(db.session.scalars(self.model.public().where(self.model.id.in_(keys))))

    def load_for_list(self, keys: list[int]) -> list:
        """The same with what a list of hits says of them, and no more."""
        return list(db.session.scalars(_in_list(self.model), {"keys": keys}))

    def count_public(self) -> int:
        """How many of these things strangers may see now."""
        return db.session.scalar(select(func.count()).select_from(self.model.public().subquery()))

    def list_keys(self, after: int, limit: int) -> list[int]:
        """The next keys of public things after this one, rising."""
        return self._list_rising(self.model.public().with_only_columns(self.model.id), after, limit)

    def list_group(self, group: str, key: str, after: int, limit: int) -> list[int]:
        """The next keys of a group after this one, rising; also of things that are not public (any more)."""
        return self._list_rising(select(self.model.id).where(self.groups[group](key)), after, limit)

    def _list_rising(self, keys: Select, after: int, limit: int) -> list[int]:
        next_ones = keys.where(self.model.id > after).order_by(self.model.id).limit(limit)
        return list(db.session.scalars(next_ones))

    def belonging(self, group: str, key: str, keys: list[int]) -> set[int]:
        """Those of these keys that belong to a group."""
        belongs = self.groups[group](key)
        found: set[int] = set()
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = keys[start : start + KEYS_AT_ONCE]
            found.update(db.session.scalars(select(self.model.id).where(belongs, self.model.id.in_(some))))
        return found

    def count_group(self, group: str, key: str) -> int:
        """How many things of this kind belong to a group."""
        return db.session.scalar(select(func.count()).select_from(self.model).where(self.groups[group](key)))


@cache
def _in_list(model: type) -> Select:
    """Put together once: every search asks for its hits."""
    return model.public_in_lists().where(model.id.in_(bindparam("keys", expanding=True)))


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


def list_with_group(group: str) -> list[Searchable]:
    """The kinds in which a group has things, always in the same order; at least one."""
    found = [one for one in _kinds.values() if group in one.groups]
    if not found:
        raise NotFound(group)
    return found
