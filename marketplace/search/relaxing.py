"""What a buyer can do when nothing was found: a filter less, another category, a notice of what is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import current_app, url_for
from flask_babel import gettext as _

from marketplace.kernel.text.folding import fold
from marketplace.reference.concepts import concepts_named
from marketplace.reference.queries import list_categories
from marketplace.search.asking import Answer, find, known_goods_among
from marketplace.search.engine import SearchQuery, SearchUnavailable
from marketplace.search.labels import facet_label
from marketplace.search.narrowing import FILTERS, Place
from marketplace.search.service import the_engine

#: Leaving a filter out costs a question to the engine; a visitor reads no more ways than these anyway.
MOST_FILTERS = 5
MOST_CATEGORIES = 6

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class WayOn:
    """One address that finds more, with how much it finds."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class WaysOn:
    """What an empty page offers. ``is_known`` says that the words name goods, which nobody has.

    ``category`` is where an offer to buy what was searched for belongs, as far as that is certain.
    """

    relaxed: list[WayOn]
    categories: list[WayOn]
    is_known: bool
    category: str


def find_ways_on(answer: Answer, here: Place, lang: str) -> WaysOn:
    """What would be found without each of the filters, and the categories that have something like it."""
    named = _named_categories(answer.query.text)
    try:
        relaxed = _relaxed(answer.query, here, lang)
        categories = _related_categories(named, lang)
    except SearchUnavailable:
        relaxed, categories = [], []  # the page has already said that search does not answer
    is_known = bool(known_goods_among(answer.query.text))
    # The leaf the search was limited to, else the first one of the goods that its words are a name of.
    codes, leaves = (*answer.query.categories, *(named if is_known else ())), _leaves()
    category = next((code for code in codes if code in leaves), "")
    return WaysOn(relaxed, categories, is_known, category)


def _relaxed(query: SearchQuery, here: Place, lang: str) -> list[WayOn]:
    """Each filter left out in turn, the one that brings most first and none that brings nothing."""
    in_force = [one for one in FILTERS if one.is_in_force(query)]
    ways = [
        WayOn(
            _("Without “%(filter)s”", filter=one.label(query, here.arguments, lang)),
            _count(replace(query, **one.nothing)),
            here.but(*one.names),
        )
        for one in in_force[:MOST_FILTERS]
    ]
    if len(in_force) > 1:
        nothing = {field: value for one in in_force for field, value in one.nothing.items()}
        ways.append(
            WayOn(_("Search without filters"), _count(replace(query, **nothing)), here.without_filters)
        )
    if query.kinds:
        count = _count(replace(query, kinds=(), side=""))
        ways.append(WayOn(_("Among products, offers and booths"), count, here.but("kind", "side")))
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)


def _count(query: SearchQuery) -> int:
    return find(replace(query, page=1, per_page=0)).total


def _related_categories(named: list[str], lang: str) -> list[WayOn]:
    """Of categories those the words name, else those with most in them; only such as have something."""
    counts = dict(the_engine(current_app).search(SearchQuery(lang=lang, per_page=0)).facets["category"])
    leaves = _leaves()
    codes = [code for code in named if code in counts] or [code for code in counts if code in leaves]
    return [
        WayOn(facet_label("category", code, lang), counts[code], url_for("search.page", category=code))
        for code in codes[:MOST_CATEGORIES]
    ]


def _leaves() -> set[str]:
    return {entry.code for entry in list_categories() if entry.is_leaf}


def _named_categories(text: str) -> list[str]:
    """Codes of the categories of goods that the words name, then of those above them.

    Where no goods are named: of categories with one of the words in their own names.
    """
    categories = {entry.code: entry for entry in list_categories()}
    of_goods = [code for concept in concepts_named(text) for code in concept.categories if code in categories]
    if of_goods:
        above = [categories[code].parent_code for code in of_goods]
        return list(dict.fromkeys([*of_goods, *filter(None, above)]))
    words = {word for word in _WORD.findall(fold(text)) if len(word) > 2}
    return [
        code
        for code, entry in categories.items()
        if any(words & set(_WORD.findall(fold(name))) for name in entry.names.values())
    ]
