"""What a product needs before staff look at it, and checks on single values."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from flask_babel import lazy_gettext as _l

from marketplace.catalog.states import Scheme
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.text.own_list import kept_line
from marketplace.reference.places import province
from marketplace.reference.queries import has_code
from marketplace.reference.rules import category_problem

MONTHS = tuple(str(number) for number in range(1, 13))
MAX_PHOTOS = 10


def product_problems(content: dict) -> dict:
    """Sentences by field for everything that keeps the content from being reviewed; empty when complete."""
    problems = {}
    if not content.get("name"):
        problems["name"] = _l("Give the product a name in at least one language.")
    if problem := category_problem(content.get("category") or ""):
        problems["category"] = problem
    problems |= _price_problems(content) | _origin_problems(content)
    if content.get("gtin") and not is_gtin(content["gtin"]):
        problems["gtin"] = _l("This GTIN is wrong: please check its digits.")
    if set(content.get("harvest_months") or ()) - set(MONTHS):
        problems["harvest_months"] = _l("Choose months from the list.")
    if any(row.get("scheme") not in set(Scheme) for row in content.get("certificates") or ()):
        problems["certificates"] = _l("Choose the scheme of each certificate.")
    if len(content.get("photos") or ()) > MAX_PHOTOS:
        problems["photos"] = _l("At most ten photos fit a product.")
    return problems


def _origin_problems(content: dict) -> dict:
    country, home = content.get("origin_country") or "", content.get("origin_province") or ""
    if not has_code("country", country):
        return {"origin_country": _l("Say which country the product comes from.")}
    if home and not (has_code("province", home) and province(home).country == country):
        return {"origin_province": _l("This province is not in the country of origin.")}
    return {}


def _price_problems(content: dict) -> dict:
    problems = {}
    if not has_code("unit", content.get("unit") or ""):
        problems["unit"] = _l("Choose the unit in which you sell.")
    if content.get("price") is not None:
        if Decimal(content["price"]) <= 0:
            problems["price"] = _l("A price is more than zero. Leave it empty for “on request”.")
        if content.get("currency") not in CURRENCIES:
            problems["currency"] = _l("Choose the currency of the price.")
    if content.get("moq") is not None and Decimal(content["moq"]) <= 0:
        problems["moq"] = _l("The minimum order quantity is more than zero.")
    if content.get("order_multiple") is not None and Decimal(content["order_multiple"]) <= 0:
        problems["order_multiple"] = _l("The order multiple is more than zero.")
    if content.get("price_tiers") and not _are_good_tiers(content["price_tiers"]):
        problems["price_tiers"] = _l("Prices by quantity need rising quantities and prices above zero.")
    return problems


def _are_good_tiers(tiers: list[dict]) -> bool:
    quantities = [Decimal(tier["from"]) for tier in tiers]
    rising = all(low < high for low, high in pairwise(quantities))
    return (
        rising
        and all(quantity > 0 for quantity in quantities)
        and all(Decimal(t["price"]) > 0 for t in tiers)
    )


def is_gtin(code: str) -> bool:
    """GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, section 7.9)."""
    if not code.isascii() or not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return False
    digits = [int(digit) for digit in reversed(code)]
    weighted = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return weighted % 10 == 0


def save_problems(content: dict, *, is_sku_taken: bool) -> dict:
    """Sentences by field for what cannot even be kept as a draft."""
    problems = {}
    if content.get("hs") and not has_code("hs", content["hs"]):
        problems["hs"] = _l("There is no such HS heading. Search by a word or leave it empty.")
    if is_sku_taken:
        problems["sku"] = _l("Another product of this booth has this SKU.")
    return problems


def found_by_words(*contents: dict) -> str:
    """Names and SKUs of these contents as the desk's search reads them."""
    names = [text for content in contents for text in (content.get("name") or {}).values()]
    return kept_line(names, [content["sku"] for content in contents if content.get("sku")])
