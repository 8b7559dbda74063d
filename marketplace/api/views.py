"""Addresses of the public interface. Documented in ``docs/api.md``."""

from __future__ import annotations

from flask import Blueprint, g, jsonify, request
from werkzeug.exceptions import HTTPException

from marketplace.api import answers
from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, MarketplaceError, NotFound
from marketplace.kernel.translated import LANGUAGES
from marketplace.offers.models import Offer
from marketplace.search import unanswered
from marketplace.search.asking import ask, read_arguments
from marketplace.search.engine import FACETS, SearchUnavailable
from marketplace.search.labels import facet_label
from marketplace.web.answers import problem
from marketplace.web.caching import public_page

blueprint = Blueprint("api", __name__)

TITLES = {
    404: "Not found",
    405: "Method not allowed",
    422: "Invalid parameter",
    429: "Too many requests",
    503: "Search is unavailable",
}


@blueprint.after_request
def open_to_all(response):
    """Public data may be read from any site's script."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.errorhandler(MarketplaceError)
def refuse(error: MarketplaceError):
    """An RFC 9457 problem document, in English: its readers are programs."""
    parameter = {"parameter": error.details["field"]} if "field" in error.details else {}
    return problem(error.status, TITLES.get(error.status, "Refused"), error.message, **parameter)


@blueprint.errorhandler(SearchUnavailable)
def put_off(error: SearchUnavailable):
    """No engine answers, not even the embedded one: worth another try soon."""
    response = problem(503, TITLES[503], "Please try again in a minute.")
    response.headers["Retry-After"] = "60"
    return response


@blueprint.errorhandler(HTTPException)
def refuse_request(error: HTTPException):
    """The same for what Flask itself refuses."""
    return problem(error.code or 500, TITLES.get(error.code, error.name), error.description or "")


@blueprint.get("/search")
@public_page
def search():
    """Search everything public; parameters and answer as in ``docs/api.md``."""
    lang = _language()
    answer = ask(read_arguments(request.args, lang, per_page=20))
    query, result = answer.query, answer.result
    unanswered.report(query, result)
    return jsonify(
        {
            "query": query.text,
            "lang": lang,
            "total": result.total,
            "page": query.page,
            "per_page": query.page_size,
            "hits": [answers.hit(one, lang) for one in answer.found],
            "facets": {
                name: [
                    {"value": value, "label": facet_label(name, value, lang), "count": count}
                    for value, count in result.facets.get(name, [])
                ]
                for name in FACETS
            },
            "engine": result.engine,
            "degraded": result.degraded,
            "glossed": result.glossed,
            "took_ms": answer.took_ms,
        }
    )


@blueprint.get("/products/<int:id>")
@public_page
def product(id: int):
    """One public product."""
    return jsonify(answers.product(_public(Product, Product.id == id), _language()))


@blueprint.get("/offers/<int:id>")
@public_page
def offer(id: int):
    """One live offer."""
    return jsonify(answers.offer(_public(Offer, Offer.id == id), _language()))


@blueprint.get("/booths/<slug>")
@public_page
def booth(slug: str):
    """One public booth."""
    return jsonify(answers.booth(_public(Booth, Booth.slug == slug), _language()))


def _public(model, condition):
    thing = db.session.scalar(model.public().where(condition))
    if thing is None:
        raise NotFound("no such public thing")
    return thing


def _language() -> str:
    lang = request.args.get("lang", "en")
    if lang not in LANGUAGES:
        raise Invalid(f"lang is one of {', '.join(LANGUAGES)}", field="lang")
    g.lang = lang  # labels are in the language that was asked for, whatever the caller's browser prefers
    return lang
