"""Revisions, and the mixin of everything that can be public."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, Text, bindparam, cast, func, or_, select, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, declared_attr, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.kernel import clock, history
from marketplace.kernel.content import Field, HasContent, Risk, changed_fields
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.machine import Role
from marketplace.kernel.translated import Translated, TranslatedText
from marketplace.moderation.states import EDITABLE, OPEN, REVIEW, VISIBILITY, ReviewState, Visibility
from marketplace.reference.categories import written_categories

_OPEN_SQL = text("state IN ('draft', 'submitted', 'changes_requested')")


class Revision(db.Model):
    """Proposed content of one thing."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Table name and key of the thing, see ``registry``.
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    #: Counts the revisions of one thing from 1.
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=ReviewState.DRAFT.value)
    content: Mapped[dict] = mapped_column(JSON)
    #: Live content when this revision was begun; None when nothing was live.
    base: Mapped[dict | None] = mapped_column(JSON)
    #: For the queue: what it is called, whose it is, where and what sort.
    title: Mapped[Translated] = mapped_column(TranslatedText)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    country: Mapped[str] = mapped_column(default="")
    province: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")

    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: [{"code": Reason, "field": name or "", "note": text}]
    reasons: Mapped[list] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(default="")
    appealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Goes up with every change but a claim; an answer names the version that was seen.
    version: Mapped[int] = mapped_column()

    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    #: Was nothing live when it was begun? For lists, which leave ``base`` in the database.
    is_first: Mapped[bool] = column_property(
        func.coalesce(cast(base.column, Text), "null") == "null", deferred=True
    )
    #: Whose it is; named by string because organizations live in a room above.
    organization = relationship("Organization", viewonly=True)

    __mapper_args__: ClassVar[dict] = {"version_id_col": version}
    __table_args__ = (
        Index(
            "uq_revision_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index(None, "subject_kind", "subject_id", "number", unique=True),
        Index(None, "state", "submitted_at"),
        Index(None, "decided_at", "submitted_at"),
    )

    @classmethod
    def visible_to(cls, person: Person):
        """Select of the revisions of the organizations ``person`` belongs to."""
        organization_ids = [membership.organization_id for membership in person.memberships]
        return select(cls).where(cls.organization_id.in_(organization_ids))

    @classmethod
    def reviewable_by(cls, officer: Person):
        """Select of what lies in an officer's provinces and category groups; none named means all.

        What has no province (a buyer abroad) or no category (an identity) is every officer's business, or
        it would be nobody's.
        """
        allowed = select(cls)
        if officer.review_provinces:
            allowed = allowed.where(cls.province.in_(["", *officer.review_provinces]))
        if officer.review_categories:
            allowed = allowed.where(cls.category.in_(["", *_with_leaves(officer.review_categories)]))
        return allowed

    def applied_to(self, fields: tuple[Field, ...], live: dict | None) -> dict:
        """The content after an approval: the proposal over what is live.

        Only what the proposal changed is taken from it, so that an instant change made while it waited
        (a price moved a little, goods sold out) is not undone by the approval.
        """
        if live is None or self.base is None:
            return self.content
        proposed = changed_fields(fields, self.base, self.content)
        return live | {field.name: self.content.get(field.name) for field in proposed}

    @property
    def is_open(self) -> bool:
        """Still on its way to an answer?"""
        return self.state in OPEN

    @property
    def is_unsent(self) -> bool:
        """Is it a draft that has not been sent, or was taken back?"""
        return self.state == ReviewState.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Is it the officers' turn?"""
        return self.state == ReviewState.SUBMITTED

    @property
    def is_refused(self) -> bool:
        """Have staff refused it?"""
        return self.state == ReviewState.REFUSED

    @property
    def may_be_appealed(self) -> bool:
        """Have staff refused it for the first time?"""
        return self.is_refused and self.appealed_at is None

    @property
    def is_answered_with_reasons(self) -> bool:
        """Have staff refused it, or asked for changes?"""
        return self.is_refused or self.state == ReviewState.CHANGES_REQUESTED

    @property
    def is_editable(self) -> bool:
        """May the booth's people still change it?"""
        return self.state in EDITABLE

    @property
    def status(self) -> ReviewState:
        """The state with its label and tone."""
        return ReviewState(self.state)

    def moves_for(self, roles) -> list:
        """The buttons for somebody in ``roles``. An appeal is offered once."""
        return [
            move
            for move in REVIEW.moves_for(self.status, roles)
            if not (move.verb == "appeal" and self.appealed_at)
        ]

    @property
    def is_claimed(self) -> bool:
        """Does an officer hold it right now? A claim that has lapsed is none."""
        return bool(self.claimed_by_id and self.claimed_until and self.claimed_until > clock.now())

    def is_claimed_by_other(self, person: Person) -> bool:
        """Does another officer hold it right now?"""
        return self.is_claimed and self.claimed_by_id != person.id

    @classmethod
    def free_for(cls, officer: Person):
        """Condition: nobody else holds it now. The SQL twin of ``not is_claimed_by_other``."""
        return or_(
            cls.claimed_by_id.is_(None), cls.claimed_by_id == officer.id, cls.claimed_until <= clock.now()
        )


def _with_leaves(groups: list[str]) -> list[str]:
    """Category groups and everything filed under them."""
    leaves = [entry.code for entry in written_categories().values() if entry.parent_code in groups]
    return [*groups, *leaves]


#: Put together once: an import asks for these several times a row.
_OF_ONE_THING = select(Revision).where(
    Revision.subject_kind == bindparam("kind"), Revision.subject_id == bindparam("id")
)
_LATEST = _OF_ONE_THING.order_by(Revision.number.desc()).limit(1)
_OPEN = _OF_ONE_THING.where(Revision.state.in_(OPEN))


class Reviewed(HasContent):
    """Mixin of everything that is reviewed.

    A subclass gives ``CONTENT``, ``has_live_content`` and ``go_live``, and answers
    ``roles_of(person)``, ``review_facts(content)``, ``content_problems(content)`` (sentences by field; empty
    when complete) and ``publishing_obstacle()`` (a sentence, or None).
    """

    #: Have its people taken it down, or ended it for good? An identity knows neither.
    is_withdrawn = is_closed = False

    @property
    def live_content(self) -> dict | None:
        """The approved content as JSON; None before the first approval."""
        return self.content_of() if self.has_live_content else None

    def content_to_edit(self, latest: Revision | None, since: int | None = None) -> dict:
        """What its people go on writing from, ``latest`` being its newest revision.

        The open draft; what staff refused, so that nobody types it again; else what is live. What the
        proposal leaves alone is read from the live row, where instant fields may have moved meanwhile.
        ``since`` asks for what it was when that act was the newest in its history.
        """
        live = self.live_content if since is None else self._live_content_at(since)
        if latest and (latest.is_open or latest.is_refused or not self.has_live_content):
            return latest.applied_to(self.CONTENT, live)
        return live or self.content_of()

    def _live_content_at(self, act: int) -> dict | None:
        """The live content after an act of its history: every later change says what stood there before."""
        live = self.live_content
        for later in history.list_history(self, after=act) if live else ():
            live |= later.details.get("before") or {}
        return live

    def instant_changes(self, content: dict) -> dict:
        """What of ``content`` would go live at once, by field: nothing of an identity."""
        return {}

    @property
    def latest_revision(self) -> Revision | None:
        """The newest proposal, open or answered."""
        return db.session.scalar(_LATEST, {"kind": self.__tablename__, "id": self.id})

    @property
    def open_revision(self) -> Revision | None:
        """The proposal under way, if any."""
        return db.session.scalar(_OPEN, {"kind": self.__tablename__, "id": self.id})


class Publishable(Reviewed):
    """Mixin of booths and listings: live content, visibility, suspension."""

    state: Mapped[str] = mapped_column(default=Visibility.UNPUBLISHED.value)
    #: First time anything of it was public.
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Last time its public content changed.
    public_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls):
        return {"version_id_col": cls.__table__.c.version}

    @hybrid_property
    def is_shown(self) -> bool:
        """Public and not suspended; says nothing of the booth above it."""
        return self.state == Visibility.PUBLIC.value and self.suspended_at is None

    @is_shown.inplace.expression
    @classmethod
    def _is_shown_sql(cls):
        return (cls.state == Visibility.PUBLIC.value) & cls.suspended_at.is_(None)

    @property
    def visibility(self) -> Visibility:
        """The state with its label and tone."""
        return Visibility(self.state)

    def moves_for(self, roles) -> list:
        """What somebody in ``roles`` may do with the live row; going live belongs to the review desk."""
        withheld = {"publish", "keep_hidden"} | ({"show_again"} if self.is_suspended else set())
        return [move for move in VISIBILITY.moves_for(self.visibility, roles) if move.verb not in withheld]

    @property
    def is_suspended(self) -> bool:
        """Do staff hide it now, by itself or with what it stands in?"""
        return self.suspended_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Have its people taken it down?"""
        return self.state == Visibility.WITHDRAWN.value

    @property
    def is_closed(self) -> bool:
        """Have its people ended it for good?"""
        return self.state == Visibility.CLOSED.value

    @property
    def has_live_content(self) -> bool:
        """Has anything of it ever been approved?"""
        return self.published_at is not None

    def publishing_obstacle(self):
        """Lifting a suspension shows what was public before: nothing new joins it meanwhile."""
        if self.is_suspended and not self.has_live_content:
            return _l("Staff have suspended it. Nothing new is published of it until that is lifted.")
        return None

    def is_instant(self, field: Field, value) -> bool:
        """May this new (JSON) value of ``field`` go live without review?"""
        return field.risk == Risk.INSTANT

    def instant_changes(self, content: dict) -> dict:
        """What of ``content`` differs from what is live and needs no review, by field."""
        live = self.content_of()
        changed = changed_fields(self.CONTENT, live, live | content)
        return {one.name: content[one.name] for one in changed if self.is_instant(one, content[one.name])}

    def go_live(self, *, by, **details) -> None:
        """The content is approved: step before the public, unless its people have taken it down.

        Called by ``moderation.actions.publish`` alone.
        """
        verb = "keep_hidden" if self.is_withdrawn else "publish"
        VISIBILITY.move(self, verb, by=by, roles={Role.STAFF}, **details)
        self.public_changed_at = clock.now()
        self.published_at = self.published_at or self.public_changed_at
