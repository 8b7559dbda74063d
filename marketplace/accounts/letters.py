"""A letter in its reader's language, from a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g
from flask_babel import force_locale

from marketplace.kernel.translated import LOCALES

_GAPS = re.compile(r"\n\s*\n")


def compose(template: str, lang: str, *, path: str, **about) -> tuple[str, str]:
    """(subject, body) of a letter in ``lang`` from ``templates/mail/<template>.txt``.

    The template's first line is the subject. ``path`` is where ``link`` leads, on this site; the literal
    ``{lang}`` in it becomes the reader's language. ``about`` is handed to the template.
    """
    config = current_app.config
    link = config["SITE_URL"] + path.replace("{lang}", lang)
    with _speaking(lang):
        # Rendered without what pages are given: a letter knows nothing of whoever caused it.
        text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(
            reader_lang=lang,
            link=link,
            site_name=config["SITE_NAME"],
            contact=config["OWNER_EMAIL"],
            **about,
        )
    subject, _newline, body = text.strip().partition("\n")
    # Tags of a template leave empty lines behind; one between paragraphs is enough.
    return subject.strip(), _GAPS.sub("\n\n", body.strip()) + "\n"


def path_to(endpoint: str, *, anchor: str = "", **values) -> str:
    """``/{lang}/…`` of a page, as ``compose`` wants it: made without a request, for jobs and commands too."""
    path = current_app.url_map.bind("localhost").build(endpoint, {"lang": "en", **values})
    return "/{lang}" + path.removeprefix("/en") + (f"#{anchor}" if anchor else "")


@contextmanager
def _speaking(lang: str) -> Iterator[None]:
    """Sentences, numbers and dates inside are in ``lang``, whatever the page's language is."""
    before = g.get("lang")
    g.lang = lang
    try:
        with force_locale(LOCALES[lang]):
            yield
    finally:
        if before is None:
            del g.lang
        else:
            g.lang = before
