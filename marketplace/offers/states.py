"""Sides of an offer, how it ended, and how its people sort theirs."""

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


class Tab(State):
    """What a booth's people can narrow their list of offers to. A published offer may wait as well."""

    ALL = "all", _l("All")
    PUBLISHED = "published", _l("Published")
    EXPIRED = "expired", _l("Expired")
    WAITING = "waiting", _l("Waiting for approval")
    CHANGES_REQUESTED = "changes_requested", _l("Changes requested")
    DRAFT = "draft", _l("Drafts")
    REFUSED = "refused", _l("Refused")
    TAKEN_DOWN = "taken_down", _l("Taken down")
    CLOSED = "closed", _l("Closed")
