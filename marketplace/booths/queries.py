"""Organizations and booths as their people, the public and the staff look them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache

from sqlalchemy import Select, bindparam, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.models import Person
from marketplace.accounts.signing import digest
from marketplace.booths.models import Booth, BoothCategory, Invitation, Membership, Organization
from marketplace.booths.states import MemberRole
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.files import StoredFile
from marketplace.kernel.paging import count_pages
from marketplace.kernel.slugs import slugify
from marketplace.kernel.translated import Translated
from marketplace.moderation.states import Visibility
from marketplace.reference.models import Ward

BOOTHS_PER_PAGE = 24
STAFF_ROWS_PER_PAGE = 50


# --- for the organization's own people ----------------------------------------------------------------


def get_own_organization(person: Person, organization_id: int) -> Organization:
    """An organization that ``person`` belongs to; anybody else's is ``NotFound``."""
    return get_membership(person, organization_id).organization


def get_membership(person: Person, organization_id: int) -> Membership:
    """What ``person`` is in an organization; ``NotFound`` for a stranger."""
    for membership in person.memberships:
        if membership.organization_id == organization_id:
            return membership
    raise NotFound("organization")


def get_own_booth(person: Person, booth_id: int) -> Booth:
    """The booth of an organization that ``person`` belongs to, else ``NotFound``."""
    own = [membership.organization_id for membership in person.memberships]
    booth = db.session.scalar(select(Booth).where(Booth.id == booth_id, Booth.organization_id.in_(own)))
    if booth is None:
        raise NotFound("booth")
    return booth


def get_booth_of(organization: Organization) -> Booth:
    """The booth that an organization keeps; ``NotFound`` where it has none."""
    if organization.booth is None:
        raise NotFound("booth")
    return organization.booth


def get_booth_by_slug(slug: str) -> Booth:
    """Any booth, public or not, by its address."""
    booth = db.session.scalar(select(Booth).where(Booth.slug == slug))
    if booth is None:
        raise NotFound(f"no booth has the address {slug}")
    return booth


def list_unverified(person: Person) -> list[Organization]:
    """The organizations of ``person`` whose registration is not finished, newest first."""
    own = [membership.organization for membership in person.memberships]
    return sorted((one for one in own if not one.is_verified), key=lambda one: -one.id)


def list_members(organization: Organization) -> list[Membership]:
    """Everybody in it, owners first, then in the order they came."""
    found = db.session.scalars(
        select(Membership)
        .where(Membership.organization_id == organization.id)
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
    )
    ranks = list(MemberRole)
    return sorted(found, key=lambda membership: ranks.index(membership.role))


def get_member(organization: Organization, membership_id: int) -> Membership:
    """One member of this organization, else ``NotFound``."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.organization_id != organization.id:
        raise NotFound("member")
    return membership


def list_people_of(organization_id: int, roles: Iterable[str] = tuple(MemberRole)) -> list[Person]:
    """The active people of an organization in these roles: whom to tell."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.organization_id == organization_id,
                Membership.role.in_([str(role) for role in roles]),
                Person.deactivated_at.is_(None),
            )
            .order_by(Person.id)
        )
    )


def list_open_invitations(organization: Organization) -> list[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.organization_id == organization.id, *_still_open())
            .order_by(Invitation.id.desc())
        )
    )


