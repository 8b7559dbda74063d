"""Public things as JSON. Only what their pages show; nothing of the people behind them."""

from __future__ import annotations

from decimal import Decimal

from flask import current_app, url_for

from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel.images import WIDTHS, Photo
from marketplace.kernel.slugs import slug_of
from marketplace.offers.models import Offer
from marketplace.search.asking import Found


def hit(found: Found, lang: str) -> dict:
    """One line of a search answer."""
    thing, kind = found.thing, found.hit.kind
    booth_of = thing if kind == "booth" else thing.booth
    name = thing.name.in_(lang)
    matched = found.hit.matched
    return {
        "kind": kind,
        "id": thing.id,
        "name": name.text,
        "lang": name.lang,
        "url": address(thing, lang),
        "booth": booth_line(booth_of, lang),
        "category": getattr(thing, "category", ""),
        "price": price(thing),
        "matched": {"field": matched.field, "lang": matched.lang} if matched else None,
    }


def product(thing: Product, lang: str) -> dict:
    """A product in full."""
    return _common(thing, lang) | {
        "sku": thing.sku,
        "gtin": thing.gtin,
        "moq": number(thing.moq),
        "order_multiple": number(thing.order_multiple),
        "price_tiers": thing.price_tiers,
        "is_available": thing.is_available,
        "origin": {"country": thing.origin_country, "province": thing.origin_province},
        "harvest_months": [int(month) for month in thing.harvest_months],
        "monthly_capacity": number(thing.monthly_capacity),
        "lead_time_days": thing.lead_time_days,
        "packaging": dict(thing.packaging),
        "shelf_life": dict(thing.shelf_life),
        "delivery_area": dict(thing.delivery_area),
        "certificates": [
            {name: row.get(name) or "" for name in ("scheme", "issuer", "number", "expires_on")}
            for row in thing.certificates
        ],
        "incoterms": thing.incoterms,
        "gates": thing.gates,
    }


def offer(thing: Offer, lang: str) -> dict:
    """An offer in full."""
    return _common(thing, lang) | {
        "side": thing.side,
        "quantity": number(thing.quantity),
        "incoterm": thing.incoterm,
        "place": thing.place,
        "place_note": thing.place_note,
        "window": {"from": _day(thing.window_from), "until": _day(thing.window_until)},
        "open_until": _day(thing.open_until),
        "languages": thing.languages,
    }


def booth(thing: Booth, lang: str) -> dict:
    """A booth in full."""
    organization = thing.organization
    return booth_line(thing, lang) | {
        "url": address(thing, lang),
        "names": dict(thing.name),
        "tagline": dict(thing.tagline),
        "story": dict(thing.story),
        "kind": organization.kind,
        "organization": {"names": dict(organization.names), "latin_name": organization.latin_name},
        "verified_on": _day(organization.verified_at),
        "languages": thing.languages,
        "contacts": thing.contacts,
        "sells": thing.sells,
        "buys": thing.buys,
        "export_markets": thing.export_markets,
        "logo": photos(thing.logo),
        "banner": photos(thing.banner),
    }


def _common(thing: Product | Offer, lang: str) -> dict:
    """What products and offers share."""
    return {
        "id": thing.id,
        "url": address(thing, lang),
        "names": dict(thing.name),
        "descriptions": dict(thing.description),
        "booth": booth_line(thing.booth, lang),
        "category": thing.category,
        "hs": thing.hs,
        "price": price(thing),
        "unit": thing.unit,
        "photos": photos(thing.photos),
        "published_on": _day(thing.published_at),
    }


def booth_line(thing: Booth, lang: str) -> dict:
    """A booth in one line."""
    organization = thing.organization
    return {
        "slug": thing.slug,
        "name": thing.name.in_(lang).text,
        "country": organization.country,
        "province": organization.province,
    }


def price(thing) -> dict | None:
    """Amount as text (exact), currency, unit; None for "on request" and for booths."""
    amount = getattr(thing, "price", None)
    return (
        None if amount is None else {"amount": number(amount), "currency": thing.currency, "unit": thing.unit}
    )


def photos(rows: list[dict]) -> list[dict]:
    """Addresses of the photos in each stored width."""
    site = _site()
    return [
        {
            "alt": row.get("alt") or {},
            "sizes": {str(width): site + Photo.from_content(row).src(width) for width in WIDTHS},
        }
        for row in rows
    ]


def address(thing, lang: str) -> str:
    """The complete address of the thing's page in ``lang``."""
    if isinstance(thing, Booth):
        return _site() + url_for("booths.booth", lang=lang, slug=thing.slug)
    endpoint = "catalog.product" if isinstance(thing, Product) else "offers.offer"
    return _site() + url_for(endpoint, lang=lang, id=thing.id, slug=slug_of(thing.name))


def number(value: Decimal | None) -> str | None:
    """A decimal as text without needless zeros."""
    return None if value is None else format(value.normalize(), "f")


def _day(value) -> str | None:
    return None if value is None else value.isoformat()[:10]


def _site() -> str:
    return current_app.config["SITE_URL"]
