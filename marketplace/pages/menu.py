"""The menus every page shows: on top what there is to see, below what the house has to say."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask_babel import gettext as _

from marketplace.pages.texts import FOOTER, TITLES
from marketplace.web.language import current_language

#: What a list shows where the address does not say it.
UNSAID = {"side": "sell"}


def site_menu() -> list[tuple[str, str, bool]]:
    """(label, address, is this the page) of the main menu."""
    entries = (
        (_("Products"), "search.page", {"kind": "product"}),
        (_("Sell offers"), "offers.board", {"side": "sell"}),
        (_("Buy offers"), "offers.board", {"side": "buy"}),
        (_("Booths"), "booths.directory", {}),
    )
    return [
        (label, url_for(endpoint, **arguments), _is_here(endpoint, arguments))
        for label, endpoint, arguments in entries
    ]


def _is_here(endpoint: str, arguments: dict) -> bool:
    return request.endpoint == endpoint and all(
        (request.args.get(name) or UNSAID.get(name)) == value for name, value in arguments.items()
    )


def legal_links() -> list[tuple[str, str]]:
    """(title, address) of the house texts in the footer."""
    lang = current_language()
    return [
        (
            TITLES[slug].in_(lang).text,
            url_for("pages.about") if slug == "about" else url_for("pages.legal", slug=slug),
        )
        for slug in FOOTER
    ]


def install(app: Flask) -> None:
    """Layouts call these."""
    app.jinja_env.globals.update(site_menu=site_menu, legal_links=legal_links)
