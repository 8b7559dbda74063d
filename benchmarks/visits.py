"""The pages that are measured: what they may cost, and how a visitor asks for them.

Budgets are those of the house's quality plan, in multiples of baseline J. A visit is a generator: whatever
it does before its first ``yield`` (signing in, opening a form) is not measured; then it yields requests
and is sent the answers.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import count

from benchmarks.visitors import Answer, Request, Visitor, post

LANGUAGES = ("vi", "en", "lo")
PASSWORD = "benchmark of the region"

Asking = Generator[Request, Answer, None]


@dataclass(frozen=True)
class Stock:
    """What there is to look at: paths without the language, and who can sign in."""

    products: list[str]
    booths: list[str]
    searches: list[str]
    #: Paths of products of one booth that are still drafts, one for each visitor.
    drafts: list[str]
    member: str
    officer: str


@dataclass(frozen=True)
class Visit:
    """One page: ``budget`` in multiples of J's processor time, ``queries`` at most."""

    name: str
    budget: float
    queries: int
    begin: Callable[[Visitor, Stock, int], Asking]
    good: frozenset[int] = field(default=frozenset({200}))


def _home(visitor: Visitor, stock: Stock, number: int) -> Asking:
    yield from _any_of(["/"], number)


def _directory(visitor: Visitor, stock: Stock, number: int) -> Asking:
    yield from _any_of(["/booths/", "/booths/?country=LA", "/booths/?kind=cooperative&country=VN"], number)


def _search(visitor: Visitor, stock: Stock, number: int) -> Asking:
    yield from _any_of(stock.searches, number)


def _product(visitor: Visitor, stock: Stock, number: int) -> Asking:
    yield from _any_of(stock.products, number)


def _booth(visitor: Visitor, stock: Stock, number: int) -> Asking:
    yield from _any_of(stock.booths, number)


def _kept_product(visitor: Visitor, stock: Stock, number: int) -> Asking:
    """A page that somebody else was shown a moment ago."""
    paths = [f"/en{path}" for path in stock.products[:50]]
    for path in 2 * paths:  # both workers shall have it
        visitor.ask_for(Request(path))
    for path in _at_random(paths, number):
        yield Request(path)


def _unchanged_product(visitor: Visitor, stock: Stock, number: int) -> Asking:
    """A page that the browser has already, asked for again."""
    paths = [f"/en{path}" for path in stock.products[:50]]
    tags = {path: visitor.ask_for(Request(path)).headers["etag"] for path in paths}
    for path in _at_random(paths, number):
        yield Request(path, headers={"If-None-Match": tags[path]})


def _draft(visitor: Visitor, stock: Stock, number: int) -> Asking:
    """A clerk improves a description and saves, again and again."""
    visitor.sign_in(stock.member, PASSWORD)
    path = f"/en{stock.drafts[number]}"
    form = visitor.open_form(path)
    for version in count(int(form["version"][0])):
        form |= {"version": str(version), "description-en": f"Dried on raised beds for {version} days."}
        yield post(path, form, has_files=True)


def _desk(visitor: Visitor, stock: Stock, number: int) -> Asking:
    visitor.sign_in(stock.member, PASSWORD)
    yield from _any_of(["/desk/products/"], number)


def _queue(visitor: Visitor, stock: Stock, number: int) -> Asking:
    visitor.sign_in(stock.officer, PASSWORD)
    yield from _any_of(["/backoffice/review"], number)


def _any_of(paths: list[str], number: int) -> Asking:
    """These pages in the three languages, in any order.

    Each is asked for with an argument that nobody has used before: no process has kept it, all draw it anew.
    """
    began = time.time_ns()
    for turn, path in enumerate(
        _at_random([f"/{lang}{path}" for path in paths for lang in LANGUAGES], number)
    ):
        yield Request(f"{path}{'&' if '?' in path else '?'}anew={number}-{began}-{turn}")


def _at_random(paths: list[str], number: int) -> Generator[str, None, None]:
    chance = random.Random(number)
    while True:
        yield chance.choice(paths)


def _nothing_behind_it(visitor: Visitor, stock: Stock, number: int) -> Asking:
    while True:
        yield Request("/")


#: What everything is compared with.
BASELINE = Visit("J", 1, 0, _nothing_behind_it)

VISITS = (
    Visit("home", 2.5, 6, _home),
    Visit("directory", 2.5, 6, _directory),
    Visit("search with facets", 4, 4, _search),
    Visit("product", 2.5, 6, _product),
    Visit("booth", 2.5, 6, _booth),
    Visit("product, kept", 2.5, 6, _kept_product),
    Visit("product, 304", 0.6, 2, _unchanged_product, frozenset({304})),
    Visit("draft saved", 6, 25, _draft, frozenset({302})),
    Visit("desk, products", 5, 12, _desk),
    Visit("review queue", 5, 12, _queue),
)
