"""What every test may ask for. Nothing that can run for real is replaced here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from marketplace import create_app
from marketplace.accounts.models import Person
from marketplace.booths.models import Booth
from marketplace.kernel.db import db
from marketplace.kernel.jobs import queue
from marketplace.reference import memory
from marketplace.reference.queries import list_categories
from scripts.catalogues import compile_catalogues
from tests.make import make_booth, owner_of
from tests.peers.chromium import CHROMIUM_FLAGS, chromium_program, lack_of_browser
from tests.peers.database import PostgresTemplate, QueryCount, SqliteTemplate, WriteWatch
from tests.peers.live_house import LiveHouse, letters_in
from tests.peers.mailbox import SmtpSink
from tests.peers.postgres import NoPostgres, PrivatePostgres
from tests.peers.visitor import Visitor, from_outside

#: Fixtures whose use makes a test a database test, or a journey.
DATABASE_FIXTURES = {"app", "client"}
JOURNEY_FIXTURES = {"browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what follows from a test's fixtures, so that nobody has to remember it."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & DATABASE_FIXTURES and not item.get_closest_marker("one_database"):
            item.add_marker("database")
        if used & JOURNEY_FIXTURES:
            item.add_marker("journey")


def unavailable(reason: str) -> None:
    """Report a test as skipped for want of a program on this machine; on CI nothing may be wanting."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"needed on CI: {reason}", pytrace=False)
    pytest.skip(reason)


# --- the house, its database and its visitors ---------------------------------------------------------


@pytest.fixture(scope="session")
def house(tmp_path_factory, worker_id) -> Iterator[SimpleNamespace]:
    """The application of this test process and the template of its database. Tests ask for ``app``."""
    compile_catalogues()
    var = tmp_path_factory.mktemp("var")
    server = os.environ.get("TEST_DATABASE_URL")
    database = (
        PostgresTemplate(server, f"test_{worker_id}") if server else SqliteTemplate(var / "chotalat.sqlite")
    )
    settings = {
        "ENVIRONMENT": "test",
        "VAR_DIR": var,
        "DATABASE_URL": database.url,
        "WTF_CSRF_ENABLED": False,
    }
    app = create_app(dict.fromkeys(("MEILISEARCH_URL", "SMTP_URL", "TRUSTED_HOSTS"), "") | settings)
    app.test_client_class = Visitor
    with app.app_context():
        for command in (["db", "upgrade"], ["load-reference"]):
            done = app.test_cli_runner().invoke(args=command)
            assert done.exit_code == 0, done.output
        db.session.remove()
        db.engine.dispose()
    database.keep()
    yield SimpleNamespace(app=app, database=database, writes=WriteWatch())


@pytest.fixture
def app(house):
    """The application, inside its context, with reference data and nobody in it, and no file either."""
    var = Path(house.app.config["VAR_DIR"])
    with house.app.app_context():
        if house.writes.written:
            db.engine.dispose()
            queue.close()
            house.database.restore()
            memory.forget_all()
            house.writes.written = False
        for folder in filter(Path.is_dir, var.iterdir()):  # photos, documents, letters, the search index
            shutil.rmtree(folder)
        queue.flush()
        settings = dict(house.app.config)
        yield house.app
        db.session.remove()
        house.app.config.update(settings)  # a test may change any setting for itself


@pytest.fixture
def client(app) -> Visitor:
    """A visitor without a session. Another one: ``app.test_client()``."""
    return app.test_client()


@pytest.fixture
def work(app) -> Callable[..., None]:
    """``work()`` does what the worker would do now; ``work(job)`` does that job first, as its sweep would."""

    def do_everything(*jobs):
        for job in jobs:
            job()
        while queue.pending_count():
            for lane in queue.lanes.values():
                if lane.pending_count():  # PostgreSQL would wait a second for something to come
                    lane.dequeue().execute()

    return lambda *jobs: from_outside(do_everything, *jobs)


@pytest.fixture
def outbox(app, work) -> Callable:
    """``outbox()`` or ``outbox(to=address)``: the letters that left the house, oldest first."""

    def letters(to: str | None = None):
        work()
        return letters_in(Path(app.config["VAR_DIR"]) / "outbox", to)

    return letters


@pytest.fixture
def count_queries(app, monkeypatch) -> type[QueryCount]:
    """``with count_queries() as queries: …`` and then ``len(queries)``, ``queries.statements``.

    Whether categories have changed is looked up by the clock, whatever page comes next: here once, before,
    and not again while a slow machine tells the story.
    """
    monkeypatch.setattr(memory, "SECONDS_BETWEEN_CHECKS", 60.0)
    list_categories()
    return QueryCount


# --- the usual story ----------------------------------------------------------------------------------


@pytest.fixture
def booth(app) -> Booth:
    """A public booth."""
    return make_booth()


@pytest.fixture
def owner(booth) -> Person:
    """Its owner."""
    return owner_of(booth.organization)


# --- neighbours of the house --------------------------------------------------------------------------


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server: set ``SMTP_URL`` to its ``url``, read its ``messages``."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server of our own, whatever database the suite runs on."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    try:
        with PrivatePostgres() as server:
            yield server.url()
    except NoPostgres as reason:
        unavailable(str(reason))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id) -> Path:
    """One folder for all processes of this test run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def live_server(tmp_path_factory, shared_folder) -> Iterator[LiveHouse]:
    """App and worker as processes, with the demo region, shared by the journeys of this test process."""
    house = LiveHouse(tmp_path_factory.mktemp("live"))
    house.furnish_like_others(shared_folder, demo=True)
    with house:
        yield house


@pytest.fixture
def new_house(tmp_path, shared_folder) -> Iterator[Callable[..., LiveHouse]]:
    """``new_house(demo=False, SMTP_URL=…)``: a running house whose processes a test may kill."""
    opened: list[LiveHouse] = []

    def open_house(*, demo: bool = False, **settings: str) -> LiveHouse:
        folder = tmp_path / f"house{len(opened)}"
        folder.mkdir()
        house = LiveHouse(folder, **settings)
        opened.append(house)
        if "DATABASE_URL" in settings:
            house.furnish(demo=demo)
        else:
            house.furnish_like_others(shared_folder, demo=demo)
        house.open()
        return house

    yield open_house
    for house in opened:
        house.close()


# --- the browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """The distribution's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    if reason := lack_of_browser():
        unavailable(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server):
    """``new_page(width=360, lang="vi", javascript=True)``: one more person's browser, on the live server.

    Addresses may be relative. A script error or a breach of the content policy on any page fails the test.
    """
    contexts, complaints = [], []

    def note_policy_breach(url: str, said: str) -> None:
        if "Content Security Policy" in said:
            complaints.append(f"{url}: {said}")

    def open_page(*, width: int = 1280, height: int = 800, lang: str = "en", javascript: bool = True):
        context = browser.new_context(
            base_url=live_server.url,
            locale=lang,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: note_policy_breach(page.url, said.text))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(new_page):
    """One browser at 1280 px, in English, with JavaScript."""
    return new_page()
