"""The real house: gunicorn and the worker as processes of their own, with their own `var/` folder."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from scripts.catalogues import compile_catalogues
from scripts.services import FLASK, ROOT, app_service, free_port, wait_until_healthy, worker_service


class LiveHouse:
    """App and worker on a free port. ``settings`` are environment variables that differ from the defaults."""

    def __init__(self, folder: Path, **settings: str):
        self.folder = folder
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment_without_settings() | {
            "ENVIRONMENT": "development",
            "VAR_DIR": str(folder),
            "PORT": str(port),
            "SITE_URL": self.url,
            **settings,
        }
        self.app = app_service(self.environment, folder / "app.log")
        self.worker = worker_service(self.environment, folder / "worker.log")

    def furnish(self, *, demo: bool) -> None:
        """Migrate and load the reference data; ``demo`` adds the demonstration region."""
        self.flask("db", "upgrade")
        self.flask("load-reference")
        if demo:
            self.flask("seed")
        self.flask("reindex")

    def furnish_like_others(self, shared: Path, *, demo: bool) -> None:
        """The same as a copy of what the first house of this test run was furnished with.

        ``shared`` is a folder of all processes of the run. For houses on SQLite.
        """
        shutil.copytree(_furnished_once(shared, demo=demo), self.folder, dirs_exist_ok=True)

    def open(self) -> None:
        """Start app and worker, and wait until the app answers."""
        self.app.start()
        self.worker.start()
        wait_until_healthy(self.url, self.app)

    def close(self) -> None:
        """Stop both."""
        for service in (self.app, self.worker):
            service.stop()

    def __enter__(self) -> LiveHouse:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def flask(self, *arguments: str) -> str:
        """Run one command, ``flask("create-staff", email, "--role", "officer")``; returns what it printed."""
        return flask_output(*arguments, environment=self.environment)

    def letters(self, to: str | None = None) -> list[EmailMessage]:
        """What the worker has sent so far, oldest first."""
        return letters_in(self.folder / "outbox", to)

    def wait_for_letter(self, to: str, *, after: int = 0, patience_s: float = 20) -> EmailMessage:
        """The newest letter to this address, once there are more than ``after`` of them."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            letters = self.letters(to)
            if len(letters) > after:
                return letters[-1]
            time.sleep(0.2)
        raise AssertionError(f"no new letter to {to} within {patience_s:.0f} seconds")


def _furnished_once(shared: Path, *, demo: bool) -> Path:
    """A ``var/`` folder to copy, made by whoever asks first; the others wait until it is complete."""
    folder = shared / ("demonstration" if demo else "empty")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        if not folder.exists():
            compile_catalogues()
            beginning = folder.with_suffix(".begun")
            shutil.rmtree(beginning, ignore_errors=True)
            beginning.mkdir()
            LiveHouse(beginning).furnish(demo=demo)
            beginning.rename(folder)
    return folder


def flask_output(*arguments: str, environment: dict[str, str]) -> str:
    """Run one `flask …` command to its end, which must be a good one; returns what it printed."""
    done = subprocess.run([*FLASK, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"flask {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout


def letters_in(folder: Path, to: str | None = None) -> list[EmailMessage]:
    """The .eml files of an outbox folder, oldest first, all or those to one address."""
    letters = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))
    ]
    return [letter for letter in letters if to is None or to in str(letter["To"])]


def environment_without_settings() -> dict[str, str]:
    """What programs need of this environment, without anything that would make the house another one."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
