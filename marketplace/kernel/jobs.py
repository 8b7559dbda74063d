"""Huey carries what can wait; rows say what is owed.

A job is enqueued after the commit and only ever means "look at your rows now"; a sweep every minute
does the same, so a crash between commit and enqueue delays but loses nothing. Every task is safe to
run twice.

There are two lanes with one thread of the worker each: what takes minutes runs in the long one, so that a
letter somebody needs to sign in never stands behind it.
"""

from __future__ import annotations

import functools
import logging
from datetime import timedelta
from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.storage import MemoryStorage
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.kernel.db import db

log = logging.getLogger(__name__)

_AFTER_COMMIT = "tasks_after_commit"


#: The lanes: what is done in seconds, and what may take minutes.
SHORT, LONG = "chotalat", "chotalat-long"


class LateHuey:
    """The house's one queue, bound to its storage when the application is made.

    Tasks are declared at import time, before any setting is known.
    """

    def __init__(self):
        self.lanes = {name: Huey(name, storage_class=MemoryStorage) for name in (SHORT, LONG)}
        self.app = None
        self._declared: list = []

    def bind(self, app) -> None:
        """Open the queue that fits the settings: a SQLite file in ``VAR_DIR``, or the PostgreSQL database."""
        self.app = app
        self.lanes = {name: _open_lane(name, app.config) for name in self.lanes}
        for declare in self._declared:
            declare()

    def pending_count(self) -> int:
        """How many jobs wait to be done."""
        return sum(lane.pending_count() for lane in self.lanes.values())

    def flush(self) -> None:
        """Forget every job; the sweeps find what is owed."""
        for lane in self.lanes.values():
            lane.flush()

    def close(self) -> None:
        """Let go of the storage; what is asked next opens it again."""
        for lane in self.lanes.values():
            lane.storage.close()

    def task(self, schedule=None, *, lane: str = SHORT):
        """Declare a job: ``@queue.task()`` or, for a sweep, ``@queue.task(crontab(minute="*"))``.

        The function runs in the worker inside an application context and one transaction of its own,
        unless it commits step by step itself. Calling ``.soon()`` enqueues it after the present commit.
        """

        def decorate(function):
            @functools.wraps(function)
            def run(*args, **kwargs):
                with self.app.app_context():
                    try:
                        result = function(*args, **kwargs)
                        db.session.commit()  # a job is its own edge
                        return result
                    finally:
                        db.session.remove()

            handle = Job(self, function.__qualname__, run)

            def declare():
                huey = self.lanes[lane]
                wrap = huey.periodic_task(schedule, name=f"sweep_{function.__name__}") if schedule else None
                handle.enqueue = huey.task(name=function.__name__)(run)
                if wrap:
                    wrap(functools.wraps(function)(lambda: run()))

            self._declared.append(declare)
            if self.app:
                declare()
            return handle

        return decorate


def _open_lane(name: str, config) -> Huey:
    url = config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("postgresql"):
        return PostgresHuey(name, dsn=url.replace("postgresql+psycopg://", "postgresql://", 1))
    # A file for each: SQLite lets one thread write at a time, and the lanes need not wait for each other.
    file = {SHORT: "jobs.sqlite", LONG: "jobs-long.sqlite"}[name]
    return SqliteHuey(name, filename=str(Path(config["VAR_DIR"]) / file))


class Job:
    """A declared job: called, it runs here and now; ``soon`` has the worker run it after the commit."""

    def __init__(self, queue: LateHuey, name: str, run):
        self.queue, self.name, self.run = queue, name, run
        self.enqueue = None
        self.__doc__ = run.__doc__

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def soon(self, *args) -> None:
        """Enqueue after the present transaction commits; the same call twice in it counts once."""
        waiting = db.session.info.setdefault(_AFTER_COMMIT, {})
        waiting[(self.name, args)] = self

    def later(self, wait: timedelta) -> None:
        """Enqueue for a moment that is less than a sweep away. Nothing may depend on it: the sweep comes."""
        try:
            self.enqueue.schedule(delay=wait.total_seconds())
        except Exception:
            log.warning("could not schedule %s, the sweep will find its rows", self.name, exc_info=True)


queue = LateHuey()


class Worker(Consumer):
    """Carries out the jobs of every lane, each in a thread of its own, until the process is told to stop.

    Letters leave in order and the index has one builder, for a lane is one thread.
    """

    def __init__(self, jobs: LateHuey):
        pace = {"workers": 1, "max_delay": 1.0, "initial_delay": 0.05}
        super().__init__(jobs.lanes[SHORT], **pace)
        self._beside = Consumer(jobs.lanes[LONG], **pace)

    def start(self):
        """Start both lanes; signals are heard by the short one, and the long one ends with the process."""
        self._beside.start()
        super().start()

    def check_worker_health(self):
        """Replace a thread that died, in either lane."""
        self._beside.check_worker_health()
        return super().check_worker_health()


@event.listens_for(Session, "after_commit")
def _enqueue_waiting(session):
    if session.in_nested_transaction():
        return  # a savepoint is released; the commit is still to come
    for (_name, args), job in session.info.pop(_AFTER_COMMIT, {}).items():
        try:
            job.enqueue(*args)
        except Exception:
            # The rows are committed; the sweep finds them. A full or locked queue must not fail the request.
            log.warning("could not enqueue %s, the sweep will find its rows", job.name, exc_info=True)


@event.listens_for(Session, "after_rollback")
def _forget_waiting(session):
    if session.in_nested_transaction():
        return  # what was asked for before the savepoint still holds
    session.info.pop(_AFTER_COMMIT, None)
