"""Organizations, memberships, invitations, booths."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import ClassVar

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, declared_attr, load_only, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.booths.rules import booth_problems, identity_problems
from marketplace.booths.states import IDENTITY, IdentityState, MemberRole, OrganizationKind
from marketplace.kernel import clock
from marketplace.kernel.content import Field, Kind, Risk
from marketplace.kernel.db import Amount, UTCDateTime, db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.machine import Role
from marketplace.kernel.translated import Translated, TranslatedText
from marketplace.moderation.models import Publishable, Reviewed
from marketplace.moderation.registry import ReviewFacts
from marketplace.moderation.states import Visibility
from marketplace.reference.queries import category_path


class Organization(Reviewed, db.Model):
    """The legal body. Its reviewed content is its identity; approving it verifies the organization."""

    __tablename__ = "organization"

    CONTENT = (
        Field("kind", _l("Kind of organization"), Kind.CODE, table="organization_kind"),
        Field("country", _l("Country"), Kind.CODE, table="country"),
        Field("names", _l("Registered name"), Kind.TRANSLATED),
        Field("latin_name", _l("Name in Latin letters")),
        Field("tax_code", _l("Tax code")),
        Field("registration_number", _l("Business registration number")),
        Field("enterprise_number", _l("Enterprise number (Laos)")),
        Field("moic_number", _l("MOIC recognition number (Laos)")),
        Field("moic_on", _l("Date of the MOIC recognition"), Kind.DAY),
        Field("province", _l("Province"), Kind.CODE, table="province"),
        Field("ward", _l("Ward or district"), Kind.CODE, table="ward"),
        Field("address", _l("Street, house number, village")),
        Field("representative", _l("Legal representative")),
        Field("representative_role", _l("Position of the representative")),
        Field("phone", _l("Telephone")),
        Field("email", _l("E-mail")),
        Field("founded_year", _l("Founded in")),
        Field("documents", _l("Documents"), Kind.ROWS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default=OrganizationKind.COMPANY.value)
    #: ISO 3166-1 alpha-2.
    country: Mapped[str] = mapped_column(default="VN")
    names: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    #: Required for Laos: Vietnamese law wants sellers shown in Vietnamese or Latin script.
    latin_name: Mapped[str] = mapped_column(default="")
    tax_code: Mapped[str] = mapped_column(default="")
    registration_number: Mapped[str] = mapped_column(default="")
    enterprise_number: Mapped[str] = mapped_column(default="")
    moic_number: Mapped[str] = mapped_column(default="")
    moic_on: Mapped[datetime | None] = mapped_column(db.Date)
    #: Reference keys such as ``VN-75`` and a ward or district code; free text abroad.
    province: Mapped[str] = mapped_column(default="", index=True)
    ward: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    representative_role: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    #: Four digits; a year is written the same in every language.
    founded_year: Mapped[str] = mapped_column(default="")
    #: [{"kind": DocumentKind, "file_id": StoredFile.id, "filename": …}]
    documents: Mapped[list] = mapped_column(JSON, default=list)

    state: Mapped[str] = mapped_column(default=IdentityState.UNVERIFIED.value)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    version: Mapped[int] = mapped_column()

    memberships: Mapped[list[Membership]] = relationship(back_populates="organization")
    booth: Mapped[Booth | None] = relationship(back_populates="organization")

    @declared_attr.directive
    def __mapper_args__(cls):
        return {"version_id_col": cls.__table__.c.version}

    @classmethod
    def in_lists(cls) -> tuple:
        """The columns of it that lists of booths and listings show."""
        return cls.kind, cls.country, cls.province, cls.verified_at

    @property
    def is_verified(self) -> bool:
        """Has staff confirmed who this is?"""
        return self.verified_at is not None

    @property
    def identity_state(self) -> IdentityState:
        """The state with its label and tone."""
        return IdentityState(self.state)

    @property
    def kind_label(self):
        """What sort of legal body it is, in words."""
        return OrganizationKind(self.kind).label

    @property
    def has_live_content(self) -> bool:
        """A verified identity is the live one."""
        return self.is_verified

    def go_live(self, *, by, **details) -> None:
        """Staff have confirmed the identity; called by ``moderation.actions.publish`` alone."""
        IDENTITY.move(self, "verify", by=by, roles={Role.STAFF}, **details)
        self.verified_at = clock.now()
        new_edition()  # public pages show who the seller is

    def publishing_obstacle(self):
        """Nothing stands above an identity."""
        return None

    def review_facts(self, content: dict) -> ReviewFacts:
        """The line of the queue."""
        names = Translated(content.get("names"))
        return ReviewFacts(
            title=names or Translated(en=content.get("latin_name") or "–"),
            organization_id=self.id,
            country=content.get("country") or "",
            province=content.get("province") or "",
        )

    def content_problems(self, content: dict) -> dict:
        """What is still missing, by field; depends on the country."""
        return identity_problems(content)

    def roles_of(self, person: Person | None) -> set[Role]:
        """What ``person`` is to this organization."""
        if person is None:
            return set()
        roles = {Role.STAFF} if person.is_officer else set()
        for membership in person.memberships:
            if membership.organization_id == self.id:
                roles |= membership.roles
        return roles


class Membership(db.Model):
    """One person in one organization."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(default=MemberRole.OWNER.value)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    organization: Mapped[Organization] = relationship(
        back_populates="memberships", lazy="joined", innerjoin=True
    )
    person: Mapped[Person] = relationship(backref="memberships")

    __table_args__ = (UniqueConstraint("organization_id", "person_id"),)

    @property
    def role_label(self):
        """Owner, manager or clerk, in words."""
        return MemberRole(self.role).label

    @property
    def roles(self) -> set[Role]:
        """What it makes of a person: clerks are colleagues, but not members of what only editors change."""
        return (
            {Role.COLLEAGUE}
            | ({Role.MEMBER} if self.may_edit_booth else set())
            | ({Role.OWNER} if self.may_manage_people else set())
        )

    @property
    def may_manage_people(self) -> bool:
        """Owners invite, change roles and remove."""
        return self.role == MemberRole.OWNER

    @property
    def may_edit_booth(self) -> bool:
        """Owners and managers change the booth and its identity; clerks keep to listings and messages."""
        return self.role in (MemberRole.OWNER, MemberRole.MANAGER)


