"""Products as the search index keeps them."""

from __future__ import annotations

from functools import cache

from flask_babel import force_locale

from marketplace.accounts.letters import path_to
from marketplace.booths.search import listing_document
from marketplace.catalog.models import Product
from marketplace.catalog.states import Scheme
from marketplace.kernel.slugs import slug_of
from marketplace.kernel.translated import LOCALES
from marketplace.reference.units import in_base_units
from marketplace.search.engine import SearchDoc


def product_document(product: Product) -> SearchDoc:
    """A listing with its numbers and the lasting certificates, found by these and its origin."""
    schemes = tuple(row["scheme"] for row in product.lasting_certificates)
    return listing_document(
        product,
        told=map(_names_of_scheme, schemes),
        places=[("country", product.origin_country), ("province", product.origin_province)],
        sku=product.sku,
        gtin=product.gtin,
        moq=None if product.moq is None else in_base_units(product.moq, product.unit),
        certificates=schemes,
    )


@cache
def _names_of_scheme(code: str) -> str:
    """What a certificate is called in each language; nothing where that says nothing."""
    if code not in set(Scheme) - {Scheme.OTHER}:
        return ""
    names = []
    for locale in LOCALES.values():
        with force_locale(locale):
            names.append(str(Scheme(code).label))
    return ", ".join(dict.fromkeys(names))


def product_path(product: Product) -> str:
    """The path of its page, for letters."""
    return path_to("catalog.product", id=product.id, slug=slug_of(product.name))
