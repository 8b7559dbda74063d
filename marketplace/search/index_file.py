"""The files of the embedded index: which one is in use, who may write, connections of each thread.

A directory holds index files named after the version of the tables and of the text rules, and a *pointer*, a
small file naming the one in use. A rebuild writes a new index file and then replaces the pointer in one step;
readers look at it before each query and follow. Each version of the tables has a pointer of its own: while
an upgrade builds its index, those who still run the former version go on with theirs. One lock file lets a
single writer in and another one a single builder, beside whom the file in use goes on being written; the
kernel frees both when their process dies.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from secrets import token_hex

from marketplace.kernel.locks import the_only_one
from marketplace.kernel.text.analysis import analyzer_version
from marketplace.search.engine import SearchBusy, SearchUnavailable
from marketplace.search.schema import LAYOUT, create_indexes, create_tables

BUSY_SECONDS = 5.0
#: A new index that took half an hour to fill waits longer for the moment in which nobody writes.
SWITCH_SECONDS = 60.0
CACHE_KIB = 8_000
ATTEMPTS_TO_OPEN = 3
DRAFT = ".draft"


class IndexFiles:
    """Opens, creates and switches the files of one embedded index."""

    def __init__(self, directory: Path, patience: float = BUSY_SECONDS) -> None:
        self.directory = Path(directory)
        self._patience = patience
        self._pointer = self.directory / f"current-{LAYOUT}"
        self._mine = threading.local()

    def current(self) -> Path | None:
        """Return the file in use, or None before the first one is made."""
        try:
            return self.directory / self._pointer.read_text(encoding="ascii")
        except FileNotFoundError:
            return None

    @property
    def in_use(self) -> Path | None:
        """The file that this thread's connection is open on."""
        return self._mine.path if self._is_open else None

    @property
    def _is_open(self) -> bool:
        return getattr(self._mine, "connection", None) is not None

    def fits_present_rules(self) -> bool:
        """Tell whether the file in use was built with the present text rules and word lists."""
        path = self.current()
        return path is not None and path.exists() and path.name.startswith(_name_of_kind())

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection to the file in use, making an empty index when there is none.

        A forked process never uses its parent's connection.
        """
        for _ in range(ATTEMPTS_TO_OPEN):
            seen = (os.getpid(), self._state_of_pointer())
            if self._is_open and self._mine.seen == seen:
                return self._mine.connection
            path = self.current() or self._make_first()
            try:
                connection = open_index(path)
            except sqlite3.OperationalError:
                continue  # a rebuild switched and removed the file between the two steps
            self.close()
            self._mine.seen, self._mine.path, self._mine.connection = seen, path, connection
            return connection
        raise SearchUnavailable(f"The search index in {self.directory} cannot be opened.")

    def close(self) -> None:
        """Close this thread's connection."""
        if self._is_open and self._mine.seen[0] == os.getpid():
            self._mine.connection.close()
        self._mine.connection = None

    def _state_of_pointer(self) -> tuple[int, int] | None:
        """What differs after each switch, for far less than opening and reading the pointer takes."""
        try:
            state = self._pointer.stat()
        except FileNotFoundError:
            return None
        return state.st_ino, state.st_mtime_ns

    def writing(self, patience: float | None = None) -> AbstractContextManager[None]:
        """Hold the right to change the file in use; ``SearchBusy`` when another keeps it too long."""
        wait = self._patience if patience is None else patience
        return self._holding("write.lock", wait, "The search index is being written.")

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Hold the right to build; gives the path of the new file. ``SearchBusy`` when another builds."""
        with self._holding("build.lock", self._patience, "The search index is being rebuilt."):
            if self.current() is not None:
                for pointer in self._other_pointers():
                    pointer.unlink()  # nobody runs another version any more
            elif not self._other_pointers():
                self._make_first()  # a reader who made it later would take the unfinished one away
            self._remove_unused()
            try:
                yield self._new_path()
            finally:
                self._remove_unused()

    @contextmanager
    def _holding(self, name: str, patience: float, busy: str) -> Iterator[None]:
        with the_only_one(self.directory / name, patience) as is_alone:
            if not is_alone:
                raise SearchBusy(busy)
            yield

    def switch_to(self, path: Path) -> None:
        """Put a finished index file in use, once nobody writes into the one it replaces."""
        with self.writing(SWITCH_SECONDS):
            self._point_to(path)

    def _point_to(self, path: Path) -> None:
        draft = self._pointer.with_suffix(DRAFT)
        with draft.open("w", encoding="ascii") as pointer:
            pointer.write(path.name)
            pointer.flush()
            os.fsync(pointer.fileno())
        draft.replace(self._pointer)

    def _remove_unused(self) -> None:
        """Remove index files that no pointer names; processes that still read one keep it till they close."""
        pointers = [pointer for pointer in (self._pointer, *self._other_pointers()) if pointer.exists()]
        in_use = tuple(pointer.read_text(encoding="ascii") for pointer in pointers)
        for path in self.directory.glob("index-*.sqlite*"):
            if not path.name.startswith(in_use):
                path.unlink(missing_ok=True)

    def _other_pointers(self) -> list[Path]:
        """Those of other versions of the tables."""
        pointers = (path for path in self.directory.glob("current*") if path.suffix != DRAFT)
        return [path for path in pointers if path != self._pointer]

    def _make_first(self) -> Path:
        with self.writing():
            path = self.current()
            if path is None:
                if self._other_pointers():
                    # An empty one would tell buyers that nothing is there.
                    raise SearchUnavailable("The search index of the present tables is not built yet.")
                path = self._new_path()
                finish_index(create_index(path))
                self._point_to(path)
            return path

    def _new_path(self) -> Path:
        return self.directory / f"{_name_of_kind()}{token_hex(4)}.sqlite"


def _name_of_kind() -> str:
    """How files begin that were made with the present tables, text rules and word lists."""
    return f"index-{LAYOUT}-{analyzer_version()}-"


def open_index(path: Path) -> sqlite3.Connection:
    """Open an existing index file; fail when it is not there."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.execute("pragma synchronous = normal")
    connection.execute(f"pragma cache_size = -{CACHE_KIB}")
    return connection


def create_index(path: Path) -> sqlite3.Connection:
    """Create an index file for filling in one go: nothing is flushed, since nobody reads it yet."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = memory")
    connection.execute("pragma synchronous = off")
    create_tables(connection)
    return connection


def finish_index(connection: sqlite3.Connection) -> None:
    """Pack a filled index, make it safe for many processes (WAL, flushed to disk) and close it."""
    create_indexes(connection)
    connection.execute("insert into fts(fts) values ('optimize')")
    connection.execute("analyze")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a writing transaction. IMMEDIATE: a deferred one fails at once when another process writes."""
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
