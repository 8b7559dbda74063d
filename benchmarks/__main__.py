"""Measure the pages: ``python -m benchmarks``, or with ``--quick`` for a first impression."""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine

from benchmarks import imports, region
from benchmarks.keeping import keep
from benchmarks.load import Crowd
from benchmarks.measuring import Watch, Weight, row_of, take_turns, weigh
from benchmarks.servers import Server, baseline_server, house_server
from benchmarks.table import Run
from benchmarks.visitors import WrongAnswer
from benchmarks.visits import VISITS, Stock
from marketplace import create_app
from marketplace.config import settings_from
from marketplace.kernel.db import db
from scripts.catalogues import compile_catalogues
from scripts.services import ROOT
from tests.peers.live_house import environment_without_settings, flask_output
from tests.peers.postgres import NoPostgres, PrivatePostgres


def main() -> None:
    """Read the wishes, measure, print and keep."""
    wishes = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    wishes.add_argument("--quick", action="store_true", help="500 products and one short round")
    wishes.add_argument("--products", type=int, help="how many the region has: 10,000 unless said otherwise")
    wishes.add_argument("--rounds", type=int)
    wishes.add_argument("--seconds", type=float, help="how long each page is asked for in a round")
    wishes.add_argument("--sqlite-only", action="store_true")
    wishes.add_argument("--into", type=Path, default=Path(__file__).with_name("results"), metavar="FOLDER")
    given = wishes.parse_args()
    products, rounds, seconds = (500, 1, 0.3) if given.quick else (10_000, 4, 1.0)
    run = measure(
        given.products or products,
        given.rounds or rounds,
        given.seconds or seconds,
        with_postgres=not given.sqlite_only,
    )
    print(f"\n{run}\n\nKept in {keep(run, given.into)}")


def measure(products: int, rounds: int, seconds: float, *, with_postgres: bool = True) -> Run:
    """Build the region, start everything, and go through the pages in turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chotalat-bench-")))
        settings = _production_settings(folder / "sqlite")
        app, stock = _build(settings, products)
        weights, missing = _weigh_all(app, stock)
        visits = [visit for visit in VISITS if visit.name in weights]
        houses = [house_server("SQLite", settings, folder / "sqlite.log")]
        if with_postgres:
            try:
                houses.append(_postgres_house(stack, app, folder))
            except NoPostgres as reason:
                missing.append(f"not measured: PostgreSQL: {reason}")
        baseline = baseline_server(folder / "baseline.log")
        for server in (baseline, *houses):
            stack.enter_context(server)
        crowd = stack.enter_context(Crowd(stock))
        watch = Watch([baseline, *houses], crowd)
        turns = take_turns(visits, baseline, houses, crowd, rounds, seconds)
        return Run(
            products=products,
            rounds=rounds,
            machine=_machine(),
            when=datetime.now().strftime("%Y-%m-%d %H:%M"),
            commit=_commit(),
            others_busy=watch.others_busy(),
            baseline_ms=statistics.median(turn.baseline.web_ms for page in turns.values() for turn in page),
            memory_mb={house.name: house.memory_per_worker() for house in houses},
            rows=[
                row_of(house.name, visit, turns[visit.name], weights[visit.name])
                for house in houses
                for visit in visits
            ],
            imported=_import(folder / "imports", products),
            missing=missing,
        )


def _production_settings(var: Path, database_url: str = "") -> dict[str, str]:
    return {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "of no value, for nobody but us asks this server",
        "TRUSTED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": "http://localhost",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
        "MEILISEARCH_URL": "",
        "SMTP_URL": "",
    }


def _build(settings: dict[str, str], products: int) -> tuple[Flask, Stock]:
    """A migrated and furnished house on SQLite, and what there is to look at in it."""
    print(f"building a region of {products:,} products …", flush=True)
    compile_catalogues()
    _flask("db", "upgrade", settings=settings)
    _flask("load-reference", settings=settings)
    app = create_app(settings)
    with app.test_request_context("/en/"):
        stock = region.build(products)
        db.session.remove()
    _flask("reindex", settings=settings)
    return app, stock


def _import(var: Path, rows: int) -> imports.Imported:
    """The import into a furnished house with a single booth."""
    settings = _production_settings(var)
    _flask("db", "upgrade", settings=settings)
    _flask("load-reference", settings=settings)
    return imports.measure(rows, settings)


def _weigh_all(app: Flask, stock: Stock) -> tuple[dict[str, Weight], list[str]]:
    """The weight of every page by its name, and why some have none."""
    weights, missing = {}, []
    for visit in VISITS:
        try:
            weights[visit.name] = weigh(app, visit, stock)
        except WrongAnswer as trouble:
            missing.append(f"not measured: {visit.name}: {trouble}")
    return weights, missing


def _postgres_house(stack: ExitStack, app: Flask, folder: Path) -> Server:
    """The same region with the same search index, on a PostgreSQL of our own."""
    postgres = stack.enter_context(PrivatePostgres())
    print("the same on PostgreSQL …", flush=True)
    settings = _production_settings(folder / "postgresql", postgres.url())
    _flask("db", "upgrade", settings=settings)
    shutil.copytree(folder / "sqlite" / "search", folder / "postgresql" / "search")
    target = create_engine(settings_from(settings)["SQLALCHEMY_DATABASE_URI"])
    with app.app_context():
        region.transfer(db.engine, target)
    target.dispose()
    return house_server("PostgreSQL", settings, folder / "postgresql.log", postgres)


def _flask(*arguments: str, settings: dict[str, str]) -> None:
    flask_output(*arguments, environment=environment_without_settings() | settings)


def _machine() -> str:
    cores = Path("/proc/cpuinfo").read_text()
    names = [line.partition(":")[2].strip() for line in cores.splitlines() if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    return f"{processor}, {len(names)} cores, Python {platform.python_version()}"


def _commit() -> str:
    described = ["git", "describe", "--always", "--dirty=, with changes"]
    return subprocess.run(described, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
