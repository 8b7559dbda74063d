"""Commands: ``flask --app wsgi NAME``."""

from __future__ import annotations

import logging

import click
from flask import Flask
from huey.consumer import Consumer

from marketplace.kernel.jobs import queue


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


COMMANDS = [work]
