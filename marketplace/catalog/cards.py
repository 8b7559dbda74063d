"""A product as a list shows it: the arguments of the product card."""

from __future__ import annotations

from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from marketplace.booths.cards import identity_text
from marketplace.catalog.models import Product
from marketplace.catalog.states import Scheme
from marketplace.kernel.images import Photo
from marketplace.kernel.money import Money, format_number
from marketplace.kernel.slugs import slug_of
from marketplace.reference.queries import names_of
from marketplace.reference.units import unit, unit_text


def product_card(product: Product, lang: str, *, in_booth: bool = False) -> dict:
    """What ``components/product_card.html`` needs, for a reader of ``lang``; no query of its own."""
    booth = product.booth
    return {
        "url": product_url(product),
        "name": product.name.in_(lang),
        "booth_name": None if in_booth else booth.name.in_(lang),
        "booth_url": None if in_booth else url_for("booths.booth", slug=booth.slug),
        "place": origin_of(product, lang),
        "price_text": price_of(product, lang),
        "unit_text": unit_text(product.unit, lang),
        "photo": Photo.from_content(product.photos[0]) if product.photos else None,
        "moq_text": moq_of(product, lang),
        "verified_text": None if in_booth else identity_text(booth.organization, lang),
        "tags": certificate_tags(product),
    }


def product_url(product: Product) -> str:
    """The address of the product's page."""
    return url_for("catalog.product", id=product.id, slug=slug_of(product.name))


def price_of(product: Product, lang: str) -> str | None:
    """The price as the reader writes it; None when it is told on request."""
    return None if product.price is None else Money(product.price, product.currency).format(lang)


def moq_of(product: Product, lang: str) -> str:
    """``Minimum order 500 kg``; empty when any quantity will do."""
    if product.moq is None:
        return ""
    return _("Minimum order %(quantity)s", quantity=quantity_of(product.moq, product, lang))


def quantity_of(number: Decimal, product: Product, lang: str) -> str:
    """``500 kg`` as the reader writes it; a draft may have no unit yet."""
    return unit(product.unit).counted(number, lang) if product.unit else format_number(number, lang)


def origin_of(product: Product, lang: str) -> str:
    """The province it comes from, or the country."""
    if product.origin_province:
        return names_of("province", product.origin_province).in_(lang).text
    return names_of("country", product.origin_country).in_(lang).text if product.origin_country else ""


def certificate_tags(product: Product) -> list[str]:
    """Short words for those of its certificates that have not run out."""
    return [str(Scheme(row["scheme"]).label) for row in product.lasting_certificates]
