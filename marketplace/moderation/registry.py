"""Which kinds of things are reviewed. Filled once by ``wiring.py``; the desk knows no room above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.kernel.content import Field
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.translated import Translated


@dataclass(frozen=True)
class ReviewFacts:
    """What the queue shows and filters by."""

    title: Translated
    organization_id: int | None
    country: str = ""
    province: str = ""
    category: str = ""


@dataclass(frozen=True)
class Reviewable:
    """One reviewed kind."""

    model: type
    label: object
    #: Endpoint of the page where members edit it, called with ``id``.
    edit_endpoint: str
    #: Each: (revision, thing) → list of ``hints.Hint``.
    hints: tuple[Callable, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The content, field by field."""
        return self.model.CONTENT


_kinds: dict[str, Reviewable] = {}


def register(reviewable: Reviewable) -> None:
    """Called by ``wiring.py`` for each kind."""
    _kinds[reviewable.model.__tablename__] = reviewable


def reviewable(kind: str) -> Reviewable:
    """The description of one kind, by table name."""
    if kind not in _kinds:
        raise NotFound(kind)
    return _kinds[kind]


def list_kinds() -> dict[str, Reviewable]:
    """All kinds by table name."""
    return dict(_kinds)


def subject_of(revision):
    """The thing a revision is about."""
    thing = db.session.get(reviewable(revision.subject_kind).model, revision.subject_id)
    if thing is None:
        raise NotFound(revision.subject_kind)
    return thing
