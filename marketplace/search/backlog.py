"""How far the index is behind the database, and what an engine refused: for those who watch it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.search.documents import Thing
from marketplace.search.feed import LONGEST_WAIT, look_again
from marketplace.search.models import DeadLetter, FedMeanwhile, IndexBuild, LookAgain, LookAgainGroup
from marketplace.search.registry import list_with_group


@dataclass(frozen=True)
class Backlog:
    """How far the index is behind."""

    #: Things to be looked at again, those of groups included.
    rows: int
    #: When the oldest was written that nobody works on.
    oldest_at: datetime | None
    #: Those of them that wait because the engine did not answer.
    postponed: int
    groups: list[LookAgainGroup]

    @property
    def begun(self) -> list[LookAgainGroup]:
        """The groups that are being worked through."""
        return [group for group in self.groups if group.total is not None]

    @property
    def not_begun(self) -> dict[str, list[LookAgainGroup]]:
        """The groups that nobody has begun, by kind: fresh reference data leaves hundreds of one kind."""
        waiting: dict[str, list[LookAgainGroup]] = {}
        for group in self.groups:
            if group.total is None:
                waiting.setdefault(group.kind, []).append(group)
        return waiting

    @property
    def oldest_seconds(self) -> int:
        """How long the oldest has waited."""
        return int((clock.now() - self.oldest_at).total_seconds()) if self.oldest_at else 0

    @property
    def is_late(self) -> bool:
        """Has something waited longer than any healthy worker lets it wait?"""
        return self.oldest_seconds > LONGEST_WAIT.total_seconds()


def measure_backlog() -> Backlog:
    """What waits to be looked at again."""
    is_being_built = select(IndexBuild.id).where(IndexBuild.ended_at.is_(None)).exists()
    rows, oldest, postponed, again = db.session.execute(
        select(
            func.count(LookAgain.id),
            func.min(LookAgain.created_at),
            func.count(LookAgain.id).filter(LookAgain.attempts > 0),
            select(func.count(FedMeanwhile.kind)).where(~is_being_built).scalar_subquery(),
        )
    ).one()
    groups = list(db.session.scalars(select(LookAgainGroup).order_by(LookAgainGroup.id)))
    # A large group takes its time while it moves on; only what nobody has begun is old.
    moments = [group.created_at for group in groups if group.total is None or group.attempts]
    oldest = min([oldest, *moments] if oldest else moments, default=None)
    return Backlog(
        rows + again + sum(group.left for group in groups),
        oldest,
        postponed + sum(group.left for group in groups if group.attempts),
        groups,
    )


def list_waiting(things: set[Thing]) -> set[Thing]:
    """Those of these things that will be looked at again anyway, by themselves or with a group."""
    waiting: set[Thing] = set()
    for table in (LookAgain, FedMeanwhile):
        waiting |= things & {tuple(row) for row in db.session.execute(select(table.kind, table.object_id))}
    for group in db.session.scalars(select(LookAgainGroup)):
        for one in list_with_group(group.kind):
            keys = [key for kind, key in things if kind == one.kind]
            waiting |= {(one.kind, key) for key in one.belonging(group.kind, group.key, keys)}
    return waiting


def count_dead_letters() -> int:
    """How many documents an engine refused."""
    return db.session.scalar(select(func.count(DeadLetter.id)))


def list_dead_letters(limit: int = 200) -> list[DeadLetter]:
    """What the engine refused, newest first."""
    return list(db.session.scalars(select(DeadLetter).order_by(DeadLetter.id.desc()).limit(limit)))


def retry_refused(ids: Iterable[int] | None = None) -> int:
    """Look again at what was refused, all or these letters; returns how many. Refused again, parked again."""
    letters = list(
        db.session.execute(_chosen(select(DeadLetter.id, DeadLetter.kind, DeadLetter.object_id), ids))
    )
    look_again((letter.kind, letter.object_id) for letter in letters)
    return forget_refused([letter.id for letter in letters])


def forget_refused(ids: Iterable[int] | None = None) -> int:
    """Take refused documents off the list, all or these; returns how many. The index does without them."""
    return db.session.execute(_chosen(delete(DeadLetter), ids)).rowcount


def _chosen(statement, ids: Iterable[int] | None):
    return statement if ids is None else statement.where(DeadLetter.id.in_(list(ids)))
