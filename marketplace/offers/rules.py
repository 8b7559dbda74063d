"""What an offer needs before staff look at it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from marketplace.kernel import clock
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.translated import LANGUAGES
from marketplace.offers.states import Side
from marketplace.reference.queries import has_code
from marketplace.reference.rules import category_problem
from marketplace.reference.trade_terms import incoterm

#: An offer is valid for at most so many days from its approval or renewal.
MAX_VALID_DAYS = 90
MAX_PHOTOS = 10

#: What nobody reviews an offer without.
REQUIRED = frozenset({"name", "category", "quantity", "unit", "valid_days", "languages"})


def offer_problems(content: dict) -> dict:
    """Sentences by field for everything that keeps the content from being reviewed; empty when complete."""
    return (
        _goods_problems(content)
        | _deal_problems(content)
        | _delivery_problems(content)
        | _window_problems(content)
        | _answering_problems(content)
    )


def _goods_problems(content: dict) -> dict:
    problems = {}
    if content.get("side") not in set(Side):
        problems["side"] = _l("Say whether you want to sell or to buy.")
    if not content.get("name"):
        problems["name"] = _l("Name the goods in at least one language.")
    if problem := category_problem(content.get("category") or ""):
        problems["category"] = problem
    if content.get("hs") and not has_code("hs", content["hs"]):
        problems["hs"] = _l("This HS heading does not exist. Choose one from the list or leave it empty.")
    if len(content.get("photos") or ()) > MAX_PHOTOS:
        problems["photos"] = _l("At most ten photos fit an offer.")
    return problems


def _deal_problems(content: dict) -> dict:
    problems = {}
    if not _is_above_zero(content.get("quantity")):
        problems["quantity"] = _l("Say how much it is about: a quantity above zero.")
    if not has_code("unit", content.get("unit") or ""):
        problems["unit"] = _l("Choose the unit of the quantity.")
    if content.get("price") is not None:
        if not _is_above_zero(content["price"]):
            problems["price"] = _l("A price is more than zero. Leave it empty for “open to offers”.")
        if content.get("currency") not in CURRENCIES:
            problems["currency"] = _l("Choose the currency of the price.")
    return problems


def _is_above_zero(number: str | None) -> bool:
    return number is not None and Decimal(number) > 0


def _delivery_problems(content: dict) -> dict:
    """A trade term means nothing without the place it is bound to (Incoterms 2020, "named place")."""
    problems = {}
    term, place = content.get("incoterm") or "", content.get("place") or ""
    if place and not has_code("place", place):
        problems["place"] = _l("Choose the place from the list.")
    if not term:
        return problems
    if not has_code("incoterm", term):
        problems["incoterm"] = _l("Choose the Incoterm from the list.")
    elif incoterm(term).is_sea_only and not content.get("place_note"):
        problems["place_note"] = _l("This Incoterm is for goods that go by ship: name the port.")
    elif not place and not content.get("place_note"):
        problems["place"] = _l("An Incoterm needs its place: choose one, or write it in words.")
    return problems


def _window_problems(content: dict) -> dict:
    problems = {}
    begins, ends = (_day(content.get(name)) for name in ("window_from", "window_until"))
    if begins and ends and begins > ends:
        problems["window_until"] = _l("The delivery ends before it begins.")
    elif ends and ends < clock.today():
        problems["window_until"] = _l("This day has passed. Say until when the goods can move.")
    if not 1 <= Decimal(content.get("valid_days") or 0) <= MAX_VALID_DAYS:
        problems["valid_days"] = _l("An offer is valid for 1 to 90 days.")
    return problems


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _answering_problems(content: dict) -> dict:
    languages = set(content.get("languages") or ())
    if not languages or languages - set(LANGUAGES):
        return {"languages": _l("Choose at least one language you answer in.")}
    return {}
