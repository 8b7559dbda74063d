"""A good on the shelf of a booth becomes a product, or an offer. Chance is bound to the names of both,
so adding a booth changes nothing about the others."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.tables import Row, listed, names_in
from marketplace.reference.units import convert

from . import prices, wording
from .things import Booth, Certificate, Offer, Picture, Product, Review

#: Invented, so that no real body seems to have certified anything.
ISSUER = "Demonstration Certification Centre"

#: Schemes that exist in one of the two countries only.
_HOME_SCHEMES = {"ocop3": "VN", "ocop4": "VN", "vietgap": "VN", "odop": "LA", "laogap": "LA"}

#: Unit → usual smallest orders.
_SMALLEST_ORDERS = {
    "KGM": (20, 50, 60, 100, 300, 500), "TNE": (1, 5, 10, 20), "LTR": (20, 200), "H87": (10, 20, 50, 100),
    "MTR": (10, 20, 50), "MTK": (100, 300), "MTQ": (10, 20), "SET": (1, 5, 10), "MIL": (1, 5, 10),
    "CEN": (1, 5), "HEA": (2, 5, 10),
}  # fmt: skip
_SMALLEST_PACKS = (12, 24, 48, 60)

#: How a booth writes → languages of a product and how often, in per cent.
_WRITING = {
    ("all", "VN"): ((("vi", "en", "lo"), 70), (("vi",), 17), (("vi", "en"), 11), (("en",), 2)),
    ("all", "LA"): ((("vi", "en", "lo"), 80), (("lo",), 4), (("en", "lo"), 12), (("en",), 4)),
    ("mostly_vi", "VN"): ((("vi",), 88), (("vi", "en"), 12)),
    ("mostly_lo", "LA"): ((("lo",), 88), (("en", "lo"), 12)),
    ("mostly_en", "VN"): ((("en",), 75), (("vi", "en", "lo"), 25)),
}


@dataclass(frozen=True)
class Good:
    """A good as the trade knows it: its words, codes, usual price range, season and picture."""

    code: str
    nature: str
    category: str
    hs: str
    unit: str
    usd_low: Decimal
    usd_high: Decimal
    picture: str
    months: tuple[str, ...]
    shelf_life: str
    packings: tuple[str, ...]
    lead_days: int
    schemes: tuple[str, ...]
    remarks: tuple[str, ...]
    named_after_place: bool
    names: Translated

    @classmethod
    def from_row(cls, row: Row) -> Good:
        """One row of `goods.tsv`."""
        return cls(
            **{
                name: row[name]
                for name in ("code", "nature", "category", "hs", "unit", "picture", "shelf_life")
            },
            usd_low=Decimal(row["usd_low"]),
            usd_high=Decimal(row["usd_high"]),
            lead_days=int(row["lead_days"]),
            named_after_place=bool(row["named_after_place"]),
            names=names_in(row),
            **{name: listed(row[name]) for name in ("months", "packings", "schemes", "remarks")},
        )

    def name_at(self, place: Translated) -> Translated:
        """Its name, with the place in it where the trade says so."""
        return wording.placed_name(self.names, place) if self.named_after_place else self.names


@dataclass(frozen=True)
class Shelf:
    """What products need to know about the booth they stand in."""

    booth: Booth
    writes: str
    currency: str
    incoterms: tuple[str, ...]
    gates: tuple[str, ...]

    @property
    def country(self) -> str:
        return self.booth.organization.country


@dataclass(frozen=True)
class Words:
    """Sentences and packings that goods refer to by code."""

    remarks: Mapping[str, Translated]
    packings: Mapping[str, Translated]


#: Remarks about how a booth trades; every description ends with one of them.
CLOSINGS = ("sample", "mixed_load", "contract", "origin_papers", "visit", "truck_weekly")


def make_product(good: Good, shelf: Shelf, number: int, words: Words, review: Review) -> Product:
    """The product a booth makes of a good; `number` is its place on the shelf."""
    booth = shelf.booth
    rng = random.Random(f"{booth.slug}/{good.code}")
    languages = _languages(shelf, rng)
    dollars = prices.between(rng, good.usd_low, good.usd_high)
    moq = _smallest_order(good, dollars, rng)
    price = None if rng.random() < 0.14 else prices.trade_price(dollars, shelf.currency)
    return Product(
        booth=booth.slug,
        good=good.code,
        sku=sku_of(booth.slug, number),
        name=wording.only(good.name_at(booth.place), languages),
        description=wording.only(_description(good, booth, words, rng), languages),
        category=good.category,
        hs=good.hs,
        price=price,
        currency=shelf.currency,
        unit=good.unit,
        price_tiers=prices.by_quantity(price, moq, shelf.currency) if price and rng.random() < 0.55 else (),
        moq=moq,
        order_multiple=moq if rng.random() < 0.2 else None,
        is_available=rng.random() < 0.93,
        origin_country=shelf.country,
        origin_province=booth.organization.province,
        harvest_months=tuple(sorted(good.months, key=int)),
        monthly_capacity=moq * rng.choice((20, 40, 80, 120, 200)),
        lead_time_days=good.lead_days + rng.choice((0, 0, 2, 4)),
        packaging=wording.only(words.packings[rng.choice(good.packings)], languages),
        shelf_life=wording.only(wording.lasting(good.shelf_life), languages),
        certificates=_certificates(good, shelf.country, number, rng),
        delivery_area=wording.only(wording.ALL_ROADS if booth.export_markets else wording.NEAR, languages),
        incoterms=shelf.incoterms,
        gates=shelf.gates,
        gtin="",
        pictures=pictures_of(good, booth.slug, 2 if rng.random() < 0.2 else 1),
        review=review,
    )


def sku_of(booth_slug: str, number: int) -> str:
    """A booth's own article number: the letters of its name and a running number."""
    letters = "".join(word[0] for word in booth_slug.split("-")).upper()
    return f"{letters}-{number:03d}"


