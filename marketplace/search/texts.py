"""The words of a document, prepared once in the same way for every engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marketplace.kernel.text.analysis import (
    index_words,
    index_words_and_twins,
    inner_index_words,
    toneless_index_words,
)
from marketplace.kernel.text.folding import sku_form
from marketplace.kernel.text.vietnamese import marked_words
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import SearchDoc


@dataclass(frozen=True, slots=True)
class DocumentTexts:
    """Searchable texts, most telling first; each is words with single spaces between them.

    ``booth`` and ``description`` have one line for each of ``LANGUAGES``, so that a match can be
    traced to its language.
    """

    name: str
    marked: str
    lao: str
    lao_inner: str
    lao_toneless: str
    concepts: str
    other_names: str
    place: str
    booth: str
    description: str
    sku: str


def texts_of(document: SearchDoc) -> DocumentTexts:
    """Return the searchable texts of a document."""
    names = " \n ".join(document.names.values())
    # The marks of the concepts tell coconut from pineapple where the seller wrote no Vietnamese.
    marked = f"{names} \n {document.concept_names}"
    words = index_words(names)
    return DocumentTexts(
        name=" ".join(word for word in words if not _is_lao(word)),
        marked=" ".join(marked_words(marked)),
        lao=" ".join(word for word in words if _is_lao(word)),
        lao_inner=" ".join(inner_index_words(names)),
        lao_toneless=" ".join(toneless_index_words(names)),
        concepts=_words_and_inner(document.concept_names),
        other_names=_words(document.other_names),
        place=_words(document.place_names),
        booth=_by_language(document.booth_names),
        description=_by_language(document.descriptions),
        sku=" ".join(_article_numbers(document)),
    )


def _is_lao(word: str) -> bool:
    """Tell a shifted Lao word from one in Latin letters."""
    return "\u0250" <= word[0] <= "\u02ae"


def _words(text: str) -> str:
    return " ".join(index_words_and_twins(text))


def _words_and_inner(text: str) -> str:
    """Return the words with the shorter Lao words inside them, for names that answer as the goods' own do."""
    return " ".join([*index_words_and_twins(text), *inner_index_words(text)])


def _by_language(texts: Mapping[str, str]) -> str:
    return "\n".join(_words(texts.get(lang, "")) for lang in LANGUAGES)


def _article_numbers(document: SearchDoc) -> Iterable[str]:
    """Yield numbers in the ways buyers type them: in parts, in one piece, the HS code by its heading."""
    for number in (document.sku, document.gtin, document.hs):
        if number:
            parts = index_words(number)
            yield from parts
            if sku_form(number) not in parts:
                yield sku_form(number)
    if document.hs:
        digits = sku_form(document.hs)
        yield from (digits[:4], digits[:6])
