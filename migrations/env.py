"""How Alembic reaches the database of the application; run through ``flask --app wsgi db …``."""

from alembic import context
from flask import current_app
from sqlalchemy import types

from marketplace.kernel.db import db


def _plain_type(kind, thing, autogen_context):
    """Write our own column types as what they are in the database: a migration must outlive the code."""
    if kind == "type" and isinstance(thing, types.TypeDecorator):
        impl = thing.impl
        return f"sa.{impl.__class__.__name__}({'timezone=True' if getattr(impl, 'timezone', False) else ''})"
    return False


def _is_ours(name, kind, parents):
    """The job queue keeps its own tables in a PostgreSQL database."""
    return not (kind == "table" and name and name.startswith("huey_"))


def _configure(**how) -> None:
    context.configure(
        target_metadata=db.metadata,
        render_item=_plain_type,
        include_name=_is_ours,
        render_as_batch=True,
        compare_type=True,
        **how,
    )


if context.is_offline_mode():
    _configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with db.engine.connect() as connection:
        _configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
