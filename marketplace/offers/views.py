"""The board of offers, and one offer."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from marketplace.kernel.errors import NotFound
from marketplace.moderation.queries import get_draft
from marketplace.offers import queries
from marketplace.offers.cards import offer_card, offer_url
from marketplace.offers.models import Offer
from marketplace.offers.pages import face_of, show_offer
from marketplace.offers.queries import Board, BoardFilter
from marketplace.offers.states import Side
from marketplace.reference.queries import category, category_path, has_code
from marketplace.search.labels import FACET_TITLES, facet_label
from marketplace.web.addresses import asked_page
from marketplace.web.caching import public_page
from marketplace.web.language import current_language

blueprint = Blueprint("offers", __name__)

#: How many values of one facet stand on the page.
SHOWN_VALUES = 20


@blueprint.get("/")
@public_page
def board():
    """What is offered or wanted now, newest first."""
    lang = current_language()
    wanted = _read_filter(request.args)
    page = asked_page()
    found = queries.list_board(wanted, page)
    return render_template(
        "offers/board.html",
        found=found,
        side=Side(wanted.side),
        cards=[offer_card(offer, lang) for offer in found.offers],
        tabs=[
            (
                facet_label("side", side.value, lang),
                _address(wanted, side=side.value),
                found.counts["side"][side.value],
                side == wanted.side,
            )
            for side in Side
        ],
        facets=[
            (FACET_TITLES[part], _options(part, wanted, found, lang), bool(getattr(wanted, part)))
            for part in _NARROWED_BY
        ],
        chips=[
            (facet_label(part, getattr(wanted, part), lang), _address(wanted, **{part: ""}))
            for part in _NARROWED_BY
            if getattr(wanted, part)
        ],
        page=page,
        page_address=lambda number: _address(wanted, page=number),
    )


_NARROWED_BY = ("category", "country", "province")


def _read_filter(arguments: MultiDict) -> BoardFilter:
    """What the address asks for; a side or category that does not exist narrows nothing."""
    side, goods = arguments.get("side", ""), arguments.get("category", "")
    return BoardFilter(
        side=side if side in set(Side) else Side.SELL.value,
        category=goods if has_code("category", goods) else "",
        country=arguments.get("country", ""),
        province=arguments.get("province", ""),
    )


def _address(wanted: BoardFilter, **changed) -> str:
    """This board narrowed otherwise; back to the first page unless a page is asked for."""
    return url_for("offers.board", **wanted.arguments(**changed))


def _options(part: str, wanted: BoardFilter, found: Board, lang: str) -> list[dict]:
    """The values of one facet, most offers first; following an active one takes it away."""
    chosen = getattr(wanted, part)
    counts = found.counts[part]
    values = _shown_categories(chosen, counts) if part == "category" else counts
    most = sorted(values, key=lambda value: (-counts[value], value))[:SHOWN_VALUES]
    return [
        {
            "label": facet_label(part, value, lang),
            "count": counts[value],
            "url": _address(wanted, **{part: "" if value == chosen else value}),
            "is_active": value == chosen,
        }
        for value in most
    ]


def _shown_categories(chosen: str, codes) -> list[str]:
    """The branches; once one is chosen, it with its leaves."""
    if not chosen:
        return [code for code in codes if not category(code).is_leaf]
    branch = category_path(chosen)[0].code
    return [code for code in codes if branch in (code, category(code).parent_code)]


@blueprint.get("/<int:id>-<slug>")
@public_page
def offer(id: int, slug: str):
    """One offer: what, how much, where, until when, and who."""
    found = queries.find_public_offer(id)
    if found is None:
        return _past_page(id)
    address = offer_url(found)
    if request.path != address:
        return redirect(address, 301)
    return show_offer(found, found)


@blueprint.get("/<int:id>/preview")
def preview(id: int):
    """How an offer will look once its draft is approved, for its own people and for officers."""
    found = queries.get_visible_offer(current_user, id)
    return show_offer(found, face_of(get_draft(found).content), is_preview=True)


def _past_page(offer_id: int):
    """404, but for an offer that has run its course a page that says so and shows what there is instead."""
    past: Offer | None = queries.find_past_offer(offer_id)
    if past is None:
        raise NotFound("offer")
    lang = current_language()
    alike = queries.list_like(past, Side(past.side))
    page = render_template(
        "offers/past.html", offer=past, similar=[offer_card(one, lang) for one in alike], side=Side(past.side)
    )
    return page, 404
