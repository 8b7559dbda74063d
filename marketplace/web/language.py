"""Addresses carry the language: ``/vi/…``, ``/en/…``, ``/lo/…``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, Domain, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from marketplace.kernel.translated import LANGUAGES, LOCALES

DEFAULT_LANGUAGE = "vi"
LANGUAGE_PREFIX = f"/<any({','.join(LANGUAGES)}):lang>"


class _Catalogues(Domain):
    """The sentences of each language, found by its name alone: a page asks for two hundred of them."""

    def __init__(self):
        super().__init__()
        self._by_language: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        language = _language_spoken()
        if language is None:
            return super().get_translations()
        if language not in self._by_language:
            self._by_language[language] = super().get_translations()
        return self._by_language[language]


def _language_spoken() -> str | None:
    """The language of sentences, from where Flask-Babel keeps it; None where nobody asks for a page."""
    try:
        return g._flask_babel.babel_locale.language
    except (AttributeError, RuntimeError):  # it has not been asked yet
        locale = get_locale()
        return locale and locale.language


class _Babel(Babel):
    """Flask-Babel with catalogues of ours."""

    @cached_property
    def domain_instance(self) -> Domain:
        return _Catalogues()


def current_language() -> str:
    """The language of the page being answered; of the reader's browser where the address has none."""
    try:
        return g.lang  # a page asks two hundred times
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return "en"
    g.lang = preferred_language()
    return g.lang


def preferred_language() -> str:
    """The language an unknown address begins with, else what the browser asks for among ours."""
    first = request.path.split("/")[1]
    return first if first in LANGUAGES else request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)


def alternates(asked_in: Callable[[str], MultiDict] | None = None) -> list[tuple[str, str]]:
    """(language, absolute address) of this page in each language; empty where the page has no language.

    ``asked_in`` gives what the address asks for, as a reader of a language writes it; else it stays as it is.
    """
    if not request.endpoint or "lang" not in (request.url_rule.arguments if request.url_rule else ()):
        return []
    return [(lang, _address_in(lang, asked_in(lang) if asked_in else request.args)) for lang in LANGUAGES]


def _address_in(lang: str, asked: MultiDict) -> str:
    path = url_for(request.endpoint, **(request.view_args or {}), lang=lang)
    query = urlencode(list(asked.items(multi=True)))
    return current_app.config["SITE_URL"] + path + (f"?{query}" if query else "")


def _pull_language(endpoint, values):
    if values and "lang" in values:
        g.lang = values.pop("lang")


def _push_language(endpoint, values):
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()


@pass_eval_context
def _say(page: EvalContext, sentence: str, /, **values) -> str:
    """``_()`` and ``{% trans %}`` of templates."""
    return _fill_in(_sentence(_language_spoken(), sentence, page.autoescape), values)


@pass_eval_context
def _say_number(page: EvalContext, one: str, many: str, num: int, /, **values) -> str:
    """``ngettext()`` and ``{% pluralize %}`` of templates."""
    said = get_translations().ngettext(one, many, num)
    return _fill_in(_as_it_stands(said, page.autoescape), {"num": num} | values)


@lru_cache(maxsize=8_192)
def _sentence(language: str | None, sentence: str, is_escaped: bool) -> str:
    """A sentence of a template in the language spoken, by which it is remembered."""
    return _as_it_stands(get_translations().gettext(sentence), is_escaped)


def _as_it_stands(said: str, is_escaped: bool) -> str:
    """Our own words are not escaped; what is filled in is, where the template escapes."""
    return Markup(said) if is_escaped else said  # noqa: S704 - see above


def _fill_in(said: str, values: dict) -> str:
    """``%%`` is a per cent sign, with or without values."""
    return said % values if values or "%" in said else said


def install(app: Flask) -> None:
    """Read the language from every address and put it into every address made."""
    _Babel().init_app(
        app,
        locale_selector=lambda: LOCALES[current_language()],
        default_translation_directories=str(app.config["TRANSLATIONS_DIR"]),
    )
    app.jinja_env.globals.update(gettext=_say, _=_say, ngettext=_say_number)
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_push_language)
