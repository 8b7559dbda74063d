"""Why a document was found: which of its texts, in which language, has the words of the query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marketplace.kernel.text.analysis import (
    Query,
    index_words,
    inner_index_words,
    toneless_index_words,
)
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import Matched
from marketplace.search.texts import DocumentTexts


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word of the query in all forms that the engine took for it; the last one may be unfinished."""

    forms: frozenset[str]
    beginning: str = ""

    def is_in(self, words: set[str]) -> bool:
        """Tell whether a text with these words answers this word."""
        if not self.forms.isdisjoint(words):
            return True
        return bool(self.beginning) and any(word.startswith(self.beginning) for word in words)


def wanted_words(query: Query, corrections: Mapping[str, tuple[str, ...]]) -> list[WantedWord]:
    """Return the words to look for; ``corrections`` gives further forms of mistyped words."""
    wanted = []
    for place, word in enumerate(query.words):
        forms = {word.text, word.toneless, *corrections.get(word.text, ())} - {""}
        split = {part for form in forms for part in form.split()}
        is_last = place == len(query.words) - 1
        wanted.append(WantedWord(frozenset(forms | split), word.text if is_last else ""))
    return wanted


def explain(
    wanted: list[WantedWord], lang: str, names: Mapping[str, str], texts: DocumentTexts
) -> Matched | None:
    """Return the text that answers most words; names come first, ``lang`` first of these."""
    best, most = None, 0
    for matched, words in _candidates(lang, names, texts):
        count = sum(word.is_in(words) for word in wanted)
        if count > most:
            best, most = matched, count
        if most == len(wanted):
            break
    return best


def _candidates(
    lang: str, names: Mapping[str, str], texts: DocumentTexts
) -> Iterator[tuple[Matched, set[str]]]:
    for name_lang in sorted(names, key=lambda candidate: candidate != lang):
        name = names[name_lang]
        words = {*index_words(name), *inner_index_words(name), *toneless_index_words(name)}
        yield Matched("name", name_lang), words
    yield Matched("sku"), set(texts.sku.split())
    yield Matched("other_names"), {*texts.concepts.split(), *texts.other_names.split()}
    for field, by_language in (("booth", texts.booth), ("description", texts.description)):
        for text_lang, words in zip(LANGUAGES, by_language.split("\n"), strict=False):
            yield Matched(field, text_lang), set(words.split())
        if field == "booth":
            yield Matched("place"), set(texts.place.split())
