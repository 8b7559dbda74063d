"""How well a document answers, and why it was found: in which of its texts, in which language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from marketplace.kernel.text.analysis import Query, QueryWord
from marketplace.kernel.text.little_words import is_between
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import Matched
from marketplace.search.texts import DocumentTexts, name_in_one_piece

IN_NAME, IN_CONCEPT, IN_PLACE, INSIDE, BEGINNING, RELATED, MENTIONED = 1.0, 0.9, 0.8, 0.7, 0.6, 0.4, 0.2
"""How much a word counts by where it stands."""

LITTLE, LITTLE_AND_BETWEEN = 0.2, 0.01
"""How much a word counts that only stands beside what is wanted, and one that is hardly a word."""

SAYS_EVERYTHING = 0.2
"""What is added where names and places say every word."""

IS_THE_CONCEPT, IS_A_KIND, IS_OF_THE_CONCEPT, BEGINS_THE_NAME, STANDS_TOGETHER = 0.75, 0.3, 0.3, 0.2, 0.15
"""What is added where the goods asked for are one of its trade names, or what it is a kind of by one of them;
where they are part of one, and where its own name begins with them or has them side by side."""

PER_WORD_OF_NAME, IN_THE_LANGUAGE = 0.005, 0.02
"""What each word of a name takes away and a name in the buyer's language adds, so that equals differ."""


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word to look for in its forms; the last one of a query may be unfinished.

    Each form has a space on either side, a beginning and the Telex form accordingly.
    """

    forms: tuple[str, ...]
    beginning: str = ""
    marked: str = ""
    weight: float = 1.0

    def stands_in(self, text: str) -> bool:
        """Tell whether a text answers this word; it has a space on either side of each of its words."""
        for form in self.forms:  # noqa: SIM110 - asked a thousand times for each page
            if form in text:
                return True
        return False

    def begins_in(self, text: str) -> bool:
        """Tell whether a word of such a text begins with this one."""
        return bool(self.beginning) and self.beginning in text

    @property
    def whole_or_begun(self) -> tuple[str, ...]:
        """What a text has one of that has this word, or one that begins with it."""
        return (self.beginning, *self.forms) if self.beginning else self.forms


Wanted = tuple[WantedWord, ...]
"""The words of one way to take a query."""


def wanted_words(query: Query, others: Iterable[Query] = ()) -> list[Wanted]:
    """Return the words to look for: as typed, and in each way the query was taken for another."""
    last = len(query.words) - 1
    typed = tuple(_as_typed(word, is_last=place == last) for place, word in enumerate(query.words))
    return [typed, *(tuple(_as_typed(word, is_last=False) for word in other.words) for other in others)]


def _as_typed(word: QueryWord, *, is_last: bool) -> WantedWord:
    forms = tuple(dict.fromkeys(f" {form} " for form in (word.text, word.toneless) if form))
    beginning = f" {word.text}" if is_last and not word.is_little else ""
    marked = word.marked and f" {word.marked} "
    return WantedWord(forms, beginning, marked, _weight(word))


def _weight(word: QueryWord) -> float:
    """Bags for rice are no better an answer to "handbag for sale"."""
    if not word.is_little:
        return 1.0
    return LITTLE_AND_BETWEEN if is_between(word.typed) else LITTLE


class Fitness:
    """Tells how well documents answer a query, for putting the best of a page's worth in order.

    ``others`` are what the query was taken for, ``named`` the trade names within it: of "coffee Champasak"
    coffee is what is wanted, and a booth that has both words in its name is not.
    """

    def __init__(
        self, query: Query, ways: Sequence[Wanted], others: Sequence[Query] = (), named: Iterable[str] = ()
    ) -> None:
        self._ways = ways
        core = query.wanted
        cores = {
            " ".join(word.text for word in core),
            " ".join(word.toneless or word.text for word in core),
            *(" ".join(word.text for word in other.words) for other in others),
            *named,
        }
        # With diacritics typed, peanuts (đậu phộng) are not peanut oil (dầu phộng).
        words = chain(query.words, *(other.words for other in others))
        marked = {word.text: word.marked for word in words if word.marked}
        self._cores = [
            (text, name_in_one_piece(marked.get(word, word) for word in text.split())) for text in cores
        ]

    def of(self, texts: DocumentTexts, *, is_readable: bool = True) -> float:
        """Return the fitness of a document by its texts: 1 or more when it says everything in its names.

        Of equals those come first that have a name in the buyer's language.
        """
        name = _spaced(f"{texts.name} {texts.lao} {texts.lao_toneless}")
        concepts = _spaced(texts.concepts)
        marked = f" {texts.marked} {texts.marked_beside} "
        sku, place = f" {texts.sku} ", f" {texts.place} "

        def noted(word: WantedWord) -> float:
            """Notes are long and seldom asked, so they are put together where they are."""
            return MENTIONED if word.stands_in(_spaced(f"{texts.booth} {texts.description}")) else 0.0

        def value(word: WantedWord) -> float:
            if word.marked and word.marked not in marked:
                return noted(word)
            if word.stands_in(name) or word.stands_in(sku):
                return IN_NAME
            if word.stands_in(concepts):
                return IN_CONCEPT
            if word.stands_in(place):
                return IN_PLACE
            if texts.lao_inner and word.stands_in(_spaced(texts.lao_inner)):
                return INSIDE
            if word.begins_in(name):
                return BEGINNING
            if word.stands_in(f" {texts.other_names} "):
                return RELATED
            return noted(word)

        def said(way: Wanted) -> float:
            total = weights = 0.0
            is_whole = True
            for word in way:
                found, weight = value(word), word.weight
                total += found * weight
                weights += weight
                if found < IN_PLACE and weight > LITTLE:
                    is_whole = False
            return total / weights + SAYS_EVERYTHING * is_whole

        best = max(map(said, self._ways))
        goods = f" {texts.called} ", f" {texts.kind_of} "
        beyond = self._beyond_words(name, concepts, *goods) + IN_THE_LANGUAGE * is_readable
        return best + beyond - PER_WORD_OF_NAME * texts.name.count(" ")

    def _beyond_words(self, name: str, concepts: str, called: str, kind_of: str) -> float:
        best = 0.0
        for core, in_one_piece in self._cores:
            value = 0.0
            if f" {in_one_piece} " in called:
                value += IS_THE_CONCEPT
            elif f" {in_one_piece} " in kind_of:
                value += IS_A_KIND
            if f" {core} " in concepts:
                value += IS_OF_THE_CONCEPT
            if f"\n {core} " in name:
                value += BEGINS_THE_NAME
            elif f" {core} " in name:
                value += STANDS_TOGETHER
            best = max(best, value)
        return best


def _spaced(text: str) -> str:
    """Return lines of words with a space on either side of each word and a line end of each line."""
    return f"\n {text.replace(chr(10), f' {chr(10)} ')} \n"


def explain(
    ways: Sequence[Wanted], lang: str, languages: Iterable[str], texts: DocumentTexts
) -> Matched | None:
    """Return the text that answers most words of any way; names come first, ``lang`` first of these.

    ``languages`` are those of its names, in their order.
    """
    best, most = (), 0.0
    looked_for = [[word.whole_or_begun for word in way] for way in ways]
    for where, text in _candidates(lang, languages, texts):
        for way in looked_for:
            answered = 0
            for forms in way:  # a hundred times for each page
                for form in forms:
                    if form in text:
                        answered += 1
                        break
            share = answered / len(way)
            if share > most:
                best, most = where, share
        if most == 1:
            break
    return Matched(*best) if best else None


def _candidates(
    lang: str, languages: Iterable[str], texts: DocumentTexts
) -> Iterator[tuple[tuple[str, ...], str]]:
    lines = (texts.name, texts.lao, texts.lao_inner, texts.lao_toneless)
    by_name = list(zip(languages, *(text.split("\n") for text in lines), strict=False))
    for name_lang, *said in sorted(by_name, key=lambda named: named[0] != lang):
        yield ("name", name_lang), f" {' '.join(said)} "
    yield ("sku",), f" {texts.sku} "
    yield ("other_names",), _spaced(f"{texts.concepts} {texts.other_names}")
    for text_lang, line in zip(LANGUAGES, texts.booth.split("\n"), strict=False):
        yield ("booth", text_lang), f" {line} "
    yield ("place",), f" {texts.place} "
    for text_lang, line in zip(LANGUAGES, texts.description.split("\n"), strict=False):
        yield ("description", text_lang), f" {line} "
