"""What time it is. Everything that asks goes through here, so that a test can set the clock."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Both countries of the region keep this time all year.
REGION = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_moment", default=None)


def now() -> datetime:
    """This moment, aware, UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Today's date where the marketplace is (UTC+7)."""
    return now().astimezone(REGION).date()


@contextmanager
def frozen(moment: datetime):
    """Let the clock stand still at ``moment`` (aware) inside the block."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
