"""How fast engines build, answer and change, on one catalogue, in one run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.search.catalogue import Catalogue
from benchmarks.search.peers import peers
from benchmarks.search.questions import Question, Stock, all_questions
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchDoc, SearchQuery

SEARCH, SUGGESTIONS = "search + 4 facets", "suggestions"
SEARCHES = 400
UPSERTS = 20
LETTERS_TYPED = range(1, 9, 2)


@dataclass(frozen=True)
class Times:
    """Milliseconds of one kind of call: the middle one, and the slowest of twenty."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        ordered = sorted(seconds)
        return cls(median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


@dataclass(frozen=True)
class Speed:
    """What one engine does on one catalogue; what it cannot do is missing."""

    engine: str
    size: int
    documents_per_second: float
    megabytes: float
    times: dict[str, Times]
    answered: float
    """The part of the questions to which it found anything: finding nothing is quick."""


def measure_speed(size: int, folder: Path, goods: int | None = None) -> Iterator[Speed]:
    """Ours first, then each peer, all asked the same questions in the same order.

    Of fewer ``goods`` there are more listings each, so that a question finds more.
    """
    catalogue = Catalogue(size, goods=goods)
    questions = _mixed(all_questions(Stock.of(Catalogue(min(size, 10_000), goods=goods))))
    yield _ours(catalogue, questions, folder)
    for kind in peers():
        peer = kind(folder)
        rate = _rate(size, lambda peer=peer: peer.build(catalogue.documents()))
        # The slowest, too, is asked everything: a middle of few questions is another one with each choice.
        times, answered = _asked(peer.search, [question.text for question in questions])
        yield Speed(peer.name, size, rate, peer.size() / 1e6, {SEARCH: times}, answered)


def _mixed(questions: list[Question]) -> list[Question]:
    chance = random.Random(3)
    return chance.sample(questions, min(SEARCHES, len(questions)))


def _ours(catalogue: Catalogue, questions: list[Question], folder: Path) -> Speed:
    engine = EmbeddedEngine(folder / "ours")
    rate = _rate(catalogue.size, lambda: engine.rebuild(catalogue.documents))
    plain = [SearchQuery(question.text, question.lang) for question in questions]
    filtered = [
        replace(
            query, countries=("LA",) if place % 2 else ("VN",), price_max=Decimal(30) if place % 3 else None
        )
        for place, query in enumerate(plain)
    ]
    typed = [
        (question.text[:letters], question.lang)
        for question in questions
        for letters in LETTERS_TYPED
        if letters <= len(question.text)
    ]
    asked, answered = _asked(lambda query: engine.search(query).hits, plain)
    times = {
        SEARCH: asked,
        "filtered + 4 facets": _each(engine.search, filtered),
        "everything + 4 facets": _each(engine.search, [SearchQuery(page=page) for page in range(1, 21)]),
        SUGGESTIONS: _each(lambda asked: engine.suggest(*asked), typed),
    }
    changed = [replace(one, version=2, descriptions={"en": "Changed."}) for one in _some(catalogue, 120)]
    times["change 1"] = _each(lambda one: engine.index([one]), changed[:UPSERTS])
    times["search after a change"] = _each(
        engine.search, plain[:UPSERTS], before=lambda: engine.index(changed[:1])
    )
    times["change 100"] = _each(engine.index, [changed[start : start + 100] for start in range(UPSERTS)])
    size = sum(file.stat().st_size for file in (folder / "ours").glob("index-*"))
    return Speed("ours", catalogue.size, rate, size / 1e6, times, answered)


def _some(catalogue: Catalogue, count: int) -> list[SearchDoc]:
    return list(islice(catalogue.documents(), count))


def _rate(size: int, build: Callable[[], object]) -> float:
    began = time.perf_counter()
    build()
    return size / (time.perf_counter() - began)


def _asked(search: Callable[[object], Sequence[object]], questions: Sequence[object]) -> tuple[Times, float]:
    """The times of all questions, and the part of them to which anything was found."""
    found: list[bool] = []
    times = _each(lambda question: found.append(bool(search(question))), questions)
    return times, sum(found[-len(questions) :]) / len(questions)


def _each(
    call: Callable[[object], object], arguments: Iterable[object], before: Callable[[], object] = lambda: None
) -> Times:
    """Time each call; the first few only warm up what every process has warm."""
    arguments = list(arguments)
    for argument in arguments[:5]:
        call(argument)
    seconds = []
    for argument in arguments:
        before()
        began = time.perf_counter()
        call(argument)
        seconds.append(time.perf_counter() - began)
    return Times.of(seconds)
