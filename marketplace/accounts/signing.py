"""Who is signed in: a token in the cookie, a row on the server that can be ended.

The cookie also says when it was last shown. Looking at pages may write nothing to the database, so a
reader's activity is kept there, signed like everything in it; the row's ``last_seen_at`` moves when
something is sent in.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from flask import Flask, g, session
from flask_login import LoginManager
from sqlalchemy import select, update

from marketplace.accounts.models import Person, SignIn
from marketplace.kernel import clock
from marketplace.kernel.db import db

IDLE_TIMEOUT = timedelta(days=14)
ABSOLUTE_TIMEOUT = timedelta(days=90)
STAFF_IDLE_TIMEOUT = timedelta(hours=12)
#: Activity is noted at most this often.
SEEN_STEP = timedelta(minutes=10)

_TOKEN = "sign_in"  # noqa: S105 - the name of a cookie's entry
_SEEN = "seen"
login_manager = LoginManager()


def digest(token: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(person: Person, device: str = "") -> SignIn:
    """Sign ``person`` in with a fresh session; whatever the browser had before is ended and gone."""
    end_sign_in()
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(token_hash=digest(token), person_id=person.id, device=device[:80])
    db.session.add(sign_in)
    session[_TOKEN] = token
    session[_SEEN] = int(clock.now().timestamp())
    session.permanent = True
    g._login_user = person
    return sign_in


def end_sign_in() -> None:
    """Sign out here: the row is ended, so a copied cookie is worth nothing."""
    token = session.get(_TOKEN)
    if token:
        held = (SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
        db.session.execute(update(SignIn).where(*held).values(ended_at=clock.now()))
    session.clear()
    g.pop("_login_user", None)


def this_sign_in() -> SignIn | None:
    """The row behind this browser's cookie, if it still holds."""
    token = session.get(_TOKEN)
    if not token:
        return None
    row = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
    )
    return row if row and _still_holds(row) else None


def _still_holds(row: SignIn) -> bool:
    now = clock.now()
    idle = STAFF_IDLE_TIMEOUT if row.person.is_staff else IDLE_TIMEOUT
    last_seen = max(row.last_seen_at, _seen_by_cookie())
    return row.person.is_active and now - last_seen < idle and now - row.created_at < ABSOLUTE_TIMEOUT


def _seen_by_cookie() -> datetime:
    return datetime.fromtimestamp(session.get(_SEEN, 0), UTC)


@login_manager.request_loader
def _load_person(request):
    row = this_sign_in()
    if row is None:
        return None
    now = clock.now()
    if now - _seen_by_cookie() > SEEN_STEP:
        session[_SEEN] = int(now.timestamp())
    if request.method not in ("GET", "HEAD", "OPTIONS") and now - row.last_seen_at > SEEN_STEP:
        # Not through the row: the throttle may give up this transaction before it counts in its own.
        db.session.execute(update(SignIn).where(SignIn.id == row.id).values(last_seen_at=now))
    return row.person


def install(app: Flask) -> None:
    """Let Flask-Login ask us."""
    app.permanent_session_lifetime = ABSOLUTE_TIMEOUT
    login_manager.init_app(app)
