"""The two processes of the house, the app and its worker, as things that can be started and stopped.

`make run` and the browser journeys start the same processes from here.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


class NotHealthy(RuntimeError):
    """The app did not answer `/health` in time."""


class Service:
    """One long-running process with its children, in a process group of its own.

    So Ctrl-C in the terminal reaches only whoever started it, and nothing of it is left behind.
    """

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str], output: Path | None = None
    ):
        self.name = name
        self.command = command
        self.environment = environment
        self.output = output
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the process; what it prints goes to ``output``, or to the terminal."""
        destination = self.output.open("ab") if self.output else None
        try:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=destination,
                stderr=destination and subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            if destination:
                destination.close()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self, patience_s: float = 20) -> None:
        """Ask it to finish its work and end; insist after ``patience_s`` seconds."""
        if self.is_running:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):  # `kill` follows
                self.process.wait(patience_s)
        self.kill()

    def kill(self) -> None:
        """End it and its children at once, as a power cut would (`kill -9`)."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):  # the whole group may have ended by itself
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def app_service(environment: dict[str, str], output: Path | None = None) -> Service:
    """The web server. It listens on ``PORT`` of its environment."""
    return Service("app", GUNICORN, environment, output)


def worker_service(environment: dict[str, str], output: Path | None = None) -> Service:
    """The worker, which sends letters and keeps the search index."""
    return Service("worker", [*FLASK, "work"], environment, output)


def flask_command(*arguments: str, environment: dict[str, str]) -> None:
    """Run one `flask …` command of the house in the terminal; raises ``CalledProcessError`` when it fails."""
    subprocess.run([*FLASK, *arguments], cwd=ROOT, env=environment, check=True)


def is_free(port: int) -> bool:
    """Whether the app could listen on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(url: str, app: Service, patience_s: float = 60) -> None:
    """Return once ``url/health`` answers 200. Raises ``NotHealthy`` when the app ends or time is up."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if not app.is_running:
            raise NotHealthy("the app ended while starting; its messages are above")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise NotHealthy(f"{url}/health did not answer within {patience_s:.0f} seconds")
