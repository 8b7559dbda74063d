"""The public clock: how long an answer takes, said to members who wait and to the staff who answer."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from babel.dates import format_timedelta
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.moderation.queries import usual_answer_time

#: From so many hours on people think in days.
HOURS_TOLD = 48


def install(app: Flask) -> None:
    """Give templates the sentence as ``answer_time()``; it costs a query where it is asked for."""
    app.jinja_env.globals["answer_time"] = say_answer_time


def say_answer_time() -> str:
    """One sentence from life; empty while there are too few answers to say anything."""
    usual = usual_answer_time()
    if usual is None:
        return ""
    return _(
        "Half of the last %(count)s proposals were answered within %(time)s.",
        count=usual.count,
        time=_say(usual.half),
    )


def _say(wait: timedelta) -> str:
    """Rounded up, because the sentence says "within"."""
    hours = ceil(wait.total_seconds() / 3600)
    told = timedelta(hours=hours) if hours < HOURS_TOLD else timedelta(days=ceil(hours / 24))
    return format_timedelta(told, granularity="hour", threshold=HOURS_TOLD / 24, locale=get_locale())
