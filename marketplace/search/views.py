"""The search page and its suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.text.analysis import read_query as analyse
from marketplace.kernel.text.highlight import marked_parts
from marketplace.reference.rates import CURRENCY_OF_LANGUAGE
from marketplace.search.asking import ARGUMENTS, Answer, Found, ask, nothing_to_say, read_query
from marketplace.search.engine import SearchQuery, SearchUnavailable, Sort
from marketplace.search.labels import FACET_TITLES, argument_title, facet_label, matched_label
from marketplace.search.registry import searchable
from marketplace.search.service import the_engine
from marketplace.web.caching import public_page
from marketplace.web.language import current_language

blueprint = Blueprint("search", __name__)

#: Facets at the side; kind and side are the tabs on top.
SIDE_FACETS = ("category", "country", "province", "certificate", "price")
SHOWN_VALUES = 12
SUGGESTIONS = 8


@blueprint.get("")
@public_page
def page():
    """Everything that answers a query, with ways to narrow it; each state of the page has its address."""
    lang = current_language()
    here = Place.of_request()
    query, problems = _read(here, lang)
    try:
        answer, status = ask(query), 422 if problems else 200
    except SearchUnavailable:
        current_app.logger.exception("search does not answer")
        answer, status = nothing_to_say(query), 503
        problems = [_("Search does not answer at the moment. Please try again in a minute.")]
    shown = render_template("search/page.html", problems=problems, **_page_of(answer, here, lang))
    response = make_response(shown, status)
    if answer.result.degraded:
        response.headers["Cache-Control"] = "no-store"  # the next answer comes from the server again
    return response


@blueprint.get("/suggest")
def suggest():
    """Phrases that begin as typed: [{"text", "url"}], for the search box."""
    lang = current_language()
    typed = request.args.get("q", "").strip()[:60]
    try:
        found = the_engine(current_app).suggest(typed, lang, SUGGESTIONS) if typed else []
    except SearchUnavailable:
        found = []  # a box without suggestions is still a box
    answer = jsonify([{"text": one.text, "url": url_for("search.page", q=one.text)} for one in found])
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _read(here: Place, lang: str) -> tuple[SearchQuery, list[str]]:
    """The query of the address; what cannot be understood is left out, with a sentence that says so."""
    problems = []
    while True:
        try:
            return read_query(here.arguments, lang), problems
        except Invalid as problem:
            name = problem.details["field"]
            typed = ", ".join(here.arguments.poplist(name))
            problems.append(
                _(
                    "The filter “%(name)s” cannot be “%(value)s”, so it was left out.",
                    name=argument_title(name),
                    value=typed,
                )
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

    def address(self, **changes) -> str:
        """This address with some arguments changed; back to the first page unless a page is asked for."""
        arguments = dict(self.arguments.lists()) | {"page": None} | changes
        return url_for("search.page", **{name: value for name, value in arguments.items() if value})

    def toggled(self, name: str, value: str, chosen: tuple[str, ...]) -> str:
        """The address with one value of a facet added, or taken away when it is there."""
        others = [one for one in chosen if one != value]
        return self.address(**{name: others if value in chosen else [*chosen, value]})

    def without(self, *names: str) -> list[tuple[str, str]]:
        """(name, value) of all arguments but these, for a form that brings these itself."""
        return [(name, value) for name, value in self.arguments.items(multi=True) if name not in names]


def _page_of(answer: Answer, here: Place, lang: str) -> dict:
    """Everything the template shows."""
    query = answer.query
    return {
        "answer": answer,
        "query": query,
        "arguments": here.arguments,
        "results": [_line(one, query, lang) for one in answer.found],
        "tabs": _tabs(answer, here),
        "facets": [_Facet.of(name, answer, here, lang) for name in SIDE_FACETS],
        "chips": _chips(query, here, lang),
        "sorts": _sorts(),
        "currencies": _currencies(lang),
        "page_url": lambda number: here.address(page=number),
        "kept_by_search": here.without("q", "page"),
        "kept_by_filters": here.without("price_min", "price_max", "currency", "moq_max", "page"),
        "kept_by_sorting": here.without("sort", "page"),
    }


def _line(one: Found, query: SearchQuery, lang: str) -> dict:
    """One result: its kind, the arguments of its card, and why it is here."""
    card = searchable(one.hit.kind).card(one.thing, lang)
    matched = one.hit.matched
    why = matched_label(matched.field, matched.lang, card["name"].lang) if matched and query.text else ""
    name = one.thing.name.get(matched.lang, "") if why and matched.field == "name" else ""
    parts = marked_parts(name, analyse(query.text)) if name else []
    return {
        "kind": one.hit.kind,
        "card": card,
        "why": why,
        "parts": parts,
        "lang": matched.lang if matched else "",
    }


@dataclass(frozen=True)
class _Option:
    label: str
    count: int
    url: str
    is_active: bool


@dataclass(frozen=True)
class _Facet:
    title: object
    options: list[_Option]
    is_open: bool

    @classmethod
    def of(cls, name: str, answer: Answer, here: Place, lang: str) -> _Facet:
        """One facet with the counts of its values; following an active value takes it away."""
        chosen = answer.query.chosen(name)
        options = [
            _Option(facet_label(name, value, lang), count, here.toggled(name, value, chosen), value in chosen)
            for value, count in answer.result.facets.get(name, [])[:SHOWN_VALUES]
        ]
        return cls(FACET_TITLES[name], options, bool(chosen) or name in ("category", "province"))


def _tabs(answer: Answer, here: Place) -> list[tuple]:
    """(label, url, count, is_current): everything, products, both sides of offers, booths."""
    kinds = dict(answer.result.facets.get("kind", []))
    sides = dict(answer.result.facets.get("side", []))
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


def _chips(query: SearchQuery, here: Place, lang: str) -> list[tuple[str, str]]:
    """(label, address without it) of every filter in force."""
    chips = [
        (facet_label(name, value, lang), here.toggled(name, value, query.chosen(name)))
        for name in SIDE_FACETS
        for value in query.chosen(name)
    ]
    typed = here.arguments.get
    if query.price_min is not None or query.price_max is not None:
        currency = query.currency or CURRENCY_OF_LANGUAGE[lang]
        span = f"{typed('price_min', '')} – {typed('price_max', '')} {currency}"
        chips.append((span.strip(), here.address(price_min=None, price_max=None, currency=None)))
    elif query.currency:
        chips.append((query.currency, here.address(currency=None)))
    if query.moq_max is not None:
        chips.append((_("MOQ up to %(number)s", number=typed("moq_max")), here.address(moq_max=None)))
    if query.booth:
        chips.append((query.booth, here.address(booth=None)))
    return chips


def _currencies(lang: str) -> list[tuple[str, object]]:
    """(code, words): every currency prices may be in, after the one that stands for all."""
    anything = _("Any, compared in %(currency)s", currency=CURRENCY_OF_LANGUAGE[lang])
    return [("", anything), *((code, code) for code in CURRENCIES)]


def _sorts() -> list[tuple[str, object]]:
    return [
        (Sort.RELEVANCE.value, _("Best match")),
        (Sort.NEWEST.value, _("Newest")),
        (Sort.PRICE_ASC.value, _("Price, lowest first")),
        (Sort.PRICE_DESC.value, _("Price, highest first")),
    ]
