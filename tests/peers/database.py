"""A database that every test finds as the first one did: migrated, with reference data, and nobody in it.

The first state is kept as a template. A test that wrote something makes the next one start from a copy
of it; real commits stay real, on SQLite and on PostgreSQL alike. Tests that tell one long story many times
may keep its beginning under a name of its own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, event, make_url

#: What a statement begins with when it leaves the data alone.
_READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "SHOW")


class SqliteTemplate:
    """One SQLite file and the copies it is put back from."""

    def __init__(self, file: Path):
        self.file = file
        self.url = f"sqlite:///{file}"

    def keep(self, state: str = "template") -> None:
        """Take the present state as one to go back to. Nobody may be connected."""
        shutil.copyfile(self.file, self.file.with_suffix(f".{state}"))

    def restore(self, state: str = "template") -> None:
        """Go back to it. Nobody may be connected."""
        for leftover in ("-wal", "-shm"):
            self.file.with_name(self.file.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.file.with_suffix(f".{state}"), self.file)


class PostgresTemplate:
    """One PostgreSQL database and the templates it is made anew from."""

    def __init__(self, server_url: str, name: str):
        self.name = name
        self.server = server_url
        self.url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
        self._remake(name, "template1")

    def keep(self, state: str = "template") -> None:
        """Take the present state as one to go back to. Nobody may be connected."""
        self._remake(f"{self.name}_{state}", self.name)

    def restore(self, state: str = "template") -> None:
        """Go back to it."""
        self._remake(self.name, f"{self.name}_{state}")

    def _remake(self, database: str, template: str) -> None:
        names = {"database": sql.Identifier(database), "template": sql.Identifier(template)}
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {database} WITH (FORCE)").format(**names))
            # Copying files is twice as fast as the default, which writes the copy into the log.
            create = "CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy"
            connection.execute(sql.SQL(create).format(**names))


class WriteWatch:
    """Notices whether anything was written through SQLAlchemy since the last look."""

    def __init__(self):
        self.written = True
        event.listen(Engine, "before_cursor_execute", self._look)

    def _look(self, connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.lstrip().upper().startswith(_READS):
            self.written = True


class QueryCount:
    """The statements one block sent to the database; transaction control is not counted."""

    def __init__(self):
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)

    def __enter__(self) -> QueryCount:
        event.listen(Engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *exception) -> None:
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            self.statements.append(statement)
