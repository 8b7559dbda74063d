"""One database object, exact column types, and how a transaction begins.

SQLite runs in WAL mode and a transaction that may write begins IMMEDIATE: one that reads first and
writes later fails at once under several processes, whatever the busy time-out says.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, MetaData, TypeDecorator, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 10_000


class Base(DeclarativeBase):
    """Declarative base; constraint names are the same on every database so that migrations can go down."""

    metadata = MetaData(naming_convention=NAMING)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_json(value) -> str:
    """How a JSON column is written: letters as they are, which for Lao is half of what escapes take.

    Most lists and texts of a thing are empty, and need no encoder.
    """
    if not value and isinstance(value, (list, dict)):
        return "{}" if isinstance(value, dict) else "[]"
    return _encode(value)


db = SQLAlchemy(model_class=Base, engine_options={"json_serializer": as_json})

_reading = ContextVar("reading", default=False)


class ReadingOnly(RuntimeError):
    """A request that promised only to read tried to write."""


@contextmanager
def reading_only():
    """Inside, a flush is an error and SQLite begins deferred: readers never wait for a writer."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@event.listens_for(Session, "before_flush")
def _refuse_writes_while_reading(session, flush_context, instances):
    if _reading.get() and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise ReadingOnly("a GET request may not write")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection, record):
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection):
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def insert_into(model):
    """An INSERT that can say what to do ON CONFLICT, in the words of the database at hand."""
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    return insert(model)


class UTCDateTime(TypeDecorator):
    """A moment, aware and in UTC in Python; SQLite keeps it naive, PostgreSQL with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Amount(TypeDecorator):
    """A Decimal with up to four decimals, kept as an integer of ten-thousandths.

    Exact and sortable on every database; SQLite has no decimal column of its own.
    """

    impl = BigInteger
    cache_ok = True
    SCALE = Decimal(10_000)

    def process_bind_param(self, value: Decimal | int | None, dialect):
        if value is None:
            return None
        scaled = Decimal(value) * self.SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than four decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect):
        return None if value is None else Decimal(value) / self.SCALE
