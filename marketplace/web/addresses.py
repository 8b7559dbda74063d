"""What addresses may bring along: keys and page numbers a database can count, words of a bearable length."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter

#: Keys are four-byte integers on PostgreSQL; nothing has a larger one.
LARGEST_NUMBER = 2**31 - 1
#: A page that stands as far back as this has nothing on it, whatever the list.
LAST_PAGE = 100_000
#: Each word looked for is one more condition, and a statement holds only so many.
LONGEST_SEARCH = 100


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


def install(app: Flask) -> None:
    """Read keys this way. Before any address is registered."""
    app.url_map.converters["int"] = KeyConverter
