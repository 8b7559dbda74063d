"""The public frame: home, about, legal pages."""

from __future__ import annotations

from flask import Blueprint, render_template

from marketplace.catalog.cards import product_card
from marketplace.offers.cards import offer_card
from marketplace.offers.states import Side
from marketplace.pages import queries
from marketplace.reference.queries import category_tree
from marketplace.web.caching import public_page
from marketplace.web.language import current_language

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@public_page
def home():
    """Search first, then what the region sells, wants, and who it is."""
    lang = current_language()
    return render_template(
        "pages/home.html",
        numbers=queries.count_region(),
        categories=[parent for parent, _leaves in category_tree()],
        products=[product_card(product, lang) for product in queries.list_newest_products()],
        sell_offers=[offer_card(offer, lang) for offer in queries.list_newest_offers(Side.SELL.value)],
        buy_offers=[offer_card(offer, lang) for offer in queries.list_newest_offers(Side.BUY.value)],
    )


@blueprint.get("/about")
@public_page
def about():
    """Who runs this market and how it works."""
    return _page("about")


@blueprint.get("/pages/<slug>")
@public_page
def legal(slug: str):
    """A house text in force."""
    return _page(slug)


@blueprint.get("/pages/<slug>/versions/<int:number>")
@public_page
def legal_version(slug: str, number: int):
    """An earlier or coming version of a house text."""
    return _page(slug, number)


def _page(slug: str, number: int | None = None):
    return render_template(
        "pages/text.html", text=queries.get_page(slug, number), versions=queries.list_versions(slug)
    )
