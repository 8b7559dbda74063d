"""Errors become pages for people and RFC 9457 problem documents for programs."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, SecurityError

from marketplace.kernel.errors import MarketplaceError
from marketplace.web.language import current_language

log = logging.getLogger(__name__)

PAGES = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500)


def wants_json() -> bool:
    """Programs get JSON: everything under /api, and whoever asks for it."""
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"
    )


def problem(status: int, title: str, detail: str = "", **more) -> Response:
    """An RFC 9457 problem document."""
    answer = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail} | more)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer


def _titles() -> dict[int, str]:
    return {
        400: _("The request could not be understood"),
        401: _("Please sign in first"),
        403: _("This is not for you to change"),
        404: _("There is no such page"),
        405: _("This address does not take that kind of request"),
        409: _("It has changed in the meantime"),
        413: _("That was too large"),
        422: _("Something needs to be corrected"),
        429: _("Too many requests"),
        500: _("Something went wrong on our side"),
    }


def answer_error(status: int, detail: str = "", details: dict | None = None):
    """The page, or the problem document, for one error."""
    details = details or {}
    title = _titles().get(status, _("Something went wrong on our side"))
    if wants_json():
        plain = {key: value for key, value in details.items() if isinstance(value, str | int | list)}
        response = problem(status, title, detail, **plain)
    else:
        page = status if status in (403, 404, 409, 422, 429, 500) else (500 if status >= 500 else 422)
        response = Response(
            render_template(f"errors/{page}.html", status=status, title=title, detail=detail, **details),
            status,
        )
    if "retry_after" in details:
        response.headers["Retry-After"] = str(details["retry_after"])
    return response


def _marketplace_error(error: MarketplaceError):
    return answer_error(error.status, error.message if error.status == 422 else "", error.details)


def _foreign_host(error: SecurityError):
    """In plain words: a page has links, and none can be made for a host that is not ours."""
    return Response("This host is not answered here.\n", 400, mimetype="text/plain")


def _http_error(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    return answer_error(error.code)


def _crash(error: Exception):
    """Without database or person: either may be what broke."""
    log.exception("unhandled error at %s", request.endpoint)
    title = _titles()[500]
    if wants_json():
        return problem(500, title)
    page = current_app.jinja_env.get_template("errors/500.html")
    return page.render(lang=current_language(), status=500, title=title), 500


def install(app: Flask) -> None:
    """Hang the handlers up."""
    app.register_error_handler(MarketplaceError, _marketplace_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(500, _crash)
