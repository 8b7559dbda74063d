"""The words of a document, prepared once in the same way for every engine."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import QueryWord, TextWords, index_words, read_text
from marketplace.kernel.text.folding import sku_form
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import SearchDoc

OFTEN_REPEATED = 10_000

_BETWEEN_NAMES = re.compile(r"[,|;\n]")


class DocumentTexts(NamedTuple):
    """Searchable texts, most telling first; each is words with single spaces between them.

    ``called`` has each trade name as one word, ``kind_of`` what the goods are kinds of by these names: of
    "cà phê rang" and "ground coffee" it has ``caphe`` and ``coffee``. ``name`` and the Lao texts have one
    line for each of the document's names, ``booth`` and ``description`` one for each of ``LANGUAGES``, so
    that a match can be traced to its language; ``concepts`` has one for each trade name, and a last one for
    the shorter words inside them. ``marked`` are the words of names and trade names that carry Vietnamese
    diacritics, in Telex; ``marked_beside`` are those of places and other names.
    """

    called: str
    kind_of: str
    name: str
    marked: str
    lao: str
    lao_inner: str
    lao_toneless: str
    concepts: str
    other_names: str
    place: str
    marked_beside: str
    booth: str
    description: str
    sku: str


def texts_of(document: SearchDoc) -> DocumentTexts:
    """Return the searchable texts of a document."""
    names = [read_text(name) for name in document.names.values()]
    concepts = [_read_often(name) for name in separate_names(document.concept_names)]
    others = _read_often(document.other_names)
    places = _read_often(document.place_names)
    return DocumentTexts(
        called=_in_one_piece(way for name in concepts for way in _written(name)),
        kind_of=_in_one_piece(head for name in concepts for head in _heads(name)),
        name=_lines([word for word in name.words if not lao.is_shifted(word)] for name in names),
        # The marks of the concepts tell coconut from pineapple where the seller wrote no Vietnamese.
        marked=" ".join(word for text in (*names, *concepts) for word in text.marked),
        lao=_lines([word for word in name.words if lao.is_shifted(word)] for name in names),
        lao_inner=_lines(name.inner for name in names),
        lao_toneless=_lines((*name.toneless, *name.toneless_inner) for name in names),
        concepts=_lines(_said_in_full_and_in_part(concepts)),
        other_names=" ".join(others.with_twins),
        place=" ".join(places.with_twins),
        marked_beside=" ".join((*places.marked, *others.marked)),
        booth=_by_language(document.booth_names),
        description=_by_language(document.descriptions),
        sku=" ".join(_article_numbers(document)),
    )


def _said_in_full_and_in_part(names: list[TextWords]) -> Iterator[Iterable[str]]:
    """Yield the words of each name, with and without tone marks; at the end what stands inside them."""
    for name in names:
        yield name.words
        if len(name.toneless) == len(name.words) and name.toneless != name.words:
            yield name.toneless
    yield [word for name in names for word in name.besides]


def name_in_one_piece(words: Iterable[str]) -> str:
    """Return a trade name as it stands in ``called`` and ``kind_of``."""
    return "".join(words)


def typed_in_one_piece(words: Iterable[QueryWord]) -> str:
    """Return the same of a name that somebody typed, with its diacritics if some were typed."""
    return name_in_one_piece(word.marked or word.text for word in words)


def _in_one_piece(names: Iterable[tuple[str, ...]]) -> str:
    return " ".join(dict.fromkeys(map(name_in_one_piece, names)))


def _written(name: TextWords) -> Iterator[tuple[str, ...]]:
    """Yield the words of a name as folded, with all their diacritics, and without tone marks."""
    yield name.words
    if name.marked:
        yield name.in_telex
    if name.toneless and len(name.toneless) == len(name.words):
        yield name.toneless


def _heads(name: TextWords) -> Iterator[tuple[str, ...]]:
    """Yield what goods of this name are kinds of: "bát gỗ" is a "bát", a "wooden bowl" a "bowl".

    Vietnamese and Lao name the thing first, English last.
    """
    is_thing_first = bool(name.marked or name.toneless)
    for words in _written(name):
        for place in range(1, len(words)):
            yield words[:place] if is_thing_first else words[place:]


def heads_meant(name: Sequence[QueryWord]) -> Iterator[Sequence[QueryWord]]:
    """Yield what goods are kinds of by a name that somebody typed, the narrowest first."""
    is_thing_first = any(word.marked or word.toneless for word in name)
    for length in range(len(name) - 1, 0, -1):
        yield name[:length]
        if not is_thing_first:  # it may be Vietnamese without its marks
            yield name[-length:]


def separate_names(names: str) -> list[str]:
    """Return the names of a list such as ``concept_names``, one by one."""
    return [name.strip() for name in _BETWEEN_NAMES.split(names) if name.strip()]


@lru_cache(OFTEN_REPEATED)
def _read_often(text: str) -> TextWords:
    """Read a text that many documents share, such as the names of their province."""
    return read_text(text)


def _by_language(texts: Mapping[str, str]) -> str:
    return _lines(read_text(texts.get(lang, "")).with_twins for lang in LANGUAGES)


def _lines(texts: Iterable[Iterable[str]]) -> str:
    return "\n".join(map(" ".join, texts))


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
