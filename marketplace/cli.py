"""Commands: ``flask --app wsgi NAME``."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
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
from marketplace.catalog.jobs import keep_findable
from marketplace.catalog.spreadsheet import Sheet
from marketplace.demo import seed as demo
from marketplace.demo.album import Album, PhotoAlbum
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, MarketplaceError
from marketplace.kernel.jobs import Worker, queue
from marketplace.reference import actions as reference
from marketplace.search import feed, upkeep
from marketplace.search.backlog import (
    count_dead_letters,
    forget_refused,
    list_dead_letters,
    measure_backlog,
    retry_refused,
)
from marketplace.search.choice import family_of
from marketplace.search.engine import SearchEngine, SearchUnavailable
from marketplace.search.meili_keys import make_keys
from marketplace.search.meili_line import Server
from marketplace.search.queries import find_build
from marketplace.search.service import search_folder, the_engine

#: A long import says how far it is after so many pieces.
PIECES_BETWEEN_LINES = 10
#: How long a command waits for the worker to put the index down.
WORKER_MINUTES = 10


def register(app: Flask) -> None:
    """Add the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)


@click.command("work")
def work():
    """Carry out the jobs: letters, the search index, sweeps. Runs until it is stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    Worker(queue).run()


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
    """Build the search index anew; searches go on meanwhile. The same as ``search rebuild``."""
    if verify:
        _verify_indexes(fix=True)
    else:
        _rebuild_indexes()


@click.group("search")
def search():
    """Look after the search index."""


@search.command("status")
@with_appcontext
def search_status():
    """Say how the engines are, what waits and what was refused. Fails when somebody should look."""
    engine = the_engine(current_app)
    worries = []
    for health in [part.health() for part in upkeep.parts_of(engine)]:
        state = "does not answer" if not health.ok else "must be built" if health.needs_rebuild else "answers"
        worries += [] if state == "answers" else [f"{health.engine} {state}"]
        click.echo(f"{health.engine}: {state}, {health.documents} documents {health.detail}".rstrip())
    backlog = measure_backlog()
    click.echo(f"waiting: {backlog.rows}, the oldest for {backlog.oldest_seconds} seconds")
    worries += ["the index is late"] if backlog.is_late else []
    for group in backlog.begun:
        click.echo(f"  {group.kind} {group.key}: {group.left} of {group.total} left")
    for kind, groups in backlog.not_begun.items():
        click.echo(f"  {kind}: {len(groups)} not begun yet")
    if building := find_build():
        click.echo(f"being built: {building.left} of {building.total} left")
    for check in upkeep.list_last_checks(engine):
        found = f"{check.missing} missing, {check.extra} extra, {check.stale} stale"
        click.echo(f"compared {check.at:%Y-%m-%d %H:%M} UTC: {check.engine} {found}")
    letters = count_dead_letters()
    click.echo(f"refused: {letters}")
    worries += ["documents were refused: see `search dead-letters`"] if letters else []
    if worries:
        raise click.ClickException("; ".join(worries))


@search.command("verify")
@click.option("--fix", is_flag=True, help="Have the worker look again at what differs.")
@with_appcontext
def search_verify(fix: bool):
    """Compare every index with the database. Fails when one is not what the database shows."""
    _verify_indexes(fix=fix)


@search.command("rebuild")
@click.option("--missing", is_flag=True, help="Only what is missing or of other rules, as after an upgrade.")
@with_appcontext
def search_rebuild(missing: bool):
    """Build the index anew beside the one in use; searches go on meanwhile."""
    if missing:
        _build_what_is_missing()
    else:
        _rebuild_indexes()


@search.command("dead-letters")
@click.argument("ids", nargs=-1, type=int)
@click.option("--retry", is_flag=True, help="Try these again, or all when none are named.")
@click.option("--forget", is_flag=True, help="Take these off the list; searches do without them.")
@with_appcontext
def search_dead_letters(ids: tuple[int, ...], retry: bool, forget: bool):
    """List the documents an engine refused, or do something about them: ``--retry``, ``--forget ID …``."""
    if retry and forget:
        raise click.UsageError("either --retry or --forget")
    if forget and not ids:
        raise click.UsageError("name the letters to forget")
    if retry or forget:
        count = (retry_refused if retry else forget_refused)(ids or None)
        db.session.commit()  # a command is its own edge
        click.echo(f"{count} {'will be tried again' if retry else 'forgotten'}")
        return
    for letter in list_dead_letters():
        thing = f"{letter.kind}-{letter.object_id}"
        click.echo(
            f"{letter.id}  {letter.created_at:%Y-%m-%d %H:%M}  {letter.engine}  {thing}  {letter.error}"
        )


@search.command("make-keys")
@with_appcontext
def search_make_keys():
    """Make the two keys of this site on its Meilisearch server; the master key is in ``MEILI_MASTER_KEY``.

    Prints them as settings: one may only search, the other is for the worker. Asked again, they are the same.
    """
    master = os.environ.get("MEILI_MASTER_KEY") or click.prompt("Master key", hide_input=True, err=True)
    url, prefix = current_app.config["MEILISEARCH_URL"], current_app.config["MEILISEARCH_PREFIX"]
    if not url:
        raise click.ClickException("set MEILISEARCH_URL to the address of the server")
    try:
        keys = make_keys(Server(url, worker_key=master, index=family_of(prefix)))
    except SearchUnavailable as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"MEILISEARCH_KEY={keys.search}\nMEILISEARCH_WORKER_KEY={keys.worker}")


@contextmanager
def _index_in_hand() -> Iterator[SearchEngine]:
    """Hold the index while nobody else builds or compares it; trouble becomes a sentence."""
    with feed.the_only_builder(search_folder(current_app), WORKER_MINUTES * 60) as is_alone:
        if not is_alone:
            raise click.ClickException(f"the worker has held the index for {WORKER_MINUTES} minutes")
        try:
            yield the_engine(current_app)
        except SearchUnavailable as problem:
            raise click.ClickException(str(problem)) from problem


def _rebuild_indexes() -> None:
    with _index_in_hand() as engine:
        size = upkeep.build(engine, lambda count: click.echo(f"{count} …"))
        click.echo(f"{size} documents in {engine.name}")


def _build_what_is_missing() -> None:
    """A server that is away, or not for us to write to, is left to the worker."""
    with _index_in_hand() as engine:
        built = upkeep.build_what_is_missing(engine)
    click.echo(f"built: {', '.join(one.name for one in built) or 'nothing'}")
    if number := keep_findable():
        click.echo(f"{number} products read anew for the desk's own search")


def _verify_indexes(*, fix: bool) -> None:
    stillness = partial(feed.stillness, search_folder(current_app), WORKER_MINUTES * 60)
    with _index_in_hand() as engine:
        comparisons = upkeep.check(engine, stillness, heal=fix)
    db.session.commit()  # a command is its own edge
    for comparison in comparisons:
        _show_comparison(comparison)
    if not all(comparison.is_equal for comparison in comparisons):
        outcome = "the worker looks again at these" if fix else "`search verify --fix` has it mended"
        raise click.ClickException(f"the index differs; {outcome}")


def _show_comparison(comparison: upkeep.Comparison) -> None:
    for word in ("missing", "extra", "stale"):
        ids = getattr(comparison, word)
        click.echo(f"{word}: {len(ids)} {' '.join(ids[:20])}".rstrip())
    for word in ("waiting", "refused"):
        if count := getattr(comparison, word):
            click.echo(f"{word}: {count}")
    if comparison.is_equal:
        documents = f"{comparison.documents} documents"
        click.echo(f"{comparison.engine} holds what the database shows: {documents}")


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
    gc.freeze()  # what the application itself consists of is not searched for rubbish with every piece
    catalogue = CatalogImport(Sheet(file), booth)
    checked = _show_progress(catalogue.check(), "checked")
    for problem in checked.problems:
        click.echo(problem, err=True)
    if checked.wrong:
        raise click.ClickException(f"{checked.wrong} of {checked.rows} rows are wrong; nothing was imported")
    if not dry_run and checked.rows > checked.unchanged:
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


COMMANDS = [create_staff, import_catalog, work, load_reference, load_hs, states, reindex, search, seed]
