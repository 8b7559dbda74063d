"""The migrations build what the models say, on an empty database, up and down, on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url

from tests.peers.live_house import environment_without_settings, flask_output

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """Address of a database without a single table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    server = request.getfixturevalue("postgres")
    name = f"migrations_{tmp_path.parent.name}".replace("-", "_")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def migrate(database_url, tmp_path):
    """``migrate("upgrade")``: one `flask db` command on that database."""
    environment = environment_without_settings() | {"DATABASE_URL": database_url, "VAR_DIR": str(tmp_path)}

    return lambda *arguments: flask_output("db", *arguments, environment=environment)


def tables(url: str) -> set[str]:
    """Every table of a database but Alembic's own and the job queue's, which Huey makes for itself."""
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return {name for name in names if name != "alembic_version" and not name.startswith("huey")}


@pytest.mark.slow
def test_migrations_build_the_models_and_take_them_away_again(migrate, database_url):
    migrate("upgrade")
    migrate("check")
    assert "person" in tables(database_url)
    migrate("downgrade", "base")
    assert tables(database_url) == set()
    migrate("upgrade")
    migrate("check")


def test_the_history_is_one_line():
    history = ScriptDirectory(str(MIGRATIONS))
    assert len(history.get_heads()) == 1
    assert len(history.get_bases()) == 1
    assert all(not revision.is_merge_point for revision in history.walk_revisions())
