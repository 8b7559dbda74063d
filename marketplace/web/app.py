"""The application class: one request, one transaction."""

from __future__ import annotations

from flask import Flask, Response, request
from sqlalchemy.orm.exc import StaleDataError

from marketplace.kernel.db import db, reading_only
from marketplace.kernel.errors import Stale

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

    def handle_user_exception(self, error: Exception):
        db.session.rollback()  # the page that explains the error reads with a clean session
        return super().handle_user_exception(error)
