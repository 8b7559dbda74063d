"""Addresses without a language: health, robots, sitemap, photos, the door."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, redirect, send_from_directory, url_for
from sqlalchemy import text

from marketplace.kernel.db import db
from marketplace.kernel.slugs import slug_of
from marketplace.kernel.translated import LANGUAGES
from marketplace.pages import queries
from marketplace.pages.texts import TITLES
from marketplace.search.backlog import measure_backlog
from marketplace.search.service import the_engine
from marketplace.web.caching import public_page
from marketplace.web.language import preferred_language

blueprint = Blueprint("plain", __name__)

#: The protocol allows 50,000 addresses a file; each thing has one for each language.
SITEMAP_THINGS = 10_000

NOT_FOR_ROBOTS = ("desk", "backoffice", "messages", "account", "register", "notices", "search?", "search/")
#: Pages of results that are worth finding from outside.
BUT_FOR_ROBOTS = ("search?kind=", "search?category=")

_MEDIA = re.compile(r"[0-9a-f]{32}-\d{1,4}\.(jpg|webp)")


@blueprint.get("/")
def door():
    """Send a visitor to the home page in a language of theirs."""
    response = redirect(url_for("pages.home", lang=preferred_language()))
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/health")
def health():
    """Is the database there, and does the search index keep up? For monitors and for `make run`.

    An index that is late is no reason to restart the app: the status stays, ``search.late`` tells.
    """
    db.session.execute(text("SELECT 1"))
    backlog = measure_backlog()
    waiting = {
        "engine": the_engine(current_app).name,
        "waiting": backlog.rows,
        "oldest_seconds": backlog.oldest_seconds,
        "late": backlog.is_late,
    }
    return {"status": "ok", "build": current_app.config["BUILD"], "search": waiting}


@blueprint.get("/favicon.ico")
def favicon():
    """Where browsers look without being told."""
    return send_from_directory(Path(current_app.static_folder) / "img", "favicon.ico", max_age=86_400)


@blueprint.get("/robots.txt")
def robots():
    """Robots may read what is public, also by category; desks, conversations and queries are not for them."""
    closed = [f"Disallow: /{lang}/{room}" for lang in LANGUAGES for room in NOT_FOR_ROBOTS]
    opened = [f"Allow: /{lang}/{room}" for lang in LANGUAGES for room in BUT_FOR_ROBOTS]
    lines = ["User-agent: *", *closed, *opened, "", f"Sitemap: {_site()}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/media/<folder>/<name>")
def media(folder: str, name: str):
    """One photo. Its name is a digest of its pixels, so it may be kept for ever."""
    if not _MEDIA.fullmatch(name) or name[:2] != folder:
        abort(404)
    return send_from_directory(
        Path(current_app.config["MEDIA_DIR"]) / folder, name, max_age=31_536_000, conditional=True
    )


@blueprint.get("/sitemap.xml")
@public_page
def sitemap():
    """The list of the sitemaps."""
    maps = ["/sitemaps/pages.xml", *_numbered_maps()]
    entries = "".join(f"<sitemap><loc>{_site()}{path}</loc></sitemap>" for path in maps)
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>')


def _numbered_maps():
    for kind in ("booths", "products", "offers"):
        after = 0
        while things := queries.list_public_addresses(kind, after, SITEMAP_THINGS):
            yield f"/sitemaps/{kind}-after-{after}.xml"
            after = things[-1][0]


@blueprint.get("/sitemaps/pages.xml")
@public_page
def sitemap_of_pages():
    """Home, boards and house texts in each language."""
    endpoints = [("pages.home", {}), ("booths.directory", {}), ("offers.board", {})]
    endpoints += [("pages.legal", {"slug": slug}) for slug in TITLES if slug != "about"]
    endpoints.append(("pages.about", {}))
    return _url_set([(endpoint, arguments, None) for endpoint, arguments in endpoints])


@blueprint.get("/sitemaps/<any(booths,products,offers):kind>-after-<int:after>.xml")
@public_page
def sitemap_of_things(kind: str, after: int):
    """Public booths, products or offers with their other languages."""
    things = []
    for key, named, changed_at in queries.list_public_addresses(kind, after, SITEMAP_THINGS):
        if kind == "booths":
            things.append(("booths.booth", {"slug": named}, changed_at))
        else:
            endpoint = "catalog.product" if kind == "products" else "offers.offer"
            things.append((endpoint, {"id": key, "slug": slug_of(named)}, changed_at))
    if not things:
        abort(404)
    return _url_set(things)


def _url_set(things) -> Response:
    parts = []
    for endpoint, arguments, changed_at in things:
        addresses = {lang: escape(_site() + url_for(endpoint, lang=lang, **arguments)) for lang in LANGUAGES}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>'
            for lang, address in addresses.items()
        )
        changed = f"<lastmod>{changed_at.date().isoformat()}</lastmod>" if changed_at else ""
        parts += [f"<url><loc>{address}</loc>{changed}{links}</url>" for address in addresses.values()]
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(parts)}</urlset>'
    )


def _xml(body: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', mimetype="application/xml")


def _site() -> str:
    return current_app.config["SITE_URL"]