def _languages(shelf: Shelf, rng: random.Random) -> tuple[str, ...]:
    choices = _WRITING[shelf.writes, shelf.country]
    return rng.choices([languages for languages, _ in choices], [weight for _, weight in choices])[0]


def _smallest_order(good: Good, dollars: Decimal, rng: random.Random) -> Decimal:
    """Expensive pieces are sold one by one."""
    if dollars > 60 and good.unit in ("H87", "KGM", "SET"):
        return Decimal(1)
    return Decimal(rng.choice(_SMALLEST_ORDERS.get(good.unit, _SMALLEST_PACKS)))


def _description(good: Good, booth: Booth, words: Words, rng: random.Random) -> Translated:
    """Where it comes from and how it is made, then how the booth trades."""
    origin = wording.origin(good.nature, booth.place, booth.organization.province, rng)
    body = wording.joined([origin, *(words.remarks[code] for code in good.remarks)])
    return wording.joined([body, words.remarks[rng.choice(CLOSINGS)]], "\n\n")


def _certificates(good: Good, country: str, number: int, rng: random.Random) -> tuple[Certificate, ...]:
    possible = [scheme for scheme in good.schemes if _HOME_SCHEMES.get(scheme, country) == country]
    shown = rng.sample(possible, min(len(possible), rng.choice((0, 1, 1, 2))))
    return tuple(
        Certificate(scheme, ISSUER, f"DEMO-{scheme.upper()}-{number:03d}", rng.choice((90, 240, 410, 600)))
        for scheme in sorted(shown)
    )


def pictures_of(good: Good, booth_slug: str, count: int) -> tuple[Picture, ...]:
    """Pictures of their own for every product of every booth."""
    seed = zlib.crc32(f"{booth_slug}/{good.code}".encode()) % 10_000
    return tuple(Picture(good.picture, seed + step) for step in range(count))


def make_offer(row: Row, good: Good, shelf: Shelf, words: Words) -> Offer:
    """The offer of one row of `offers.tsv`."""
    booth = shelf.booth
    rng = random.Random(f"offer {booth.slug}/{row['side']}/{good.code}")
    own = row["side"] == "sell"
    return Offer(
        booth=booth.slug,
        good=good.code,
        side=row["side"],
        name=good.name_at(booth.place) if own else good.names,
        description=_description(good, booth, words, rng) if own else wording.wanted(rng),
        category=good.category,
        hs=good.hs,
        quantity=Decimal(row["quantity"]),
        unit=row["unit"],
        price=_offer_price(row, good, rng),
        currency=row["currency"],
        incoterm=row["incoterm"],
        place=row["place"],
        place_note=row["place_note"],
        window_from_days=int(row["days_from"]),
        window_until_days=int(row["days_until"]),
        valid_days=int(row["valid_days"]),
        languages=booth.languages or LANGUAGES,
        pictures=pictures_of(good, f"offer {booth.slug}", 1) if own else (),
        review=Review(row["state"]),
    )


def _offer_price(row: Row, good: Good, rng: random.Random) -> Decimal | None:
    """Open, or the good's price in the offer's own unit; whoever buys begins at the low end."""
    if row["price"] == "open":
        return None
    middle = (good.usd_low + good.usd_high) / 2
    low, high = (good.usd_low, middle) if row["side"] == "buy" else (middle, good.usd_high)
    per_unit = prices.between(rng, low, high) * convert(Decimal(1), row["unit"], good.unit)
    return prices.trade_price(per_unit, row["currency"])
