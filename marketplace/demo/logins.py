"""Who can sign in to the demonstration. Public by intention; production never has these people."""

from __future__ import annotations

from typing import NamedTuple

#: Everybody's password in the demonstration.
PASSWORD = "xin-chao-sabaidee"


class Login(NamedTuple):
    """One account worth trying first."""

    email: str
    who: str


LOGINS = (
    Login("officer@example.com", "officer of the Department: the review queue"),
    Login("administrator@example.com", "administrator: people and house texts too"),
    Login("song-ray-cooperative@example.com", "owner of a Vietnamese cooperative's booth"),
    Login("bolaven-growers@example.com", "owner of a Lao cooperative's booth"),
    Login("buyer.thailand@example.com", "a buyer abroad"),
)
