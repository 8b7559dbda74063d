"""A booth as the search index keeps it, and what every listing says there of its booth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marketplace.accounts.letters import path_to
from marketplace.booths.models import Booth, Organization
from marketplace.kernel.errors import NotFound
from marketplace.kernel.translated import Translated
from marketplace.reference.concepts import (
    broader_concepts,
    concepts_of,
    concepts_of_category,
    names_of_concepts,
)
from marketplace.reference.places import all_provinces
from marketplace.reference.queries import category_path, names_of
from marketplace.reference.rates import in_dollars
from marketplace.reference.units import per_base_unit
from marketplace.search.documents import document_id
from marketplace.search.engine import Kind, SearchDoc


def booth_document(booth: Booth) -> SearchDoc:
    """Found by its names, its registered names, its texts, its place and what it deals in."""
    organization = booth.organization
    dealt_in = [*booth.sells, *booth.buys]
    return SearchDoc(
        names=dict(booth.name),
        descriptions=_joined(booth.tagline, booth.story, booth.capacity),
        other_names=", ".join(
            [
                _in_all_languages(
                    organization.names,
                    Translated(en=organization.latin_name),
                    *(_names("category", code) for code in dealt_in),
                ),
                names_of_concepts(concept for code in dealt_in for concept in concepts_of_category(code)),
            ]
        ),
        **_category(dealt_in[0] if dealt_in else ""),
        **_facts_of_all(booth, booth),
    )


def booth_path(booth: Booth) -> str:
    """The path of its page, for letters."""
    return path_to("booths.booth", slug=booth.slug)


def listing_document(
    listing, *, places: Iterable[tuple[str, str]] = (), told: Iterable[str] = (), **facts
) -> SearchDoc:
    """A product or an offer: what both have in common, and the ``facts`` that only its own room knows.

    ``places`` are further (table, code) by whose names it is found: where the goods come from or go to;
    ``told`` is what else is said of it, such as that it is organic.
    Country and province as filters are the booth's. The price is what a kilogram costs, or a litre, a piece,
    so that listings can be compared; a page shows it as it was written.
    """
    concepts = concepts_of(listing.category, listing.hs, listing.name)
    related = (
        names_of_concepts(broader_concepts(concepts))
        if concepts
        # Where no trade name is recognised, the category stands in.
        else _in_all_languages(_names("category", listing.category))
    )
    price = None if listing.price is None else per_base_unit(listing.price, listing.unit)
    return SearchDoc(
        names=dict(listing.name),
        descriptions=dict(listing.description),
        concept_names=names_of_concepts(concepts),
        other_names=", ".join(filter(None, (related, *told))),
        hs=listing.hs,
        price=price,
        currency=listing.currency if price is not None else "",
        comparable_price=None if price is None else in_dollars(price, listing.currency),
        **_category(listing.category),
        **_facts_of_all(listing, listing.booth, places),
        **facts,
    )


def _facts_of_all(thing, booth: Booth, places: Iterable[tuple[str, str]] = ()) -> dict:
    kind, organization = Kind(thing.__tablename__), booth.organization
    return {
        "id": document_id(kind, thing.id),
        "kind": kind,
        "object_id": thing.id,
        "published_at": int(thing.published_at.timestamp()),
        "country": organization.country,
        "province": organization.province,
        "place_names": _in_all_languages(*_places(organization, places)),
        "booth_slug": booth.slug,
        "booth_names": dict(booth.name),
    }


def _places(organization: Organization, more: Iterable[tuple[str, str]]) -> Iterator[Translated]:
    """Where it is, and ``more``; a merged province answers to its former names too."""
    yield _names("country", organization.country)
    yield _names("province", organization.province)
    for former in all_provinces().values():
        if former.successor and former.successor == organization.province:
            yield former.names
    for table, code in more:
        yield _names(table, code)


def _names(table: str, code: str) -> Translated:
    """Names of a code; a region abroad is called what somebody wrote, a code without a name nothing."""
    try:
        return names_of(table, code) if code else Translated()
    except NotFound:
        return Translated(en=code) if table == "province" else Translated()


def _category(code: str) -> dict:
    """The category with those above it; none where it has been taken out of the tree since."""
    try:
        path = tuple(entry.code for entry in category_path(code)) if code else ()
    except NotFound:
        path = ()
    return {"category": code if path else "", "category_path": path}


def _in_all_languages(*texts: Translated) -> str:
    return ", ".join(dict.fromkeys(word for text in texts for word in text.values()))


def _joined(*texts: Translated) -> dict[str, str]:
    """Several texts as one for each language that has any."""
    languages = dict.fromkeys(lang for text in texts for lang in text)
    return {lang: "\n".join(text[lang] for text in texts if lang in text) for lang in languages}
