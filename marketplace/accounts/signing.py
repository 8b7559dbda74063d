"""Who is signed in: a token in the cookie, a row on the server that can be ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Flask, g, session
from flask_login import LoginManager
from sqlalchemy import select, update

from marketplace.accounts.models import Person, SignIn
from marketplace.kernel import clock
from marketplace.kernel.db import db

IDLE_TIMEOUT = timedelta(days=14)
ABSOLUTE_TIMEOUT = timedelta(days=90)
STAFF_IDLE_TIMEOUT = timedelta(hours=12)
#: ``last_seen_at`` is written at most this often, and never by a GET.
SEEN_STEP = timedelta(minutes=10)

_KEY = "sign_in"
login_manager = LoginManager()


def digest(token: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(person: Person, device: str = "") -> SignIn:
    """Sign ``person`` in with a fresh session; whatever the browser had before is gone."""
    session.clear()
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(token_hash=digest(token), person_id=person.id, device=device[:80])
    db.session.add(sign_in)
    session[_KEY] = token
    session.permanent = True
    g._login_user = person
    return sign_in


def end_sign_in() -> None:
    """Sign out here: the row is ended, so a copied cookie is worth nothing."""
    token = session.get(_KEY)
    if token:
        db.session.execute(
            update(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None)).values(ended_at=clock.now())
        )
    session.clear()


def end_all_sign_ins(person: Person, *, but_this_one: bool = False) -> None:
    """Sign ``person`` out everywhere, here too unless ``but_this_one``."""
    ended = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if but_this_one and session.get(_KEY):
        ended = ended.where(SignIn.token_hash != digest(session[_KEY]))
    db.session.execute(ended.values(ended_at=clock.now()))


def this_sign_in() -> SignIn | None:
    """The row behind this browser's cookie, if it still holds."""
    token = session.get(_KEY)
    if not token:
        return None
    row = db.session.scalar(select(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None)))
    return row if row and _still_holds(row) else None


def _still_holds(row: SignIn) -> bool:
    now = clock.now()
    idle = STAFF_IDLE_TIMEOUT if row.person.is_staff else IDLE_TIMEOUT
    return row.person.is_active and now - row.last_seen_at < idle and now - row.created_at < ABSOLUTE_TIMEOUT


@login_manager.request_loader
def _load_person(request):
    row = this_sign_in()
    if row is None:
        return None
    if request.method not in ("GET", "HEAD", "OPTIONS") and clock.now() - row.last_seen_at > SEEN_STEP:
        row.last_seen_at = clock.now()
    return row.person


def install(app: Flask) -> None:
    """Let Flask-Login ask us."""
    app.permanent_session_lifetime = ABSOLUTE_TIMEOUT
    login_manager.init_app(app)
