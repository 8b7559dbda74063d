"""A PostgreSQL server of one's own: a new cluster in a temporary folder, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.services import free_port

#: A crash of this server harms nobody, so it may skip everything that makes a commit survive one.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")

#: Bytes for the cluster, its log of changes and a copy of the database for each test process.
NEEDED_ROOM = 2 * 1024**3


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL server programs, or none that may be started; the message says why."""


def postgres_programs() -> Path | None:
    """Folder of `initdb` and `pg_ctl`, newest version first; None when PostgreSQL is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    for folder in reversed(debian):
        if (folder / "initdb").exists():
            return folder
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def lack_of_postgres() -> str:
    """Why no server can be started on this machine; nothing when one can."""
    return "" if postgres_programs() else "PostgreSQL is not installed (apt-get install postgresql)"


class PrivatePostgres:
    """A running server on a free port, with one superuser and no password, on loopback only."""

    USER = "chotalat"

    def __init__(self):
        programs = postgres_programs()
        if programs is None:
            raise NoPostgres(lack_of_postgres())
        self.programs = programs
        self.owner = _unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="chotalat-postgres-", dir=_fast_folder()))
        self.port = free_port()

    def __enter__(self) -> PrivatePostgres:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "--pgdata", self.folder / "data", "--mode", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """Address of one database of this server, as in ``DATABASE_URL``."""
        return f"postgresql://{self.USER}@127.0.0.1:{self.port}/{database}"

    def _start(self) -> None:
        if self.owner:
            shutil.chown(self.folder, self.owner)
        data = self.folder / "data"
        self._run(
            "initdb", "--pgdata", data, "--username", self.USER, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        settings = [
            f"port={self.port}",
            f"unix_socket_directories={self.folder}",
            "listen_addresses=127.0.0.1",
        ]
        options = " ".join(f"-c {setting}" for setting in (*settings, *FAST_AND_FORGETFUL))
        log = self.folder / "server.log"
        self._run("pg_ctl", "--pgdata", data, "--log", log, "--options", options, "--wait", "start")

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        # The server inherits what it is started with: a pipe would never close, so a file takes the words.
        with tempfile.TemporaryFile() as words:
            ended = subprocess.run(
                command, cwd=self.folder, user=self.owner, stdout=words, stderr=subprocess.STDOUT
            )
            if check and ended.returncode:
                words.seek(0)
                raise NoPostgres(f"{program} failed: {words.read().decode(errors='replace').strip()[-500:]}")


def _fast_folder() -> Path | None:
    """A folder in memory where there is room for it: there a database is copied eight times as fast."""
    memory = Path("/dev/shm")  # noqa: S108 - a new folder of our own is made in it
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > NEEDED_ROOM else None


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made. None: as we are."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgres("root may not run PostgreSQL, and there is no user `postgres`") from None
