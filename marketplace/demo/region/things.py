"""The values the region is made of. Field names are those of the rooms' `CONTENT`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from marketplace.kernel.translated import Translated

DRAFT, SUBMITTED, CHANGES_REQUESTED, REFUSED, APPROVED = (
    "draft",
    "submitted",
    "changes_requested",
    "refused",
    "approved",
)
STATES = (DRAFT, SUBMITTED, CHANGES_REQUESTED, REFUSED, APPROVED)


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in; all of them with the same public password."""

    email: str
    name: str
    lang: str


@dataclass(frozen=True)
class Staff:
    """A person of the Department: officer, editor or administrator."""

    person: Person
    role: str


@dataclass(frozen=True)
class Colleague:
    """A second person of a booth: manager or clerk."""

    person: Person
    role: str


@dataclass(frozen=True)
class Review:
    """Where the newest revision of a thing stands, and what staff answered if they did."""

    state: str = APPROVED
    reason: str = ""
    fields: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Organization:
    """A legal body. Every number and contact is invented."""

    slug: str
    kind: str
    country: str
    names: Translated
    latin_name: str
    tax_code: str
    registration_number: str
    enterprise_number: str
    moic_number: str
    moic_on: date | None
    province: str
    ward: str
    address: str
    representative: str
    representative_role: str
    phone: str
    email: str
    founded_year: str
    owner: Person
    review: Review

    def content(self) -> dict:
        """The identity as its revision keeps it; papers are for whoever enters it."""
        names = [
            "kind",
            "country",
            "latin_name",
            "tax_code",
            "registration_number",
            "enterprise_number",
            "moic_number",
            "province",
            "ward",
            "address",
            "representative",
            "representative_role",
            "phone",
            "email",
            "founded_year",
        ]
        return {
            **{name: getattr(self, name) for name in names},
            "names": dict(self.names),
            "moic_on": self.moic_on.isoformat() if self.moic_on else None,
        }


@dataclass(frozen=True)
class Picture:
    """What `pictures.draw` is asked for."""

    kind: str
    seed: int


@dataclass(frozen=True)
class Booth:
    """The virtual store of one organization."""

    slug: str
    organization: Organization
    colleagues: tuple[Colleague, ...]
    place: Translated
    name: Translated
    tagline: Translated
    story: Translated
    languages: tuple[str, ...]
    contacts: tuple[tuple[str, str], ...]
    sells: tuple[str, ...]
    buys: tuple[str, ...]
    capacity: Translated
    export_markets: tuple[str, ...]
    opening_hours: Translated
    #: For `pictures.draw_logo(name, seed, emblem)` and `pictures.draw_banner(theme, seed)`.
    logo_name: str
    emblem: str
    banner_theme: str
    picture_seed: int
    review: Review

    def content(self) -> dict:
        """The booth as its revision keeps it, without logo and banner."""
        return {
            "name": dict(self.name),
            "tagline": dict(self.tagline),
            "story": dict(self.story),
            "languages": list(self.languages),
            "contacts": [{"kind": kind, "value": value} for kind, value in self.contacts],
            "sells": list(self.sells),
            "buys": list(self.buys),
            "capacity": dict(self.capacity),
            "export_markets": list(self.export_markets),
            "opening_hours": dict(self.opening_hours),
        }


@dataclass(frozen=True)
class Certificate:
    """A scheme with an invented number; the day it expires counts from the day the region is loaded."""

    scheme: str
    issuer: str
    number: str
    expires_in_days: int

    def content(self, today: date) -> dict:
        """One row of a product's certificates; there is no file behind it."""
        return {
            "scheme": self.scheme,
            "issuer": self.issuer,
            "number": self.number,
            "expires_on": (today + timedelta(days=self.expires_in_days)).isoformat(),
            "file_id": None,
        }


