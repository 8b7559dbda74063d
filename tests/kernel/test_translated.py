"""One text in up to three languages."""

import pytest

from marketplace.kernel.translated import Translated


def test_a_reader_gets_their_language_when_it_is_there():
    said = Translated(vi="Cà phê", lo="ກາເຟ").in_("lo")
    assert (said.text, said.lang, said.is_fallback) == ("ກາເຟ", "lo", False)


@pytest.mark.parametrize(
    ("asked", "texts", "given"),
    [
        ("lo", {"vi": "v", "en": "e"}, "en"),
        ("vi", {"en": "e", "lo": "l"}, "en"),
        ("en", {"vi": "v", "lo": "l"}, "vi"),
        ("en", {"lo": "l"}, "lo"),
    ],
)
def test_a_missing_language_is_replaced_and_says_so(asked, texts, given):
    said = Translated(texts).in_(asked)
    assert said.lang == given
    assert said.is_fallback


def test_nothing_is_nothing():
    said = Translated().in_("vi")
    assert not said
    assert not said.is_fallback


def test_empty_languages_are_left_out():
    text = Translated(vi="  Gạo ", en="   ")
    assert dict(text) == {"vi": "Gạo"}
    assert text.missing == ("en", "lo")


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        Translated(fr="riz")


def test_equal_texts_are_equal_and_hash_alike():
    assert Translated(vi="a", en="") == Translated({"vi": "a"})
    assert len({Translated(vi="a"), Translated(vi="a")}) == 1
