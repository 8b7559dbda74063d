"""Readers in processes of their own while one process writes and, in the middle, builds the index anew."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from benchmarks.search.catalogue import Catalogue
from benchmarks.search.goods import names_in
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchQuery

READERS = 4


@dataclass(frozen=True)
class Crowd:
    """What happened: searches and changes made, and the errors of both sides."""

    seconds: float
    searches: int
    changes: int
    rebuilds: int
    errors: tuple[str, ...]


def measure_crowd(folder: Path, seconds: float, size: int) -> Crowd:
    """Let everybody work for so long on so many documents and collect what they tell."""
    EmbeddedEngine(folder).rebuild(Catalogue(size).documents)
    context = multiprocessing.get_context("fork")
    told: multiprocessing.Queue = context.Queue()
    work = [(_read, (folder, seconds, told))] * READERS + [(_write, (folder, seconds, told, size))]
    processes = [context.Process(target=target, args=arguments) for target, arguments in work]
    for process in processes:
        process.start()
    answers = [told.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    searches, changes, rebuilds, errors = zip(*answers, strict=True)
    return Crowd(
        seconds, sum(searches), sum(changes), sum(rebuilds), tuple(one for each in errors for one in each)
    )


def _read(folder: Path, seconds: float, told) -> None:
    chance = random.Random(os.getpid())
    names = [(name, lang) for lang in LANGUAGES for name in names_in(lang)]
    engine, searches, errors = EmbeddedEngine(folder), 0, []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        name, lang = chance.choice(names)
        try:
            engine.search(SearchQuery(name, lang))
            engine.suggest(name[:3], lang)
        except Exception as trouble:  # whatever it is, it is what is counted
            errors.append(repr(trouble))
        searches += 1
    told.put((searches, 0, 0, errors))


def _write(folder: Path, seconds: float, told, size: int) -> None:
    engine, changes, rebuilds, errors = EmbeddedEngine(folder), 0, 0, []
    documents = cycle(list(Catalogue(size).documents()))
    until = time.monotonic() + seconds
    middle = time.monotonic() + seconds / 2
    while time.monotonic() < until:
        try:
            if not rebuilds and time.monotonic() > middle:
                engine.rebuild(Catalogue(size).documents)
                rebuilds += 1
            engine.index([replace(next(documents), version=changes) for _ in range(5)])
        except Exception as trouble:  # whatever it is, it is what is counted
            errors.append(repr(trouble))
        changes += 1
    told.put((0, changes, rebuilds, errors))
