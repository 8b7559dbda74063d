"""Commands: ``flask --app wsgi NAME``."""

from __future__ import annotations

import logging

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from huey.consumer import Consumer

from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.jobs import queue
from marketplace.reference import actions as reference


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


COMMANDS = [work, load_reference, load_hs]
