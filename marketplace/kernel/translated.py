"""One text in up to three languages, honest about which one a reader is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import JSON, TypeDecorator

#: The languages of the marketplace, in the order forms show them.
LANGUAGES = ("vi", "en", "lo")

#: Languages call themselves by their own names on every page.
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "lo": "ລາວ"}

#: Whose habits numbers and days follow. English pages count as the region does: day before month, ISO code
#: rather than a bare "$".
LOCALES = {"vi": "vi", "en": "en_GB", "lo": "lo"}

#: Whom to ask next when a language is missing. Vietnamese and Lao readers share more English than each other.
FALLBACK = {"vi": ("vi", "en", "lo"), "en": ("en", "vi", "lo"), "lo": ("lo", "en", "vi")}


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it is shown: the words, the language they are in, and the language that was asked for."""

    text: str
    lang: str
    asked: str

    @property
    def is_fallback(self) -> bool:
        """True when the reader gets another language than the page's."""
        return bool(self.text) and self.lang != self.asked

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


class Translated(Mapping[str, str]):
    """An immutable ``{"vi": …, "en": …, "lo": …}``; empty languages are left out."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_lang: str):
        given = {**(texts or {}), **by_lang}
        said = {lang: text for lang in LANGUAGES if (text := (given.pop(lang, None) or "").strip())}
        if given:
            raise ValueError(f"not a language of ours: {', '.join(sorted(given))}")
        self._texts = said

    def __getitem__(self, lang: str) -> str:
        return self._texts[lang]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Translated) and self._texts == other._texts

    def __hash__(self) -> int:
        return hash(tuple(self._texts.items()))

    def __repr__(self) -> str:
        return f"Translated({self._texts!r})"

    def in_(self, lang: str) -> Said:
        """The text for a reader of ``lang``, in another language where theirs is missing."""
        for candidate in FALLBACK[lang]:
            if candidate in self._texts:
                return Said(self._texts[candidate], candidate, lang)
        return Said("", lang, lang)

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages without a text."""
        return tuple(lang for lang in LANGUAGES if lang not in self._texts)


class TranslatedText(TypeDecorator):
    """A column holding a ``Translated`` as JSON; never NULL."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Translated | None, dialect):
        return dict(value or {})

    def process_result_value(self, value, dialect):
        return Translated(value or {})
