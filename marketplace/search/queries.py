"""Saved searches, how far the index surely is, and whether it is being built anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.search.models import FedMeanwhile, IndexBuild, LookAgain, LookAgainGroup, SavedSearch

#: No transaction that publishes takes longer from its moment of publication to its commit.
LONGEST_PUBLICATION = timedelta(minutes=5)


def list_saved(person: Person) -> list[SavedSearch]:
    """What this person has saved, by name."""
    own = select(SavedSearch).where(SavedSearch.person_id == person.id)
    return list(db.session.scalars(own.order_by(SavedSearch.name, SavedSearch.id)))


def count_saved(person: Person) -> int:
    """How many searches this person has saved."""
    own = select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == person.id)
    return db.session.scalar(own)


def get_saved(person: Person, id: int) -> SavedSearch:
    """One search of this person; somebody else's does not exist."""
    saved = db.session.scalar(
        select(SavedSearch).where(SavedSearch.id == id, SavedSearch.person_id == person.id)
    )
    if saved is None:
        raise NotFound("saved search")
    return saved


def find_saved(id: int) -> SavedSearch | None:
    """A search whose letter somebody holds in hand; None when it has been deleted since."""
    return db.session.get(SavedSearch, id)


def list_due(limit: int) -> list[int]:
    """Keys of the searches to look at now."""
    due = select(SavedSearch.id).where(SavedSearch.next_at <= clock.now())
    return list(db.session.scalars(due.order_by(SavedSearch.next_at, SavedSearch.id).limit(limit)))


def surely_indexed_until() -> datetime:
    """Everything published up to this moment is in the index: what comes later may still be on its way."""
    moments = (LookAgain.created_at, LookAgainGroup.created_at, FedMeanwhile.since)
    oldest = [db.session.scalar(select(func.min(moment))) for moment in moments]
    return min([clock.now(), *filter(None, oldest)]) - LONGEST_PUBLICATION


def find_build() -> IndexBuild | None:
    """The building that is ordered or under way, if there is one."""
    return db.session.scalar(select(IndexBuild).where(IndexBuild.ended_at.is_(None)).limit(1))


def find_last_build() -> IndexBuild | None:
    """The newest building that has ended, if there has been one."""
    ended = select(IndexBuild).where(IndexBuild.ended_at.is_not(None))
    return db.session.scalar(ended.order_by(IndexBuild.id.desc()).limit(1))
