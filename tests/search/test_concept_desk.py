"""Editors keep the words of the search: concepts, and what was searched in vain."""

import re

import pytest
from sqlalchemy import select

from marketplace.kernel.db import db
from marketplace.reference.queries import get_concept
from marketplace.search.models import UnansweredQuery
from tests.make import make_product, make_staff

HOME = "/en/backoffice/search/concepts"


@pytest.fixture
def editor(client):
    person = make_staff("editor")
    db.session.commit()
    return client.sign_in(person)


def sent(code: str, **changes) -> dict:
    """What the form of a concept sends when nothing but ``changes`` was typed."""
    concept = get_concept(code)
    return {
        **{f"names_{lang}": "\n".join(names) for lang, names in concept.names.items()},
        "categories": concept.categories,
        "hs_codes": ", ".join(concept.hs_codes),
        "broader_code": concept.broader_code,
        "seen_version": str(concept.version),
        **({"is_lao_unsure": "y"} if concept.is_lao_unsure else {}),
    } | changes


def test_a_name_added_by_staff_finds_listings_after_the_worker_went_round(editor, work):
    make_product(name={"vi": "Hạt ươi rừng"}, category="medicinal-herbs", description={})
    db.session.commit()
    work()
    assert "0 results" in editor.get("/en/search?q=taiwan+sweet+gum").text
    work()
    assert "taiwan sweet gum" in editor.get(HOME).text
    row = db.session.scalar(select(UnansweredQuery))
    editor.post(f"/en/backoffice/search/unanswered/{row.id}/name", data={"code": "malva-nut"}, expect=302)
    assert "still to be looked at again" in editor.get(HOME).text
    work()
    assert "Hạt ươi rừng" in editor.get("/en/search?q=taiwan+sweet+gum").text
    assert "taiwan sweet gum" not in editor.get(HOME).text.split("Trade concepts</h2>")[0]
    assert "still to be looked at again" not in editor.get(HOME).text


def test_a_concept_is_edited_and_its_history_says_how(editor):
    page = f"{HOME}/malva-nut"
    editor.post(page, data=sent("malva-nut", names_lo="ໝາກຈອງ\nໝາກຈອງບານ"), expect=302)
    text = editor.get(page).text
    assert "<ins>ໝາກຈອງ, ໝາກຈອງບານ</ins>" in text
    assert "still to be looked at" not in text


def test_an_edit_of_what_changed_meanwhile_shows_both_versions(editor):
    page = f"{HOME}/malva-nut"
    mine = sent("malva-nut", names_en="malva nut\nmy name")
    editor.post(page, data=sent("malva-nut", names_en="malva nut\ntheir name"), expect=302)
    text = editor.post(page, data=mine, expect=409).text
    assert "their name" in text
    assert "my name" in text
    assert get_concept("malva-nut").names["en"] == ["malva nut", "their name"]


def test_a_wrong_concept_says_what_is_wrong(editor):
    page = f"{HOME}/malva-nut"
    taken = editor.post(page, data=sent("malva-nut", names_en="coffee"), expect=422).text
    assert "is a name of" in taken
    assert editor.post(page, data=sent("malva-nut", names_en="coffee", may_share="y"), expect=302)
    assert (
        "There is no HS heading"
        in editor.post(page, data=sent("malva-nut", hs_codes="9999"), expect=422).text
    )


def test_a_new_concept_begins_with_the_words_nobody_found(editor):
    row = UnansweredQuery(lang="en", text="sacha inchi")
    db.session.add(row)
    db.session.commit()
    page = f"{HOME}/new?for={row.id}"
    assert "sacha inchi" in editor.get(page).text
    about = {"code": "sacha-inchi", "names_vi": "sa chi", "names_en": "sacha inchi", "names_lo": "ຖົ່ວດາວ"}
    editor.post(page, data=about | {"categories": ["other-nuts"]}, expect=302)
    assert get_concept("sacha-inchi").names["lo"] == ["ຖົ່ວດາວ"]
    assert db.session.scalar(select(UnansweredQuery)) is None
    assert (
        "already" in editor.post(f"{HOME}/new", data=about | {"categories": ["other-nuts"]}, expect=422).text
    )


@pytest.mark.parametrize("typed", ["malva-nut", "Hạt ươi", "hat uoi", "ໝາກຈອງ"])
def test_words_searched_in_vain_go_to_a_concept_by_its_code_or_any_of_its_names(editor, typed):
    row = UnansweredQuery(lang="en", text="taiwan sweet gum")
    db.session.add(row)
    db.session.commit()
    page = editor.get(HOME).text
    assert 'list="known-concepts"' in page and '<option value="malva-nut">' in page
    editor.post(f"/en/backoffice/search/unanswered/{row.id}/name", data={"code": typed}, expect=302)
    assert "taiwan sweet gum" in get_concept("malva-nut").names["en"]


