"""Where in a seller's own text the words of a query stand.

Indexes hold folded and shifted words, so the engines cannot mark the original. This does, and answers
places, not HTML: the template escapes the text and sets the marks.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import Query, index_words, normal_form

Span = tuple[int, int]

_PIECE = re.compile(
    f"[{lao.LEADING_VOWELS}]{{0,2}}(?:ຫ(?=[ນມລ]))?[{lao.CONSONANTS}][{lao.FOLLOWING}\u200b]*|.", re.DOTALL
)
_LAO_OR_WORD = re.compile(
    "(?P<lao>[\u0e81-\u0ecf\u0edc-\u0edf\u200b]+)"
    "|[^\\W_\u0e81-\u0edf]+(?:[\u0300-\u036f]+[^\\W_\u0e81-\u0edf]*)*"
)


def spans(text: str, query: Query) -> list[Span]:
    """Return ``(start, end)`` of each place in ``text`` that answers a word of the query, in order.

    The last word of the query also marks words that begin with it, as the engines find them; Lao words
    are compared without tone marks and also marked inside compounds.
    """
    if not query:
        return []
    lao_words = {lao.unshift(word.toneless) for word in query.words if word.toneless}
    other_words = {word.text for word in query.words if not word.toneless}
    last = query.words[-1]
    beginning = last.text if not last.toneless and len(last.text) > 1 else None
    found: list[Span] = []
    for token in _LAO_OR_WORD.finditer(text):
        if token["lao"]:
            found += _lao_spans(token[0], token.start(), lao_words)
            continue
        words = index_words(token[0])
        if any(word in other_words or (beginning and word.startswith(beginning)) for word in words):
            found.append(token.span())
    return _merged(sorted(found))


def _lao_spans(typed: str, offset: int, wanted: set[str]) -> Iterator[Span]:
    """Yield places of wanted words in Lao text as it was typed, whatever its spelling."""
    if not wanted:
        return
    normal, pieces = _normalised(typed)
    for run in lao.RUN.finditer(normal):
        for start, end in _lao_matches(run[0], run.start(), wanted):
            yield offset + pieces[start][0], offset + pieces[end - 1][1]


def _normalised(typed: str) -> tuple[str, list[Span]]:
    """Return the normal form, and for each of its characters the piece of the original it came from."""
    characters: list[str] = []
    pieces: list[Span] = []
    for piece in _PIECE.finditer(typed):
        normal = normal_form(piece[0])
        characters.append(normal)
        pieces += [piece.span()] * len(normal)
    return "".join(characters), pieces


def _lao_matches(run: str, offset: int, wanted: set[str]) -> Iterator[Span]:
    """Yield places of wanted words: whole words, and inside compounds from border to border."""
    start = offset
    longest = max(map(len, wanted))
    for word in lao.words(run):
        clusters = [match.span() for match in lao.CLUSTER.finditer(word)]
        for first, (begin, _) in enumerate(clusters):
            for last in range(first, len(clusters)):
                is_whole_word = first == 0 and last == len(clusters) - 1
                part = lao.without_tones(word[begin : clusters[last][1]])
                if len(part) > longest:
                    break
                if part in wanted and (is_whole_word or last > first):
                    yield start + begin, start + clusters[last][1]
        start += len(word)


def _merged(found: list[Span]) -> list[Span]:
    """Join spans that overlap, so that marks never nest."""
    merged: list[Span] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked_parts(text: str, query: Query) -> list[tuple[str, bool]]:
    """Return the text in parts, each with whether it answers the query, for a template to mark."""
    borders = [0, *(border for span in spans(text, query) for border in span), len(text)]
    parts = [(text[start:end], index % 2 == 1) for index, (start, end) in enumerate(pairwise(borders))]
    return [part for part in parts if part[0]]
