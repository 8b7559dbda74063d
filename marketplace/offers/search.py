"""Offers as the search index keeps them."""

from __future__ import annotations

from marketplace.accounts.letters import path_to
from marketplace.booths.search import listing_document
from marketplace.kernel.slugs import slug_of
from marketplace.offers.models import Offer
from marketplace.search.engine import SearchDoc


def offer_document(offer: Offer) -> SearchDoc:
    """A listing with its side, found by its place of delivery too."""
    return listing_document(offer, side=offer.side, places=[("place", offer.place)])


def offer_path(offer: Offer) -> str:
    """The path of its page, for letters."""
    return path_to("offers.offer", id=offer.id, slug=slug_of(offer.name))
