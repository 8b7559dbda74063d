"""The public frame: home, about, legal pages."""

from __future__ import annotations

from flask import Blueprint, render_template

from marketplace.catalog.cards import product_card
from marketplace.offers.cards import offer_card
from marketplace.offers.states import Side
from marketplace.pages import queries
from marketplace.reference.queries import category_tree
from marketplace.web.caching import once_an_edition, public_page
from marketplace.web.language import current_language

blueprint = Blueprint("pages", __name__)

#: Drawings of the icon sheet for the top categories.
BRANCH_ICONS = {
    "coffee-tea-spices": "kind-coffee",
    "grains-nuts": "kind-grain",
    "fruit": "kind-fruit",
    "vegetables-flowers": "kind-vegetable",
    "livestock-seafood": "kind-fish",
    "food-drinks": "kind-honey",
    "forest-products": "kind-rubber",
    "furniture-wood": "kind-furniture",
    "handicrafts": "kind-basket",
    "textiles-footwear": "kind-textile",
    "building-materials": "kind-ceramic",
    "agri-inputs": "kind-nut",
    "machinery-vehicles": "kind-machine",
    "household-health": "kind-drink",
}

#: What people of the region look for, offered under the search box in the reader's own words.
OFTEN_SOUGHT = {
    "vi": ("cà phê", "hồ tiêu", "sắn lát", "mây tre", "gạo nếp"),
    "en": ("green coffee", "black pepper", "cassava", "rattan", "sticky rice"),
    "lo": ("ກາເຟ", "ພິກໄທ", "ມັນຕົ້ນ", "ຫວາຍ", "ເຂົ້າໜຽວ"),
}


@blueprint.get("/")
@public_page
def home():
    """Search first, then what the region sells, wants, and who it is."""
    lang = current_language()
    return render_template(
        "pages/home.html",
        numbers=_count_region(),
        branches=[branch for branch, _leaves in category_tree()],
        branch_icons=BRANCH_ICONS,
        **_newest_cards(lang),
        often_sought=OFTEN_SOUGHT[lang],
    )


_count_region = once_an_edition(queries.count_region)


@once_an_edition
def _newest_cards(lang: str) -> dict[str, list[dict]]:
    """What is new on the shelves, for a reader of ``lang``."""
    offers = queries.list_newest_offers()
    return {
        "products": [product_card(product, lang) for product in queries.list_newest_products()],
        "sell_offers": [offer_card(offer, lang) for offer in offers[Side.SELL]],
        "buy_offers": [offer_card(offer, lang) for offer in offers[Side.BUY]],
    }


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
