"""What a run found: rows of figures, the table people read, and the lines about what is over its budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.imports import Imported

#: Budgets that hold for every page, or for the whole server.
MOST_HTML_KB = 14.0
MOST_MEMORY_MB = 90.0
MOST_UNSTEADY = 4.0
#: An import reaches this share of the speed of plain inserts; rows that say nothing new are faster still.
LEAST_IMPORT_RATIO = 8_000 / 9_500


@dataclass(frozen=True)
class Row:
    """One page on one database. Times in milliseconds, sizes in kilobytes."""

    database: str
    page: str
    web_ms: float
    database_ms: float
    ratio: float
    budget: float
    queries: int
    most_queries: int
    per_second: float
    p50: float
    p95: float
    p99: float
    html_kb: float
    gzipped_kb: float
    #: Answers that were not what they should have been, by status.
    wrong: dict[int, int]


@dataclass(frozen=True)
class Run:
    """Everything one `make bench` found."""

    products: int
    rounds: int
    machine: str
    when: str
    commit: str
    #: Processor cores that other programs kept busy meanwhile.
    others_busy: float
    baseline_ms: float
    #: Database → megabytes of the largest worker after the run.
    memory_mb: dict[str, float]
    rows: list[Row]
    imported: Imported
    #: What could not be measured on this machine, and why.
    missing: list[str]

    def __str__(self) -> str:
        return "\n".join(_lines(self))


#: Heading of a column, its width, and what stands in it.
_COLUMNS = (
    ("page", -20, lambda row: row.page),
    ("CPU ms", 8, lambda row: f"{row.web_ms:.2f}"),
    ("database", 9, lambda row: f"{row.database_ms:.2f}" if row.database_ms else "–"),
    ("× J", 7, lambda row: f"{row.ratio:.2f}"),
    ("budget", 7, lambda row: f"{row.budget:g}"),
    ("queries", 8, lambda row: str(row.queries)),
    ("most", 5, lambda row: str(row.most_queries)),
    ("req/s", 7, lambda row: f"{row.per_second:.0f}"),
    ("p50 ms", 8, lambda row: f"{row.p50:.1f}"),
    ("p95 ms", 8, lambda row: f"{row.p95:.1f}"),
    ("p99 ms", 8, lambda row: f"{row.p99:.1f}"),
    ("KB", 7, lambda row: f"{row.html_kb:.1f}" if row.html_kb else "–"),
    ("gzipped", 8, lambda row: f"{row.gzipped_kb:.1f}" if row.html_kb else "–"),
)


def _lines(run: Run) -> Iterator[str]:
    yield f"ChoTalat on {run.products:,} products, beside baseline J (24 cards, no database)"
    yield f"{run.when} · {run.machine} · commit {run.commit} · rounds: {run.rounds}"
    yield (
        f"J itself: {run.baseline_ms:.2f} ms · meanwhile other programs kept {run.others_busy:.1f} cores busy"
    )
    for database in dict.fromkeys(row.database for row in run.rows):
        yield ""
        yield f"{database} – memory of a worker (PSS): {run.memory_mb[database]:.0f} MB"
        yield _line(heading for heading, _width, _figure in _COLUMNS)
        for row in run.rows:
            if row.database == database:
                yield _line(figure(row) for _heading, _width, figure in _COLUMNS)
    yield ""
    yield from _import_lines(run.imported)
    yield ""
    yield from run.missing
    yield from list(_overruns(run)) or ["Everything is within its budget."]


def _import_lines(found: Imported) -> Iterator[str]:
    yield (
        f"SQLite – import of a price list of {found.rows:,} rows, which become {found.database_rows:,} of the"
        f" database; memory at most {found.memory_mb:.0f} MB"
    )
    yield f"{'rows per CPU second':<24}{'':>8}{'× plain':>9}{'budget':>8}"
    for words, speed, budget in (
        ("plain inserts", found.plain, None),
        ("new, approved", found.new, f"{LEAST_IMPORT_RATIO:.2f}"),
        ("the same file again", found.unchanged, f"{found.new / found.plain:.2f}"),
    ):
        yield f"{words:<24}{speed:>8,.0f}{speed / found.plain:>9.2f}{budget or '–':>8}"


def _line(cells) -> str:
    padded = (
        cell.ljust(-width) if width < 0 else cell.rjust(width)
        for cell, (_heading, width, _figure) in zip(cells, _COLUMNS, strict=True)
    )
    return "".join(padded).rstrip()


def _overruns(run: Run) -> Iterator[str]:
    for row in run.rows:
        where = f"{row.database}, {row.page}"
        if row.ratio > row.budget:
            yield f"over budget: {where}: {row.ratio:.1f} × > {row.budget:g} ×"
        if row.queries > row.most_queries:
            yield f"over budget: {where}: {row.queries} queries > {row.most_queries}"
        if row.gzipped_kb > MOST_HTML_KB:
            yield f"over budget: {where}: {row.gzipped_kb:.1f} KB compressed > {MOST_HTML_KB:g} KB"
        if row.p99 > MOST_UNSTEADY * row.p50:
            yield f"over budget: {where}: p99 is {row.p99 / row.p50:.1f} × p50 > {MOST_UNSTEADY:g} ×"
        if row.wrong:
            yield f"wrong answers: {where}: {row.wrong}"
    if run.imported.new < LEAST_IMPORT_RATIO * run.imported.plain:
        ratio = run.imported.new / run.imported.plain
        yield f"over budget: import: {ratio:.2f} × plain inserts < {LEAST_IMPORT_RATIO:.2f} ×"
    if run.imported.unchanged < run.imported.new:
        yield "over budget: import: rows that are unchanged take longer than new ones"
    for database, used in run.memory_mb.items():
        if used > MOST_MEMORY_MB:
            yield f"over budget: {database}: {used:.0f} MB for a worker > {MOST_MEMORY_MB:g} MB"
