"""Products as the search index keeps them."""

from __future__ import annotations

from marketplace.accounts.letters import path_to
from marketplace.booths.search import listing_document
from marketplace.catalog.models import Product
from marketplace.kernel.slugs import slug_of
from marketplace.reference.units import in_base_units
from marketplace.search.engine import SearchDoc


def product_document(product: Product) -> SearchDoc:
    """A listing with its numbers and the certificates that have not run out, found by its origin too."""
    return listing_document(
        product,
        places=[("country", product.origin_country), ("province", product.origin_province)],
        sku=product.sku,
        gtin=product.gtin,
        moq=None if product.moq is None else in_base_units(product.moq, product.unit),
        certificates=tuple(row["scheme"] for row in product.lasting_certificates),
    )


def product_path(product: Product) -> str:
    """The path of its page, for letters."""
    return path_to("catalog.product", id=product.id, slug=slug_of(product.name))
