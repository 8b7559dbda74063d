"""The search page and its suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.text.analysis import read_query as analyse
from marketplace.kernel.text.highlight import marked_parts
from marketplace.search.asking import Answer, Found, ask, read_query
from marketplace.search.engine import SearchQuery, Sort
from marketplace.search.labels import FACET_TITLES, facet_label, matched_label
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
    """What answers a query, with ways to narrow it; every state of the page has its own address."""
    lang = current_language()
    try:
        query = read_query(request.args, lang)
    except Invalid as problem:
        return _answer_wrong_filter(problem, lang)
    return render_template("search/page.html", **_page_of(ask(query), lang))


@blueprint.get("/suggest")
def suggest():
    """Phrases that begin as typed: [{"text", "url"}], for the search box."""
    lang = current_language()
    typed = request.args.get("q", "").strip()[:60]
    found = the_engine(current_app).suggest(typed, lang, SUGGESTIONS) if typed else []
    answer = jsonify([{"text": one.text, "url": url_for("search.page", q=one.text)} for one in found])
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _answer_wrong_filter(problem: Invalid, lang: str):
    """A filter that cannot be understood is left out, said so, and everything else is answered."""
    kept = MultiDict((name, value) for name, value in request.args.items(multi=True))
    wrong = problem.details["field"]
    typed = kept.poplist(wrong)
    try:
        query = read_query(kept, lang)
    except Invalid:
        query = SearchQuery(text=request.args.get("q", "").strip(), lang=lang)
    shown = _page_of(ask(query), lang)
    shown["problem"] = _(
        "The filter “%(name)s” cannot be “%(value)s”, so it was left out.", name=wrong, value=", ".join(typed)
    )
    return render_template("search/page.html", **shown), 422


def _page_of(answer: Answer, lang: str) -> dict:
    """Everything the template shows."""
    query = answer.query
    return {
        "answer": answer,
        "query": query,
        "results": [_line(one, query, lang) for one in answer.found],
        "tabs": _tabs(answer),
        "facets": [_Facet.of(name, answer, lang) for name in SIDE_FACETS],
        "chips": _chips(query, lang),
        "sorts": _sorts(),
        "currencies": list(CURRENCIES),
        "page_url": lambda number: _address(page=number),
        "kept": _kept("q", "price_min", "price_max", "currency", "moq_max", "page"),
        "problem": None,
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
    def of(cls, name: str, answer: Answer, lang: str) -> _Facet:
        """One facet with the counts of its values; following an active value takes it away."""
        chosen = answer.query.chosen(name)
        options = [
            _Option(facet_label(name, value, lang), count, _toggled(name, value, chosen), value in chosen)
            for value, count in answer.result.facets.get(name, [])[:SHOWN_VALUES]
        ]
        return cls(FACET_TITLES[name], options, bool(chosen) or name in ("category", "province"))


def _tabs(answer: Answer) -> list[tuple]:
    """(label, url, count, is_current): everything, products, both sides of offers, booths."""
    query = answer.query
    kinds = dict(answer.result.facets.get("kind", []))
    sides = dict(answer.result.facets.get("side", []))
    here = (query.kinds, query.side)
    return [
        (_("Everything"), _address(kind=None, side=None), None, here == ((), "")),
        (
            _("Products"),
            _address(kind="product", side=None),
            kinds.get("product"),
            here == (("product",), ""),
        ),
        (_("Sell offers"), _address(kind="offer", side="sell"), sides.get("sell"), query.side == "sell"),
        (_("Buy offers"), _address(kind="offer", side="buy"), sides.get("buy"), query.side == "buy"),
        (_("Booths"), _address(kind="booth", side=None), kinds.get("booth"), here == (("booth",), "")),
    ]


def _chips(query: SearchQuery, lang: str) -> list[tuple[str, str]]:
    """(label, address without it) of every filter in force."""
    chips = [
        (facet_label(name, value, lang), _toggled(name, value, query.chosen(name)))
        for name in SIDE_FACETS
        for value in query.chosen(name)
    ]
    arguments = request.args
    if query.price_min is not None or query.price_max is not None:
        span = f"{arguments.get('price_min', '')} – {arguments.get('price_max', '')} {query.currency}"
        chips.append((span.strip(), _address(price_min=None, price_max=None, currency=None)))
    elif query.currency:
        chips.append((query.currency, _address(currency=None)))
    if query.moq_max is not None:
        chips.append((_("MOQ up to %(number)s", number=arguments["moq_max"]), _address(moq_max=None)))
    if query.booth:
        chips.append((query.booth, _address(booth=None)))
    return chips


def _sorts() -> list[tuple[str, object]]:
    return [
        (Sort.RELEVANCE.value, _("Best match")),
        (Sort.NEWEST.value, _("Newest")),
        (Sort.PRICE_ASC.value, _("Price, lowest first")),
        (Sort.PRICE_DESC.value, _("Price, highest first")),
    ]


def _toggled(name: str, value: str, chosen: tuple[str, ...]) -> str:
    """The address with one value of a facet added, or taken away when it is there."""
    left = [one for one in chosen if one != value]
    return _address(**{name: left if value in chosen else [*chosen, value]})


def _address(**changes) -> str:
    """This address with some arguments changed; back to the first page unless a page is asked for."""
    arguments = (
        {name: values for name, values in request.args.lists() if any(values)} | {"page": None} | changes
    )
    return url_for("search.page", **{name: value for name, value in arguments.items() if value})


def _kept(*replaced: str) -> list[tuple[str, str]]:
    """(name, value) of the arguments that a filter form must carry along."""
    return [(name, value) for name, value in request.args.items(multi=True) if value and name not in replaced]
