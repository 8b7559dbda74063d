"""The engine of this process, and the folder in which it keeps its files."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from marketplace.search.choice import choose_engine
from marketplace.search.engine import SearchEngine

_EXTENSION = "chotalat.search"


def search_folder(app: Flask) -> Path:
    """Where the embedded index, the locks of whoever feeds and builds, and the Lao dictionary are kept."""
    return Path(app.config["VAR_DIR"]) / "search"


def the_engine(app: Flask) -> SearchEngine:
    """The one engine that the settings ask for, made on first use and kept."""
    engine = app.extensions.get(_EXTENSION)
    if engine is None:
        config = app.config
        engine = app.extensions[_EXTENSION] = choose_engine(
            search_folder(app),
            config["MEILISEARCH_URL"],
            config["MEILISEARCH_KEY"],
            config["MEILISEARCH_WORKER_KEY"],
            config["MEILISEARCH_PREFIX"],
        )
    return engine