def get_open_invitation(organization: Organization, invitation_id: int) -> Invitation:
    """One open invitation of this organization, else ``NotFound``."""
    invitation = db.session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.organization_id == organization.id, *_still_open()
        )
    )
    if invitation is None:
        raise NotFound("invitation")
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """The open invitation a letter's secret belongs to."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == digest(token), *_still_open()))


def _still_open() -> tuple:
    """SQL twin of ``Invitation.is_open``."""
    return (
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )


def get_paper(organization: Organization, file_id: int) -> StoredFile:
    """A paper of identity that belongs to this organization, else ``NotFound``."""
    owner, stored = get_paper_with_owner(file_id)
    if owner.id != organization.id:
        raise NotFound("paper")
    return stored


def get_paper_with_owner(file_id: int) -> tuple[Organization, StoredFile]:
    """(the organization, its paper of identity), else ``NotFound``: no other file is ever found here."""
    found = db.session.execute(
        select(Organization, StoredFile)
        .join(StoredFile, StoredFile.owner_id == Organization.id)
        .where(StoredFile.id == file_id, StoredFile.owner_kind == "organization")
    ).first()
    if found is None:
        raise NotFound("paper")
    return found[0], found[1]


# --- for the public -----------------------------------------------------------------------------------


def get_public_booth(slug: str) -> tuple[Booth, Translated]:
    """(a booth strangers may see, the name of its ward or district), else ``NotFound``. One query."""
    found = db.session.execute(_public_booth(), {"slug": slug}).first()
    if found is None:
        raise NotFound("booth")
    return found[0], found[1] or Translated()


@cache
def _public_booth() -> Select:
    """Put together once: that takes longer than asking."""
    with_ward = Booth.public().add_columns(Ward.names).outerjoin(Ward, Ward.code == Organization.ward)
    return with_ward.where(Booth.slug == bindparam("slug"))


@dataclass(frozen=True)
class DirectoryFilter:
    """What the reader of the directory has narrowed it to; an empty part narrows nothing."""

    country: str = ""
    province: str = ""
    kind: str = ""
    category: str = ""

    def chosen(self) -> dict[str, str]:
        """The parts that narrow something."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Directory:
    """One page of the directory with the numbers beside it."""

    booths: list[Booth]
    total: int
    pages: int
    #: Part of the filter → value → number of booths, each part counted under the other parts.
    counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class BoothCounts:
    """How many public booths there are of each country, province and kind; few rows, however many booths."""

    #: [(country, province, kind, number)]
    booths: list[tuple]
    #: [(country, province, kind, code of a category, number)]
    by_category: list[tuple]


def count_booths() -> BoothCounts:
    """What the directory counts. Two queries that look at everything public."""
    parts = (Organization.country, Organization.province, Organization.kind)
    booths = select(*parts, func.count()).select_from(Booth).join(Booth.organization)
    filed = (
        select(*parts, BoothCategory.code, func.count())
        .select_from(BoothCategory)
        .join(Booth, Booth.id == BoothCategory.booth_id)
        .join(Booth.organization)
    )
    is_public = Booth.public_conditions()
    return BoothCounts(
        db.session.execute(booths.where(*is_public).group_by(*parts)).all(),
        db.session.execute(filed.where(*is_public).group_by(*parts, BoothCategory.code)).all(),
    )


def list_directory(wanted: DirectoryFilter, page: int, there_are: BoothCounts) -> Directory:
    """The public booths that fit, by name. One query, whatever the number of booths."""
    groups = there_are.booths
    if wanted.category:
        groups = [(*values, n) for *values, code, n in there_are.by_category if code == wanted.category]
    narrowing = _narrowing(wanted)
    counts = {name: _count_part(groups, wanted, name) for name in _GROUPED}
    counts["category"] = Counter()
    for *values, code, number in there_are.by_category:
        if _fits(values, narrowing):
            counts["category"][code] += number
    total = sum(number for *values, number in groups if _fits(values, narrowing))
    chosen = wanted.chosen()
    booths = db.session.scalars(
        _page_of_directory(tuple(chosen)), chosen | {"before": (page - 1) * BOOTHS_PER_PAGE}
    )
    return Directory(list(booths), total, count_pages(total, BOOTHS_PER_PAGE), counts)


