"""What waits for review, what was answered, and how long that takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cache
from statistics import median

from flask_babel import gettext as _
from sqlalchemy import bindparam, false, func, or_, select
from sqlalchemy.orm import defer, joinedload, undefer

from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.kernel.history import History, newest_act
from marketplace.kernel.paging import count_pages
from marketplace.moderation.models import Reviewed, Revision
from marketplace.moderation.registry import reviewable
from marketplace.moderation.states import TAKEN_BACK, ReviewState

PAGE_SIZE = 25

#: So long an appeal is kept for an officer other than the one who refused.
SECOND_LOOK_LASTS = timedelta(days=3)

#: The public clock looks at the answers of so many days, newest first, at most so many.
CLOCK_DAYS = 60
CLOCK_ANSWERS = 50
#: Below so many answers a figure would be chance, so none is shown.
CLOCK_NEEDS = 3


#: The parts of a filter that are columns, by the names that addresses use.
FILTERED_BY = {
    "kind": Revision.subject_kind,
    "province": Revision.province,
    "category": Revision.category,
    "country": Revision.country,
}


@dataclass(frozen=True)
class QueueFilter:
    """What an officer wants to see of the queue; empty means everything."""

    kind: str = ""
    province: str = ""
    category: str = ""
    country: str = ""
    is_mine: bool = False

    def conditions(self, officer: Person) -> list:
        """The same as SQL."""
        chosen = [column == value for part, column in FILTERED_BY.items() if (value := getattr(self, part))]
        if self.is_mine:
            chosen += [Revision.claimed_by_id == officer.id, Revision.claimed_until > clock.now()]
        return chosen

    def arguments(self, **changed) -> dict:
        """For an address: what is chosen, with some of it ``changed``."""
        values = asdict(self) | changed
        values["mine"] = "1" if values.pop("is_mine") else ""
        return {name: value for name, value in values.items() if value}


EVERYTHING = QueueFilter()


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue, oldest first."""

    revisions: list[Revision]
    total: int
    number: int

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return count_pages(self.total, PAGE_SIZE)


@dataclass(frozen=True)
class Waiting:
    """How much waits, for the filters and the front page."""

    total: int = 0
    mine: int = 0
    by: dict[str, Counter] = field(default_factory=dict)


def _waiting(officer: Person):
    return Revision.reviewable_by(officer).where(Revision.state == ReviewState.SUBMITTED.value)


def _oldest_first(query):
    return query.order_by(Revision.submitted_at, Revision.id)


@cache
def _for_a_line() -> tuple:
    """What a line of the queue shows: not the contents, which are the most of a revision."""
    return (
        defer(Revision.content, raiseload=True),
        defer(Revision.base, raiseload=True),
        undefer(Revision.is_first),
        joinedload(Revision.claimed_by),
        joinedload(Revision.organization),
    )


