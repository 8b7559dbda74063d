"""Mark a Meilisearch server: ``MEILISEARCH_URL=… MEILISEARCH_KEY=… python -m benchmarks.search.server``.

The key must be allowed to do everything with indexes called ``benchmark*``; they go when all is asked.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import meilisearch

from benchmarks.search.quality import Marks, mark_engine
from benchmarks.search.questions import PER_KIND, catalogues_with_questions
from benchmarks.search.speed import Times
from benchmarks.search.table import quality_rows, too_low
from marketplace.search.engine import SearchQuery, SearchResult
from marketplace.search.meili import MeiliEngine
from marketplace.search.meili_line import Server

FAMILY = "benchmark_listings"


class TimedEngine(MeiliEngine):
    """Keeps how long each search took."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.seconds: list[float] = []

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one page of a query."""
        started = time.perf_counter()
        result = super().search(query)
        self.seconds.append(time.perf_counter() - started)
        return result


def main() -> None:
    """Read the wishes, build, ask and print."""
    wishes = argparse.ArgumentParser(prog="python -m benchmarks.search.server", description=__doc__)
    wishes.add_argument("--documents", type=int, default=10_000, help="to find something in")
    wishes.add_argument("--questions", type=int, default=PER_KIND, help="how many of each kind")
    given = wishes.parse_args()
    with _engine() as engine:
        marks: list[Marks] = []
        for catalogue, questions in catalogues_with_questions(given.documents, given.questions):
            engine.rebuild(catalogue.documents)
            marks += mark_engine(engine, questions)
        times = Times.of(engine.seconds)
    print("\n".join([*quality_rows(given.documents, marks), *too_low(marks)]))
    print(f"search + 7 facets: p50 {times.p50:.1f} ms, p95 {times.p95:.1f} ms")


@contextmanager
def _engine() -> Iterator[TimedEngine]:
    url, key = os.environ["MEILISEARCH_URL"], os.environ.get("MEILISEARCH_KEY", "")
    try:
        yield TimedEngine(Server(url, key, index=FAMILY, timeout=10))
    finally:
        client = meilisearch.Client(url, key or None)
        for index in client.get_raw_indexes({"limit": 1000})["results"]:
            if index["uid"].startswith(FAMILY):
                client.wait_for_task(client.delete_index(index["uid"]).task_uid, 60_000)


if __name__ == "__main__":
    main()
