"""What addresses may bring along: keys and page numbers a database can count, words of a bearable length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.routing import IntegerConverter

#: Keys are four-byte integers on PostgreSQL; nothing has a larger one.
LARGEST_NUMBER = 2**31 - 1
#: A page that stands as far back as this has nothing on it, whatever the list.
LAST_PAGE = 100_000
#: Each word looked for is one more condition, and a statement holds only so many.
LONGEST_SEARCH = 100

#: What Werkzeug does not encode in arguments.
_LEFT_AS_IS = "!$'()*,/:;?@"


class KeyConverter(IntegerConverter):
    """``<int:id>``: a number too large to be a key is an address without a page, not an error."""

    regex = r"\d{1,10}"

    def __init__(self, map, **options):
        super().__init__(map, **{"max": LARGEST_NUMBER} | options)


def asked_page(name: str = "page") -> int:
    """The page of a list that the address asks for; the first where it asks for none or for nonsense."""
    return min(max(request.args.get(name, 1, type=int), 1), LAST_PAGE)


def asked_words(name: str = "q") -> str:
    """What the address looks for in a list."""
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]


def with_arguments(address: str, arguments: Mapping[str, object]) -> str:
    """An address with what it asks for; empty arguments are left out, of a list each value is written.

    As ``url_for`` writes it. That has to find out each time which values belong into the path; a page of
    results has seventy such addresses, all with one path.
    """
    return with_written(address, (write_argument(name, value) for name, value in arguments.items()))


def write_argument(name: str, value: object) -> str:
    """One argument as it stands in an address; of a list each value; nothing for what is empty."""
    if isinstance(value, list | tuple):
        return "&".join(_written(name, one) for one in value)
    return _written(name, value) if value else ""


@lru_cache(maxsize=4_096, typed=True)
def _written(name: str, value: object) -> str:
    """Remembered, for facets and tabs say the same on every page."""
    return urlencode({name: value}, safe=_LEFT_AS_IS)


def with_written(address: str, written: Iterable[str]) -> str:
    """An address with arguments that are written already."""
    asked = "&".join(filter(None, written))
    return f"{address}?{asked}" if asked else address


def install(app: Flask) -> None:
    """Read keys this way, and an address with a slash at its end as without. Before any is registered."""
    app.url_map.converters["int"] = KeyConverter
    app.url_map.strict_slashes = False