def list_queue(officer: Person, chosen: QueueFilter, page: int = 1, *, total: int | None = None) -> QueuePage:
    """One page of what waits for this officer; counted, too, where it is not known yet how much that is."""
    wanted = _waiting(officer).where(*chosen.conditions(officer))
    total = count_queue(officer, chosen) if total is None else total
    number = min(max(page, 1), count_pages(total, PAGE_SIZE))
    rows = db.session.scalars(
        _oldest_first(wanted).options(*_for_a_line()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    return QueuePage(list(rows), total, number)


def count_queue(officer: Person, chosen: QueueFilter = EVERYTHING) -> int:
    """How much waits in this officer's part of the queue."""
    wanted = _waiting(officer).where(*chosen.conditions(officer))
    return db.session.scalar(wanted.with_only_columns(func.count()))


def count_waiting(officer: Person) -> Waiting:
    """The same by kind, province, category and country, and how much of it this officer holds."""
    columns = FILTERED_BY.values()
    held = (Revision.claimed_by_id == officer.id) & (Revision.claimed_until > clock.now())
    rows = db.session.execute(
        _waiting(officer)
        .with_only_columns(*columns, held.label("held"), func.count())
        .group_by(*columns, held)
    )
    total, mine, by = 0, 0, {part: Counter() for part in FILTERED_BY}
    for *values, is_held, number in rows:
        total += number
        mine += number if is_held else 0
        for part, value in zip(FILTERED_BY, values, strict=True):
            if value:
                by[part][value] += number
    return Waiting(total, mine, by)


def list_claims(officer: Person) -> list[Revision]:
    """What this officer holds, the claim that lapses first on top."""
    return list(
        db.session.scalars(
            _waiting(officer)
            .where(Revision.claimed_by_id == officer.id, Revision.claimed_until > clock.now())
            .order_by(Revision.claimed_until)
        )
    )


def list_oldest(officer: Person, limit: int = 5) -> list[Revision]:
    """What has waited longest."""
    return list(
        db.session.scalars(
            _oldest_first(_waiting(officer)).options(joinedload(Revision.organization)).limit(limit)
        )
    )


def find_next(officer: Person, chosen: QueueFilter = EVERYTHING) -> Revision | None:
    """What of the ``chosen`` this officer should look at next: their own claims first, then the oldest that
    nobody holds.

    Nothing of their own organizations; appeals against their own refusals are for others first.
    """
    own = [one.organization_id for one in officer.memberships]
    candidates = _oldest_first(
        _waiting(officer)
        .where(*chosen.conditions(officer), Revision.free_for(officer))
        .where(or_(Revision.organization_id.is_(None), Revision.organization_id.not_in(own)))
        .order_by((Revision.claimed_by_id == officer.id).is_(True).desc())
    )
    refused_by_them = _is_fresh_appeal_against(officer)
    found = [
        *db.session.scalars(candidates.where(~refused_by_them).limit(1)),
        *db.session.scalars(candidates.where(refused_by_them)),  # few, and rarely nobody else's
    ]
    found.sort(key=lambda one: (one.claimed_by_id != officer.id, one.submitted_at, one.id))
    return next((one for one in found if not is_for_another_officer(one, officer)), None)


def _is_fresh_appeal_against(officer: Person):
    """Condition: an appeal against this officer's own refusal, while it is kept for others."""
    refuser = select(History.actor_id).where(*_refusals(Revision.id)).order_by(History.id.desc()).limit(1)
    is_theirs = refuser.correlate(Revision).scalar_subquery() == officer.id
    is_fresh = Revision.appealed_at > clock.now() - SECOND_LOOK_LASTS
    return func.coalesce(is_fresh & is_theirs, false())


def is_for_another_officer(revision: Revision, officer: Person) -> bool:
    """Is it an appeal against this officer's own refusal, that somebody else can and should look at first?

    After ``SECOND_LOOK_LASTS`` nobody waits for the others any longer.
    """
    if not (revision.is_waiting and revision.appealed_at):
        return False
    if revision.appealed_at + SECOND_LOOK_LASTS <= clock.now() or _find_refuser(revision) != officer.id:
        return False
    others = db.session.scalars(Person.officers().where(Person.id != officer.id)).all()
    return any(_may_look_at(revision, other) for other in others)


def _find_refuser(revision: Revision) -> int | None:
    """Who refused it last."""
    return db.session.scalar(
        select(History.actor_id).where(*_refusals(revision.id)).order_by(History.id.desc()).limit(1)
    )


def _refusals(revision_id) -> tuple:
    return (
        History.subject_kind == Revision.__tablename__,
        History.subject_id == revision_id,
        History.verb == "refuse",
    )


def _may_look_at(revision: Revision, officer: Person) -> bool:
    """Does it lie in this officer's part of the queue, and come from another organization than theirs?"""
    if any(one.organization_id == revision.organization_id for one in officer.memberships):
        return False
    in_their_part = Revision.reviewable_by(officer).where(Revision.id == revision.id)
    return db.session.scalar(select(in_their_part.exists()))


def list_decided(officer: Person | None, limit: int = 10) -> list[Revision]:
    """The newest answers in an officer's part of the queue; of the whole desk for other staff."""
    answered = Revision.reviewable_by(officer) if officer else select(Revision)
    return list(
        db.session.scalars(
            answered.where(Revision.decided_at.is_not(None), Revision.state.not_in(TAKEN_BACK))
            .options(joinedload(Revision.decided_by))
            .order_by(Revision.decided_at.desc(), Revision.id.desc())
            .limit(limit)
        )
    )


def get_for_officer(revision_id: int, officer: Person) -> Revision:
    """A revision inside the officer's provinces and categories that was sent for approval.

    ``NotFound`` otherwise; ``WrongState`` when its people have taken it back, for what they write now is
    not the officer's to read.
    """
    revision = db.session.scalar(
        Revision.reviewable_by(officer)
        .where(Revision.id == revision_id, Revision.submitted_at.is_not(None))
        .options(joinedload(Revision.claimed_by), joinedload(Revision.organization))
    )
    if revision is None:
        raise NotFound("revision")
    if revision.status in TAKEN_BACK:
        raise WrongState("taken back", state=revision.status)
    return revision


def find_obstacle(revision: Revision, thing: Reviewed) -> str | None:
    """Why a proposal cannot be approved now, in a sentence: what stands above it, or what has become wrong
    in it since it was sent."""
    obstacle = thing.publishing_obstacle()
    if obstacle:
        return str(obstacle)
    problems = thing.content_problems(revision.content)
    spoiled = next((one for one in thing.CONTENT if one.name in problems), None)
    return spoiled and _(
        "Something in it has become wrong since it was sent. %(field)s: %(problem)s",
        field=spoiled.label,
        problem=problems[spoiled.name],
    )


def find_newest_for_officer(thing: Reviewed, officer: Person) -> Revision | None:
    """The newest proposal of a thing that lies, or lay, with the staff, if it is this officer's to read."""
    return db.session.scalar(
        Revision.reviewable_by(officer)
        .where(
            Revision.subject_kind == thing.__tablename__,
            Revision.subject_id == thing.id,
            Revision.submitted_at.is_not(None),
            Revision.state.not_in(TAKEN_BACK),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )


def get_for_member(revision_id: int, person: Person) -> Revision:
    """A revision of one of the person's own organizations. ``NotFound`` otherwise."""
    revision = db.session.scalar(Revision.visible_to(person).where(Revision.id == revision_id))
    if revision is None:
        raise NotFound("revision")
    return revision


@dataclass(frozen=True)
class Draft:
    """What an editor starts from: the content, and the newest revision if there is one."""

    content: dict
    revision: Revision | None = None
    thing: Reviewed | None = None

    @property
    def newest_act(self) -> int | None:
        """What a save must have seen of the history of the thing; None for one that does not exist yet."""
        return newest_act(self.thing) if self.thing else None

    @property
    def is_open(self) -> bool:
        """Is a revision under way?"""
        return self.revision is not None and self.revision.is_open

    @property
    def is_waiting(self) -> bool:
        """Is it with the staff, so that it must be taken back before it can be edited?"""
        return self.is_open and not self.revision.is_editable

    @property
    def version(self) -> int:
        """What a save must have seen: the open revision's version, 0 where none is open."""
        return self.revision.version if self.is_open else 0


def get_draft(thing: Reviewed) -> Draft:
    """What its people go on writing from, see ``Reviewed.content_to_edit``."""
    revision = thing.latest_revision
    return Draft(thing.content_to_edit(revision), revision, thing)


def get_thing(kind: str, thing_id: int):
    """The reviewed thing itself, for staff. ``NotFound`` for other kinds and keys."""
    thing = db.session.get(reviewable(kind).model, thing_id)
    if thing is None:
        raise NotFound(kind)
    return thing


def list_timeline(thing, limit: int = 100) -> list[History]:
    """What happened to a thing and to all its revisions, newest first."""
    kind = thing.__tablename__
    its_revisions = select(Revision.id).where(Revision.subject_kind == kind, Revision.subject_id == thing.id)
    return list(
        db.session.scalars(
            select(History)
            .where(
                or_(
                    (History.subject_kind == kind) & (History.subject_id == thing.id),
                    (History.subject_kind == Revision.__tablename__) & History.subject_id.in_(its_revisions),
                )
            )
            .order_by(History.id.desc())
            .limit(limit)
        )
    )


#: Put together once: every page of a review says how long an answer takes.
_LATE_ANSWERS = (
    select(Revision.submitted_at, Revision.decided_at)
    .where(Revision.decided_at >= bindparam("since"), Revision.decided_at > Revision.submitted_at)
    .order_by(Revision.decided_at.desc())
    .limit(CLOCK_ANSWERS)
)


@dataclass(frozen=True)
class AnswerTime:
    """How long people lately waited: half of the last ``count`` answers took no longer than ``half``."""

    count: int
    half: timedelta


def usual_answer_time() -> AnswerTime | None:
    """How long an answer takes: the median of the recent ones. None where there are too few.

    What was approved in the moment it came (an import that an officer vouches for) is no answer to anybody.
    """
    rows = db.session.execute(_LATE_ANSWERS, {"since": clock.now() - timedelta(days=CLOCK_DAYS)}).all()
    if len(rows) < CLOCK_NEEDS:
        return None
    waits = [(decided - submitted).total_seconds() for submitted, decided in rows]
    return AnswerTime(len(waits), timedelta(seconds=median(waits)))
