"""What a run found: the table people read, and what is short of what search must show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.search.crowd import Crowd
from benchmarks.search.lao import LaoSpeed
from benchmarks.search.quality import Marks
from benchmarks.search.speed import SEARCH, SUGGESTIONS, Speed

#: Our middle search as a multiple of a peer's, by the size of the catalogue.
MOST_TIMES = {100_000: (("tantivy", 2.5),), 1_000_000: (("tantivy", 5.0), ("plain FTS5", 0.1))}
MOST_OF_A_SEARCH = 0.2
#: The least of a mark for a kind of question: (mark, least).
LEAST = {
    "vi": ("success", 0.98),
    "vi without diacritics": ("success", 0.98),
    "vi one syllable": ("precision", 0.95),
    "vi typo": ("success", 0.85),
    "vi typo, no diacritics": ("success", 0.85),
    "vi joined": ("success", 0.98),
    "vi unfinished": ("success", 0.98),
    "en": ("success", 0.98),
    "en typo": ("success", 0.95),
    "en joined": ("success", 0.98),
    "en unfinished": ("success", 0.98),
    "lo": ("success", 0.98),
    "lo without tones": ("success", 0.97),
    "lo unfinished": ("success", 0.98),
    "lo inside a compound": ("success", 0.98),
    "+ province": ("ndcg", 0.92),
    "SKU": ("success", 0.98),
}
LEAST_ACROSS = ("success", 0.97)
LEAST_CUT_PER_SECOND, MOST_LOAD_MS = 500_000, 150


@dataclass(frozen=True)
class Run:
    """Everything one `make bench-search` found."""

    when: str
    machine: str
    commit: str
    others_busy: str
    goods: int
    speeds: list[Speed]
    quality_size: int
    marks: list[Marks]
    lao: LaoSpeed
    crowd: Crowd
    missing: list[str]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def _lines(run: Run) -> Iterator[str]:
    yield f"Search · {run.when} · {run.machine} · commit {run.commit} · {run.others_busy}"
    yield ""
    yield _row(
        f"ms (p50 / p95), {run.goods:,} goods", ("documents", "docs/s", "MB", "p50", "p95", "answered")
    )
    for speed in run.speeds:
        yield from speed_rows(speed)
    yield ""
    yield from quality_rows(run.quality_size, run.marks)
    yield ""
    yield (
        f"Lao: {run.lao.cut_per_second:,.0f} characters a second cut into words,"
        f" {run.lao.read_per_second:,.0f} read in all forms; word lists read in {run.lao.load_ms:.0f} ms"
    )
    yield (
        f"Crowd: {run.crowd.seconds:.0f} s, {run.crowd.searches:,} searches of 4 processes beside"
        f" {run.crowd.changes:,} changes and {run.crowd.rebuilds} rebuild: {len(run.crowd.errors)} errors"
    )
    yield ""
    yield from run.missing
    yield from list(_shortcomings(run)) or ["Everything is as good as it must be."]


def speed_rows(speed: Speed) -> Iterator[str]:
    """Yield a row for each kind of call that one engine was asked to make."""
    built = (f"{speed.size:,}", f"{speed.documents_per_second:,.0f}", f"{speed.megabytes:,.1f}")
    for name, times in speed.times.items():
        answered = (f"{speed.answered:.3f}",) if name == SEARCH else ()
        yield _row(f"{speed.engine}: {name}", (*built, f"{times.p50:.2f}", f"{times.p95:.2f}", *answered))


def quality_rows(size: int, marks: Sequence[Marks]) -> Iterator[str]:
    """Yield a head and a row for each kind of question."""
    columns = ("questions", "success@10", "precision@10", "recall@10", "NDCG@10")
    yield _row(f"quality, {size:,} documents", columns)
    for mark in marks:
        figures = (mark.success, mark.precision, mark.recall, mark.ndcg)
        yield _row(mark.kind, (str(mark.questions), *(f"{figure:.3f}" for figure in figures)))


def too_low(marks: Sequence[Marks]) -> Iterator[str]:
    """Yield a line for each mark below what search must show."""
    for mark in marks:
        name, least = LEAST_ACROSS if "→" in mark.kind else LEAST.get(mark.kind, ("success", 0.0))
        if getattr(mark, name) < least:
            yield f"too low: {mark.kind}: {name} {getattr(mark, name):.3f} < {least}"


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:34}" + "".join(f"{cell:>13}" for cell in cells)


def _shortcomings(run: Run) -> Iterator[str]:
    for speed in run.speeds:
        if speed.engine == "ours":
            yield from _slow(speed, run.speeds)
    yield from too_low(run.marks)
    if run.lao.cut_per_second < LEAST_CUT_PER_SECOND:
        yield f"too slow: {run.lao.cut_per_second:,.0f} Lao characters a second < {LEAST_CUT_PER_SECOND:,}"
    if run.lao.load_ms > MOST_LOAD_MS:
        yield f"too slow: Lao word lists read in {run.lao.load_ms:.0f} ms > {MOST_LOAD_MS}"
    yield from sorted(set(run.crowd.errors))


def _slow(ours: Speed, speeds: list[Speed]) -> Iterator[str]:
    search, suggestions = ours.times[SEARCH], ours.times[SUGGESTIONS]
    if suggestions.p95 > MOST_OF_A_SEARCH * search.p50:
        share = suggestions.p95 / search.p50
        yield f"too slow: suggestions on {ours.size:,}: {share:.2f} of a search > {MOST_OF_A_SEARCH}"
    peers = {speed.engine: speed.times[SEARCH] for speed in speeds if speed.size == ours.size}
    for peer, most in MOST_TIMES.get(ours.size, ()):
        if peer in peers and search.p50 > most * peers[peer].p50:
            times = search.p50 / peers[peer].p50
            yield f"too slow: search on {ours.size:,}: {times:.2f} × {peer} > {most} ×"
