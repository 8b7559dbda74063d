"""Readable addresses from names in any language."""

import pytest

from marketplace.kernel.slugs import MAX_LENGTH, slug_of, slugify
from marketplace.kernel.translated import Translated


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Cà phê Đắk Lắk", "ca-phe-dak-lak"),
        ("  Rice 5% -- broken! ", "rice-5-broken"),
        ("ກາເຟ", "x"),
        ("", "x"),
    ],
)
def test_slugs_have_latin_letters_only(text, slug):
    assert slugify(text) == slug


def test_long_names_are_cut_at_a_good_place():
    slug = slugify("rice " * 40)
    assert len(slug) <= MAX_LENGTH
    assert not slug.endswith("-")


def test_english_comes_first_then_vietnamese():
    assert slug_of(Translated(vi="Gạo nếp", en="Sticky rice")) == "sticky-rice"
    assert slug_of(Translated(vi="Gạo nếp", lo="ເຂົ້າໜຽວ")) == "gao-nep"
    assert slug_of(Translated(lo="ເຂົ້າໜຽວ")) == "x"