@dataclass(frozen=True)
class Product:
    """One entry of a booth's catalogue. `good` names the row of goods it was made from."""

    booth: str
    good: str
    sku: str
    name: Translated
    description: Translated
    category: str
    hs: str
    price: Decimal | None
    currency: str
    unit: str
    #: (from quantity, unit price), ascending.
    price_tiers: tuple[tuple[Decimal, Decimal], ...]
    moq: Decimal
    order_multiple: Decimal | None
    is_available: bool
    origin_country: str
    origin_province: str
    harvest_months: tuple[str, ...]
    monthly_capacity: Decimal
    lead_time_days: int
    packaging: Translated
    shelf_life: Translated
    certificates: tuple[Certificate, ...]
    delivery_area: Translated
    incoterms: tuple[str, ...]
    gates: tuple[str, ...]
    gtin: str
    pictures: tuple[Picture, ...]
    review: Review

    def content(self, today: date) -> dict:
        """The product as its revision keeps it, without photos; numbers as text."""
        plain = [
            "category",
            "hs",
            "currency",
            "unit",
            "is_available",
            "origin_country",
            "origin_province",
            "lead_time_days",
            "sku",
            "gtin",
        ]
        translated = ["name", "description", "packaging", "shelf_life", "delivery_area"]
        numbers = ["price", "moq", "order_multiple", "monthly_capacity"]
        return {
            **{name: getattr(self, name) for name in plain},
            **{name: dict(getattr(self, name)) for name in translated},
            **{name: as_text(getattr(self, name)) for name in numbers},
            "price_tiers": [
                {"from": as_text(low), "price": as_text(price)} for low, price in self.price_tiers
            ],
            "harvest_months": list(self.harvest_months),
            "certificates": [certificate.content(today) for certificate in self.certificates],
            "incoterms": list(self.incoterms),
            "gates": list(self.gates),
        }


@dataclass(frozen=True)
class Offer:
    """One dated notice: what a booth sells or wants now. Days count from the day the region is loaded."""

    booth: str
    good: str
    side: str
    name: Translated
    description: Translated
    category: str
    hs: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    currency: str
    incoterm: str
    place: str
    place_note: str
    window_from_days: int
    window_until_days: int
    valid_days: int
    languages: tuple[str, ...]
    pictures: tuple[Picture, ...]
    review: Review

    def content(self, today: date) -> dict:
        """The offer as its revision keeps it, without photos; numbers as text, days as ISO dates."""
        plain = ["side", "category", "hs", "unit", "currency", "incoterm", "place", "place_note"]
        return {
            **{name: getattr(self, name) for name in plain},
            "name": dict(self.name),
            "description": dict(self.description),
            "quantity": as_text(self.quantity),
            "price": as_text(self.price),
            "valid_days": str(self.valid_days),
            "window_from": (today + timedelta(days=self.window_from_days)).isoformat(),
            "window_until": (today + timedelta(days=self.window_until_days)).isoformat(),
            "languages": list(self.languages),
        }


@dataclass(frozen=True)
class Edit:
    """A change of a live product that waits for approval while the product stays public."""

    booth: str
    sku: str
    #: Field of the content → its new value, as a revision keeps it.
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Line:
    """One message; `side` is "buyer" or "seller". It is written in its author's language."""

    side: str
    text: str


@dataclass(frozen=True)
class Conversation:
    """An inquiry and what followed: about the product `sku`, the offer of `offer_good`, or else the booth."""

    buyer: str
    booth: str
    sku: str
    offer_good: str
    quantity: Decimal | None
    unit: str
    delivery_place: str
    delivery_in_days: int | None
    started_days_ago: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Region:
    """Everything the demonstration shows."""

    notice: Translated
    staff: tuple[Staff, ...]
    booths: tuple[Booth, ...]
    products: tuple[Product, ...]
    offers: tuple[Offer, ...]
    edits: tuple[Edit, ...]
    buyers: tuple[Organization, ...]
    conversations: tuple[Conversation, ...]


def as_text(number: Decimal | None) -> str | None:
    """A number as content keeps it: plain digits, no exponent."""
    return None if number is None else format(number.normalize(), "f")
