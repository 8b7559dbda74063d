"""What facets and matches are called in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.reference.queries import name_for

FACET_TITLES = {
    "kind": _l("Show"),
    "side": _l("Side"),
    "category": _l("Category"),
    "country": _l("Country"),
    "province": _l("Province"),
    "certificate": _l("Certificate"),
    "price": _l("With or without a price"),
}

_ARGUMENT_TITLES = {
    "price_min": _l("Price range"),
    "price_max": _l("Price range"),
    "currency": _l("Currency"),
    "price_in": _l("Currency"),
    "moq_max": _l("MOQ at most"),
    "sort": _l("Sort by"),
    "page": _l("Pages"),
}

_FIXED = {
    ("kind", "product"): _l("Products"),
    ("kind", "offer"): _l("Offers"),
    ("kind", "booth"): _l("Booths"),
    ("side", "sell"): _l("Sell offers"),
    ("side", "buy"): _l("Buy offers"),
    ("price", "priced"): _l("With a price"),
    ("price", "on_request"): _l("Price on request"),
}

_MATCHED_IN = {
    "vi": _l("Matched in its Vietnamese name"),
    "en": _l("Matched in its English name"),
    "lo": _l("Matched in its Lao name"),
}
_MATCHED = {
    "other_names": _l("Matched in another name of these goods"),
    "booth": _l("Matched in the name of the booth"),
    "place": _l("Matched in the place"),
    "description": _l("Matched in the description"),
    "sku": _l("Matched in the article number"),
}

#: Facets named by rooms above: facet → (value, language) → label. Filled by ``wiring.py``.
_named: dict[str, Callable[[str, str], str]] = {}


def name_facet(facet: str, label: Callable[[str, str], str]) -> None:
    """Let ``label`` name the values of ``facet``."""
    _named[facet] = label


def argument_title(name: str) -> str:
    """What an argument of a search address is called on the page."""
    return str(FACET_TITLES.get(name) or _ARGUMENT_TITLES.get(name, name))


def facet_label(facet: str, value: str, lang: str) -> str:
    """What a value of a facet is called; the bare value where nobody knows it any more."""
    if (facet, value) in _FIXED:
        return str(_FIXED[facet, value])
    if facet in _named:
        return _named[facet](value, lang)
    return name_for(facet, value, lang)


def matched_label(field: str, lang: str, page_lang: str) -> str:
    """Why something was found, where its shown name does not say so already; may be empty."""
    if field == "name":
        return str(_MATCHED_IN[lang]) if lang and lang != page_lang else ""
    return str(_MATCHED.get(field, ""))


def booth_label(*, is_registered_so: bool) -> str:
    """Why a booth was found by another name than its own: the one it is registered under, or its goods'."""
    return _("Matched in its registered name") if is_registered_so else _("Deals in these goods")


#: What groups of changed documents are called: kind of group → label. Filled by ``wiring.py``.
_groups: dict[str, str] = {}


def name_group(kind: str, label: str) -> None:
    """Let a group that is looked at again as a whole be called ``label``."""
    _groups[kind] = label


def group_label(kind: str) -> str:
    """What a group of changed documents is called; its bare name where it has no other."""
    return str(_groups.get(kind, kind))
