"""The search page and its suggestions."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.days import format_day
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import CURRENCIES, Money
from marketplace.kernel.text.analysis import Query, read_query
from marketplace.kernel.text.folding import fold
from marketplace.kernel.text.highlight import marked_parts, spans
from marketplace.reference.queries import list_categories
from marketplace.reference.rates import present_rates
from marketplace.search import actions, unanswered
from marketplace.search.alerts import read_stop_token
from marketplace.search.asking import (
    Answer,
    Found,
    ask,
    compared_in,
    find_lacking,
    nothing_to_say,
    read_arguments,
)
from marketplace.search.engine import Kind, SearchQuery, SearchUnavailable
from marketplace.search.labels import argument_title, booth_label, matched_label
from marketplace.search.narrowing import (
    Place,
    list_chips,
    list_facets,
    list_page_sizes,
    list_sorts,
    list_tabs,
)
from marketplace.search.queries import find_saved
from marketplace.search.registry import searchable
from marketplace.search.relaxing import find_ways_on
from marketplace.search.service import the_engine
from marketplace.web.caching import public_page
from marketplace.web.language import current_language
from marketplace.web.safety import csrf

blueprint = Blueprint("search", __name__)

SUGGESTIONS = 8
SUGGESTED_CATEGORIES = 2
#: So many of the letters typed are looked at.
MOST_LETTERS_TYPED = 60


@blueprint.get("")
@public_page
def page():
    """Everything that answers a query, with ways to narrow it; each state of the page has its address."""
    lang = current_language()
    here = Place.of_request()
    query, problems = _read(here, lang)
    try:
        answer, status = ask(query), 422 if problems else 200
        unanswered.report(query, answer.result)
    except SearchUnavailable:
        current_app.logger.exception("search does not answer")
        answer, status = nothing_to_say(query), 503
        problems = [_("Search does not answer at the moment. Please try again in a minute.")]
    is_empty = status != 503 and not answer.result.total
    ways_on = find_ways_on(answer, here, lang) if is_empty else None
    shown = render_template(
        "search/page.html", problems=problems, ways_on=ways_on, **_page_of(answer, here, lang)
    )
    response = make_response(shown, status)
    if answer.result.degraded:
        response.headers["Cache-Control"] = "no-store"  # the next answer comes from the server again
    return response


@blueprint.get("/suggest")
def suggest():
    """Categories and phrases that begin as typed: [{"text", "lang", "note", "url"}], for the search box."""
    lang = current_language()
    typed = request.args.get("q", "").strip()[:MOST_LETTERS_TYPED]
    try:
        phrases = the_engine(current_app).suggest(typed, lang, SUGGESTIONS) if typed else []
    except SearchUnavailable:
        return jsonify([])  # a box without suggestions is still a box
    found = [_suggested(one.text, one.lang, q=one.text) for one in phrases]
    answer = jsonify([*_suggested_categories(typed, lang), *found][:SUGGESTIONS])
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _suggested_categories(typed: str, lang: str) -> list[dict]:
    """Categories whose name begins as typed, in whichever language; in the reader's own first."""
    key = fold(typed)
    begun = {
        entry: {code for code, name in entry.names.items() if key and fold(name).startswith(key)}
        for entry in list_categories()
    }
    found = sorted((entry for entry in begun if begun[entry]), key=lambda entry: lang not in begun[entry])
    named = [(entry.names.in_(lang), entry.code) for entry in found[:SUGGESTED_CATEGORIES]]
    return [_suggested(said.text, said.lang, _("Category"), category=code) for said, code in named]


def _suggested(text: str, lang: str, note: str = "", **arguments: str) -> dict:
    return {"text": text, "lang": lang, "note": note, "url": url_for("search.page", **arguments)}


