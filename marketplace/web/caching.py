"""Pages for strangers are drawn once an edition: one number says whether anything public has changed.

Every change of something public bumps the edition (see ``kernel.edition``). So a stranger whose browser
holds the present edition of an address needs no new copy, and the next stranger gets the page that was
drawn for the one before.
"""

from __future__ import annotations

import functools
import hashlib

from flask import Response, current_app, g, make_response, request, session
from flask_login import current_user

from marketplace.kernel import clock
from marketplace.kernel.edition import current_edition

#: How many pages a process keeps, the oldest going first, and how large one may be.
KEPT_PAGES = 100
LARGEST_KEPT = 100_000

#: Tag → page.
_kept: dict[str, bytes] = {}


def _present_edition() -> int:
    """Asked of the database once a request."""
    if "edition" not in g:
        g.edition = current_edition()
    return g.edition


def edition_tag() -> str:
    """The entity tag of the requested address at the present edition and build.

    A day is part of it: offers end and house texts come into force without anybody's deed.
    """
    build, address = current_app.config["BUILD"], f"{request.host_url}\0{request.full_path}"
    seed = f"{build}\0{_present_edition()}\0{clock.today()}\0{address}"
    return hashlib.sha256(seed.encode()).hexdigest()[:24]


def public_page(view):
    """For public pages: strangers get an ETag and, holding the present edition, an empty 304.

    Others get the page that this process has kept, or a new one, which it then keeps.

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
        elif page := _kept.get(tag):
            response = Response(page)
        else:
            response = make_response(view(*args, **kwargs))
            _keep(tag, response)
        if response.status_code in (200, 304) and "Cache-Control" not in response.headers:
            response.set_etag(tag, weak=True)
            response.headers["Cache-Control"] = "public, no-cache"
        return response

    return cached


def _keep(tag: str, response: Response) -> None:
    """Keep a page that any stranger may be shown. What put something into the session was for one person.

    Tests put old databases back, editions included, so nothing is kept there.
    """
    is_for_all = (
        response.status_code == 200 and not session.modified and "Cache-Control" not in response.headers
    )
    is_small_page = response.mimetype == "text/html" and response.content_length <= LARGEST_KEPT
    if is_for_all and is_small_page and not current_app.testing:
        _kept[tag] = response.get_data()
        if len(_kept) > KEPT_PAGES:
            _kept.pop(next(iter(_kept)))


def once_an_edition(read):
    """For what looks at everything public, as the counts of the home page: read again when that has changed.

    Of few different arguments, for there is an answer of each. Each process keeps its own; tests nothing, as
    above.
    """
    edition, kept = None, {}

    @functools.wraps(read)
    def remembered(*asked):
        nonlocal edition, kept
        if current_app.testing:
            return read(*asked)
        present = (_present_edition(), clock.today())
        if present != edition:
            edition, kept = present, {}
        answers = kept  # another thread may begin a new edition meanwhile
        if asked not in answers:
            answers[asked] = read(*asked)
        return answers[asked]

    return remembered
