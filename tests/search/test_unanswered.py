"""Queries that find nothing: a Lao one is asked again in English, all are counted for the editors."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotAllowed
from marketplace.search import unanswered
from marketplace.search.gloss import readings
from marketplace.search.jobs import note_unanswered
from marketplace.search.models import UnansweredQuery
from tests.make import make_product

EDITOR = SimpleNamespace(is_editor=True)


def kept() -> dict[str, int]:
    return {row.text: row.count for row in db.session.scalars(select(UnansweredQuery))}


def test_a_lao_query_is_said_in_english(tmp_path):
    assert next(readings("ເມັດກາເຟ", tmp_path)) == "coffee bean"
    assert "chair" in set(readings("ຕັ່ງ", tmp_path))
    assert next(readings("ປື້ມ", tmp_path)) == "book", "the dictionary has it with a capital"
    assert list(readings("ກຂຄງຈສຊ", tmp_path)) == []
    assert list(readings("", tmp_path)) == []
    assert len(list(Path(tmp_path).iterdir())) == 1


def test_a_lao_query_without_a_hit_is_answered_by_its_english_words(client, work):
    # "Typewriter" is no concept of ours, so only the dictionary knows what the Lao words ask for.
    make_product(name={"en": "Portable typewriter"}, category="stationery-toys", description={})
    db.session.commit()
    work()
    answer = client.get("/api/v1/search?q=ພິມດີດ&lang=lo").json
    assert [hit["name"] for hit in answer["hits"]] == ["Portable typewriter"]
    assert answer["glossed"] == "typewriter"


def test_what_the_dictionary_says_is_a_whole_word(client, work):
    make_product(name={"en": "Live cattle"}, category="stationery-toys", description={})
    db.session.commit()
    work()
    assert client.get("/api/v1/search?q=ແມວ&lang=lo").json["total"] == 0, "a cat is no beginning of cattle"


def test_the_dictionary_is_asked_before_some_of_the_words_are_enough(client, work):
    make_product(name={"en": "Steel board"}, category="stationery-toys", description={})
    make_product(name={"lo": "ກະ"}, category="stationery-toys", description={})
    db.session.commit()
    work()
    answer = client.get("/api/v1/search?q=ກະດານ&lang=lo").json
    assert [hit["name"] for hit in answer["hits"]] == ["Steel board"]
    assert answer["glossed"] == "board"


def test_words_put_together_do_not_go_before_goods_that_have_some_of_them(client, work):
    make_product(name={"en": "Black pepper"}, category="pepper", description={"en": "Grown between coffee."})
    make_product(name={"lo": "ກາເຟ"}, description={})
    db.session.commit()
    work()
    answer = client.get("/api/v1/search?q=ກາເຟດຳ&lang=lo").json
    assert [hit["name"] for hit in answer["hits"] if hit["kind"] == "product"] == ["ກາເຟ"]
    assert not answer["glossed"], "which would be: coffee black"


def test_what_finds_nothing_is_counted_once_for_each_visit(client, work):
    for _ in range(2):
        client.get("/vi/search?q=Hạt bay  xứ Lào")
        work()
    assert kept() == {"hạt bay xứ lào": 1}
    row = db.session.scalar(select(UnansweredQuery))
    row.last_asked_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    note_unanswered("hạt bay xứ lào", "vi")
    assert kept() == {"hạt bay xứ lào": 2}


@pytest.mark.parametrize(
    ("text", "page", "lang"),
    [("ກາຟິວ", "en", "lo"), ("hạt bay", "en", "vi"), ("flying nut", "lo", "en"), ("hat bay", "vi", "vi")],
)
def test_words_are_filed_under_their_own_language(text, page, lang):
    assert unanswered.language_of(text, page) == lang


def test_nonsense_fills_no_disk(app, monkeypatch):
    monkeypatch.setattr(unanswered, "MOST_KEPT", 1)
    for word in ("abca", "abcb", "abca"):
        unanswered.note(word, "en")
        db.session.flush()
    assert list(kept()) == ["abca"]


@pytest.mark.parametrize(
    "text", ["ai@example.vn", "0905 123 456", "https://example.vn/x", "a" * 61, "12", "?!", ""]
)
def test_what_may_be_personal_or_says_nothing_is_not_kept(text):
    assert unanswered.words_to_keep(text) == ""


def test_a_search_with_filters_is_not_counted(client, work):
    client.get("/vi/search?q=zzyzx&country=LA")
    client.get("/vi/search?q=zzyzx&page=2")
    work()
    assert kept() == {}


def test_old_and_ignored_words_go_out_of_sight(app):
    for text, days in (("new words", 1), ("old words", 200)):
        db.session.add(
            UnansweredQuery(lang="en", text=text, last_asked_at=clock.now() - timedelta(days=days))
        )
    db.session.flush()
    unanswered.forget_old()
    assert kept() == {"new words": 1}
    [words] = unanswered.list_unanswered("en")
    row = words.query
    with pytest.raises(NotAllowed):
        unanswered.ignore(row, by=SimpleNamespace(is_editor=False))
    with pytest.raises(NotAllowed):
        unanswered.heed(row, by=SimpleNamespace(is_editor=False))
    unanswered.ignore(row, by=EDITOR)
    assert unanswered.list_unanswered() == []


def test_spellings_of_the_same_words_are_one_line_and_decided_on_at_once(app):
    for lang, text, count in (("en", "hat bay", 2), ("vi", "hạt bay", 2), ("vi", "hat bay", 1)):
        db.session.add(UnansweredQuery(lang=lang, text=text, count=count))
    db.session.add(UnansweredQuery(lang="lo", text="ໝາກບິນ", count=4))
    db.session.flush()
    first, second = unanswered.list_unanswered()
    assert (first.query.text, first.count, first.other_spellings) == ("hạt bay", 5, ["hat bay"])
    assert second.query.text == "ໝາກບິນ"
    assert [one.query.text for one in unanswered.list_unanswered("en")] == ["hạt bay"]
    unanswered.ignore(first.query, by=EDITOR)
    assert [one.query.text for one in unanswered.list_unanswered()] == ["ໝາກບິນ"]
    [ignored] = unanswered.list_unanswered(is_ignored=True)
    unanswered.heed(ignored.query, by=EDITOR)
    unanswered.settle(first.query)
    db.session.flush()
    assert kept() == {"ໝາກບິນ": 4}


def test_goods_that_nobody_sells_are_told_from_words_that_nobody_knows(app):
    for text in ("tôm sú Cà Mau", "zeppelin"):
        db.session.add(UnansweredQuery(lang="vi", text=text))
    db.session.flush()
    goods = {words.query.text: [one.code for one in words.goods] for words in unanswered.list_unanswered()}
    assert goods == {"tôm sú Cà Mau": ["black-tiger-shrimp"], "zeppelin": []}
