"""What the worker forgets for us."""

from __future__ import annotations

from datetime import timedelta

from huey import crontab
from sqlalchemy import delete, or_

from marketplace.accounts.models import Pass, SignIn
from marketplace.accounts.signing import ABSOLUTE_TIMEOUT
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.jobs import queue

#: How long an ended sign-in stays for questions like "who was that?".
ENDED_SIGN_INS_STAY = timedelta(days=30)


@queue.task(crontab(hour="3", minute="17"))
def forget_old_secrets():
    """Delete spent and expired passes, and sign-ins that ended long ago."""
    now = clock.now()
    db.session.execute(delete(Pass).where(or_(Pass.used_at.is_not(None), Pass.expires_at < now)))
    db.session.execute(
        delete(SignIn).where(
            or_(SignIn.ended_at < now - ENDED_SIGN_INS_STAY, SignIn.created_at < now - ABSOLUTE_TIMEOUT)
        )
    )
