"""How often is too often: the numbers of PyPI where it has them."""

from __future__ import annotations

from datetime import timedelta

WRONG_PASSWORDS = {"limit": 10, "per": timedelta(minutes=5)}
#: A training class signs up behind one address.
SIGN_UPS_PER_VISITOR = {"limit": 30, "per": timedelta(hours=1)}
RESETS_PER_VISITOR = {"limit": 20, "per": timedelta(hours=1)}
#: Of each kind; nobody's mailbox is flooded by a stranger.
LETTERS_PER_ADDRESS = {"limit": 5, "per": timedelta(hours=24)}