@cache
def _page_of_directory(narrowed_by: tuple[str, ...]) -> Select:
    """Put together once for each choice of parts: that takes longer than asking."""
    filed = select(BoothCategory.booth_id).where(BoothCategory.code == bindparam("category"))
    conditions = {name: getattr(Organization, name) == bindparam(name) for name in _GROUPED}
    conditions["category"] = Booth.id.in_(filed)
    return (
        Booth.public_in_lists()
        .where(*(conditions[name] for name in narrowed_by))
        .order_by(Booth.slug, Booth.id)
        .offset(bindparam("before"))
        .limit(BOOTHS_PER_PAGE)
    )


#: The parts of the filter that the grouped count knows, in its order of columns.
_GROUPED = ("country", "province", "kind")


def _narrowing(wanted: DirectoryFilter, without: str = "") -> list[str]:
    """What each of these parts must be; empty where anything will do."""
    return ["" if name == without else getattr(wanted, name) for name in _GROUPED]


def _fits(values: list[str], narrowing: list[str]) -> bool:
    return all(not part or part == value for part, value in zip(narrowing, values, strict=True))


def _count_part(groups, wanted: DirectoryFilter, part: str) -> dict[str, int]:
    """Booths by the values of one part, under all other parts of the filter."""
    position, narrowing = _GROUPED.index(part), _narrowing(wanted, without=part)
    counts: dict[str, int] = {}
    for *values, number in groups:
        if values[position] and _fits(values, narrowing):
            counts[values[position]] = counts.get(values[position], 0) + number
    return counts


# --- for the staff ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StaffFilter:
    """What staff look for among all organizations."""

    text: str = ""
    country: str = ""
    province: str = ""
    #: unverified, public, hidden or suspended.
    state: str = ""

    def arguments(self) -> dict[str, str]:
        """For an address: what is chosen."""
        return {name: value for name, value in asdict(self).items() if value}


_STAFF_STATES = {
    "unverified": lambda: Organization.verified_at.is_(None),
    "public": lambda: Booth.is_shown & Organization.verified_at.is_not(None),
    "hidden": lambda: (Booth.state != Visibility.PUBLIC.value) & Organization.verified_at.is_not(None),
    "suspended": lambda: Booth.suspended_at.is_not(None),
}


def list_for_staff(wanted: StaffFilter, page: int) -> tuple[list[Booth], int, int]:
    """(one page of booths newest first, how many fit, number of pages). Public or not: staff see all."""
    conditions = [*_staff_conditions(wanted)]
    total = db.session.scalar(
        select(func.count()).select_from(Booth).join(Booth.organization).where(*conditions)
    )
    booths = db.session.scalars(
        select(Booth)
        .join(Booth.organization)
        .options(contains_eager(Booth.organization))
        .where(*conditions)
        .order_by(Booth.id.desc())
        .offset((page - 1) * STAFF_ROWS_PER_PAGE)
        .limit(STAFF_ROWS_PER_PAGE)
    )
    return list(booths), total, count_pages(total, STAFF_ROWS_PER_PAGE)


def _staff_conditions(wanted: StaffFilter):
    if wanted.country:
        yield Organization.country == wanted.country
    if wanted.province:
        yield Organization.province == wanted.province
    if wanted.state in _STAFF_STATES:
        yield _STAFF_STATES[wanted.state]()
    if wanted.text:
        numbers = (
            Organization.tax_code,
            Organization.registration_number,
            Organization.enterprise_number,
            Organization.moic_number,
        )
        words = slugify(wanted.text, "")
        yield or_(
            Booth.slug.contains(words, autoescape=True) if words else false(),
            Organization.latin_name.icontains(wanted.text, autoescape=True),
            *(number == wanted.text for number in numbers),
        )


def get_booth_for_staff(booth_id: int) -> Booth:
    """Any booth with its organization and people, else ``NotFound``."""
    booth = db.session.get(
        Booth,
        booth_id,
        options=[
            joinedload(Booth.organization)
            .selectinload(Organization.memberships)
            .joinedload(Membership.person)
        ],
    )
    if booth is None:
        raise NotFound("booth")
    return booth
