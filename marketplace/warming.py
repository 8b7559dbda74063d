"""What every worker would make for itself, made once before they are forked: they share the memory of it.

Nothing here asks the database or opens the index: a connection must not be shared.
"""

from __future__ import annotations

from decimal import Decimal

from flask import Flask
from flask_babel import force_locale, get_translations
from sqlalchemy.orm import configure_mappers

from marketplace.kernel import clock
from marketplace.kernel.days import format_day
from marketplace.kernel.money import Money
from marketplace.kernel.text.analysis import read_query
from marketplace.kernel.translated import LOCALES

#: Pages that strangers look at; of the others each worker reads what its visitors need.
PAGES = (
    *("pages/home.html", "booths/directory.html", "booths/booth.html", "search/page.html"),
    *("catalog/product.html", "catalog/shelf.html"),
    *("offers/board.html", "offers/offer.html", "offers/shelf.html"),
)
FRAMES = ("layouts/", "components/")


def warm_up(app: Flask) -> None:
    """Read the sentences and habits of each language, the words of Lao, and the templates of public pages."""
    configure_mappers()
    with app.test_request_context():
        for lang, locale in LOCALES.items():
            with force_locale(locale):
                get_translations()
            format_day(clock.today(), lang)
            Money(Decimal(1), "VND").format(lang)
        read_query("ກາເຟ")
        for name in app.jinja_env.list_templates():
            if name in PAGES or name.startswith(FRAMES):
                app.jinja_env.get_template(name)
