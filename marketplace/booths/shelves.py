"""What stands on a booth's page besides the booth itself: its products, its offers.

The booth knows no room above it. ``wiring.py`` registers one shelf for each such room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.booths.models import Booth


@dataclass(frozen=True)
class Shelf:
    """One kind of listing on a booth's page.

    ``load(booth, page)`` gives (things of that page, number of pages) in at most two queries;
    ``template`` draws them, as ``things``. ``count(booth_ids)`` gives booth key → number of public things in
    one query, for cards in lists of booths.
    """

    #: Name of its page number in the address and of its place on the page.
    name: str
    title: object
    template: str
    load: Callable[[Booth, int], tuple[list, int]]
    count: Callable[[list[int]], dict[int, int]]


@dataclass(frozen=True)
class FilledShelf:
    """A shelf with one page of its things."""

    shelf: Shelf
    things: list
    page: int
    pages: int


_shelves: dict[str, Shelf] = {}


def register(shelf: Shelf) -> None:
    """Called by ``wiring.py``, in the order in which the shelves stand on the page."""
    _shelves[shelf.name] = shelf


def shelf_names() -> list[str]:
    """The names of all shelves: what page numbers a booth's address may carry."""
    return list(_shelves)


def fill_shelves(booth: Booth, pages: dict[str, int]) -> list[FilledShelf]:
    """Every shelf of a booth, each at its page; empty shelves are left out."""
    filled = []
    for shelf in _shelves.values():
        page = max(pages.get(shelf.name, 1), 1)
        things, last = shelf.load(booth, page)
        if things:
            filled.append(FilledShelf(shelf, things, page, last))
    return filled


def count_products(booth_ids: list[int]) -> dict[int, int]:
    """Booth key → number of its public products."""
    shelf = _shelves.get("products")
    return shelf.count(booth_ids) if shelf and booth_ids else {}
