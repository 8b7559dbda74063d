"""Handing out a private file over HTTP, once a page has asked who may have it."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, send_file

from marketplace.kernel.errors import NotFound
from marketplace.kernel.files import StoredFile


def hand_out(stored: StoredFile) -> Response:
    """The file as a download that no browser opens inside our site and no cache keeps."""
    path = stored.path(Path(current_app.config["PRIVATE_DIR"]))
    if not path.is_file():
        raise NotFound("file")
    response = send_file(path, mimetype=stored.media_type, as_attachment=True, download_name=stored.filename)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
