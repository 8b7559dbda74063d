"""The number beside the bell, on every page of somebody who is signed in."""

from __future__ import annotations

from flask import Flask, g
from flask_login import current_user
from werkzeug.local import LocalProxy

from marketplace.notifications.queries import count_unread


def install(app: Flask) -> None:
    """Give every template ``unread_count``. A page that shows it asks once; one that does not never asks."""
    app.context_processor(lambda: {"unread_count": LocalProxy(_unread_count)})


def _unread_count() -> int:
    if "unread_count" not in g:
        g.unread_count = count_unread(current_user) if current_user.is_authenticated else 0
    return g.unread_count
