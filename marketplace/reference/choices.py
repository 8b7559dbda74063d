"""What people choose from: codes of the reference tables with their names in the reader's language.

Choices are (code, name) pairs; groups are a heading over choices, as ``SelectField`` takes them.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from marketplace.reference import trade_terms
from marketplace.reference.countries import REGION, countries, country
from marketplace.reference.places import list_provinces
from marketplace.reference.queries import category_tree
from marketplace.reference.units import list_units

Choices = list[tuple[str, str]]
Groups = dict[str, Choices]

#: A list that may be left alone begins with this.
NOTHING = ("", "–")


def named(things: Iterable, lang: str) -> Choices:
    """Things that have a ``code`` and ``names``, in the order they come in."""
    return [(thing.code, thing.names.in_(lang).text) for thing in things]


def no_group() -> Groups:
    """What groups begin with where a draft may leave the question open."""
    return {_("Not chosen yet"): [NOTHING]}


def category_groups(lang: str) -> Groups:
    """The exact categories under their branches."""
    return {branch.names.in_(lang).text: named(leaves, lang) for branch, leaves in category_tree()}


def province_choices(lang: str) -> Choices:
    """Today's provinces of both countries, those of Vietnam first."""
    return [choice for choices in province_groups(lang).values() for choice in choices]


def province_groups(lang: str) -> Groups:
    """Today's provinces under their countries."""
    return {country(code).names.in_(lang).text: named(list_provinces(code, lang), lang) for code in REGION}


def country_choices(lang: str) -> Choices:
    """All countries, the neighbours first."""
    return named(countries(lang), lang)


def unit_choices(lang: str) -> Choices:
    """All units of trade."""
    return named(list_units(), lang)


def gate_choices(lang: str) -> Choices:
    """The border gates, from north to south."""
    return named(trade_terms.list_gates(), lang)


def incoterm_choices(lang: str, *, by_sea: bool | None = None) -> Choices:
    """Terms as ``DAP – Delivered at place``; ``by_sea`` as in ``list_incoterms``."""
    return [
        (term.code, f"{term.code} – {term.names.in_(lang).text}")
        for term in trade_terms.list_incoterms(by_sea=by_sea)
    ]
