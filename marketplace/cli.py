"""Commands: ``flask --app wsgi NAME``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey.consumer import Consumer
from sqlalchemy import select

from marketplace.accounts import actions as accounts
from marketplace.accounts.models import Person
from marketplace.accounts.passwords import is_acceptable
from marketplace.accounts.queries import find_person
from marketplace.accounts.states import StaffRole
from marketplace.backoffice.lifecycles import describe_all
from marketplace.booths.queries import get_booth_by_slug, list_people_of
from marketplace.booths.states import MemberRole
from marketplace.catalog.importing import CatalogImport, Tally
from marketplace.catalog.spreadsheet import Sheet
from marketplace.demo import seed as demo
from marketplace.demo.album import Album, PhotoAlbum
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, MarketplaceError
from marketplace.kernel.jobs import queue
from marketplace.reference import actions as reference
from marketplace.search import feed, upkeep
from marketplace.search.engine import SearchEngine, SearchUnavailable
from marketplace.search.service import the_engine

#: A long import says how far it is after so many pieces.
PIECES_BETWEEN_LINES = 10


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
@with_appcontext
def load_reference():
    """Load or refresh categories, wards, districts and HS headings; changes nothing that is up to date."""
    loaded = reference.load_reference()
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
@click.option(
    "--verify", is_flag=True, help="Only compare with the database, and look again at what differs."
)
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


@click.command("seed")
@click.option(
    "--photos", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of photographs."
)
@with_appcontext
def seed(photos: Path | None):
    """Put the demonstration region into an empty database."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("the demonstration has public passwords and is not for production")
    if db.session.scalar(select(Person.id).limit(1)):
        raise click.ClickException(
            "there are people in this database already; the demonstration needs an empty one"
        )
    media, private = Path(current_app.config["MEDIA_DIR"]), Path(current_app.config["PRIVATE_DIR"])
    album = PhotoAlbum(media, photos) if photos else Album(media)
    counts = demo.seed(album, private, click.echo)
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))


@click.command("import-catalog")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--booth", "slug", required=True, help="Address of the booth, the last part of its page's.")
@click.option("--dry-run", is_flag=True, help="Only check the file and say what would happen.")
@click.option("--approve-as", "email", default="", help="E-mail of an officer who approves every row.")
@with_appcontext
def import_catalog(file: Path, slug: str, dry_run: bool, email: str):
    """Bring the rows of FILE.csv into a booth's catalogue, found again by their SKU.

    Every row is sent for approval in the name of the booth's owner. Nothing is written when a row is wrong.
    """
    try:
        _import_catalog(file, slug, dry_run, email)
    except MarketplaceError as problem:
        raise click.ClickException(problem.message or type(problem).__name__) from problem


def _import_catalog(file: Path, slug: str, dry_run: bool, email: str) -> None:
    booth = get_booth_by_slug(slug)
    owner = next(iter(list_people_of(booth.organization_id, [MemberRole.OWNER])), None)
    officer = _officer(email) if email else None
    if owner is None:
        raise click.ClickException("the booth has no owner in whose name its products could be sent")
    catalogue = CatalogImport(Sheet(file), booth)
    checked = _show_progress(catalogue.check(), "checked")
    for problem in checked.problems:
        click.echo(problem, err=True)
    if checked.wrong:
        raise click.ClickException(f"{checked.wrong} of {checked.rows} rows are wrong; nothing was imported")
    if not dry_run:
        _show_progress(catalogue.run(by=owner, officer=officer), f"of {checked.rows} done")
    verb = "would be " if dry_run else ""
    fate = "published" if officer else "sent for approval"
    click.echo(f"{checked.new} new and {checked.changed} changed {verb}{fate}, {checked.unchanged} unchanged")


def _show_progress(tallies: Iterable[Tally], words: str) -> Tally:
    """Work through the pieces, committing each; say now and then how far it is. Returns the last tally."""
    tally = Tally()
    for number, tally in enumerate(tallies, 1):
        db.session.commit()  # a piece stands for itself; others may write between two of them
        if number % PIECES_BETWEEN_LINES == 0:
            click.echo(f"{tally.rows} {words}")
    return tally


def _officer(email: str) -> Person:
    person = find_person(email)
    if person is None or not person.is_officer:
        raise click.ClickException(f"{email} is no officer")
    return person


COMMANDS = [create_staff, import_catalog, work, load_reference, load_hs, states, reindex, seed]
