"""Not too often: counters per thing and window, kept in the database so that all processes agree."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import request
from sqlalchemy import BigInteger, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import db, insert_into
from marketplace.kernel.errors import TooMany


class ThrottleCount(db.Model):
    """How often one key was used in one window. Keys are digests: no address or e-mail is kept."""

    __tablename__ = "throttle_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    uses: Mapped[int] = mapped_column(default=0)


def throttle(name: str, subject: str, *, limit: int, per: timedelta) -> None:
    """Count one use of ``name`` by ``subject``; past ``limit`` raise ``TooMany`` with its ``retry_after``.

    Counts in a transaction of its own: a refused or failed request must count too. Call it before
    the request writes anything.
    """
    seconds = int(per.total_seconds())
    now = int(clock.now().timestamp())
    window = now // seconds
    key = hashlib.sha256(f"{name}\0{subject}".encode()).hexdigest()[:40]
    counted = (
        insert_into(ThrottleCount)
        .values(key=key, window=window, uses=1)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"uses": ThrottleCount.uses + 1})
        .returning(ThrottleCount.uses)
    )
    if not (db.session.new or db.session.dirty):
        db.session.rollback()  # SQLite has one writer: the second connection needs the lock
    with Session(db.engine) as session, session.begin():
        uses = session.execute(counted).scalar_one()
        if uses == 1:
            session.execute(
                delete(ThrottleCount).where(ThrottleCount.key == key, ThrottleCount.window < window)
            )
    if uses > limit:
        raise TooMany(retry_after=seconds - now % seconds)


def uses_left(name: str, subject: str, *, limit: int, per: timedelta) -> int:
    """How many uses remain in this window."""
    window = int(clock.now().timestamp()) // int(per.total_seconds())
    key = hashlib.sha256(f"{name}\0{subject}".encode()).hexdigest()[:40]
    uses = db.session.scalar(
        select(ThrottleCount.uses).where(ThrottleCount.key == key, ThrottleCount.window == window)
    )
    return max(0, limit - (uses or 0))


def client_address() -> str:
    """The visitor's address; behind proxies only as far as TRUSTED_PROXIES says."""
    return request.remote_addr or "unknown"
