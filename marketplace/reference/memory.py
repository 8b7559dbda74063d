"""Small reference tables that every page needs: kept in memory until the public side has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.kernel.edition import current_edition

#: How long a process trusts what it keeps before it asks whether the public side has a new edition.
SECONDS_BETWEEN_CHECKS = 5.0

Table = TypeVar("Table")


@dataclass(slots=True)
class _Seen:
    """The last edition this process has heard of, and when."""

    edition: int = -1
    at: float = float("-inf")


_seen = _Seen()
_all_kept: list[Kept] = []


class Kept(Generic[Table]):
    """What ``read`` gives, kept until there is a new edition. Called, it gives the table."""

    def __init__(self, read: Callable[[], Table]) -> None:
        self._read = read
        self._edition = -1
        self._table: Table | None = None
        _all_kept.append(self)

    def __call__(self) -> Table:
        """The table, not older than ``SECONDS_BETWEEN_CHECKS``."""
        now = time.monotonic()
        if now - _seen.at >= SECONDS_BETWEEN_CHECKS:
            _seen.edition, _seen.at = current_edition(), now
        if self._table is None or self._edition != _seen.edition:
            self._table, self._edition = self._read(), _seen.edition
        return self._table

    def forget(self) -> None:
        """Read it again at the next question."""
        self._table = None
        check_again()


def check_again() -> None:
    """Ask for the edition at the next question: the worker may not make documents of what is outdated."""
    _seen.at = float("-inf")


def forget_all() -> None:
    """Read everything again at the next question: another database has been put in place."""
    for kept in _all_kept:
        kept.forget()
