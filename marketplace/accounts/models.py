"""Persons, their sign-ins, and single-use passes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from marketplace.accounts.states import StaffRole
from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.text.folding import fold

_REVIEWERS = (StaffRole.OFFICER.value, StaffRole.ADMINISTRATOR.value)


class Person(UserMixin, db.Model):
    """Somebody with an account. ``memberships`` (from booths) say for which organizations they act."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Folded to lower case; what the person signs in with.
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: argon2id.
    password_hash: Mapped[str]
    #: The language of letters and notices: vi, en or lo.
    lang: Mapped[str] = mapped_column(default="vi")
    email_verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    staff_role: Mapped[str] = mapped_column(default=StaffRole.NONE.value)
    #: An officer's provinces and category groups; empty means all.
    review_provinces: Mapped[list] = mapped_column(JSON, default=list)
    review_categories: Mapped[list] = mapped_column(JSON, default=list)
    deactivated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Name and address without case and diacritics: what staff's search looks through.
    found_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version}

    @validates("email", "name")
    def _keep_findable(self, column: str, value: str) -> str:
        """One line each, because both go into the headers of letters."""
        value = " ".join(value.split())
        both = {"email": self.email, "name": self.name, column: value}
        self.found_by = fold(f"{both['name'] or ''} {both['email'] or ''}")
        return value

    @property
    def is_staff(self) -> bool:
        """True for everybody of the Department."""
        return bool(self.staff_role)

    @property
    def role_label(self):
        """The staff role in words, in the language of whoever reads it."""
        return StaffRole(self.staff_role).label

    @property
    def is_officer(self) -> bool:
        """May this person review?"""
        return self.staff_role in _REVIEWERS

    @classmethod
    def officers(cls):
        """Select of everybody who reviews and can sign in."""
        return select(cls).where(cls.staff_role.in_(_REVIEWERS), cls.deactivated_at.is_(None))

    @property
    def is_editor(self) -> bool:
        """May this person change the house's own texts?"""
        return self.staff_role in (StaffRole.EDITOR.value, StaffRole.ADMINISTRATOR.value)

    @property
    def is_administrator(self) -> bool:
        """May this person appoint staff?"""
        return self.staff_role == StaffRole.ADMINISTRATOR.value

    @property
    def is_verified(self) -> bool:
        """Has this person shown that letters to the address arrive?"""
        return self.email_verified_at is not None

    @property
    def is_active(self) -> bool:
        """Deactivated persons cannot sign in and their sign-ins end."""
        return self.deactivated_at is None


class SignIn(db.Model):
    """One browser that is signed in. The cookie holds a token; the server keeps its digest and can end it."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: The last time this browser sent something in; looking at pages writes nothing (see ``signing``).
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Browser and system as shown in the person's list ("Chrome, Android"); no address is kept.
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Pass(db.Model):
    """A single-use secret sent by letter; only its digest is kept."""

    __tablename__ = "pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    #: The address it was sent to; for a change of address the new one.
    email: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What takes effect with this pass and no other: a sign-up's name, language, password digest, browser,
    #: and where to go on.
    brings: Mapped[dict] = mapped_column(JSON, default=dict)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
