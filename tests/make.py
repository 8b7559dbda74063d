"""Makes what tests tell stories about. Everything public was approved by an officer, as in life."""

from __future__ import annotations

from itertools import count

from marketplace.accounts.models import Person
from marketplace.booths import actions as booths
from marketplace.booths.models import Booth, Membership, Organization
from marketplace.booths.rules import required_documents
from marketplace.booths.states import MemberRole, OrganizationKind
from marketplace.catalog.models import Product
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.files import StoredFile
from marketplace.kernel.translated import Translated
from marketplace.moderation import actions as moderation
from marketplace.moderation.models import Revision
from marketplace.offers.models import Offer

_number = count(1)

#: Content that passes the rules of each country.
IDENTITIES = {
    "VN": {
        "names": {"vi": "Hợp tác xã Cà phê Cầu Đất"},
        "tax_code": "0100109106",
        "registration_number": "470801000001",
        "province": "VN-75",
        "ward": "VN-26041",
        "address": "12 Đường 30 Tháng 4",
        "phone": "+84901234567",
        "email": "htx@example.com",
        "representative": "Nguyễn Thị Hoa",
        "representative_role": "Giám đốc",
    },
    "LA": {
        "names": {"lo": "ສະຫະກອນກາເຟປາກຊ່ອງ"},
        "latin_name": "Paksong Coffee Cooperative",
        "enterprise_number": "01-00012345",
        "moic_number": "0123/IC",
        "moic_on": "2024-03-01",
        "province": "LA-CH",
        "ward": "LA-1604",
        "address": "Ban Lak 40",
        "phone": "+8562055512345",
        "email": "coop@example.com",
        "representative": "Khamla Vongsa",
        "representative_role": "Director",
    },
    "TH": {
        "names": {"en": "Ubon Trading"},
        "registration_number": "0345550001234",
        "address": "1 Chayangkun Road, Ubon Ratchathani",
        "phone": "+6645123456",
        "email": "buyer@example.com",
    },
}

BOOTH = {
    "name": {"vi": "Cà phê Cầu Đất", "en": "Cau Dat Coffee"},
    "tagline": {"vi": "Arabica từ cao nguyên"},
    "story": {"vi": "Chúng tôi trồng **cà phê** từ năm 1930."},
    "languages": ["vi", "en"],
    "contacts": [{"kind": "phone", "value": "+84901234567"}, {"kind": "zalo", "value": "+84901234567"}],
    "sells": ["green-coffee"],
}

PRODUCT = {
    "name": {"vi": "Cà phê nhân Robusta", "en": "Robusta green coffee"},
    "description": {"vi": "Sàng 18, phơi giàn.", "en": "Screen 18, raised beds."},
    "category": "green-coffee",
    "hs": "090111",
    "price": "98000",
    "currency": "VND",
    "unit": "KGM",
    "origin_country": "VN",
    "origin_province": "VN-75",
}

OFFER = {
    "name": {"vi": "Cà phê nhân", "en": "Green coffee"},
    "category": "green-coffee",
    "quantity": "18",
    "unit": "TNE",
    "valid_days": "30",
    "languages": ["vi", "en"],
}


def make_person(name: str = "Hoa", *, email: str = "", lang: str = "vi", is_verified: bool = True) -> Person:
    """Somebody with an account, by default with a verified e-mail address."""
    person = Person(
        email=email or f"person{next(_number)}@example.com",
        name=name,
        password_hash="!",
        lang=lang,
        email_verified_at=clock.now() if is_verified else None,
    )
    db.session.add(person)
    db.session.flush()  # stories name their people
    return person


def make_staff(role: str = "officer", **about) -> Person:
    """Somebody of the Department: officer, editor or administrator."""
    person = make_person(about.pop("name", "Officer"), **about)
    person.staff_role = role
    return person


def make_organization(
    country: str = "VN",
    kind: str = "",
    *,
    owner: Person | None = None,
    is_verified: bool = True,
    **identity,
) -> Organization:
    """An organization whose identity is complete; verified by an officer unless told otherwise."""
    owner = owner or make_person()
    kind = kind or (
        OrganizationKind.COOPERATIVE if country in ("VN", "LA") else OrganizationKind.FOREIGN_BUYER
    )
    content = IDENTITIES[country] | identity
    organization = booths.register_organization(
        kind, country, Translated(content["names"]), content.get("latin_name", ""), by=owner
    )
    booths.save(organization, content, by=owner)
    for kind in required_documents(organization.open_revision.content):
        booths.add_paper(organization, kind, _stored_file(), by=owner)
    if is_verified:
        approve(organization, by=owner)
    return organization


def _stored_file() -> StoredFile:
    stored = StoredFile(
        key=f"paper{next(_number)}", filename="paper.pdf", media_type="application/pdf", size=8, sha256=""
    )
    db.session.add(stored)
    return stored


def make_member(organization: Organization, role: str = MemberRole.CLERK, **about) -> Person:
    """A colleague in an organization."""
    person = make_person(about.pop("name", "Colleague"), **about)
    db.session.add(Membership(organization=organization, person=person, role=str(role)))
    db.session.flush()  # the person's memberships are read at once
    return person


def make_booth(organization: Organization | None = None, *, is_public: bool = True, **content) -> Booth:
    """A booth with something in it; public unless told otherwise."""
    organization = organization or make_organization()
    owner = owner_of(organization)
    booths.save(organization.booth, BOOTH | content, by=owner)
    if is_public:
        approve(organization.booth, by=owner)
    return organization.booth


def owner_of(organization: Organization) -> Person:
    """The first owner."""
    return next(one.person for one in organization.memberships if one.role == MemberRole.OWNER)


def approve(thing, *, by: Person, officer: Person | None = None) -> None:
    """``by`` sends the open draft, and an officer approves it as seen."""
    revision = thing.open_revision
    moderation.submit(revision, by=by)
    db.session.flush()  # the officer sees the version that was sent
    moderation.approve(revision, by=officer or make_staff(), seen_version=revision.version)


def make_product(booth: Booth | None = None, *, is_public: bool = True, **content) -> Product:
    """Green coffee of a public booth; a draft where it is not public."""
    return _make_listing(Product(booth=booth or make_booth()), PRODUCT | content, is_public)


def make_offer(booth: Booth | None = None, *, side: str = "sell", is_public: bool = True, **content) -> Offer:
    """An offer of 18 tonnes of green coffee; a draft where it is not public."""
    return _make_listing(Offer(booth=booth or make_booth()), OFFER | {"side": side} | content, is_public)


def _make_listing(listing, content: dict, is_public: bool):
    owner = owner_of(listing.booth.organization)
    db.session.add(listing)
    moderation.save_draft(listing, content, by=owner)
    if is_public:
        approve(listing, by=owner)
    return listing


def make_waiting(thing, *, by: Person, **changes) -> Revision:
    """Changes to a thing that ``by`` has sent for approval."""
    revision = moderation.save_draft(thing, changes, by=by)
    moderation.submit(revision, by=by)
    db.session.flush()  # the queue reads what was sent
    return revision
