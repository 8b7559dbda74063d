"""What holds at every address: what may be sent in at all, and the headers of every answer."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, request
from flask_wtf import CSRFProtect

csrf = CSRFProtect()

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

#: Ours are shorter by far; behind a longer one somebody hides a number that takes a second to read.
LONGEST_FIELD_NAME = 200


def install(app: Flask) -> None:
    """CSRF on every write, nothing sent in that no form of ours sends, and the headers."""
    app.before_request(_refuse_what_nobody_types)
    csrf.init_app(app)
    over_tls = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if over_tls:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if "Cache-Control" not in headers:
            # What is made for a session belongs into no cache; others revalidate by their ETag. Only the
            # cookie is asked, not the database: it may be what broke.
            has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
            headers["Cache-Control"] = "no-store" if has_session else "no-cache"
        headers.add("Vary", "Cookie")
        return response


def _refuse_what_nobody_types() -> None:
    """400 for NUL, which PostgreSQL cannot keep, and for names of fields that no form has."""
    if request.endpoint is None:
        return
    sent = [value for values in (request.args, request.form) for pair in values.items(True) for value in pair]
    sent += [request.path, *(file.filename or "" for _name, file in request.files.items(True))]
    names = (*request.form, *request.files)
    if any("\0" in text for text in sent) or any(
        len(name) > LONGEST_FIELD_NAME or not name.isascii() for name in names
    ):
        abort(400)
