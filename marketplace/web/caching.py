"""304 decided before rendering: one number says whether anything public has changed.

Every change of something public bumps the edition (see ``kernel.edition``), so a visitor without a
session who holds the present edition of an address needs no new copy.
"""

from __future__ import annotations

import functools
import hashlib

from flask import Response, current_app, g, make_response, request, session
from flask_login import current_user

from marketplace.kernel import clock
from marketplace.kernel.edition import current_edition


def _present_edition() -> int:
    """Asked of the database once a request."""
    if "edition" not in g:
        g.edition = current_edition()
    return g.edition


def edition_tag() -> str:
    """The entity tag of the requested address at the present edition and build.

    A day is part of it: offers end and house texts come into force without anybody's deed.
    """
    seed = f"{current_app.config['BUILD']}\0{_present_edition()}\0{clock.today()}\0{request.full_path}"
    return hashlib.sha256(seed.encode()).hexdigest()[:24]


def public_page(view):
    """For public pages: strangers get an ETag and, holding the present edition, an empty 304.

    Signed-in people see their name and counts on the page, and somebody who has just done something sees
    once what came of it: they are never answered from a cache.
    """

    @functools.wraps(view)
    def cached(*args, **kwargs):
        if current_user.is_authenticated or "_flashes" in session:
            return view(*args, **kwargs)
        tag = edition_tag()
        if request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = make_response(view(*args, **kwargs))
        if response.status_code in (200, 304) and "Cache-Control" not in response.headers:
            response.set_etag(tag, weak=True)
            response.headers["Cache-Control"] = "public, no-cache"
        return response

    return cached


def once_an_edition(read):
    """For what looks at everything public, as the counts of the home page: read again when that has changed.

    Each process keeps its own. Tests put old databases back, editions included, so nothing is kept there.
    """
    kept = {}

    @functools.wraps(read)
    def remembered():
        if current_app.testing:
            return read()
        present = (_present_edition(), clock.today())
        if present not in kept:
            kept.clear()
            kept[present] = read()
        return kept[present]

    return remembered
