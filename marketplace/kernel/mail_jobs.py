"""The worker's round with the post."""

from __future__ import annotations

from huey import crontab

from marketplace.kernel import mail
from marketplace.kernel.jobs import queue


@queue.task(crontab(minute="*"))
def send_letters():
    """Send every letter that is due."""
    mail.send_due_letters()
