"""Reads the tables of the region, composes it, and refuses what does not fit together."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from marketplace.kernel.translated import Translated
from marketplace.reference.tables import names_in

from . import wording
from .catalogue import Good, Shelf, Words, make_offer, make_product
from .prices import dollars, trade_price
from .things import (
    APPROVED,
    DRAFT,
    STATES,
    SUBMITTED,
    Booth,
    Colleague,
    Conversation,
    Edit,
    Line,
    Offer,
    Organization,
    Person,
    Product,
    Region,
    Review,
    Staff,
    as_text,
)

DATA = Path(__file__).with_name("data")

#: Weights of the nine digits before the check digit of a Vietnamese tax code (Circular 105/2020/TT-BTC).
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_RECOGNISED_ON = date(2024, 5, 20)


@cache
def load_region() -> Region:
    """The whole region, the same on every machine. Raises `ValueError` where tables disagree."""
    notice = names_in(_table("notice")[0])
    goods = {row["code"]: Good.from_row(row) for row in _table("goods")}
    words = Words(_texts("remarks"), _texts("packings"))
    reviews = Reviews(_document("reviews"))
    shelves, products = _fill_shelves(goods, words, reviews, notice)
    offers = tuple(_offers(goods, words, shelves))
    region = Region(
        notice=notice,
        staff=tuple(Staff(_person(entry), entry["role"]) for entry in _document("people")["staff"]),
        booths=tuple(shelf.booth for shelf in shelves.values()),
        products=products,
        offers=offers,
        edits=tuple(_edits(products, words)),
        buyers=tuple(_buyer(entry, number) for number, entry in enumerate(_document("buyers"), 101)),
        conversations=tuple(_conversations(products)),
    )
    _demand_sense(region, reviews)
    return region


# --- tables --------------------------------------------------------------------------------------


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def _document(name: str):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _texts(name: str) -> Mapping[str, Translated]:
    return {row["code"]: names_in(row) for row in _table(name)}


# --- review --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reviews:
    """Where things stand that are not simply approved. A listing of an unopened booth waits with it."""

    entries: Sequence[Mapping]

    def of_product(self, booth: Booth, good: str) -> Review:
        """A product's own entry, else what follows from its booth."""
        for entry in self.entries:
            if entry["thing"] == "product" and (entry["booth"], entry["good"]) == (booth.slug, good):
                return _review(entry)
        return Review(booth.review.state if booth.review.state in (DRAFT, SUBMITTED) else APPROVED)

    def of_booth(self, entry: Mapping) -> Review:
        """A booth's own entry, else the state its table gives."""
        for given in self.entries:
            if given["thing"] == "booth" and given["booth"] == entry["slug"]:
                return _review(given)
        return Review(entry["booth"])


def _review(entry: Mapping) -> Review:
    return Review(
        entry["state"], entry.get("reason", ""), tuple(entry.get("fields", ())), entry.get("note", "")
    )


# --- organizations and booths --------------------------------------------------------------------


def _fill_shelves(
    goods: Mapping[str, Good], words: Words, reviews: Reviews, notice: Translated
) -> tuple[dict[str, Shelf], tuple[Product, ...]]:
    shelves, products = {}, []
    for number, entry in enumerate(_document("organizations"), 1):
        stock = [goods[code] for code in entry["shelf"]]
        booth = _booth(entry, number, stock, reviews, notice)
        shelf = Shelf(
            booth, entry["writes"], entry["currency"], tuple(entry["incoterms"]), tuple(entry["gates"])
        )
        shelves[booth.slug] = shelf
        products += [
            make_product(good, shelf, place, words, reviews.of_product(booth, good.code))
            for place, good in enumerate(stock, 1)
        ]
    return shelves, tuple(products)


def _booth(entry: Mapping, number: int, stock: Iterable[Good], reviews: Reviews, notice: Translated) -> Booth:
    organization = _seller(entry, number)
    place = Translated(entry["place"])
    sells = tuple(dict.fromkeys(good.category for good in stock))
    return Booth(
        slug=entry["slug"],
        organization=organization,
        colleagues=tuple(_colleagues(entry["slug"])),
        place=place,
        name=Translated(entry["brand"]),
        tagline=wording.tagline(sells[:3], place),
        story=wording.joined([Translated(entry["story"]), notice], "\n\n"),
        languages=tuple(entry["languages"]),
        contacts=_contacts(organization),
        sells=sells,
        buys=tuple(entry["buys"]),
        capacity=wording.yearly(**entry["capacity"]),
        export_markets=tuple(entry["export_markets"]),
        opening_hours=wording.OPENING_HOURS,
        logo_name=entry["brand"]["en"],
        emblem=entry["emblem"],
        banner_theme=entry["banner"],
        picture_seed=number,
        review=reviews.of_booth(entry),
    )


def _seller(entry: Mapping, number: int) -> Organization:
    """A body of one of the two countries, with numbers of the kind its country asks for."""
    vietnamese = entry["province"].startswith("VN")
    public = entry["kind"] == "association"
    phone = f"+84900000{number:03d}" if vietnamese else f"+856205550{number:04d}"
    email = f"{entry['slug']}@example.com"
    return Organization(
        **{name: entry[name] for name in ("slug", "kind", "latin_name", "province", "ward", "address")},
        country="VN" if vietnamese else "LA",
        names=Translated(entry["names"]),
        tax_code=_tax_code(number) if vietnamese else f"990-{number:06d}-00",
        registration_number=f"99-{number:06d}" if vietnamese else "",
        enterprise_number="" if vietnamese or public else f"99-{number:08d}",
        moic_number="" if vietnamese or public else f"DEMO-{number:04d}/MOIC",
        moic_on=None if vietnamese or public else _RECOGNISED_ON,
        representative=entry["representative"],
        representative_role=entry["representative_role"],
        phone=phone,
        email=email,
        founded_year=str(entry["founded"]),
        owner=Person(email, entry["representative"], "vi" if vietnamese else "lo"),
        review=Review(entry["identity"]),
    )


