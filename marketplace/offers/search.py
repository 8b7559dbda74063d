"""Offers as the search index keeps them. Only what is public now is ever loaded."""

from __future__ import annotations

from sqlalchemy import Select, select

from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.offers.models import Offer
from marketplace.reference.aliases import other_names
from marketplace.reference.queries import category_path, names_of
from marketplace.search.engine import Kind, SearchDoc
from marketplace.search.feed import document_id


def load(keys: list[int]) -> list[Offer]:
    """Those of the offers that strangers may see now, with booth and organization. One query."""
    return list(db.session.scalars(Offer.public().where(Offer.id.in_(keys))))


def list_keys(after: int, limit: int) -> list[int]:
    """Keys of public offers above ``after``, in rising order."""
    public = Offer.public().with_only_columns(Offer.id).where(Offer.id > after)
    return list(db.session.scalars(public.order_by(Offer.id).limit(limit)))


def keys_in_group(group: str, key: int) -> Select | None:
    """The offers that change in the index together with their booth."""
    return select(Offer.id).where(Offer.booth_id == key) if group == "booth_listings" else None


def document(offer: Offer) -> SearchDoc:
    """All that the index keeps of a public offer."""
    booth, organization = offer.booth, offer.booth.organization
    return SearchDoc(
        id=document_id(Kind.OFFER.value, offer.id),
        kind=Kind.OFFER,
        object_id=offer.id,
        # Booth and organization stand in the document too, and none of the three versions ever falls.
        version=offer.version + booth.version + organization.version,
        names=dict(offer.name),
        descriptions=dict(offer.description),
        other_names=other_names(offer.category, offer.name),
        place_names=_all_names(
            ("province", organization.province), ("country", organization.country), ("place", offer.place)
        ),
        category=offer.category,
        category_path=tuple(entry.code for entry in category_path(offer.category)),
        country=organization.country,
        province=organization.province,
        booth_slug=booth.slug,
        booth_names=dict(booth.name),
        side=offer.side,
        hs=offer.hs,
        price=offer.price,
        currency=offer.currency if offer.price is not None else "",
        published_at=int(offer.published_at.timestamp()),
    )


def _all_names(*codes: tuple[str, str]) -> str:
    """The names of these (table, code) in every language, so that "Bờ Y" finds what is delivered there."""
    names = []
    for table, code in codes:
        try:
            names += names_of(table, code).values() if code else []
        except NotFound:
            names.append(code)  # abroad, the province is what somebody wrote
    return ", ".join(dict.fromkeys(names))
