"""What the front page of the staff shows beside the review queue."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.kernel.db import db
from marketplace.search.models import DeadLetter, LookAgain


def count_search_backlog() -> tuple[int, int]:
    """(changes the search index has not seen yet, documents an engine refused)."""
    return db.session.execute(
        select(
            select(func.count()).select_from(LookAgain).scalar_subquery(),
            select(func.count()).select_from(DeadLetter).scalar_subquery(),
        )
    ).one()
