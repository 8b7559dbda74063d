"""Lao words: one spelling, and word borders in a script that writes none.

The word list is Google's Lao spelling list (Apache-2.0) and the list of B. E. Wilson and R. M. Campbell
(BSD terms), both read as files of the installed LaoNLP package, plus ``trade_words.txt`` of our own.
LaoNLP itself is never imported: doing so loads pythainlp and its 67 MB.

Search engines treat Lao letters as strangers: SQLite splits words at vowel marks, Meilisearch drops the
marks when a Latin letter stands near. ``shift`` moves each Lao character to a lower-case letter of the
IPA block (U+0250…), one to one, so that every engine sees ordinary letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

WORD_LISTS = ("lo_spellcheck_dict.txt", "Lao-Dictionary.txt")
TRADE_WORDS = Path(__file__).with_name("trade_words.txt")
REMEMBERED_RUNS = 20_000

FIRST, LAST = 0x0E81, 0x0EDF
RUN = re.compile("[\u0e81-\u0edf]+")
LEADING_VOWELS = "\u0ec0-\u0ec4"
CONSONANTS = "\u0e81-\u0eae\u0edc-\u0edf"
FOLLOWING = "\u0eaf-\u0ebd\u0ec6\u0ec8-\u0ecd"
TONES = re.compile("[\u0ec8-\u0ecb]")
CLUSTER = re.compile(f"[{LEADING_VOWELS}]?[{CONSONANTS}][{FOLLOWING}]*|.", re.DOTALL)

_TONE_BEFORE_VOWEL = re.compile("([\u0ec8-\u0ecc])([\u0eb1\u0eb4-\u0eb9\u0ebb\u0ebc\u0ecd])")
_OPEN_AM = re.compile("\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")
_TONE_AFTER_AM = re.compile("\u0eb3([\u0ec8-\u0ecb])")
_DIGITS_AND_SIGNS = {0x0ED0 + digit: str(digit) for digit in range(10)} | {0x0EAF: " ", 0x0EC6: " "}
_WITHOUT_TONES = dict.fromkeys(range(0x0EC8, 0x0ECD))
_SHIFT = {code: 0x250 + code - FIRST for code in range(FIRST, LAST + 1)}
_UNSHIFT = {shifted: code for code, shifted in _SHIFT.items()}
_WHOLE_LINE = re.compile("^[\u0e81-\u0edf]+$", re.MULTILINE)


def spell(text: str) -> str:
    """Return Lao text in one modern spelling; other scripts pass through unchanged.

    ຫນ ຫມ ຫລ become ໜ ໝ ຫຼ, the two ways to write ຳ become one, a tone mark follows its vowel, Lao
    digits become 0–9, and the repetition and abbreviation signs end a word.
    """
    if not has_lao(text):
        return text
    text = text.replace("ຫນ", "ໜ").replace("ຫມ", "ໝ").replace("ຫລ", "ຫຼ").replace("ເເ", "ແ")
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text)
    text = _OPEN_AM.sub("\\1\u0eb3", text)
    text = _TONE_AFTER_AM.sub("\\1\u0eb3", text)
    return text.translate(_DIGITS_AND_SIGNS)


def has_lao(text: str) -> bool:
    """Tell whether any Lao letter is in the text."""
    return RUN.search(text) is not None


def has_tones(text: str) -> bool:
    """Tell whether the writer typed any Lao tone mark; many buyers leave them out."""
    return TONES.search(text) is not None


def without_tones(text: str) -> str:
    """Return Lao text without tone marks and the cancellation mark."""
    return text.translate(_WITHOUT_TONES)


def shift(word: str) -> str:
    """Return Lao characters as lower-case letters of the IPA block, one to one."""
    return word.translate(_SHIFT)


def unshift(word: str) -> str:
    """Undo ``shift``, for showing an indexed word to a person."""
    return word.translate(_UNSHIFT)


def is_shifted(word: str) -> bool:
    """Tell a shifted Lao word from one in Latin letters."""
    return "\u0250" <= word[0] <= "\u02ae"


class LaoNLPMissing(RuntimeError):
    """The LaoNLP package, which carries the Lao word lists, is not installed."""


def corpus_folder() -> Path:
    """Where the installed LaoNLP package keeps its word lists."""
    spec = find_spec("laonlp")
    if spec is None or not spec.submodule_search_locations:
        raise LaoNLPMissing("Install the LaoNLP package: Lao word borders are found with its word lists.")
    return Path(spec.submodule_search_locations[0]) / "corpus"


def _word_files() -> list[Path]:
    corpus = corpus_folder()
    return [*(corpus / name for name in WORD_LISTS), TRADE_WORDS]


@cache
def word_list_digest() -> str:
    """Return a short digest of all word lists; it changes when any of them does."""
    digest = blake2b(digest_size=6)
    for path in _word_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_words() -> frozenset[str]:
    """Return all words in one spelling."""
    text = "\n".join(path.read_text(encoding="utf-8-sig") for path in _word_files())
    return frozenset(_WHOLE_LINE.findall(spell(text.replace("\u200b", ""))))


@dataclass(frozen=True, slots=True, eq=False)
class Segmenter:
    """Finds words in a run of Lao letters: at each place the longest word of the list."""

    words: frozenset[str]
    longest: dict[str, int]

    @classmethod
    def of(cls, words: frozenset[str]) -> "Segmenter":
        longest: dict[str, int] = {}
        for word in words:
            start = word[:2]
            if len(word) > longest.get(start, 0):
                longest[start] = len(word)
        return cls(words, longest)

    def _known_from(self, run: str, borders: list[int], here: int) -> Iterator[int]:
        """Yield the places where a known word that begins ``here`` may end, the farthest first."""
        start = borders[here]
        limit = start + self.longest.get(run[start : start + 2], 0)
        farthest = here
        while farthest + 1 < len(borders) and borders[farthest + 1] <= limit:
            farthest += 1
        for end in range(farthest, here, -1):
            if run[start : borders[end]] in self.words:
                yield end

    def cut(self, run: str) -> list[str]:
        """Return the words of a run; letters between known words stay together as one word."""
        borders = _borders(run)
        found: list[str] = []
        here = unknown = 0
        while here < len(borders) - 1:
            end = next(self._known_from(run, borders, here), None)
            if end is None:
                here += 1
                continue
            if unknown < here:
                found.append(run[borders[unknown] : borders[here]])
            found.append(run[borders[here] : borders[end]])
            here = unknown = end
        if unknown < here:
            found.append(run[borders[unknown] :])
        return found

    def inner(self, run: str) -> list[str]:
        """Return known words of two clusters or more that hide inside or across the cut words."""
        borders = _borders(run)
        seen = set(self.cut(run))
        found: list[str] = []
        for here in range(len(borders) - 2):
            for end in self._known_from(run, borders, here):
                word = run[borders[here] : borders[end]]
                if end >= here + 2 and word not in seen:
                    seen.add(word)
                    found.append(word)
        return found


def _borders(run: str) -> list[int]:
    """Return where each cluster (a consonant with its vowels and marks) begins, and the end."""
    return [match.start() for match in CLUSTER.finditer(run)] + [len(run)]


@cache
def _exact() -> Segmenter:
    return Segmenter.of(_read_words())


@cache
def _toneless() -> Segmenter:
    return Segmenter.of(frozenset(without_tones("\n".join(_exact().words)).split("\n")))


@lru_cache(REMEMBERED_RUNS)
def words(run: str) -> tuple[str, ...]:
    """Return the words of one run of Lao letters in ``spell``'s spelling."""
    return tuple(_exact().cut(run))


@lru_cache(REMEMBERED_RUNS)
def inner_words(run: str) -> tuple[str, ...]:
    """Return the shorter words inside a run: ກາເຟ (coffee) in a compound that is itself a word."""
    return tuple(_exact().inner(run))


@lru_cache(REMEMBERED_RUNS)
def toneless_words(run: str) -> tuple[str, ...]:
    """Return the words of a run read without its tone marks, by a word list without them."""
    return tuple(_toneless().cut(without_tones(run)))


@lru_cache(REMEMBERED_RUNS)
def toneless_inner_words(run: str) -> tuple[str, ...]:
    """Return the shorter words inside a run read without its tone marks."""
    return tuple(_toneless().inner(without_tones(run)))
