"""The servers that are compared, as processes: how they are started, and what they cost.

Processor time is read from ``/proc`` for a process with all its children, the ended ones included, so
that nothing a server does escapes. The system counts it in hundredths of a second: one slot of a
measurement must be much longer than that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.services import GUNICORN, Service, app_service, free_port, wait_until_healthy
from tests.peers.live_house import environment_without_settings
from tests.peers.postgres import PrivatePostgres

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """Processor seconds of the web server, and of the database server behind it."""

    web: float
    database: float

    def __sub__(self, earlier: Cost) -> Cost:
        return Cost(self.web - earlier.web, self.database - earlier.database)


class Server:
    """A web server under measurement. ``database_pid`` is its PostgreSQL's first process, if it has one."""

    def __init__(self, name: str, service: Service, database_pid: int | None = None):
        self.name = name
        self.service = service
        self.database_pid = database_pid
        self.url = f"http://127.0.0.1:{service.environment['PORT']}"

    def __enter__(self) -> Server:
        try:
            self.service.start()
            wait_until_healthy(self.url, self.service)
        except BaseException:
            self.service.stop()
            raise
        return self

    def __exit__(self, *exception) -> None:
        self.service.stop()

    def cost(self) -> Cost:
        """What it has used since it was started."""
        database = cpu_seconds(self.database_pid) if self.database_pid else 0.0
        return Cost(cpu_seconds(self.service.process.pid), database)

    def memory_per_worker(self) -> float:
        """Megabytes of the largest worker; what workers share is counted once, divided among them (PSS)."""
        workers = list(_children(self.service.process.pid))
        return max(_proportional_megabytes(pid) for pid in workers)


def baseline_server(log: Path) -> Server:
    """Baseline J behind the house's own gunicorn settings."""
    environment = environment_without_settings() | {"PORT": str(free_port())}
    command = [*GUNICORN, "benchmarks.baseline:app"]
    return Server("J", Service("baseline", command, environment, log))


def house_server(
    name: str, settings: dict[str, str], log: Path, postgres: PrivatePostgres | None = None
) -> Server:
    """The marketplace as it is run in production, with these settings."""
    environment = environment_without_settings() | settings | {"PORT": str(free_port())}
    return Server(name, app_service(environment, log), postgres and _first_process(postgres))


def _first_process(postgres: PrivatePostgres) -> int:
    return int((postgres.folder / "data" / "postmaster.pid").read_text().split()[0])


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, its children, and theirs, from the beginning."""
    try:
        used = sum(_times(pid)) / _TICKS_PER_SECOND
        return used + sum(map(cpu_seconds, _children(pid)))
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it has ended while we looked; from now on its parent counts it among its own


def busy_seconds() -> float:
    """Processor time that all programs of this machine together have used since it was started."""
    user, nice, system, _idle, _waiting, interrupts, soft_interrupts = map(
        int, (_PROC / "stat").read_text().split()[1:8]
    )
    return (user + nice + system + interrupts + soft_interrupts) / _TICKS_PER_SECOND


def _children(pid: int) -> Iterator[int]:
    listed = (_PROC / str(pid) / "task" / str(pid) / "children").read_text()
    return map(int, listed.split())


def _times(pid: int) -> Iterator[int]:
    """Its own time and that of its ended children, each in user and in system mode."""
    after_name = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()  # names may hold spaces
    return map(int, after_name[11:15])


def _proportional_megabytes(pid: int) -> float:
    for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no memory is known of process {pid}")
