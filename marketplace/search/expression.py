"""The FTS5 expressions for a query: first all words, then fewer, with weights that tell names from notes."""

from collections.abc import Iterator, Mapping

from marketplace.kernel.text.analysis import Query, QueryWord
from marketplace.search.schema import COLUMNS

WEIGHTS = {
    "name": 10,
    "marked": 12,
    "lao": 10,
    "lao_inner": 4,
    "lao_toneless": 5,
    "concepts": 14,
    "other_names": 4,
    "place": 4,
    "booth": 3,
    "description": 1,
    "sku": 8,
}
RANK = f"bm25(fts, {', '.join(str(WEIGHTS[column]) for column in COLUMNS)})"
"""Lower is better, as FTS5 counts."""

FOLDED = f"{{{' '.join(column for column in COLUMNS if column != 'marked')}}}"
BEGINNINGS = "{name lao lao_toneless sku}"
"""Where an unfinished last word may match; in descriptions it would find everything."""

SHORTEST_BEGINNING = 2

Corrections = Mapping[str, tuple[str, ...]]


def all_words(query: Query, corrections: Corrections) -> str:
    """Return the expression for documents that have every word of the query."""
    expression = " AND ".join(_words(query, corrections))
    return f'({expression}) OR sku:"{query.sku}"' if query.sku else expression


def fewer_words(query: Query, corrections: Corrections) -> Iterator[str]:
    """Yield wider and wider expressions: the last words dropped one by one, then any word at all.

    Sellers and buyers put the thing first; what follows (origin, grade, packing) goes first.
    """
    words = _words(query, corrections)
    for count in range(len(words) - 1, 1, -1):
        yield " AND ".join(words[:count])
    if len(words) > 1:
        yield " OR ".join(words)


def _words(query: Query, corrections: Corrections) -> list[str]:
    last = len(query.words) - 1
    return [
        _word(word, corrections.get(word.text, ()), is_last=place == last)
        for place, word in enumerate(query.words)
    ]


def _word(word: QueryWord, corrections: tuple[str, ...], is_last: bool) -> str:
    ways = [f'{FOLDED}:"{form}"' for form in (word.text, *corrections)]
    # Said again, because the goods that are meant must outweigh a name that only mentions them.
    ways.append(f'concepts:"{word.text}"')
    if word.marked:
        ways.append(f'marked:"{word.marked}"')
    if is_last and len(word.text) >= SHORTEST_BEGINNING:
        ways.append(f'{BEGINNINGS}:"{word.text}"*')
    return f"({' OR '.join(ways)})"
