"""What staff see of organizations, and who opens papers of identity."""

from __future__ import annotations

import io
import re

import pytest

from marketplace.booths import actions
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.files import StoredFile
from marketplace.kernel.history import History
from tests.make import make_booth, make_organization, make_person, make_staff, owner_of


@pytest.fixture
def booth(app):
    """A public booth whose organization has shown a paper."""
    return make_booth()


@pytest.fixture
def paper(app, booth) -> StoredFile:
    """A real file among its papers."""
    owner = app.test_client().sign_in(owner_of(booth.organization))
    owner.post(
        f"/en/register/{booth.organization_id}/documents",
        data={"kind": "other", "file": (io.BytesIO(b"%PDF-1.7 paper"), "secret.pdf")},
        expect=302,
    )
    return db.session.query(StoredFile).filter_by(filename="secret.pdf").one()


def readings() -> list[History]:
    return db.session.query(History).filter_by(verb="read_paper").all()


@pytest.mark.parametrize("page", ["/", "/{booth}"])
def test_organizations_are_for_officers(client, booth, page):
    address = "/en/backoffice/booths" + page.format(booth=booth.id)
    client.get(address, expect=302)
    client.sign_in(owner_of(booth.organization)).get(address, expect=404)
    client.sign_in(make_staff("editor")).get(address, expect=403)
    client.sign_in(make_staff("officer")).get(address, expect=200)
    client.sign_in(make_staff("administrator")).get(address, expect=200)


def test_an_officer_opens_a_paper_and_it_is_written_down(client, booth, paper):
    officer = make_staff(name="Officer 3")
    address = f"/en/backoffice/booths/papers/{paper.id}"
    visitor = client.sign_in(officer)
    assert "writes your name" in visitor.get(address, expect=200).text
    assert readings() == [], "looking at the page is not opening the paper"
    answer = visitor.post(address, expect=200)
    assert answer.data == b"%PDF-1.7 paper"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    (row,) = readings()
    assert (row.actor_name, row.subject_kind, row.details["filename"]) == (
        "Officer 3",
        "organization",
        "secret.pdf",
    )
    assert "Paper of identity opened" in visitor.get(f"/en/backoffice/booths/{booth.id}", expect=200).text


def test_editors_and_members_open_no_paper_here(client, booth, paper):
    address = f"/en/backoffice/booths/papers/{paper.id}"
    editor = client.sign_in(make_staff("editor"))
    editor.get(address, expect=403)
    editor.post(address, expect=403)
    client.sign_in(owner_of(booth.organization)).post(address, expect=404)
    assert readings() == []
    with pytest.raises(NotAllowed):
        actions.record_reading(booth.organization, paper, by=make_staff("editor"))


def test_other_files_are_not_opened_as_papers(client, booth, paper):
    paper.owner_kind = "message"
    client.sign_in(make_staff()).post(f"/en/backoffice/booths/papers/{paper.id}", expect=404)


def test_officers_suspend_from_here(client, booth):
    assert (
        "/suspend" in client.sign_in(make_staff()).get(f"/en/backoffice/booths/{booth.id}", expect=200).text
    )


def test_organizations_are_found_by_name_number_place_and_state(client, booth):
    lao = make_organization("LA", owner=make_person("Khamla"), is_verified=False)
    visitor = client.sign_in(make_staff())

    def found(query: str) -> int:
        page = visitor.get(f"/en/backoffice/booths/?{query}", expect=200).text
        return len(re.findall(r'href="/en/backoffice/booths/\d+"', page))

    assert found("") == 2
    assert found("text=cầu+đất") == 1
    assert found("text=0100109106") == 1
    assert found("text=paksong") == 1
    assert found("country=LA") == 1
    assert found("province=VN-75") == 1
    assert found("state=unverified") == 1
    assert found("state=public") == 1
    assert found("state=suspended") == 0
    assert found("text=%25") == 0
    assert lao.booth.id != booth.id


def test_the_list_costs_the_same_with_more_rows(client, booth, count_queries):
    visitor = client.sign_in(make_staff())
    visitor.get("/en/backoffice/booths/", expect=200)
    with count_queries() as few:
        visitor.get("/en/backoffice/booths/", expect=200)
    for number in range(4):
        make_organization(owner=make_person(f"Owner {number}"))
    db.session.commit()
    with count_queries() as many:
        visitor.get("/en/backoffice/booths/", expect=200)
    assert len(many) == len(few) <= 12, many.statements
    with count_queries() as one:
        visitor.get(f"/en/backoffice/booths/{booth.id}", expect=200)
    assert len(one) <= 12, one.statements
