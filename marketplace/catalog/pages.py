"""The page of a product, drawn the same for the public and in a preview, and a booth's shelf of products."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import get_month_names
from flask import render_template, url_for

from marketplace.booths.models import Booth
from marketplace.booths.seller import place_of
from marketplace.catalog.cards import origin_of, price_of, product_card, quantity_of
from marketplace.catalog.models import Product
from marketplace.catalog.queries import list_related, list_shelf
from marketplace.catalog.states import Scheme
from marketplace.kernel import clock
from marketplace.kernel.money import Money
from marketplace.kernel.translated import LOCALES
from marketplace.reference.categories import CategoryEntry
from marketplace.reference.hs_codes import show_hs
from marketplace.reference.queries import category_path, has_code, name_for, names_of
from marketplace.reference.trade_terms import incoterm
from marketplace.reference.units import unit_text
from marketplace.web.language import current_language


def show_product(product: Product, *, preview_of: Product | None = None) -> str:
    """``preview_of``: the stored product, where ``product`` is what its draft would make of it."""
    lang = current_language()
    name = product.name.in_(lang)
    return render_template(
        "catalog/product.html",
        product=product,
        preview_of=preview_of,
        booth=product.booth,
        organization=product.booth.organization,
        name=name,
        other_names=[(code, text) for code, text in product.name.items() if code != name.lang],
        ways=[
            (entry.names.in_(lang).text, url_for("search.page", category=entry.code))
            for entry in _path(product)
        ],
        price_text=price_of(product, lang),
        unit_text=unit_text(product.unit, lang),
        tiers=_tiers(product, lang),
        quantity=lambda number: _quantity(number, product, lang),
        origin=_origin(product, lang),
        hs=(show_hs(product.hs), names_of("hs", product.hs).in_(lang)) if product.hs else None,
        month_names=list(get_month_names("abbreviated", "stand-alone", locale=LOCALES[lang]).values()),
        months=[int(month) for month in product.harvest_months],
        certificates=[_certificate(row) for row in product.certificates],
        incoterms=[incoterm(code) for code in product.incoterms],
        gates=[name_for("gate", code, lang) for code in product.gates],
        seller_place=place_of(product.booth.organization, lang),
        related=[] if preview_of else [product_card(one, lang) for one in list_related(product)],
    )


def _path(product: Product) -> list[CategoryEntry]:
    """Branch and leaf; a draft may have none yet."""
    return category_path(product.category) if has_code("category", product.category) else []


def _origin(product: Product, lang: str) -> str:
    """``"Champasak, Laos"``, as far as known."""
    country = name_for("country", product.origin_country, lang) if product.origin_country else ""
    return ", ".join(dict.fromkeys(part for part in (origin_of(product, lang), country) if part))


def _quantity(number: Decimal | None, product: Product, lang: str) -> str:
    """``"500 kg"`` as the reader writes it; empty where it is not said."""
    return "" if number is None else quantity_of(number, product, lang)


def _tiers(product: Product, lang: str) -> list[list[str]]:
    """Rows of (from this quantity, unit price)."""
    return [
        [
            _quantity(Decimal(tier["from"]), product, lang),
            Money(Decimal(tier["price"]), product.currency).format(lang),
        ]
        for tier in product.price_tiers
    ]


def _certificate(row: dict) -> dict:
    """A certificate with its scheme in words, and whether it has run out."""
    expires_on = date.fromisoformat(row["expires_on"]) if row.get("expires_on") else None
    return {
        "label": Scheme(row["scheme"]).label,
        "issuer": row.get("issuer"),
        "number": row.get("number"),
        "expires_on": expires_on,
        "is_expired": expires_on is not None and expires_on < clock.today(),
    }


def fill_shelf(booth: Booth, page: int) -> tuple[list[dict], int]:
    """(cards of one page of what a booth shows, number of pages)."""
    products, pages = list_shelf(booth, page)
    lang = current_language()
    return [product_card(product, lang, in_booth=True) for product in products], pages
