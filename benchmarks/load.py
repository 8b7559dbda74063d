"""The load generator: a few processes, each one visitor who asks again as soon as an answer is there.

Closed loop: with one visitor an answer's time is what the server needs for it, with several it is mostly
waiting in line. So times are taken from one visitor and requests per second from all of them.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from benchmarks.visitors import DistantVisitor
from benchmarks.visits import BASELINE, VISITS, Stock, Visit

#: Twice as many as the server has workers, so that none of them waits for us.
VISITORS = 4
#: Answers that come before the clock starts: whatever a worker does only once is done by then.
FIRST_ANSWERS = 3


@dataclass
class Tally:
    """What came back in one slot: seconds of each good answer, and the others by status."""

    seconds: list[float] = field(default_factory=list)
    wrong: dict[int, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take another visitor's answers in."""
        self.seconds += other.seconds
        for status, count in other.wrong.items():
            self.wrong[status] = self.wrong.get(status, 0) + count


class Crowd:
    """The processes. Their order is the order in which they are called upon."""

    def __init__(self, stock: Stock):
        start = multiprocessing.get_context("fork")
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(VISITORS):
            ours, theirs = start.Pipe()
            process = start.Process(target=_visit_when_told, args=(theirs, stock, number), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *exception) -> None:
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            pipe.send(None)
            process.join()

    @property
    def pids(self) -> list[int]:
        """The processes, so that their own work can be told from other programs'."""
        return [process.pid for process in self._processes]

    def get_ready(self, url: str, visit: Visit) -> None:
        """Let everybody do what comes before the visit: signing in, opening a form, a first answer."""
        for pipe in self._pipes:
            pipe.send((url, visit.name))
        for pipe in self._pipes:
            _receive(pipe)

    def ask(self, seconds: float, visitors: int = VISITORS) -> Tally:
        """Have the first ``visitors`` ask for so long; together they give one tally."""
        asking: Sequence[Connection] = self._pipes[:visitors]
        for pipe in asking:
            pipe.send(seconds)
        tally = Tally()
        for pipe in asking:
            tally.add(_receive(pipe))
        return tally


def _receive(pipe: Connection):
    """What a visitor reports; trouble of theirs is ours."""
    report = pipe.recv()
    if isinstance(report, Exception):
        raise report
    return report


def _visit_when_told(pipe: Connection, stock: Stock, number: int) -> None:
    """One visitor's life: told where to go and what to look at, then for how long to ask; None is the end."""
    asking = None
    while (order := pipe.recv()) is not None:
        try:
            if isinstance(order, tuple):
                asking = _Asking(*order, stock, number)
                pipe.send(None)
            else:
                pipe.send(asking.go_on(order))
        except Exception as trouble:  # whoever gave the order raises it
            pipe.send(trouble)


class _Asking:
    """A visit under way: the next request is always at hand."""

    def __init__(self, url: str, visit_name: str, stock: Stock, number: int):
        self.visit = next(visit for visit in (BASELINE, *VISITS) if visit.name == visit_name)
        self.visitor = DistantVisitor(url)
        self.steps = self.visit.begin(self.visitor, stock, number)
        self.request = next(self.steps)
        for _turn in range(FIRST_ANSWERS):
            self._ask_once()

    def go_on(self, seconds: float) -> Tally:
        """Ask until the time is up."""
        tally = Tally()
        now = time.perf_counter()
        end = now + seconds
        while now < end:
            began, status = now, self._ask_once()
            now = time.perf_counter()
            if status in self.visit.good:
                tally.seconds.append(now - began)
            else:
                tally.wrong[status] = tally.wrong.get(status, 0) + 1
        return tally

    def _ask_once(self) -> int:
        answer = self.visitor.ask(self.request)
        self.request = self.steps.send(answer)
        return answer.status
