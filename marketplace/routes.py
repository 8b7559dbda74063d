"""The page of addresses: every blueprint, its prefix, its gate."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from marketplace.web import gates
from marketplace.web.language import LANGUAGE_PREFIX

#: (module of the edge, prefix after the language, gate). One line per edge file.
PAGES = (
    ("pages.views", "", gates.anyone),
    ("accounts.views", "/account", gates.anyone),
    ("accounts.desk", "/account", gates.signed_in),
    ("reference.views", "/reference", gates.anyone),
    ("reference.backoffice", "/backoffice/reference", gates.staff),
    ("search.views", "/search", gates.anyone),
    ("search.desk", "/searches", gates.signed_in),
    ("booths.views", "/booths", gates.anyone),
    ("booths.registration", "/register", gates.signed_in),
    ("booths.invitations", "/invitations", gates.signed_in),
    ("booths.desk", "/desk/booth", gates.booth_member),
    ("booths.backoffice", "/backoffice/booths", gates.officer),
    ("catalog.views", "/products", gates.anyone),
    ("catalog.desk", "/desk/products", gates.booth_member),
    ("offers.views", "/offers", gates.anyone),
    ("offers.desk", "/desk/offers", gates.booth_member),
    ("moderation.desk", "/desk/revisions", gates.booth_member),
    ("moderation.backoffice", "/backoffice/review", gates.officer),
    ("messages.desk", "/messages", gates.signed_in),
    ("messages.backoffice", "/backoffice/scam-notices", gates.editor),
    ("notifications.desk", "/notices", gates.signed_in),
    ("desk.views", "/desk", gates.booth_member),
    ("pages.backoffice", "/backoffice/pages", gates.editor),
    ("accounts.backoffice", "/backoffice/people", gates.officer),
    ("search.backoffice", "/backoffice/search", gates.staff),
    ("backoffice.views", "/backoffice", gates.staff),
)

#: Addresses without a language: for programs, robots and files.
PLAIN = (
    ("pages.plain", "", gates.anyone),
    ("api.views", "/api/v1", gates.anyone),
)


def register(app: Flask) -> None:
    """Hang every edge at its address, behind its gate."""
    for prefix, pages in ((LANGUAGE_PREFIX, PAGES), ("", PLAIN)):
        for module, path, gate in pages:
            blueprint = import_module(f"marketplace.{module}").blueprint
            app.register_blueprint(gates.guard(blueprint, gate), url_prefix=(prefix + path) or None)
