"""Countries and currencies, named in three languages by Babel (Unicode CLDR)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel import Locale

from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import LOCALES, Translated
from marketplace.reference.tables import pick

#: The two countries between which people trade here; the reference knows the provinces of both.
REGION = ("VN", "LA")

#: Offered first in every list: the two of the region and their neighbours.
NEIGHBOURS = ("VN", "LA", "TH", "CN", "KH", "MM")

_ISO_COUNTRY = re.compile("[A-Z]{2}")
#: Two letters in CLDR that are no ISO 3166-1 country: unions, "unknown", test locales, reserved islands.
_NO_COUNTRY = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)
#: CLDR breaks long Lao names with a zero-width space, which would end up in spreadsheets and searches.
_BREAK = "\u200b"


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code."""

    code: str
    names: Translated


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency listings are priced in. ISO 4217 and people disagree on the digits of the kip."""

    code: str
    names: Translated
    iso_digits: int
    display_digits: int


def _named_by_babel(attribute: str, code: str) -> Translated:
    by_lang = {lang: getattr(Locale.parse(locale), attribute) for lang, locale in LOCALES.items()}
    return Translated({lang: names.get(code, "").replace(_BREAK, "") for lang, names in by_lang.items()})


@cache
def all_countries() -> Mapping[str, Country]:
    """Every country by its code."""
    codes = (code for code in Locale.parse("en").territories if _ISO_COUNTRY.fullmatch(code))
    return MappingProxyType(
        {
            code: Country(code, _named_by_babel("territories", code))
            for code in codes
            if code not in _NO_COUNTRY
        }
    )


@cache
def all_currencies() -> Mapping[str, Currency]:
    """The currencies of the marketplace by their codes."""
    return MappingProxyType(
        {
            code: Currency(code, _named_by_babel("currencies", code), *digits)
            for code, digits in CURRENCIES.items()
        }
    )


def country(code: str) -> Country:
    """The country with this code, or ``NotFound``."""
    return pick(all_countries(), code)


def currency(code: str) -> Currency:
    """The currency with this code, or ``NotFound``."""
    return pick(all_currencies(), code)


@cache
def countries(lang: str) -> tuple[Country, ...]:
    """All countries for a reader of ``lang``: the neighbours first, the others by name."""
    others = [one for one in all_countries().values() if one.code not in NEIGHBOURS]
    others.sort(key=lambda one: fold(one.names.in_(lang).text))
    return (*map(country, NEIGHBOURS), *others)
