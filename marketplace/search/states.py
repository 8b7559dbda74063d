"""How often a saved search may write."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import State


class Frequency(State):
    """How often letters about a saved search may come, at most."""

    DAILY = "daily", _l("Every day"), "good"
    WEEKLY = "weekly", _l("Every Monday"), "good"
    NEVER = "never", _l("Never"), "neutral"
