"""Days as people write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from marketplace.kernel.translated import LOCALES


@lru_cache(maxsize=4_096)
def format_day(day: date, lang: str) -> str:
    """``3 thg 5, 2026``, ``3 May 2026``. Remembered, for a page says few days and says them often."""
    return format_date(day, "medium", locale=LOCALES[lang])
