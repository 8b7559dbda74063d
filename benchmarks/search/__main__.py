"""Measure search: ``python -m benchmarks.search --sizes 1000,10000``."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks.keeping import keep
from benchmarks.search.catalogue import Catalogue
from benchmarks.search.crowd import measure_crowd
from benchmarks.search.goods import all_goods
from benchmarks.search.lao import measure_lao
from benchmarks.search.peers import tantivy
from benchmarks.search.quality import Marks, mark_engine
from benchmarks.search.questions import PER_KIND, Question, catalogues_with_questions
from benchmarks.search.speed import Speed, measure_speed
from benchmarks.search.table import Run, speed_rows
from marketplace.search.embedded import EmbeddedEngine

QUALITY_SIZE = 10_000
MOST_CROWDED = 5_000


def main() -> None:
    """Read the wishes, measure, print and keep."""
    wishes = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    wishes.add_argument("--sizes", default="1000,10000,100000", help="numbers of documents, with commas")
    wishes.add_argument("--goods", type=int, help="of so many kinds, for the times alone; all there are else")
    wishes.add_argument("--quality", type=int, default=QUALITY_SIZE, help="documents to find something in")
    wishes.add_argument("--questions", type=int, default=PER_KIND, help="how many of each kind")
    wishes.add_argument("--crowd", type=float, default=60.0, help="seconds of four readers and a writer")
    wishes.add_argument("--into", type=Path, default=Path(__file__).parents[1] / "results", metavar="FOLDER")
    given = wishes.parse_args()
    run = Run(
        when=datetime.now().strftime("%Y-%m-%d %H:%M"),
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        commit=_commit(),
        goods=given.goods or len(all_goods()),
        speeds=[speed for size in given.sizes.split(",") for speed in _speeds(int(size), given.goods)],
        quality_size=given.quality,
        marks=_all_marks(given.quality, given.questions),
        lao=measure_lao(),
        crowd=_in_a_folder(
            lambda folder: measure_crowd(folder, given.crowd, min(given.quality, MOST_CROWDED))
        ),
        others_busy=f"load {os.getloadavg()[1]:.1f}",
        missing=[] if tantivy else ["not measured: tantivy, which could not be installed"],
    )
    print(f"\n{run}\n\nKept in {keep(run, given.into, 'search-')}")


def _speeds(size: int, goods: int | None) -> list[Speed]:
    print(f"speed on {size:,} documents of {goods or len(all_goods()):,} goods …", flush=True)
    return _in_a_folder(lambda folder: [_told(speed) for speed in measure_speed(size, folder, goods)])


def _told(speed: Speed) -> Speed:
    """Print what one engine did at once: a million documents take the better part of an hour."""
    print("\n".join(speed_rows(speed)), flush=True)
    return speed


def _all_marks(size: int, per_kind: int) -> list[Marks]:
    print(f"quality on {size:,} documents, then on sellers of one language …", flush=True)
    asked = catalogues_with_questions(size, per_kind)
    return [mark for catalogue, questions in asked for mark in _marks(catalogue, questions)]


def _marks(catalogue: Catalogue, questions: list[Question]) -> list[Marks]:
    def asked(folder: Path) -> list[Marks]:
        engine = EmbeddedEngine(folder)
        engine.rebuild(catalogue.documents)
        return mark_engine(engine, questions)

    return _in_a_folder(asked)


def _in_a_folder(work):
    with tempfile.TemporaryDirectory(prefix="chotalat-search-") as folder:
        return work(Path(folder))


def _commit() -> str:
    described = ["git", "describe", "--always", "--dirty=, with changes"]
    return subprocess.run(described, capture_output=True, text=True).stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
