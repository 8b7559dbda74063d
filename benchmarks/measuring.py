"""Measures: what a page asks of the database, and what it costs in turns with baseline J."""

from __future__ import annotations

import gzip
import statistics
import time
from dataclasses import dataclass

from flask import Flask

from benchmarks.load import Crowd, Tally
from benchmarks.servers import Cost, Server, busy_seconds, cpu_seconds
from benchmarks.table import Row
from benchmarks.visitors import InsideVisitor
from benchmarks.visits import BASELINE, Stock, Visit
from tests.peers.database import QueryCount

#: The part of a slot in which one visitor is alone, so that waiting in line is not measured.
ALONE = 0.4
#: In-process requests of each page: the first ones fill what a process keeps, the others are counted.
UNCOUNTED, COUNTED = 3, 9
#: As the reverse proxy compresses.
GZIP_LEVEL = 5


@dataclass(frozen=True)
class Weight:
    """What a page asks of the database, and what it weighs on the way; the largest of several answers."""

    queries: int
    bytes: int
    gzipped: int


def weigh(app: Flask, visit: Visit, stock: Stock) -> Weight:
    """Ask within this process and count. Raises ``WrongAnswer``."""
    visitor = InsideVisitor(app)
    steps = visit.begin(visitor, stock, 0)
    request = next(steps)
    weights = []
    for turn in range(UNCOUNTED + COUNTED):
        with QueryCount() as queries:
            answer = visitor.ask_for(request, visit.good)
        if turn >= UNCOUNTED:
            weights.append((len(queries), len(answer.body), len(gzip.compress(answer.body, GZIP_LEVEL))))
        request = steps.send(answer)
    return Weight(*map(max, zip(*weights, strict=True)))


@dataclass(frozen=True)
class Slot:
    """One page asked for during a second or so."""

    cost: Cost
    #: One visitor, and then all of them.
    alone: Tally
    together: Tally
    seconds_together: float

    @property
    def web_ms(self) -> float:
        """Processor time of the web server for one answer."""
        return self.cost.web / self._answers * 1_000

    @property
    def database_ms(self) -> float:
        """Processor time of the database server for one answer."""
        return self.cost.database / self._answers * 1_000

    @property
    def _answers(self) -> int:
        """All of them, for a wrong one costs something too."""
        return sum(len(one.seconds) + sum(one.wrong.values()) for one in (self.alone, self.together))


def take_slot(server: Server, visit: Visit, crowd: Crowd, seconds: float) -> Slot:
    """Get everybody ready, then let one ask and then all, and see what the server used for it."""
    crowd.get_ready(server.url, visit)
    before = server.cost()
    alone = crowd.ask(seconds * ALONE, visitors=1)
    began = time.perf_counter()
    together = crowd.ask(seconds * (1 - ALONE))
    return Slot(server.cost() - before, alone, together, time.perf_counter() - began)


@dataclass(frozen=True)
class Turn:
    """One page on each server, J just before: whatever else the machine did then happened to all."""

    baseline: Slot
    slots: dict[str, Slot]

    def ratio(self, house: str) -> float:
        """The page beside J, its database's work included."""
        slot = self.slots[house]
        return (slot.web_ms + slot.database_ms) / self.baseline.web_ms


def take_turns(
    visits: list[Visit], baseline: Server, houses: list[Server], crowd: Crowd, rounds: int, seconds: float
) -> dict[str, list[Turn]]:
    """Page → its turns: J, the page on each database, and the next page; and all that for so many rounds."""
    turns: dict[str, list[Turn]] = {visit.name: [] for visit in visits}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} …", flush=True)
        for visit in visits:
            turns[visit.name].append(
                Turn(
                    take_slot(baseline, BASELINE, crowd, seconds),
                    {house.name: take_slot(house, visit, crowd, seconds) for house in houses},
                )
            )
    return turns


def row_of(house: str, visit: Visit, turns: list[Turn], weight: Weight) -> Row:
    """One line of the table: the middle of all rounds."""
    slots = [turn.slots[house] for turn in turns]
    times = sorted(seconds * 1_000 for slot in slots for seconds in slot.alone.seconds) or [0.0]
    wrong = Tally()
    for slot in slots:
        wrong.add(slot.alone)
        wrong.add(slot.together)
    return Row(
        database=house,
        page=visit.name,
        web_ms=statistics.median(slot.web_ms for slot in slots),
        database_ms=statistics.median(slot.database_ms for slot in slots),
        ratio=statistics.median(turn.ratio(house) for turn in turns),
        budget=visit.budget,
        queries=weight.queries,
        most_queries=visit.queries,
        per_second=statistics.median(len(s.together.seconds) / s.seconds_together for s in slots),
        p50=_quantile(times, 0.50),
        p95=_quantile(times, 0.95),
        p99=_quantile(times, 0.99),
        html_kb=weight.bytes / 1_000,
        gzipped_kb=weight.gzipped / 1_000,
        wrong=wrong.wrong,
    )


def _quantile(times: list[float], share: float) -> float:
    """The time that so large a share of the answers did not exceed; ``times`` are in order."""
    return times[min(len(times) - 1, int(len(times) * share))]


class Watch:
    """Tells how busy other programs kept the machine since it was made."""

    def __init__(self, servers: list[Server], crowd: Crowd):
        self._servers, self._crowd = servers, crowd
        self._began = time.monotonic()
        self._all, self._ours = busy_seconds(), self._our_seconds()

    def others_busy(self) -> float:
        """Processor cores on average."""
        others = (busy_seconds() - self._all) - (self._our_seconds() - self._ours)
        return max(0.0, others / (time.monotonic() - self._began))

    def _our_seconds(self) -> float:
        costs = [server.cost() for server in self._servers]
        ours = sum(cost.web + cost.database for cost in costs) + sum(map(cpu_seconds, self._crowd.pids))
        return ours + time.process_time()
