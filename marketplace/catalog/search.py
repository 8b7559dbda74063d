"""Products as the search index keeps them."""

from __future__ import annotations

from marketplace.booths.search import listing_document
from marketplace.catalog.models import Product
from marketplace.search.engine import SearchDoc


def product_document(product: Product) -> SearchDoc:
    """A listing with its numbers and certificates, found by its origin too."""
    return listing_document(
        product,
        places=[("country", product.origin_country), ("province", product.origin_province)],
        sku=product.sku,
        gtin=product.gtin,
        moq=product.moq,
        certificates=tuple(row["scheme"] for row in product.certificates),
    )