def test_a_name_that_no_concept_has_or_several_have_is_asked_for_again(editor):
    for code in ("malva-nut", "cassava"):
        editor.post(
            f"{HOME}/{code}", data=sent(code, names_en=f"{code}\nshared name", may_share="y"), expect=302
        )
    row = UnansweredQuery(lang="en", text="taiwan sweet gum")
    db.session.add(row)
    db.session.commit()
    address = f"/en/backoffice/search/unanswered/{row.id}/name"
    editor.post(address, data={"code": "shared name"}, expect=302)
    assert "is a name of several concepts: cassava, malva-nut." in editor.get(HOME).text
    editor.post(address, data={"code": "moon dust"}, expect=302)
    assert "No concept has the name or the code “moon dust”." in editor.get(HOME).text


def test_the_general_concept_is_named_rather_than_known_by_its_code(editor):
    page = f"{HOME}/malva-nut"
    editor.post(page, data=sent("malva-nut", broader_code="Cassava"), expect=302)
    assert get_concept("malva-nut").broader_code == "cassava"
    editor.post(page, data=sent("malva-nut", broader_code="moon dust"), expect=422)


def test_an_officer_is_told_of_roles_and_not_of_booths(client):
    officer = make_staff("officer")
    db.session.commit()
    told = client.sign_in(officer).get(HOME, expect=403).text
    assert "Your staff role is “Officer”" in told
    assert "booth to invite you" not in told


@pytest.fixture
def in_vain(editor):
    def keep(text: str) -> str:
        row = UnansweredQuery(lang="en", text=text)
        db.session.add(row)
        db.session.commit()
        return f"/en/backoffice/search/unanswered/{row.id}"

    return keep


def test_ignored_words_are_told_of_and_come_back(editor, in_vain):
    address = in_vain("moon dust")
    back = editor.post(f"{address}/ignore?of=en", data={}, expect=302).location
    assert "of=en" in back, "the list stays as the editor had it"
    assert "“moon dust” is ignored now" in editor.get(back).text
    assert "/ignore" not in editor.get(HOME).text
    assert f"{address}/heed" in editor.get(f"{HOME}?is_ignored=1").text
    editor.post(f"{address}/heed?is_ignored=1", data={}, expect=302)
    assert f"{address}/ignore" in editor.get(HOME).text


def test_a_name_that_helps_no_buyer_is_no_success(editor, in_vain):
    address = in_vain("malva nut")
    editor.post(f"{address}/name", data={"code": "malva-nut"}, expect=302)
    text = editor.get(HOME).text
    assert "is a name of “malva-nut” already" in text
    assert f"{address}/ignore" in text, "nothing is settled"
    editor.post(f"{HOME}/cassava/retire", data={}, expect=302)
    editor.post(f"{address}/name", data={"code": "cassava"}, expect=302)
    assert "“cassava” is out of use" in editor.get(HOME).text


def test_saving_without_a_change_is_said_so(editor):
    editor.post(f"{HOME}/malva-nut", data=sent("malva-nut"), expect=302)
    assert "nothing was changed" in editor.get(f"{HOME}/malva-nut").text


def test_what_is_done_with_words_is_named_by_them(editor, in_vain):
    in_vain("moon dust"), in_vain("star dust")
    labels = re.findall(r'<label class="label" for="code-\d+">(.*?)</label>', editor.get(HOME).text)
    assert len(set(labels)) == 2


def test_goods_nobody_sells_stand_apart_and_lead_to_their_concept(editor, in_vain):
    known, unknown = in_vain("black tiger shrimp"), in_vain("moon dust")
    words, goods = editor.get(HOME).text.split("Trade concepts</h2>")[0].split("Goods nobody sells</h3>")
    assert f"{unknown}/name" in words and "moon dust" not in goods
    assert f"{HOME}/black-tiger-shrimp" in goods and f"{known}/ignore" in goods
    assert f"{known}/name" not in words + goods, "the search has the name already"


def test_what_is_called_just_so_stands_first(editor):
    text = editor.get(f"{HOME}?q=mango").text.split("Trade concepts</h2>")[1]
    codes = re.findall(rf'href="{HOME}/([a-z-]+)"', text)
    assert codes.index("mango") < codes.index("mangosteen") < codes.index("dried-mango")
