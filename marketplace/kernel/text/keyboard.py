"""Vietnamese typed without the program that makes it Vietnamese: raw Telex and VNI, and letters of chats.

On a borrowed computer ``cà phê`` arrives as ``caf phee`` or ``ca2 phe6``, with the keys for marks and tones
behind their vowel or at the end of the word. Friends write ``cà fê``. What may be meant is told here; whether
it is, only the words that sellers use can tell: ``mats`` are no *mát* where mats are sold.
"""

import re
import unicodedata
from functools import lru_cache

REMEMBERED_WORDS = 20_000
LONGEST_SYLLABLE = 11

_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = dict(zip("sfrxj12345", "\u0301\u0300\u0309\u0303\u0323" * 2, strict=True))
_STOPS = ("c", "ch", "k", "p", "t")
_TONES_OF_STOPS = ("", "\u0301", "\u0323")
_ENDS = frozenset(("", "m", "n", "ng", "nh", *_STOPS))
_KEYED = re.compile(
    "(?P<onset>b|ch?|dd?9?|gi(?=[aeouw])|gh?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|t[hr]?|v|x)?"
    "(?P<vowel>[aeiouyw])(?P<rest>[a-z1-9]*)"
)
_VOWELS = re.compile(
    "a[iouy]?|e[ou]?|i(?:eu?|[au])?|o(?:a[ioy]?|eo?|[io])?|u(?:ay?|o[iu]?|y(?:eu?|[au])?|[eiu])?|y(?:eu?)?"
)
_ENDED_ONLY = frozenset(("ie", "uye", "ye"))
_CHAT_LETTERS = {"f": "ph", "j": "gi", "w": "qu", "z": "d"}
"""Letters that Vietnamese does without."""


class _NoSyllable(Exception):
    """These keys write nothing in Vietnamese."""


@lru_cache(REMEMBERED_WORDS)
def as_keyed(word: str) -> str:
    """Return what the keys of Telex or VNI would have written, nothing where that is no Vietnamese.

    ``caf``, ``ca2`` → ``cà``; ``nuowcs``, ``nuocws``, ``nuoc71`` → ``nước``; ``rice`` → nothing.
    """
    keys = _KEYED.fullmatch(word) if word.isascii() and len(word) <= LONGEST_SYLLABLE else None
    if keys is None:
        return ""
    try:
        return _Syllable(keys["onset"] or "").written(keys["vowel"] + keys["rest"])
    except _NoSyllable:
        return ""


def is_surely_keyed(word: str) -> bool:
    """Tell whether more than a last letter says that a word is raw: ``cor`` may be corn broken off."""
    return not word[-1].isalpha() or bool(as_keyed(word[:-1]))


def out_of_chat(word: str) -> str:
    """Return a word as Vietnamese spells it, nothing where it has no letter of chats: ``fê`` → ``phê``."""
    return _CHAT_LETTERS[word[0]] + word[1:] if word[0] in _CHAT_LETTERS else ""


class _Syllable:
    """One syllable as its keys are struck: the letters of its vowel with their marks, its end, its tone."""

    def __init__(self, onset: str) -> None:
        self._is_barred = onset in ("dd", "d9", "dd9")
        self._onset = "d" if self._is_barred else onset
        self._letters: list[str] = []
        self._marks: list[str] = []
        self._end = ""
        self._tone = ""

    def written(self, keys: str) -> str:
        """Return the syllable that these keys write after its onset."""
        for key in keys:
            self._strike(key)
        plain = "".join(self._letters)
        is_any_key = self._is_barred or self._tone or any(self._marks)
        if not is_any_key or not _VOWELS.fullmatch(plain) or self._end not in _ENDS:
            raise _NoSyllable
        if self._end in _STOPS and self._tone not in _TONES_OF_STOPS:
            raise _NoSyllable
        if not self._end and plain in _ENDED_ONLY:
            raise _NoSyllable
        return self._composed()

    def _strike(self, key: str) -> None:
        if key in "aeiouy":
            self._strike_vowel(key)
        elif key in "w78":
            self._bend(key)
        elif key == "6":
            self._mark(_last_of(self._letters, "aeo"), _CIRCUMFLEX)
        elif key in _TONES:
            if self._tone:
                raise _NoSyllable
            self._tone = _TONES[key]
        elif key in ("d", "9"):
            if self._onset != "d" or self._is_barred:
                raise _NoSyllable
            self._is_barred = True
        else:
            self._end += key

    def _strike_vowel(self, key: str) -> None:
        """A second a, e or o is the mark of the first, right behind it or at the end."""
        if key in "aeo" and key in self._letters:
            self._mark(self._letters.index(key), _CIRCUMFLEX)
        elif self._end:
            raise _NoSyllable
        else:
            self._letters.append(key)
            self._marks.append("")

    def _bend(self, key: str) -> None:
        """A ``w`` makes ă, ơ, ư or ươ, and is an ư of its own where there is nothing else."""
        if not self._letters and key == "w":
            self._letters, self._marks = ["u"], [_HORN]
            return
        plain = "".join(self._letters)
        if key != "8" and "uo" in plain:
            before = plain.index("uo")
            if not self._marks[before + 1]:
                self._mark(before + 1, _HORN)
                self._marks[before] = _HORN
                return
        bent = {"w": "aou", "7": "ou", "8": "a"}[key]
        place = _last_of(self._letters, bent)
        if key != "8" and plain.endswith(("ua", "uu")) and not self._marks[-2]:
            place = len(self._letters) - 2
        self._mark(place, _BREVE if self._letters[place] == "a" else _HORN)

    def _mark(self, place: int, mark: str) -> None:
        if self._marks[place]:
            raise _NoSyllable
        self._marks[place] = mark

    def _composed(self) -> str:
        if self._letters == ["u", "o"] and self._marks[1] == _HORN:
            # Thuở has a plain u; whoever writes ươ may leave the first mark out.
            self._marks[0] = _HORN if self._end else ""
        elif "".join(self._letters).startswith("uo") and self._marks[0] and not self._marks[1]:
            self._marks[1] = _HORN
        tones = ["" for _letter in self._letters]
        tones[self._place_of_tone()] = self._tone
        vowel = "".join(map("".join, zip(self._letters, self._marks, tones, strict=True)))
        onset = "đ" if self._is_barred else self._onset
        return unicodedata.normalize("NFC", onset + vowel + self._end)

    def _place_of_tone(self) -> int:
        """The last letter with a mark; else the last before an end, the middle of three, the first of two."""
        marked = [place for place, mark in enumerate(self._marks) if mark]
        if marked:
            return marked[-1]
        return len(self._letters) - 1 if self._end else (len(self._letters) - 1) // 2


def _last_of(letters: list[str], wanted: str) -> int:
    """Return the place of the last of these letters."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in wanted:
            return place
    raise _NoSyllable
