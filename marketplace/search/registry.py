"""Which kinds of things are searched. Filled once by ``wiring.py``; the room itself knows none above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.search.engine import SearchDoc


@dataclass(frozen=True)
class Searchable:
    """One searched kind: a model with a ``public()`` select.

    ``document(thing)`` is what the index keeps of one thing, ``card(thing, lang)`` the arguments of the card
    macro of its kind. ``groups`` names the column whose value a look-again row for a whole group carries:
    ``{"booth_listings": Product.booth_id}``.
    """

    kind: str
    model: type
    document: Callable[[object], SearchDoc]
    card: Callable[[object, str], dict]
    groups: Mapping[str, InstrumentedAttribute] = field(default_factory=dict)

    def load(self, keys: list[int]) -> list:
        """Those of these things that strangers may see now, in no order."""
        return list(db.session.scalars(self.model.public().where(self.model.id.in_(keys))))

    def list_keys(self, after: int, limit: int) -> list[int]:
        """The next keys of public things after this one, rising."""
        rising = (
            self.model.public()
            .with_only_columns(self.model.id)
            .where(self.model.id > after)
            .order_by(self.model.id)
            .limit(limit)
        )
        return list(db.session.scalars(rising))

    def keys_in_group(self, group: str, key: int) -> Select | None:
        """Select of the keys that a look-again row for a whole group stands for; None if it has none here."""
        column = self.groups.get(group)
        return None if column is None else select(self.model.id).where(column == key)


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
