"""A price list becomes a catalogue: everything or nothing, through review, and again without doubles."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from marketplace.catalog import actions
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState
from marketplace.kernel.history import History, list_history
from marketplace.kernel.mail import Letter
from marketplace.moderation import actions as moderation
from marketplace.moderation import bulk
from marketplace.moderation.bulk import Arrival
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import get_draft
from marketplace.search.models import LookAgain
from tests.make import PRODUCT, make_booth, make_organization, make_person, make_product, make_staff, owner_of
from tests.peers.visitor import from_outside

HEADER = (
    "sku,name_vi,name_en,name_lo,description_vi,description_en,description_lo,"
    "category,hs,price,currency,unit,moq,origin_country,origin_province"
)
COFFEE = "CF-1,Cà phê nhân,Green coffee,ເມັດກາເຟດິບ,Sàng 18,,,green-coffee,0901.11,98000,VND,KGM,60,VN,VN-75"
HONEY = "HN-1,,,ນ້ຳເຜິ້ງ,,,,honey,,,,kg,,LA,Champasak"


@pytest.fixture
def price_list(tmp_path):
    """``price_list(row, …)`` writes a file under the usual header, or under another one."""

    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "catalogue.csv"
        path.write_text("\n".join((header, *rows, "")), encoding=encoding)
        return path

    return write


@pytest.fixture
def run_import(app, booth):
    """``run_import(path, "--dry-run")`` runs the command for the booth."""

    def run(path: Path, *options: str):
        command = ["import-catalog", str(path), "--booth", booth.slug, *options]
        return from_outside(app.test_cli_runner().invoke, args=command)

    return run


def only_product() -> Product:
    return db.session.query(Product).one()


# --- yes ----------------------------------------------------------------------------------------------


def test_rows_wait_for_staff_like_everything_else(run_import, price_list, booth):
    result = run_import(price_list(COFFEE, HONEY))
    assert result.exit_code == 0, result.output
    assert "2 new and 0 changed sent for approval, 0 unchanged" in result.output
    coffee, honey = db.session.query(Product).order_by(Product.id)
    assert not coffee.is_public
    assert coffee.open_revision.state == honey.open_revision.state == "submitted"
    assert coffee.open_revision.organization_id == booth.organization_id
    assert coffee.open_revision.title["lo"] == "ເມັດກາເຟດິບ"
    content = get_draft(honey).content
    assert content["name"] == {"lo": "ນ້ຳເຜິ້ງ"}
    assert (content["category"], content["unit"], content["price"]) == ("honey", "KGM", None)
    assert (content["origin_country"], content["origin_province"]) == ("LA", "LA-CH")
    (submitted,) = list_history(coffee.open_revision)
    assert (submitted.verb, submitted.from_state, submitted.to_state) == ("submit", "draft", "submitted")
    assert submitted.actor_id == owner_of(booth.organization).id


def test_an_officer_can_approve_an_imported_row_at_the_desk(run_import, price_list):
    run_import(price_list(COFFEE))
    revision = only_product().open_revision
    moderation.approve(revision, by=make_staff(), seen_version=revision.version)
    db.session.flush()
    assert only_product().is_public
    assert only_product().approved_price == Decimal(98000)


def test_with_an_officer_the_rows_are_public_at_once_and_it_is_written_who_approved(run_import, price_list):
    officer, edition = make_staff(email="officer@example.com"), current_edition()
    result = run_import(price_list(COFFEE, HONEY), "--approve-as", officer.email)
    assert result.exit_code == 0, result.output
    coffee, _honey = db.session.scalars(Product.public().order_by(Product.id))
    assert coffee.price == coffee.approved_price == Decimal(98000)
    assert coffee.moq == Decimal(60)
    assert coffee.open_revision is None
    assert coffee.latest_revision.state == "approved"
    assert coffee.latest_revision.decided_by_id == officer.id
    assert [row.verb for row in list_history(coffee.latest_revision)] == ["approve", "submit"]
    (published,) = list_history(coffee)
    assert (published.verb, published.actor_id) == ("publish", officer.id)
    assert current_edition() > edition
    waiting = {row.object_id for row in db.session.query(LookAgain).filter_by(kind="product")}
    assert coffee.id in waiting


def test_bulk_and_single_publishing_write_the_same(booth):
    """An imported product is told from one that went over the desk by nothing but its key."""
    officer, owner = make_staff(), owner_of(booth.organization)
    example = Product(booth=booth)
    single = make_product(booth, sku="CF-2")
    content = single.content_of()
    columns = {"booth_id": booth.id, "found_by": single.found_by, "approved_price": single.price}
    arrival = Arrival(content, columns, identity=("booth_id", "sku"))
    (key,) = bulk.publish_many(example, [arrival], by=owner, officer=officer)
    many = db.session.get(Product, key)
    differs = {"id", "created_at", "published_at", "public_changed_at", "version"}
    columns = {column.name for column in Product.__table__.columns} - differs
    assert {name: getattr(many, name) for name in columns} == {
        name: getattr(single, name) for name in columns
    }
    one, other = single.latest_revision, many.latest_revision
    differs |= {"subject_id", "updated_at", "submitted_at", "decided_at", "decided_by_id"}
    columns = {column.name for column in Revision.__table__.columns} - differs
    assert {name: getattr(other, name) for name in columns} == {name: getattr(one, name) for name in columns}
    assert _told(many) == _told(single)
    assert _told(other) == _told(one)


def _told(thing) -> list[tuple]:
    return [
        (row.verb, row.from_state, row.to_state, set(row.details), row.details.get("changed") is not None)
        for row in list_history(thing)
    ]


def test_a_second_run_changes_nothing(run_import, price_list, booth):
    officer = make_staff(email="officer@example.com")
    path = price_list(COFFEE, HONEY)
    run_import(path, "--approve-as", officer.email)
    rows = db.session.query(History).count()
    result = run_import(path, "--approve-as", officer.email)
    assert "0 new and 0 changed published, 2 unchanged" in result.output
    assert db.session.query(History).count() == rows
    assert db.session.query(Product).count() == 2


def test_a_changed_row_waits_and_a_small_price_move_does_not(run_import, price_list):
    run_import(price_list(COFFEE), "--approve-as", make_staff(email="officer@example.com").email)
    result = run_import(price_list(COFFEE.replace("98000", "99000")))
    assert "1 changed" in result.output
    assert only_product().price == Decimal(99000)
    assert only_product().open_revision is None
    run_import(price_list(COFFEE.replace("98000", "200000").replace("Sàng 18", "Sàng 16")))
    product = only_product()
    assert (product.price, product.description["vi"]) == (Decimal(99000), "Sàng 18")
    assert product.open_revision.state == "submitted"
    run_import(price_list(COFFEE.replace("98000", "210000")))
    assert product.open_revision.content["price"] == "210000"
    assert product.open_revision.content["description"]["vi"] == "Sàng 18"


def test_a_changed_row_is_published_with_an_officer_and_nobody_gets_a_letter_for_each(run_import, price_list):
    officer = make_staff(email="officer@example.com")
    run_import(price_list(COFFEE), "--approve-as", officer.email)
    letters = db.session.query(Letter).count()
    run_import(price_list(COFFEE.replace("green-coffee", "roasted-coffee")), "--approve-as", officer.email)
    assert only_product().category == "roasted-coffee"
    assert only_product().open_revision is None
    assert db.session.query(Letter).count() == letters


def test_what_a_file_does_not_say_stays(run_import, price_list, booth):
    owner = owner_of(booth.organization)
    actions.create_product(booth, PRODUCT | {"sku": "CF-1", "packaging": {"en": "Jute"}}, by=owner)
    result = run_import(price_list("CF-1,5", header="sku,moq"))
    assert result.exit_code == 0, result.output
    content = get_draft(only_product()).content
    assert content["moq"] == "5"
    assert (content["name"], content["packaging"]) == (PRODUCT["name"], {"en": "Jute"})


def test_a_sku_belongs_to_its_booth(run_import, price_list):
    other = make_booth()
    actions.create_product(other, PRODUCT | {"sku": "CF-1"}, by=owner_of(other.organization))
    run_import(price_list(COFFEE))
    assert db.session.query(Product).count() == 2


@pytest.mark.parametrize("separator", [";", "\t"])
def test_files_as_spreadsheets_write_them(run_import, price_list, separator):
    def parted(row: str) -> str:
        return row.replace(",", separator)

    path = price_list(parted(COFFEE), separator * 3, header=parted(HEADER.upper()), encoding="utf-8-sig")
    assert "1 new" in run_import(path).output


def test_codes_may_be_written_as_names(run_import, price_list):
    row = "A,Cà phê,Cà phê nhân,98000,vnd,tấn,Việt Nam,Đồng Nai"
    path = price_list(row, header="sku,name_vi,category,price,currency,unit,origin_country,origin_province")
    assert run_import(path).exit_code == 0
    content = get_draft(only_product()).content
    assert [
        content[name] for name in ("category", "currency", "unit", "origin_country", "origin_province")
    ] == [
        "green-coffee",
        "VND",
        "TNE",
        "VN",
        "VN-75",
    ]


# --- no -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (COFFEE.replace("CF-1", ""), "sku"),
        (COFFEE.replace("98000", "98.000"), "price"),
        (COFFEE.replace("98000", "cheap"), "price"),
        (COFFEE.replace("98000", "0"), "price"),
        (COFFEE.replace("green-coffee", "stones"), "category"),
        (COFFEE.replace("green-coffee", "coffee-tea-spices"), "category"),
        (COFFEE.replace("0901.11", "9"), "hs"),
        (COFFEE.replace("0901.11", "0999"), "hs"),
        (COFFEE.replace("KGM", "bag-of-mine"), "unit"),
        (COFFEE.replace("KGM", ""), "unit"),
        (COFFEE.replace("VND", "XAU"), "currency"),
        (COFFEE.replace("VN-75", "LA-CH"), "origin_province"),
        (COFFEE.replace(",VN,VN-75", ",,"), "origin_country"),
        ("CF-2" + ",," * 3 + ",green-coffee,,,,KGM,,VN,", "name_vi / name_en / name_lo"),
        (COFFEE.replace("Cà phê nhân", "x" * 151), "name_vi"),
        (COFFEE + ",more", "–"),
        (COFFEE, "sku"),
    ],
)
def test_an_error_names_row_and_column_and_nothing_is_imported(run_import, price_list, row, column):
    result = run_import(
        price_list(COFFEE.replace("CF-1", "CF-0"), COFFEE.replace("CF-1", "CF-9"), COFFEE, row)
    )
    assert result.exit_code == 1
    assert f"row 5, {column}: " in result.output
    assert "1 of 4 rows are wrong; nothing was imported" in result.output
    assert db.session.query(Product).count() == 0


@pytest.mark.parametrize(
    ("header", "encoding", "sentence"),
    [
        (HEADER.replace("name_vi", "nmae_vi"), "utf-8", "name columns"),
        (HEADER.replace("sku", "price"), "utf-8", "name columns"),
        (HEADER, "utf-16", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(run_import, price_list, header, encoding, sentence):
    result = run_import(price_list(COFFEE, header=header, encoding=encoding))
    assert result.exit_code == 1
    assert sentence in result.output
    assert db.session.query(Product).count() == 0


def test_a_dry_run_tells_and_writes_nothing(run_import, price_list):
    result = run_import(price_list(COFFEE, HONEY), "--dry-run")
    assert "2 new and 0 changed would be sent for approval" in result.output
    assert db.session.query(Product).count() == db.session.query(Revision).filter_by(number=2).count() == 0


def test_only_an_officer_of_another_organization_approves_and_only_for_a_verified_one(
    run_import, price_list, booth
):
    member = owner_of(booth.organization)
    member.email = "owner@example.com"
    editor = make_staff("editor", email="editor@example.com")
    for email in (member.email, editor.email, "nobody@example.com"):
        result = run_import(price_list(COFFEE), "--approve-as", email)
        assert result.exit_code == 1
        assert "no officer" in result.output
    member.staff_role = "officer"
    assert run_import(price_list(COFFEE), "--approve-as", member.email).exit_code == 1
    assert db.session.query(Product).count() == 0


def test_bulk_publishing_has_the_checks_of_single_publishing(app):
    organization = make_organization(is_verified=False)
    owner, officer, stranger = owner_of(organization), make_staff(), make_person()
    example = Product(booth=organization.booth)
    columns = {"booth_id": organization.booth.id}
    arrival = Arrival(example.content_of() | PRODUCT, columns, identity=("booth_id", "sku"))
    with pytest.raises(WrongState):
        bulk.publish_many(example, [arrival], by=owner, officer=officer)
    verified = Product(booth=make_booth())
    insider = owner_of(verified.booth.organization)
    with pytest.raises(NotAllowed):
        bulk.publish_many(verified, [arrival], by=insider, officer=stranger)
    with pytest.raises(NotAllowed):
        bulk.submit_many(verified, [arrival], by=stranger)
    insider.staff_role = "officer"
    with pytest.raises(NotAllowed):
        bulk.publish_many(verified, [arrival], by=insider, officer=insider)
    lacking = replace(arrival, content=arrival.content | {"category": ""})
    with pytest.raises(Invalid):
        bulk.publish_many(verified, [lacking], by=insider, officer=officer)
    assert db.session.query(Product).count() == 0


def test_an_unknown_booth(app, price_list):
    command = ["import-catalog", str(price_list(COFFEE)), "--booth", "nowhere"]
    result = from_outside(app.test_cli_runner().invoke, args=command)
    assert result.exit_code == 1
    assert "nowhere" in result.output
