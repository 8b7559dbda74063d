"""What templates can say: filters, and the few names every page sees."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import mistune
import nh3
from babel import Locale
from babel.dates import format_timedelta
from flask import Flask, current_app, url_for
from flask_login import current_user
from markupsafe import Markup

from marketplace.kernel import clock
from marketplace.kernel.days import format_day
from marketplace.kernel.images import Photo
from marketplace.kernel.money import Money, format_number
from marketplace.kernel.translated import LANGUAGE_NAMES, LOCALES, Said, Translated
from marketplace.web.language import alternates, current_language

#: The safe subset of Markdown: paragraphs, emphasis, lists, small headings, http(s) links.
MARKDOWN_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "a", "blockquote"}

_markdown = mistune.create_markdown(escape=True, plugins=["strikethrough"])


@lru_cache(maxsize=256)
def markdown(text: str) -> Markup:
    """Member's Markdown → safe HTML. Headings are pushed below the page's own."""
    html = _markdown(text or "").replace("<h1", "<h3").replace("</h1>", "</h3>")
    html = html.replace("<h2", "<h3").replace("</h2>", "</h3>")
    clean = nh3.clean(
        html,
        tags=MARKDOWN_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener ugc",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def said(text: Translated | None, lang: str | None = None) -> Said:
    """A translated text for the reader of this page."""
    return (text or Translated()).in_(lang or current_language())


def number(value: Decimal | int | None) -> str:
    """A quantity in the reader's writing."""
    return "" if value is None else format_number(value, current_language())


def money(amount: Decimal | None, currency: str) -> str:
    """A price in the reader's writing; empty when there is none."""
    return "" if amount is None else Money(amount, currency).format(current_language())


def day(value: date | datetime | None) -> str:
    """A day as the reader writes it, in the region's time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.REGION).date()
    return format_day(value, current_language())


def moment(value: datetime | None) -> str:
    """A day and time, region's time."""
    return "" if value is None else f"{day(value)} {value.astimezone(clock.REGION):%H:%M}"


def ago(value: datetime | None) -> str:
    """How long since, roughly: "3 hours ago"."""
    if value is None:
        return ""
    return format_timedelta(value - clock.now(), add_direction=True, locale=_locale(current_language()))


@cache
def _locale(lang: str) -> Locale:
    """Of its name Babel would make one anew each time."""
    return Locale.parse(LOCALES[lang])


def url(endpoint: str, **values) -> str:
    """``url_for`` that keeps the language of the page."""
    return url_for(endpoint, **values)


def asset(name: str) -> str:
    """Address of a static file that changes with its content, so browsers may keep it for a year."""
    content = (Path(current_app.static_folder) / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def srcset(photo: Photo, kind: str, widths: tuple[int, ...]) -> str:
    """The addresses of a photo for screens of each width, up to the first that shows the whole of it."""
    larger = [width for width in widths if width >= photo.width]
    shown = [width for width in widths if width < photo.width] + larger[:1]
    return ", ".join(f"{photo.src(width, kind)} {min(width, photo.width)}w" for width in shown)


def site() -> dict:
    """The operator's block for header and footer (E-commerce Law: owner information on the home page)."""
    config = current_app.config
    return {
        "name": config["SITE_NAME"],
        "url": config["SITE_URL"],
        "owner": config["OWNER_NAMES"][current_language()],
        "address": config["OWNER_ADDRESS"],
        "phone": config["OWNER_PHONE"],
        "email": config["OWNER_EMAIL"],
        "registration": config["OWNER_REGISTRATION"],
    }


def install(app: Flask) -> None:
    """Give templates their words."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(
        said=said, number=number, day=day, moment=moment, ago=ago, markdown=markdown, photo=Photo.from_content
    )
    app.jinja_env.globals.update(
        url=url,
        asset=asset if app.debug or app.testing else lru_cache(asset),  # files change while one works on them
        site=site,
        alternates=alternates,
        money=money,
        language_names=LANGUAGE_NAMES,
        srcset=srcset,
    )

    @app.context_processor
    def _page():
        # The person, not the proxy that would look for them at each word about them.
        person = current_user._get_current_object() if current_user.is_authenticated else None
        return {"lang": current_language(), "person": person}
