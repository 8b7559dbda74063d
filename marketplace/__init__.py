"""ChoTalat: free virtual booths for the trade between Vietnam and Laos.

``create_app`` builds the application; ``routes.py`` is the page of addresses, ``wiring.py`` the page of
ears, ``cli.py`` the commands. The rooms and their order are described in ``docs/architecture.md``.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from flask.cli import AppGroup
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace.config import SETTING_NAMES, settings_from
from marketplace.kernel.db import db
from marketplace.kernel.jobs import queue
from marketplace.web.app import MarketplaceApp

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: dict | None = None) -> MarketplaceApp:
    """Build the application from the environment; ``settings`` override single values of it."""
    app = MarketplaceApp(
        __name__,
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    settings = settings or {}
    app.config.update(settings_from({**os.environ, **{name: str(value) for name, value in settings.items()}}))
    app.config.update({name: value for name, value in settings.items() if name not in SETTING_NAMES})
    app.config["TRANSLATIONS_DIR"] = ROOT / "translations"
    app.config["BUILD"] = _build_mark()
    Path(app.config["VAR_DIR"]).mkdir(parents=True, exist_ok=True)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)

    from marketplace import routes, wiring  # the pages that may see everything come last
    from marketplace.accounts import signing
    from marketplace.web import addresses, answers, drawing, language, render, safety

    db.init_app(app)
    queue.bind(app)
    addresses.install(app)
    drawing.install(app)
    language.install(app)
    render.install(app)
    safety.install(app)
    answers.install(app)
    signing.install(app)
    wiring.connect(app)
    routes.register(app)
    app.cli = Commands(app)
    return app


class Commands(AppGroup):
    """The commands of ``cli.py``, and ``flask db``: read when one is asked for, as no server does."""

    def __init__(self, app: MarketplaceApp):
        super().__init__(app.name)
        self._app = app

    def get_command(self, context, name):
        """One of them."""
        self._read()
        return super().get_command(context, name)

    def list_commands(self, context):
        """The names of all."""
        self._read()
        return super().list_commands(context)

    def _read(self) -> None:
        if not self.commands:
            from flask_migrate import Migrate

            from marketplace import cli

            Migrate(
                self._app, db, directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True
            )
            cli.register(self._app)


def _build_mark() -> str:
    """Changes whenever code, templates or catalogues do, so that no browser keeps an old page as fresh."""
    newest = max(
        (
            path.stat().st_mtime_ns
            for folder in ("marketplace", "templates", "static", "translations")
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ),
        default=0,
    )
    return hashlib.sha256(str(newest).encode()).hexdigest()[:8]
