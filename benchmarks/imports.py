"""Import a price list beside plain inserts of the rows it becomes: ``python -m benchmarks.imports 20000``.

Every product becomes six rows: itself, its revision, three of history, one for the index. Plain inserts of
these rows, read back and written again with nothing to think about, are the measure: their time depends on
the machine as that of the import does. Processor time is compared, for it does not wait in line.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, insert, select

from benchmarks.region import GRADES, STORY, list_goods
from marketplace import create_app
from marketplace.catalog.importing import PIECE
from marketplace.catalog.models import Product
from marketplace.catalog.spreadsheet import COLUMNS
from marketplace.kernel.db import db
from marketplace.kernel.history import History
from marketplace.kernel.translated import LANGUAGES
from marketplace.moderation.models import Revision
from marketplace.reference.places import list_provinces
from marketplace.search.models import LookAgain
from scripts.services import ROOT
from tests import make
from tests.peers.live_house import environment_without_settings

OFFICER = "officer@benchmark.example"
WRITTEN = (Product, Revision, History, LookAgain)


@dataclass(frozen=True)
class Imported:
    """Rows of the file per second of processor time."""

    rows: int
    #: What becomes of them.
    database_rows: int
    new: float
    unchanged: float
    plain: float
    #: Megabytes of the process, highest.
    memory_mb: float


def measure(rows: int, settings: dict[str, str]) -> Imported:
    """In a process of its own, whose memory is the import's."""
    command = [sys.executable, "-m", "benchmarks.imports", str(rows)]
    told = subprocess.run(
        command, cwd=ROOT, env=environment_without_settings() | settings, stdout=subprocess.PIPE, check=True
    )
    return Imported(**json.loads(told.stdout.splitlines()[-1]))


def main() -> None:
    """Measure on the database that the environment names, which is migrated and has nobody in it."""
    rows = int(sys.argv[1])
    app = create_app()
    app.cli.list_commands(None)  # reading the commands is part of starting, not of importing
    with tempfile.TemporaryDirectory() as folder, app.app_context():
        file = Path(folder) / "price-list.csv"
        _write_price_list(file, rows)
        booth = make.make_booth()
        make.make_staff(email=OFFICER)
        db.session.commit()  # a benchmark is its own edge
        slug = booth.slug
        before = {model: _newest(model) for model in WRITTEN}
        new = _processor_seconds(lambda: _import(app, file, slug))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        written = {model: _rows_after(model, key) for model, key in before.items()}
        plain = _processor_seconds_of_plain_inserts(written)
        unchanged = _processor_seconds(lambda: _import(app, file, slug))
    total = sum(map(len, written.values()))
    print(json.dumps(asdict(Imported(rows, total, rows / new, rows / unchanged, rows / plain, memory))))


def _write_price_list(file: Path, rows: int) -> None:
    """Goods of the region, described in three languages, as a cooperative would send them."""
    chance, goods = random.Random(2026), list_goods()
    homes = list_provinces("VN", "en")
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS, restval="")
        table.writeheader()
        for number in range(rows):
            good, grade = chance.choice(goods), chance.choice(GRADES)
            names = {lang: f"{good.names[lang]} {grade[lang]} {number}" for lang in good.names}
            table.writerow(
                {f"name_{lang}": name for lang, name in names.items()}
                | {f"description_{lang}": f"{names.get(lang, '')}. {STORY[lang]}" for lang in LANGUAGES}
                | {
                    "sku": f"P-{number:06}",
                    "category": good.category,
                    "price": chance.randrange(10, 400) * 1_000,
                    "currency": "VND",
                    "unit": "KGM",
                    "moq": chance.choice((10, 60, 100)),
                    "origin_country": "VN",
                    "origin_province": chance.choice(homes).code,
                }
            )


def _import(app: Flask, file: Path, slug: str) -> None:
    command = ["import-catalog", str(file), "--booth", slug, "--approve-as", OFFICER]
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output


def _processor_seconds(work: Callable[[], None]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _newest(model) -> int:
    return db.session.scalar(select(model.id).order_by(model.id.desc()).limit(1)) or 0


def _rows_after(model, key: int) -> list[dict]:
    table = model.__table__
    rows = db.session.execute(select(table).where(table.c.id > key).order_by(table.c.id)).mappings()
    return [dict(row) for row in rows]


def _processor_seconds_of_plain_inserts(written: dict[type, list[dict]]) -> float:
    """The same rows once more, in transactions as large as the import's, below the net of the review desk."""
    db.session.rollback()
    products = len(written[Product])
    with db.engine.connect() as connection:
        for model, rows in written.items():
            connection.execute(delete(model.__table__).where(model.__table__.c.id >= rows[0]["id"]))
        connection.commit()

        def insert_all() -> None:
            for at in range(0, products, PIECE):
                for model, rows in written.items():
                    share = len(rows) // products
                    piece = rows[at * share : (at + PIECE) * share]
                    connection.execute(insert(model.__table__), piece)
                connection.commit()

        return _processor_seconds(insert_all)


if __name__ == "__main__":
    main()
