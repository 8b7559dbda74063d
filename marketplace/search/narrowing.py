"""The ways from one state of the search page to the next, each an address: tabs, facets, chips, pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.kernel.money import format_number, parse_number
from marketplace.reference.queries import category_tree
from marketplace.reference.rates import CURRENCY_OF_LANGUAGE
from marketplace.search.asking import ARGUMENTS, Answer, compared_in, count_kinds
from marketplace.search.engine import SearchQuery, Sort
from marketplace.search.labels import FACET_TITLES, facet_label
from marketplace.web.addresses import with_written, write_argument

#: Facets at the side; kind and side are the tabs on top.
SIDE_FACETS = ("category", "country", "province", "certificate", "price")
#: Values of a facet that are seen at once, and how many more can be unfolded.
SHOWN_VALUES, MOST_VALUES = 8, 40
PAGE_SIZES = (24, 48, 96)
HERE = "search.page"
#: Arguments that are numbers as people write them.
BOUNDS = frozenset({"price_min", "price_max", "moq_max"})


@dataclass(frozen=True)
class Filter:
    """One filter: the arguments that make it up, and what a query says when it is not in force."""

    names: tuple[str, ...]
    nothing: dict

    def is_in_force(self, query: SearchQuery) -> bool:
        """Whether the query asks for it."""
        return any(getattr(query, field) != value for field, value in self.nothing.items())

    def label(self, query: SearchQuery, typed: MultiDict, lang: str) -> str:
        """What is chosen in it, in words; prices and quantities as ``typed``, not as engines compare them."""
        name = self.names[0]
        if name in SIDE_FACETS:
            return ", ".join(facet_label(name, value, lang) for value in query.chosen(name))
        if name == "price_min":
            return _price_label(query, typed, lang)
        if name == "moq_max":
            return _("MOQ up to %(number)s", number=_as_written(typed, "moq_max", lang))
        return facet_label("booth", query.booth, lang) if name == "booth" else _("Exactly these words")


def _price_label(query: SearchQuery, typed: MultiDict, lang: str) -> str:
    if query.price_min is None and query.price_max is None:
        return query.currency
    currency = query.currency or compared_in(typed, lang)
    lowest, highest = (_as_written(typed, name, lang) for name in ("price_min", "price_max"))
    if lowest and highest:
        return f"{lowest} – {highest} {currency}"
    if lowest:
        return _("Price from %(price)s", price=f"{lowest} {currency}")
    return _("Price up to %(price)s", price=f"{highest} {currency}")


def _as_written(typed: MultiDict, name: str, lang: str, reader_lang: str = "") -> str:
    """A number as the reader writes it, however it was typed; engines have it in another currency or unit.

    ``lang`` is the language it was typed in, ``reader_lang`` the reader's where that is another.
    """
    number = typed.get(name, "").strip()
    return number and format_number(parse_number(number, lang), reader_lang or lang)


#: Every filter there is, in the order chips have.
FILTERS = (
    Filter(("category",), {"categories": ()}),
    Filter(("country",), {"countries": ()}),
    Filter(("province",), {"provinces": ()}),
    Filter(("certificate",), {"certificates": ()}),
    Filter(("price",), {"on_request": None}),
    Filter(
        ("price_min", "price_max", "currency", "price_in"),
        {"price_min": None, "price_max": None, "currency": ""},
    ),
    Filter(("moq_max",), {"moq_max": None}),
    Filter(("booth",), {"booth": ""}),
    Filter(("exact",), {"exact": False}),
)


@dataclass(frozen=True)
class Place:
    """Where the visitor is, and the addresses one step away. Only arguments of ours are carried along."""

    arguments: MultiDict

    @classmethod
    def of_request(cls) -> Place:
        """The present address."""
        given = request.args.items(multi=True)
        return cls(MultiDict((name, value) for name, value in given if value and name in ARGUMENTS))

    def address(self, endpoint: str = HERE, **changes) -> str:
        """This address with some arguments changed; back to the first page unless a page is asked for."""
        changed = {name: write_argument(name, value) for name, value in changes.items()}
        path = self._path if endpoint == HERE else url_for(endpoint)
        return with_written(path, (self._written | {"page": ""} | changed).values())

    @cached_property
    def _path(self) -> str:
        return url_for(HERE)

    @cached_property
    def _written(self) -> dict[str, str]:
        return {name: write_argument(name, values) for name, values in self.arguments.lists()}

    def toggled(self, name: str, value: str, chosen: tuple[str, ...]) -> str:
        """The address with one value of a facet added, or taken away when it is there."""
        others = [one for one in chosen if one != value]
        return self.address(**{name: others if value in chosen else [*chosen, value]})

    def but(self, *names: str) -> str:
        """The address without these arguments."""
        return self.address(**dict.fromkeys(names))

    @property
    def without_filters(self) -> str:
        """The address with the words, the tab and the order alone."""
        return self.but(*(name for one in FILTERS for name in one.names))

    def without(self, *names: str) -> list[tuple[str, str]]:
        """(name, value) of all arguments but these, for a form that brings these itself."""
        return [(name, value) for name, value in self.arguments.items(multi=True) if name not in names]

    def asked_in(self, lang: str, page_lang: str) -> MultiDict:
        """The arguments as a reader of ``lang`` would give them: the same numbers, the same currency."""
        asked = self.arguments.copy()
        for name in BOUNDS & asked.keys():
            asked[name] = _as_written(asked, name, page_lang, lang)
        if {"price_min", "price_max"} & asked.keys() and "currency" not in asked:
            currency = compared_in(asked, page_lang)
            asked.poplist("price_in")
            if currency != CURRENCY_OF_LANGUAGE[lang]:
                asked["price_in"] = currency
        return asked

    @property
    def is_for_robots(self) -> bool:
        """Whether it is one of the few pages worth finding from outside: all, one kind, or one category."""
        asked = [name for name, _value in self.without("page")]
        return len(asked) == len(set(asked)) and set(asked) <= {"kind", "side", "category"}

    @property
    def canonical(self) -> str:
        """The address of the same results without the manner of showing them, but for the page."""
        return self.address(page=self.arguments.get("page"), sort=None, per_page=None)


# --- tabs, chips, orders ------------------------------------------------------------------------------


def list_tabs(answer: Answer, here: Place) -> list[tuple]:
    """(label, url, count, is_current): everything, products, both sides of offers, booths."""
    kinds, sides = count_kinds(answer)
    entries = (
        (_("Everything"), "", "", None),
        (_("Products"), "product", "", kinds.get("product")),
        (_("Sell offers"), "offer", "sell", sides.get("sell")),
        (_("Buy offers"), "offer", "buy", sides.get("buy")),
        (_("Booths"), "booth", "", kinds.get("booth")),
    )
    chosen = (" ".join(answer.query.kinds), answer.query.side)
    return [
        (label, here.address(kind=kind, side=side), count, chosen == (kind, side))
        for label, kind, side, count in entries
    ]


def list_chips(query: SearchQuery, here: Place, lang: str, booth_name: str = "") -> list[tuple[str, str]]:
    """(label, address without it) of every filter in force; each value of a facet has its own.

    ``booth_name`` is what the chosen booth is called, where that is known without asking.
    """
    chips = []
    for one in FILTERS:
        name = one.names[0]
        if name in SIDE_FACETS:
            chosen = query.chosen(name)
            chips += [(facet_label(name, code, lang), here.toggled(name, code, chosen)) for code in chosen]
        elif one.is_in_force(query):
            known = booth_name if name == "booth" else ""
            chips.append((known or one.label(query, here.arguments, lang), here.but(*one.names)))
    return chips


def list_sorts() -> list[tuple[str, str]]:
    """(value, words) of every order."""
    return [
        (Sort.RELEVANCE.value, _("Best match")),
        (Sort.NEWEST.value, _("Newest")),
        (Sort.PRICE_ASC.value, _("Price, lowest first")),
        (Sort.PRICE_DESC.value, _("Price, highest first")),
    ]


def list_page_sizes(query: SearchQuery, here: Place) -> list[tuple[int, str, bool]]:
    """(number, address, is_current) of how many results a page may have."""
    return [
        (size, here.address(per_page=None if size == PAGE_SIZES[0] else size), size == query.per_page)
        for size in PAGE_SIZES
    ]


# --- facets -------------------------------------------------------------------------------------------


class Option(NamedTuple):
    """A value of a facet; following an active one takes it away. ``is_part`` stands below the one before."""

    label: str
    count: int
    url: str
    is_active: bool
    is_part: bool = False


@dataclass(frozen=True)
class Facet:
    """One way to narrow; ``more`` is folded at first."""

    title: object
    options: list[Option]
    more: list[Option]
    is_open: bool

    @classmethod
    def of(cls, name: str, answer: Answer, here: Place, lang: str) -> Facet:
        """One facet with the counts of its values."""
        chosen = answer.query.chosen(name)
        counts = dict(answer.result.facets.get(name, []))
        counts |= {value: 0 for value in chosen if value not in counts}
        values = _as_a_tree(counts) if name == "category" else ((value, False) for value in counts)
        options = [
            Option(
                facet_label(name, value, lang),
                counts[value],
                here.toggled(name, value, chosen),
                value in chosen,
                is_part,
            )
            for value, is_part in islice(values, MOST_VALUES)
        ]
        shown = max([SHOWN_VALUES, *(place + 1 for place, one in enumerate(options) if one.is_active)])
        if len(options) <= shown + 2:  # two lines are not worth folding away
            shown = len(options)
        is_open = bool(chosen) or name in ("category", "province")
        return cls(FACET_TITLES[name], options[:shown], options[shown:], is_open)


def _as_a_tree(counts: dict[str, int]) -> Iterator[tuple[str, bool]]:
    """(code, is a leaf) of the categories: each branch before its leaves, the fullest first."""
    known = set()
    for branch, leaves in sorted(category_tree(), key=lambda pair: -counts.get(pair[0].code, 0)):
        there = [leaf.code for leaf in leaves if leaf.code in counts]
        if branch.code in counts:
            yield branch.code, False
        yield from ((code, True) for code in sorted(there, key=lambda code: -counts[code]))
        known |= {branch.code, *there}
    yield from ((code, False) for code in counts if code not in known)  # taken out of the tree since


def list_facets(answer: Answer, here: Place, lang: str) -> list[Facet]:
    """The facets at the side."""
    return [Facet.of(name, answer, here, lang) for name in SIDE_FACETS]
