"""What can go wrong in business terms. The web turns each into a page or a problem document."""

from __future__ import annotations


class MarketplaceError(Exception):
    """An answer that is not the hoped-for one. ``status`` is the HTTP code it becomes at an edge."""

    status = 500

    def __init__(self, message: str = "", **details):
        super().__init__(message)
        self.message = message
        self.details = details


class NotFound(MarketplaceError):
    """There is no such thing, or it is not for the asker's eyes: both look the same."""

    status = 404


class NotAllowed(MarketplaceError):
    """The asker is known and may not do this."""

    status = 403


class WrongState(MarketplaceError):
    """The thing has moved on: this step cannot be taken from where it stands now."""

    status = 409


class Stale(MarketplaceError):
    """Somebody changed it meanwhile.

    ``details["theirs"]`` is what stands there now, ``details["yours"]`` what was sent.
    """

    status = 409


class Invalid(MarketplaceError):
    """What was sent cannot be accepted. ``details["field"]`` names the field where one is to blame."""

    status = 422


class TooMany(MarketplaceError):
    """Too often in too short a time. ``details["retry_after"]`` is in seconds."""

    status = 429
