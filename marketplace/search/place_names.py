"""Which words of a query are a place: of "dừa Trà Vinh" coconuts are wanted, and no tea (trà)."""

from collections.abc import Iterator, Sequence
from functools import cache

from marketplace.kernel.text.analysis import Query, QueryWord, read_query
from marketplace.kernel.text.lao import without_tones
from marketplace.reference.countries import REGION, country
from marketplace.reference.places import all_provinces

_SAID_BESIDE = ("Thủ đô ", "Tỉnh ", "ນະຄອນຫຼວງ", " Capital", " Province")
"""What names of provinces may be said without."""


def places_among(words: Sequence[QueryWord]) -> frozenset[int]:
    """Return which of the words are names of provinces or of the region's countries, the longest first."""
    found: set[int] = set()
    here = 0
    while here < len(words):
        named = _known().get(words[here].text, ())
        length = next((len(name) for name in named if _stands(name, words[here : here + len(name)])), 0)
        found |= {*range(here, here + length)}
        here += length or 1
    return frozenset(found)


def goods_among(query: Query) -> tuple[QueryWord, ...]:
    """Return the words that say what is wanted, without little ones and places."""
    places = places_among(query.words)
    return tuple(word for here, word in enumerate(query.words) if not (word.is_little or here in places))


def _stands(name: tuple[QueryWord, ...], words: Sequence[QueryWord]) -> bool:
    """Tell whether words are this name: with its diacritics, as far as any were typed."""
    return len(name) == len(words) and all(
        word.text == own.text and word.marked in ("", own.marked)
        for word, own in zip(words, name, strict=True)
    )


@cache
def _known() -> dict[str, tuple[tuple[QueryWord, ...], ...]]:
    """Return the names of places by their first word, longer ones first."""
    found: dict[str, dict[tuple[QueryWord, ...], None]] = {}
    for text in _written():
        for way in dict.fromkeys((text, without_tones(text))):
            name = read_query(way).words
            found.setdefault(name[0].text, {})[name] = None
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _written() -> Iterator[str]:
    for place in (*all_provinces().values(), *map(country, REGION)):
        for text in place.names.values():
            yield text
            for beside in _SAID_BESIDE:
                if beside in text:
                    yield text.replace(beside, "")
