"""`make run`: bring the database up to date, start the app and its worker, and stop both on Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from sqlalchemy import select

from marketplace import create_app
from marketplace.accounts.models import Person
from marketplace.config import BadSettings
from marketplace.demo.logins import LOGINS, PASSWORD
from marketplace.kernel.db import db
from scripts.services import (
    FLASK,
    NotHealthy,
    Service,
    app_service,
    flask_command,
    is_free,
    wait_until_healthy,
    worker_service,
)

#: A service that ends by itself is started again, but not more often than this in a minute.
RESTARTS_PER_MINUTE = 5


class Stopped(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


def main() -> int:
    """Run the house until somebody stops it; returns the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    environment = dict(os.environ)
    services = [app_service(environment), worker_service(environment)]
    try:
        settings = create_app().config
        if not is_free(int(settings["PORT"])):
            raise SystemExit(f"Port {settings['PORT']} is in use. Choose another one: PORT=8001 make run")
        prepare_database(environment)
        url = f"http://localhost:{settings['PORT']}"
        for service in services:
            service.start()
        wait_until_healthy(url, services[0])
        welcome(url)
        return watch(services)
    except Stopped:
        print("\nStopping …", flush=True)
        return 0
    except (BadSettings, NotHealthy) as problem:
        print(f"Stopped: {problem}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        print(f"Stopped: `flask {' '.join(failure.cmd[len(FLASK) :])}` failed, see above", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a process behind
        for service in services:
            service.stop()


def prepare_database(environment: dict[str, str]) -> None:
    """Migrate and refresh reference data; put the demo region into an empty database outside production."""
    flask_command("db", "upgrade", environment=environment)
    flask_command("load-reference", environment=environment)
    app = create_app()
    with app.app_context():
        is_empty = db.session.scalar(select(Person.id).limit(1)) is None
    # Here the database is let go: a command that writes would wait for this transaction in vain.
    if not is_empty:
        flask_command("search", "rebuild", "--missing", environment=environment)
        return
    if app.config["ENVIRONMENT"] != "production":
        print("The database is empty: putting up the demonstration region …", flush=True)
        flask_command("seed", environment=environment)
    flask_command("reindex", environment=environment)


def welcome(url: str) -> None:
    """Say where the house is and, when the demo region stands in it, who can sign in."""
    print(f"\nChoTalat is open at {url} – Ctrl-C closes it.\n")
    with create_app().app_context():
        demo_is_up = db.session.scalar(select(Person.id).where(Person.email == LOGINS[0].email))
    if demo_is_up:
        print(f"Demonstration: sign in with the password {PASSWORD} as")
        for login in LOGINS:
            print(f"  {login.email:36} {login.who}")
    sys.stdout.flush()


def watch(services: list[Service]) -> int:
    """Start a service again when it ends by itself; give up, with status 1, when it keeps ending."""
    restarts: list[float] = []
    while True:
        time.sleep(1)
        for service in services:
            if service.is_running:
                continue
            restarts = [moment for moment in restarts if moment > time.monotonic() - 60]
            if len(restarts) >= RESTARTS_PER_MINUTE:
                print(f"The {service.name} keeps ending; its messages are above.", file=sys.stderr)
                return 1
            restarts.append(time.monotonic())
            print(f"The {service.name} has ended; starting it again …", file=sys.stderr)
            service.kill()  # children that outlived it would keep the port
            service.start()


def _stop(number, frame):
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
