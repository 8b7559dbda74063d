"""Sides of an offer, and how it ended."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import State


class Side(State):
    """Who wants what."""

    SELL = "sell", _l("Sell offer"), "good"
    BUY = "buy", _l("Buy offer"), "info"


class Outcome(State):
    """How an offer ended, said by its own people."""

    AGREED_HERE = "agreed_here", _l("Agreed with somebody found here"), "good"
    AGREED_ELSEWHERE = "agreed_elsewhere", _l("Agreed with somebody found elsewhere"), "good"
    NO_AGREEMENT = "no_agreement", _l("No agreement"), "neutral"
    NO_LONGER_NEEDED = "no_longer_needed", _l("No longer needed"), "neutral"
