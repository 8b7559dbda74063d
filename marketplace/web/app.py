"""The application class: one request, one transaction."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, has_request_context, request
from sqlalchemy.orm.exc import StaleDataError

from marketplace.kernel.db import db, reading_only
from marketplace.kernel.errors import Stale
from marketplace.web.language import current_language

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class MarketplaceApp(Flask):
    """Flask that commits at its edge and nowhere else.

    A GET, HEAD or OPTIONS may not write at all. Any other request is committed when its answer is below
    400, before the answer leaves; everything else is rolled back.
    """

    def full_dispatch_request(self) -> Response:
        if request.method in SAFE_METHODS:
            with reading_only():
                return super().full_dispatch_request()
        return super().full_dispatch_request()

    def dispatch_request(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if response.status_code >= 400:
            db.session.rollback()
        if request.method in SAFE_METHODS or response.status_code >= 400:
            return response
        try:
            db.session.commit()  # the one commit of a request
        except StaleDataError as error:
            raise Stale() from error
        return response

    def url_for(self, endpoint: str, **values) -> str:
        """As Flask's; an address within the site is built once and then remembered.

        Building them was half the work of a page full of links. What an address depends on besides its
        endpoint and values is the language of the page, and where the site is mounted.
        """
        if not has_request_context() or values.get("_external") or values.get("_scheme"):
            return super().url_for(endpoint, **values)
        if endpoint.startswith("."):
            endpoint = f"{request.blueprint}{endpoint}"
        try:
            return _built(self, endpoint, current_language(), request.script_root, **values)
        except TypeError:  # a value that is a list, as of a filter with several choices
            return super().url_for(endpoint, **values)

    def handle_user_exception(self, error: Exception):
        db.session.rollback()  # the page that explains the error reads with a clean session
        return super().handle_user_exception(error)


@lru_cache(maxsize=8_192, typed=True)  # for 1 and True are equal and not written alike
def _built(app: MarketplaceApp, endpoint: str, lang: str, mounted_at: str, /, **values) -> str:
    return Flask.url_for(app, endpoint, **values)
