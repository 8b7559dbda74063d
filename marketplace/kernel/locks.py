"""Locks among processes: files that one of them holds; the system lets go when it dies."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SECONDS_BETWEEN_TRIES = 0.02


@contextmanager
def the_only_one(path: Path, patience: float = 0) -> Iterator[bool]:
    """Gives whether nobody else holds this file, after waiting so many seconds for somebody to let go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as lock:
        until = time.monotonic() + patience
        while not (is_alone := _hold(lock)) and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_TRIES)
        yield is_alone


def _hold(lock: IO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
