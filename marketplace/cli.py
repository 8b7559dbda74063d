"""Commands: ``flask --app wsgi NAME``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer

from marketplace.accounts import actions as accounts
from marketplace.accounts.passwords import is_acceptable
from marketplace.accounts.states import StaffRole
from marketplace.backoffice.lifecycles import describe_all
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.jobs import queue
from marketplace.reference import actions as reference
from marketplace.search import feed, upkeep
from marketplace.search.engine import SearchEngine, SearchUnavailable
from marketplace.search.service import the_engine


def register(app: Flask) -> None:
    """Add the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)


@click.command("work")
def work():
    """Carry out the jobs: letters, the search index, sweeps. Runs until it is stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    # One worker thread: the embedded index has one writer, and letters leave in order.
    Consumer(queue.huey, workers=1, max_delay=1.0, initial_delay=0.05).run()


@click.command("load-reference")
@click.option("--former-wards", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_reference(former_wards: Path | None):
    """Load or refresh categories, wards, districts and HS headings; changes nothing that is up to date."""
    loaded = reference.load_reference(former_wards)
    db.session.commit()  # a command is its own edge
    click.echo(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in loaded._asdict().items()))


@click.command("load-hs")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_hs(file: Path):
    """Load a fuller table of HS headings (CSV with code, desc_en, desc_vi)."""
    try:
        count = reference.load_hs(file)
    except Invalid as problem:
        raise click.ClickException(problem.message) from problem
    db.session.commit()  # a command is its own edge
    click.echo(f"{count} headings")


@click.command("create-staff")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in StaffRole if role]))
@click.option("--name", default="", help="Shown to colleagues; by default the part before the @.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create_staff(email: str, role: str, name: str, password_stdin: bool):
    """Appoint somebody of the Department, with a new account where there is none.

    Prints a link that works once, to choose a password; with --password-stdin there is no link.
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    if password is not None and not is_acceptable(password, email, name):
        raise click.ClickException("the password is too short, too long or easy to guess")
    try:
        person, token = accounts.create_staff(email, StaffRole(role), name=name, password=password)
    except Invalid as problem:
        raise click.ClickException(problem.message) from problem
    db.session.commit()  # a command is its own edge
    click.echo(f"{person.name} <{person.email}> is {role} now")
    if token:
        click.echo(f"{current_app.config['SITE_URL']}/{person.lang}/account/reset/{token}")


@click.command("reindex")
@click.option("--verify", is_flag=True, help="Only compare with the database, and look again at what differs.")
@with_appcontext
def reindex(verify: bool):
    """Build the search index anew; searches go on meanwhile."""
    engine = the_engine(current_app)
    try:
        if verify:
            _verify_index(engine)
        else:
            size = upkeep.rebuild(engine, lambda count: click.echo(f"{count} …"))
            click.echo(f"{size} documents in {engine.name}")
        db.session.commit()  # a command is its own edge
    except SearchUnavailable as problem:
        raise click.ClickException(str(problem)) from problem


def _verify_index(engine: SearchEngine) -> None:
    comparison = upkeep.compare(engine)
    upkeep.note_check(engine, comparison)
    for word in ("missing", "extra", "stale"):
        ids = getattr(comparison, word)
        click.echo(f"{word}: {len(ids)} {' '.join(ids[:20])}".rstrip())
    if comparison.is_equal:
        click.echo(f"{engine.name} holds what the database shows: {comparison.documents} documents")
        return
    feed.look_again(comparison.different)
    db.session.commit()  # a command is its own edge
    raise click.ClickException("the index differs; the worker looks again at these")


@click.command("states")
@with_appcontext
def states():
    """Print every lifecycle as tables and diagrams; docs/states.md keeps what this prints."""
    click.echo(describe_all(), nl=False)


COMMANDS = [create_staff, work, load_reference, load_hs, states, reindex]
