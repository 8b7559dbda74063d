"""How many wrong passwords are too many, without letting strangers lock somebody out.

Wrong guesses count per visitor's address and per account. A browser in which the owner has signed in
before carries a signed mark and has a count of its own, so a stranger who uses up the account's count
keeps other strangers out and not the owner.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.accounts.limits import WRONG_PASSWORDS
from marketplace.accounts.models import Person
from marketplace.accounts.signing import digest
from marketplace.web.throttle import client_address, throttle, uses_left

_MARK_LASTS = timedelta(days=365)


def refuse_when_guessing(email: str) -> None:
    """Raise ``TooMany`` when this visitor, or anybody for this account, has guessed wrong too often."""
    for name, subject in _counts(email):
        if not uses_left(name, subject, **WRONG_PASSWORDS):
            throttle(name, subject, **WRONG_PASSWORDS)  # past its limit: says how long to wait


def count_wrong_password(email: str) -> None:
    """One more. Gives up what the request has written so far, as the throttle does."""
    for name, subject in _counts(email):
        throttle(name, subject, **WRONG_PASSWORDS)


def mark_browser(response: Response, person: Person) -> Response:
    """Let this browser be known as one in which ``person`` has signed in."""
    config = current_app.config
    response.set_cookie(
        _cookie_name(),
        _signer().dumps([digest(person.email), secrets.token_hex(8)]),
        max_age=_MARK_LASTS,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _counts(email: str) -> list[tuple[str, str]]:
    mark = _mark_for(email)
    return [
        ("wrong password, address", client_address()),
        ("wrong password, known browser", mark) if mark else ("wrong password, account", email),
    ]


def _mark_for(email: str) -> str:
    """The secret part of this browser's mark, if it is for this account."""
    try:
        marked, secret = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return f"{marked} {secret}" if marked == digest(email) else ""


def _cookie_name() -> str:
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