class Invitation(db.Model):
    """A colleague is asked to join. The letter carries the secret; only its digest is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    email: Mapped[str]
    role: Mapped[str] = mapped_column(default=MemberRole.CLERK.value)
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    invited_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Can it still be accepted?"""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > clock.now()

    @property
    def role_label(self):
        """What the invited person would be, in words."""
        return MemberRole(self.role).label


class BoothCategory(db.Model):
    """A public booth deals in a category: every leaf it sells or buys, and the branch above it.

    Derived from the booth's public content, so that the directory can filter and count by category.
    """

    __tablename__ = "booth_category"

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True, index=True)


class Booth(Publishable, db.Model):
    """The virtual store of one organization."""

    __tablename__ = "booth"

    CONTENT = (
        Field("name", _l("Name of the booth"), Kind.TRANSLATED),
        Field("tagline", _l("In one sentence"), Kind.TRANSLATED),
        Field("story", _l("Story"), Kind.MARKDOWN),
        Field("logo", _l("Logo"), Kind.PHOTOS),
        Field("banner", _l("Banner"), Kind.PHOTOS),
        Field("languages", _l("Languages you answer in"), Kind.CODES, table="language"),
        Field("contacts", _l("Contacts"), Kind.ROWS),
        Field("sells", _l("What it sells"), Kind.CODES, table="category"),
        Field("buys", _l("What it buys"), Kind.CODES, table="category"),
        Field("capacity", _l("Production capacity"), Kind.TRANSLATED),
        Field("export_markets", _l("Export markets"), Kind.CODES, table="country"),
        Field("opening_hours", _l("Opening hours"), Kind.TRANSLATED, Risk.INSTANT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    tagline: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    story: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    logo: Mapped[list] = mapped_column(JSON, default=list)
    banner: Mapped[list] = mapped_column(JSON, default=list)
    languages: Mapped[list] = mapped_column(JSON, default=list)
    #: [{"kind": "phone|zalo|whatsapp|facebook|web|email", "value": …}]
    contacts: Mapped[list] = mapped_column(JSON, default=list)
    sells: Mapped[list] = mapped_column(JSON, default=list)
    buys: Mapped[list] = mapped_column(JSON, default=list)
    capacity: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    export_markets: Mapped[list] = mapped_column(JSON, default=list)
    opening_hours: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)

    organization: Mapped[Organization] = relationship(back_populates="booth", lazy="joined", innerjoin=True)
    filed_under: Mapped[list[BoothCategory]] = relationship(cascade="all, delete-orphan")

    @property
    def is_public(self) -> bool:
        """May strangers see it now? Its SQL twin is ``public()``."""
        return self.is_shown and self.organization.is_verified

    @classmethod
    @cache
    def public(cls) -> Select:
        """Select of the booths that strangers see, organization included in the same query."""
        return (
            select(cls)
            .join(cls.organization)
            .options(contains_eager(cls.organization))
            .where(*cls.public_conditions())
        )

    @classmethod
    @cache
    def public_in_lists(cls) -> Select:
        """The same with what lists say of a booth. Any other column raises: it would be read alone."""
        # What it is registered as tells why a search found it.
        of_organization = (*Organization.in_lists(), Organization.names, Organization.latin_name)
        return cls.public().options(
            load_only(cls.slug, cls.name, cls.tagline, cls.logo, raiseload=True),
            contains_eager(cls.organization).load_only(*of_organization, raiseload=True),
        )

    @staticmethod
    def public_conditions() -> tuple:
        """The conditions of being public, for selects that join booth and organization themselves."""
        return (
            Booth.state == Visibility.PUBLIC.value,
            Booth.suspended_at.is_(None),
            Organization.verified_at.is_not(None),
        )

    def go_live(self, *, by, **details) -> None:
        """Go live as every other thing does, and stand in the directory under what it deals in."""
        super().go_live(by=by, **details)
        present = {row.code: row for row in self.filed_under}
        codes = {entry.code for code in (*self.sells, *self.buys) for entry in category_path(code)}
        self.filed_under = [present.get(code) or BoothCategory(code=code) for code in sorted(codes)]

    def publishing_obstacle(self):
        """Identity first."""
        if not self.organization.is_verified:
            return _l("The identity of the organization is not verified yet.")
        return super().publishing_obstacle()

    def review_facts(self, content: dict) -> ReviewFacts:
        """The line of the queue."""
        organization = self.organization
        return ReviewFacts(
            title=Translated(content.get("name")) or organization.names,
            organization_id=organization.id,
            country=organization.country,
            province=organization.province,
            category=(content.get("sells") or [""])[0],
        )

    def content_problems(self, content: dict) -> dict:
        """What is still missing, by field."""
        return booth_problems(content)

    def roles_of(self, person: Person | None) -> set[Role]:
        """What ``person`` is to this booth."""
        return self.organization.roles_of(person)

    def lets_in(self, person: Person | None) -> bool:
        """Does this person see what is not public yet? Its own people do, and officers."""
        return bool(self.roles_of(person) & {Role.COLLEAGUE, Role.STAFF})


#: A unit price means nothing without these: where one of them changes, the price waits with it.
_PRICE_BASIS = frozenset({"currency", "unit"})


class Listing(Publishable):
    """Mixin of what stands in a booth: products and offers.

    A subclass has ``name`` and ``category``, and ``price`` in ``currency`` per ``unit``.
    """

    #: The columns that cards and other lists show of it.
    IN_LISTS: ClassVar[tuple[str, ...]]

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    #: The price staff last approved: small moves are measured from here, so that many do not add up.
    approved_price: Mapped[Decimal | None] = mapped_column(Amount)

    @declared_attr
    def booth(cls) -> Mapped[Booth]:
        """Where it stands; always read along."""
        return relationship(Booth, lazy="joined", innerjoin=True)

    @property
    def is_public(self) -> bool:
        """May strangers see it now? Its SQL twin is ``public()``."""
        return self.is_shown and self.booth.is_public

    @property
    def is_suspended(self) -> bool:
        """Do staff hide it now, by itself or with its booth?"""
        return super().is_suspended or self.booth.is_suspended

    @classmethod
    def in_lists(cls):
        """Option for selects of lists: the columns ``IN_LISTS``, and an error where another one is asked for.

        All of them are five times as much to read, and twelve texts in three languages to unpack.
        """
        return load_only(*(getattr(cls, name) for name in cls.IN_LISTS), raiseload=True)

    @classmethod
    @cache
    def public_in_lists(cls) -> Select:
        """``public()`` with what lists say of a listing, of its booth and of the organization."""
        booth = contains_eager(cls.booth)
        return cls.public().options(
            cls.in_lists(),
            booth.load_only(Booth.slug, Booth.name, raiseload=True),
            booth.contains_eager(Booth.organization).load_only(*Organization.in_lists(), raiseload=True),
        )

    @classmethod
    @cache
    def public(cls) -> Select:
        """Select of what strangers see, with booth and organization in the same query."""
        return (
            select(cls)
            .join(cls.booth)
            .join(Booth.organization)
            .options(contains_eager(cls.booth).contains_eager(Booth.organization))
            .where(*cls.public_conditions())
        )

    @classmethod
    def public_conditions(cls) -> tuple:
        """The conditions of being public, for selects that join booth and organization themselves."""
        return (cls.is_shown, *Booth.public_conditions())

    @property
    def instant_prices(self) -> tuple[Decimal, Decimal] | None:
        """From where to where its price may move without a new approval; None where every price waits."""
        share = current_app.config["INSTANT_PRICE_SHARE"]
        if not self.approved_price or not share:
            return None
        return self.approved_price * (1 - share), self.approved_price * (1 + share)

    def is_instant(self, field: Field, value) -> bool:
        """What is instant of every thing, and a price near the approved one."""
        if field.name == "price" and self.instant_prices and value:
            lowest, highest = self.instant_prices
            return lowest <= Decimal(value) <= highest
        return super().is_instant(field, value)

    def instant_changes(self, content: dict) -> dict:
        """As of every thing; a price waits with the currency or unit it is counted in."""
        at_once = super().instant_changes(content)
        live = self.content_of()
        if any(live[name] != content.get(name, live[name]) for name in _PRICE_BASIS):
            at_once.pop("price", None)
        return at_once

    def go_live(self, *, by, **details) -> None:
        """Go live as every other thing does; the price that goes with it counts as approved."""
        super().go_live(by=by, **details)
        self.approved_price = self.price

    @classmethod
    def of_person(cls, person: Person):
        """Select of what stands in the booths of every organization that ``person`` belongs to."""
        own = [membership.organization_id for membership in person.memberships]
        return (
            select(cls)
            .join(cls.booth)
            .options(contains_eager(cls.booth))
            .where(Booth.organization_id.in_(own))
        )

    @classmethod
    def of_organization(cls, organization: Organization):
        """Select of what an organization's own people see at their desk: everything of their booth."""
        return (
            select(cls)
            .join(cls.booth)
            .options(contains_eager(cls.booth))
            .where(Booth.organization_id == organization.id)
        )

    def publishing_obstacle(self):
        """What keeps the booth from being public; a listing may be approved before its booth opens."""
        return self.booth.publishing_obstacle() or super().publishing_obstacle()

    def review_facts(self, content: dict) -> ReviewFacts:
        """The line of the queue."""
        organization = self.booth.organization
        return ReviewFacts(
            title=Translated(content.get("name")),
            organization_id=organization.id,
            country=organization.country,
            province=organization.province,
            category=content.get("category") or "",
        )

    def roles_of(self, person: Person | None) -> set[Role]:
        """What ``person`` is to it: here clerks of the booth are members too."""
        roles = self.booth.roles_of(person)
        return roles | {Role.MEMBER} if Role.COLLEAGUE in roles else roles
