"""Revisions, and the mixin of everything that can be public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, select, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.content import Field, HasContent, Risk
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.machine import Role
from marketplace.kernel.translated import Translated, TranslatedText
from marketplace.moderation.states import EDITABLE, OPEN, REVIEW, VISIBILITY, ReviewState, Visibility

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
    #: Goes up with every change; an approval names the version that was seen.
    version: Mapped[int] = mapped_column()

    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id])
    edited_by: Mapped[Person | None] = relationship(foreign_keys=[edited_by_id])

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("uq_revision_open", "subject_kind", "subject_id", unique=True, sqlite_where=_OPEN_SQL, postgresql_where=_OPEN_SQL),
        Index(None, "subject_kind", "subject_id", "number", unique=True),
        Index(None, "state", "submitted_at"),
    )

    @property
    def is_open(self) -> bool:
        """Still on its way to an answer?"""
        return self.state in OPEN

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
            move for move in REVIEW.moves_for(ReviewState(self.state), roles)
            if not (move.verb == "appeal" and self.appealed_at)
        ]

    def is_claimed_by_other(self, person: Person) -> bool:
        """Does another officer hold it right now?"""
        return bool(
            self.claimed_by_id
            and self.claimed_by_id != person.id
            and self.claimed_until
            and self.claimed_until > clock.now()
        )


class Reviewed(HasContent):
    """Mixin of everything that is reviewed.

    A subclass gives ``CONTENT``, ``has_live_content`` and ``become_public``, and answers ``roles_of(person)``, ``review_facts(content)``,
    ``content_problems(content)`` (sentences by field; empty when complete) and ``publishing_obstacle()``
    (a sentence, or None).
    """

    @property
    def latest_revision(self) -> Revision | None:
        """The newest proposal, open or answered."""
        return db.session.scalar(
            select(Revision)
            .where(Revision.subject_kind == self.__tablename__, Revision.subject_id == self.id)
            .order_by(Revision.number.desc())
            .limit(1)
        )

    @property
    def open_revision(self) -> Revision | None:
        """The proposal under way, if any."""
        return db.session.scalar(
            select(Revision).where(
                Revision.subject_kind == self.__tablename__, Revision.subject_id == self.id, Revision.state.in_(OPEN)
            )
        )


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
        """What somebody in ``roles`` may do with the live row; ``publish`` belongs to the review desk."""
        return [move for move in VISIBILITY.moves_for(Visibility(self.state), roles) if move.verb != "publish"]

    @property
    def has_live_content(self) -> bool:
        """Has anything of it ever been approved?"""
        return self.published_at is not None

    def is_instant(self, field: Field, value) -> bool:
        """May this new (JSON) value of ``field`` go live without review?"""
        return field.risk == Risk.INSTANT

    def become_public(self, *, by, **details) -> None:
        """Take the step to the public; called by ``moderation.actions.publish`` alone."""
        VISIBILITY.move(self, "publish", by=by, roles={Role.STAFF}, **details)
        self.public_changed_at = clock.now()
        self.published_at = self.published_at or self.public_changed_at