@blueprint.route("/letters/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here by themselves (RFC 8058); the token shows who was written to
def stop_letters(token: str):
    """One press, without signing in: no letters about this search any more."""
    id = read_stop_token(token)
    if id is None:
        abort(400 if request.method == "POST" else 404)
    saved = find_saved(id)
    if request.method == "POST" and saved:
        actions.stop_letters(saved)
    return render_template("search/stop.html", saved=saved)


def _read(here: Place, lang: str) -> tuple[SearchQuery, list[str]]:
    """The query of the address; what cannot be understood is left out, with a sentence that says so."""
    problems = []
    while True:
        try:
            return read_arguments(here.arguments, lang), problems
        except Invalid as problem:
            name = problem.details["field"]
            typed = ", ".join(here.arguments.poplist(name))
            problems.append(_why_left_out(problem, typed, here))


def _why_left_out(problem: Invalid, typed: str, here: Place) -> str:
    if least := problem.details.get("least"):
        return _(
            "“From” (%(lowest)s) is more than “To” (%(highest)s), so “To” was left out.",
            lowest=here.arguments[least],
            highest=typed,
        )
    return _(
        "The filter “%(name)s” cannot be “%(value)s”, so it was left out.",
        name=argument_title(problem.details["field"]),
        value=typed,
    )


def _page_of(answer: Answer, here: Place, lang: str) -> dict:
    """Everything the template shows."""
    query, result = answer.query, answer.result
    understood = read_query(result.corrected or result.glossed or query.text)
    chips = list_chips(query, here, lang, _name_of_the_booth(answer, lang))
    currency = compared_in(here.arguments, lang)
    first_lacking, others_are_complete = _what_lacks_words(answer)
    results = [_line(one, query, understood, lang, currency) for one in answer.found]
    return {
        "answer": answer,
        "query": query,
        "here": here,
        "results": results,
        "first_lacking": first_lacking,
        "others_are_complete": others_are_complete,
        "tabs": list_tabs(answer, here),
        "facets": list_facets(answer, here, lang),
        "chips": chips,
        "sorts": list_sorts(),
        "page_sizes": list_page_sizes(query, here),
        "asked_in": lambda other: here.asked_in(other, lang),
        "compared_in": query.currency or currency,
        "currencies": [(code, code) for code in CURRENCIES],
        "rates": _comparison(currency, lang),
        "conversion": _conversion(lang),
        "page_url": lambda number: here.address(page=number),
    }


def _what_lacks_words(answer: Answer) -> tuple[int | None, bool]:
    """The place on the page of the first result that lacks some of the words, and whether others have all."""
    try:
        lacking = find_lacking(answer)
    except SearchUnavailable:
        return None, False  # without the hint it is still an answer
    places = [place for place, one in enumerate(answer.found) if one.hit.id in lacking]
    return (places[0] if places else None), len(places) < len(answer.found) or answer.query.page > 1


def _name_of_the_booth(answer: Answer, lang: str) -> str:
    """What the booth is called that the search is limited to, as far as something of it is on the page."""
    thing = answer.found[0].thing if answer.found and answer.query.booth else None
    return getattr(thing, "booth", thing).name.in_(lang).text if thing else ""


def _line(one: Found, query: SearchQuery, understood: Query, lang: str, currency: str) -> dict:
    """One result: its kind, the arguments of its card, why it is here, and what its price is about."""
    card, thing, matched = searchable(one.hit.kind).card(one.thing, lang), one.thing, one.hit.matched
    why = matched_label(matched.field, matched.lang, card["name"].lang) if matched and query.text else ""
    if why and one.hit.kind == Kind.BOOTH and matched.field == "other_names":
        registered = (*thing.organization.names.values(), thing.organization.latin_name)
        why = booth_label(is_registered_so=any(spans(text, understood) for text in registered))
    name = thing.name.get(matched.lang, "") if why and matched.field == "name" else ""
    if one.hit.kind != Kind.BOOTH and thing.price is not None:
        about = present_rates().about(Money(thing.price, thing.currency), currency)
        card["about_text"] = about and about.format(lang)
    return {
        "kind": one.hit.kind,
        "card": card,
        "why": why,
        "parts": marked_parts(name, understood) if name else [],
        "lang": matched.lang if matched else "",
    }


def _comparison(currency: str, lang: str) -> str:
    """By what prices are compared, as a sentence; empty where there are no rates."""
    rates = present_rates()
    if rates.on is None:
        return ""
    sentence = _(
        "Compared per kg, litre, metre or piece, in %(currency)s at the rates of %(day)s."
        " A price per bag or box counts as it stands.",
        currency=currency,
        day=format_day(rates.on, lang),
    )
    return rates.said_with_their_age(sentence)


def _conversion(lang: str) -> str:
    """By what the prices marked ≈ are converted, as a sentence; empty where there are no rates."""
    rates = present_rates()
    if rates.on is None:
        return ""
    sentence = _("Prices marked ≈ are converted at the rates of %(day)s.", day=format_day(rates.on, lang))
    return rates.said_with_their_age(sentence)
