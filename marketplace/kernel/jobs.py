"""Huey carries what can wait; rows say what is owed.

A job is enqueued after the commit and only ever means "look at your rows now"; a sweep every minute
does the same, so a crash between commit and enqueue delays but loses nothing. Every task is safe to
run twice.
"""

from __future__ import annotations

import functools
import logging
from datetime import timedelta
from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey
from huey.storage import MemoryStorage
from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.kernel.db import db

log = logging.getLogger(__name__)

_AFTER_COMMIT = "tasks_after_commit"


class LateHuey:
    """The house's one queue, bound to its storage when the application is made.

    Tasks are declared at import time, before any setting is known.
    """

    def __init__(self):
        self._huey: Huey = Huey("chotalat", storage_class=MemoryStorage)
        self.app = None
        self._declared: list = []

    @property
    def huey(self) -> Huey:
        return self._huey

    def bind(self, app) -> None:
        """Open the queue that fits the settings: a SQLite file in ``VAR_DIR``, or the PostgreSQL database."""
        self.app = app
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        if url.startswith("postgresql"):
            dsn = url.replace("postgresql+psycopg://", "postgresql://", 1)
            self._huey = PostgresHuey("chotalat", dsn=dsn)
        else:
            self._huey = SqliteHuey("chotalat", filename=str(Path(app.config["VAR_DIR"]) / "jobs.sqlite"))
        self._huey.immediate = False
        for declare in self._declared:
            declare(self._huey)

    def task(self, schedule=None):
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

            def declare(huey: Huey):
                wrap = huey.periodic_task(schedule, name=f"sweep_{function.__name__}") if schedule else None
                handle.enqueue = huey.task(name=function.__name__)(run)
                if wrap:
                    wrap(functools.wraps(function)(lambda: run()))

            self._declared.append(declare)
            if self.app:
                declare(self._huey)
            return handle

        return decorate


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
