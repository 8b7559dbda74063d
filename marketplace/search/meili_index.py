"""An index of Meilisearch: its name, its settings, what it keeps of a document, and filters in its language.

The server knows no Lao: documents reach it as the words ``texts`` prepares, each Lao letter shifted to a
letter of the Latin script that nothing folds.
"""

import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from marketplace.kernel.text.analysis import analyzer_version
from marketplace.search.engine import SearchDoc, SearchQuery, Sort
from marketplace.search.texts import texts_of

MOST_TOTAL = 1000
"""The server counts and pages no further; it says so by ``total_exact``."""
MOST_VALUES = 300
"""Of a facet: more than there are categories, and more than there are provinces in both countries."""

TEXT_FIELDS = (
    "called",
    "concepts",
    "name",
    "marked",
    "lao",
    "sku",
    "other_names",
    "place",
    "marked_beside",
    "booth",
    "lao_inner",
    "lao_toneless",
    "description",
)
"""The texts words are looked for in, best first: of what has them elsewhere, the server prefers the earlier.

What goods are a kind of (``kind_of``) is only filtered by.
"""

FIELD_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category_path",
    "country": "country",
    "province": "province",
    "certificate": "certificates",
    "price": "price_kind",
}
SORTS = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: ["published_at:desc"],
    Sort.PRICE_ASC: ["sorting_price:asc", "published_at:desc"],
    Sort.PRICE_DESC: ["sorting_price:desc", "published_at:desc"],
}
SETTINGS: dict[str, Any] = {
    "searchableAttributes": list(TEXT_FIELDS),
    "filterableAttributes": [
        {
            "attributePatterns": [
                *FIELD_OF_FACET.values(),
                "booth_slug",
                "currency",
                "id",
                "called",
                "kind_of",
                "goods",
            ],
            "features": {"facetSearch": False, "filter": {"equality": True, "comparison": False}},
        },
        {
            "attributePatterns": ["price", "sorting_price", "moq"],
            "features": {"facetSearch": False, "filter": {"equality": True, "comparison": True}},
        },
    ],
    "sortableAttributes": ["sorting_price", "published_at"],
    # "sort" stands first: it does nothing unless a buyer asks for an order, and then it is the order.
    # "attribute" is what newer servers call attributeRank and wordPosition, one after the other.
    "rankingRules": ["sort", "words", "typo", "proximity", "attribute", "exactness", "published_at:desc"],
    # Vietnamese syllables are short: the usual 5 and 9 letters would forgive almost nothing.
    "typoTolerance": {
        "minWordSizeForTypos": {"oneTypo": 3, "twoTypos": 7},
        "disableOnNumbers": True,
        "disableOnAttributes": ["sku", "marked", "marked_beside", "lao_inner", "lao_toneless"],
    },
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["vie", "eng"]}],
    "pagination": {"maxTotalHits": MOST_TOTAL},
    "faceting": {"maxValuesPerFacet": MOST_VALUES, "sortFacetValuesBy": {"*": "count"}},
    "searchCutoffMs": 800,
    # The texts are answered with so that a hit can say why it was found; prices come from the database.
    "displayedAttributes": ["id", "kind", "object_id", "version", "names", *TEXT_FIELDS],
}
ANSWERED = ["id", "kind", "object_id", "names", *TEXT_FIELDS]

IS_OURS = "kind EXISTS"
"""Part of every question: an index without our settings refuses it, instead of finding nothing."""

UNHEARD_OF = re.compile(r'["\\]')


def index_name(family: str) -> str:
    """Return the name of the index for the present text rules and settings.

    With other rules the words of a query would not agree with those of the index, so it has another name.
    """
    shape = json.dumps([SETTINGS, ANSWERED], sort_keys=True).encode()
    return f"{family}_{analyzer_version()}_{hashlib.blake2b(shape, digest_size=4).hexdigest()}"


def document_for_server(document: SearchDoc) -> dict[str, Any]:
    """Return a document as the server stores it; absent numbers are left out, so that they sort last."""
    numbers = {
        "price": document.price,
        "sorting_price": document.sorting_price,
        "moq": document.moq,
    }
    texts = texts_of(document)
    names = texts.called.split()
    return {
        **texts._asdict(),
        "called": names,
        "kind_of": texts.kind_of.split(),
        "goods": hashlib.blake2b(" ".join(sorted(names)).encode(), digest_size=8).hexdigest(),
        "id": document.id,
        "kind": str(document.kind),
        "object_id": document.object_id,
        "version": document.version,
        "names": dict(document.names),
        "side": document.side,
        "category_path": sorted({*document.category_path, document.category} - {""}),
        "country": document.country,
        "province": document.province,
        "certificates": list(document.certificates),
        "booth_slug": document.booth_slug,
        "price_kind": document.price_kind,
        "currency": document.currency,
        "published_at": document.published_at,
        **{name: float(number) for name, number in numbers.items() if number is not None},
    }


def filters(query: SearchQuery, but_facet: str = "") -> list[str]:
    """Return the filters of a query in the server's language; all must hold."""
    wanted = [
        f"{FIELD_OF_FACET[facet]} IN {listed(values)}"
        for facet, values in query.choices.items()
        if facet != but_facet
    ]
    if query.booth:
        wanted.append(f"booth_slug = {_quoted(query.booth)}")
    if query.currency:
        wanted.append(f"currency = {_quoted(query.currency)}")
    price = "price" if query.currency else "sorting_price"
    for comparison, limit in ((">=", query.price_min), ("<=", query.price_max)):
        if limit is not None:
            wanted.append(f"{price} {comparison} {_plain(limit)}")
    if query.moq_max is not None:
        wanted.append(f"(moq NOT EXISTS OR moq <= {_plain(query.moq_max)}) AND kind != booth")
    return wanted


def listed(values: object) -> str:
    """Return values as a list in the server's language."""
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    """Return a value in quotation marks. No code and no slug has a mark or a backslash in it.

    What somebody writes into an address may: it must find nothing, and not be refused, as versions 1.42 to
    1.49 refuse what is escaped (meilisearch#6493).
    """
    return f'"{UNHEARD_OF.sub("?", str(value))}"'


def _plain(number: Decimal) -> str:
    return f"{number:f}"