def _tax_code(number: int) -> str:
    """A tax code of a province that does not exist, with the right check digit."""
    for tail in range(number * 10, number * 10 + 10):
        digits = f"99{tail:07d}"
        check = 10 - sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise ValueError(f"no tax code for organization {number}")


def _contacts(organization: Organization) -> tuple[tuple[str, str], ...]:
    chat = "zalo" if organization.country == "VN" else "whatsapp"
    return (
        ("phone", organization.phone),
        (chat, organization.phone),
        ("email", organization.email),
        ("web", f"https://{organization.slug}.example.com"),
    )


def _colleagues(booth_slug: str) -> Iterable[Colleague]:
    for entry in _document("people")["colleagues"]:
        if entry["booth"] == booth_slug:
            yield Colleague(_person(entry), entry["role"])


def _person(entry: Mapping) -> Person:
    return Person(entry["email"], entry["name"], entry["lang"])


def _buyer(entry: Mapping, number: int) -> Organization:
    lao = entry["country"] == "LA"
    given = [
        "slug",
        "kind",
        "country",
        "latin_name",
        "registration_number",
        "enterprise_number",
        "province",
        "ward",
        "address",
        "phone",
        "email",
    ]
    return Organization(
        **{name: entry[name] for name in given},
        names=Translated(entry["names"]),
        tax_code="",
        moic_number=f"DEMO-{number:04d}/MOIC" if lao else "",
        moic_on=_RECOGNISED_ON if lao else None,
        representative=entry["representative"],
        representative_role=entry["representative_role"],
        founded_year=str(entry["founded"]),
        owner=Person(entry["email"], entry["representative"], entry["lang"]),
        review=Review(),
    )


# --- offers, edits, conversations ----------------------------------------------------------------


def _offers(goods: Mapping[str, Good], words: Words, shelves: Mapping[str, Shelf]) -> Iterable[Offer]:
    for row in _table("offers"):
        yield make_offer(row, goods[row["good"]], shelves[row["booth"]], words)


def _edits(products: Iterable[Product], words: Words) -> Iterable[Edit]:
    """Changes of live products that wait for approval."""
    by_key = {(product.booth, product.good): product for product in products}
    for entry in _document("edits"):
        product = by_key[entry["booth"], entry["good"]]
        yield Edit(product.booth, product.sku, _changes(entry, product, words))


def _changes(entry: Mapping, product: Product, words: Words) -> dict:
    if "name" in entry:
        return {"name": entry["name"]}
    if "add_remark" in entry:
        sentence = wording.only(words.remarks[entry["add_remark"]], product.description)
        return {"description": dict(wording.joined([product.description, sentence]))}
    if product.price is None:
        raise ValueError(f"no price to raise: {product.booth}/{product.good}")
    raised = product.price * (100 + entry["raise_price_percent"]) / 100
    return {"price": as_text(trade_price(dollars(raised, product.currency), product.currency))}


def _conversations(products: Iterable[Product]) -> Iterable[Conversation]:
    skus = {(product.booth, product.good): product.sku for product in products}
    for entry in _document("threads"):
        about = entry["about"]
        yield Conversation(
            buyer=entry["buyer"],
            booth=entry["booth"],
            sku=skus[entry["booth"], about["product"]] if "product" in about else "",
            offer_good=about.get("offer", ""),
            quantity=Decimal(entry["quantity"]) if entry["quantity"] else None,
            unit=entry["unit"],
            delivery_place=entry["delivery_place"],
            delivery_in_days=entry["delivery_in_days"],
            started_days_ago=entry["days_ago"],
            lines=tuple(Line(side, text) for side, text in entry["messages"]),
        )


# --- sense ---------------------------------------------------------------------------------------


def _demand_sense(region: Region, reviews: Reviews) -> None:
    """What no table can promise alone: every name met somewhere exists, and nothing stands twice."""
    booths = {booth.slug: booth for booth in region.booths}
    skus = {(product.booth, product.sku): product for product in region.products}
    goods = {(product.booth, product.good) for product in region.products}
    offers = {(offer.booth, offer.good): offer for offer in region.offers}
    buyers = {buyer.slug for buyer in region.buyers}
    _demand(len(skus) == len(region.products), "two products of a booth share an SKU")
    _demand(len(goods) == len(region.products), "a good stands twice on one shelf")
    _demand(len(offers) == len(region.offers), "a booth offers one good twice")
    for entry in reviews.entries:
        known = (
            entry["booth"] in booths
            if entry["thing"] == "booth"
            else (entry["booth"], entry["good"]) in goods
        )
        _demand(known and entry["state"] in STATES, f"a review of nothing: {entry}")
    for talk in region.conversations:
        _demand(talk.buyer in buyers and talk.booth in booths, f"strangers talk: {talk}")
        about = (
            skus.get((talk.booth, talk.sku))
            or offers.get((talk.booth, talk.offer_good))
            or booths[talk.booth]
        )
        _demand(about.review.state == APPROVED, f"an inquiry about something hidden: {talk.booth} {talk.sku}")
    for edit in region.edits:
        _demand(
            skus[edit.booth, edit.sku].review.state == APPROVED, f"an edit of something hidden: {edit.sku}"
        )


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
