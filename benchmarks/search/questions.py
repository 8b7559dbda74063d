"""What buyers type, kind by kind, and which listings answer it.

A question is made from a trade name and changed as people change words: marks left out, letters missed, words
run together, more said than needed. What answers it follows from the trade name, before the change.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.search.catalogue import Catalogue, Listing, languages_alone
from benchmarks.search.goods import EXACT, all_goods, meant_by, names_in
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference.places import all_provinces

PER_KIND = 300
MOST_TRIED = 500
"""So many names are made into questions of a kind; some cannot be, and of the others a part is taken."""
HERE_TOO = 3
"""The grade of a listing that also comes from the province asked for."""

MORE_WORDS = {
    "vi": ("mua {}", "cần mua {}", "bán {}", "{} 18 tấn", "{} giá rẻ", "giá {} hôm nay", "{} 5kg", "{}."),
    "en": (
        "buy {}",
        "{} for sale",
        "{} to Pakse",
        "{} 20 tons",
        "price of {}",
        "{}!",
        "the {}",
        "{} supplier",
    ),
    "lo": ("ຊື້{}", "ຂາຍ {}", "ຕ້ອງການຊື້ {}", "{} 5kg", "ລາຄາ{}", "{}ມີບໍ"),
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Question:
    """What is typed and the listings that answer it, each with a grade above nothing."""

    kind: str
    text: str
    lang: str
    answers: Mapping[str, int]


@dataclass
class Stock:
    """The listings of a catalogue by what they are."""

    of_good: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    in_province: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, str] = field(default_factory=dict)
    lao_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Iterable[Listing]) -> Stock:
        stock = cls()
        for listing in catalogue:
            key = listing.document.id
            stock.numbers[key] = listing.document.sku
            if name := listing.document.names.get("lo"):
                stock.lao_names[key] = name
            stock.of_good[listing.good].append(key)
            stock.in_province[listing.good, listing.province].add(key)
        return stock

    def names_in(self, lang: str) -> list[str]:
        """The names in a language of what is sold here, each once."""
        return names_in(lang, [good for good in all_goods() if self.of_good.get(good.code)])

    def answers(self, meant: Mapping[str, int]) -> dict[str, int]:
        """The listings of these goods with their grades."""
        return {key: grade for code, grade in meant.items() for key in self.of_good[code]}


def plain(text: str) -> str:
    """Vietnamese as typed without a Vietnamese keyboard."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def toneless(text: str) -> str:
    """Lao as typed in a hurry."""
    return "".join(letter for letter in text if letter not in "\u0ec8\u0ec9\u0eca\u0ecb")


def all_questions(stock: Stock, per_kind: int = PER_KIND, seed: int = 7) -> list[Question]:
    """Questions of every kind about one catalogue."""
    chance = random.Random(seed)
    questions: list[Question] = []
    for kind, lang, change, written in _KINDS:
        questions += _some(per_kind, chance, _changed(stock, chance, kind, lang, change, written))
    questions += _some(per_kind, chance, _with_province(stock, chance))
    questions += _some(per_kind, chance, _article_numbers(stock, chance))
    questions += _some(per_kind, chance, _inside_compounds(stock))
    return questions


def questions_across(stock: Stock, seller: str, per_kind: int = PER_KIND, seed: int = 7) -> list[Question]:
    """Questions in the two other languages to sellers who write only in one."""
    questions: list[Question] = []
    for buyer in LANGUAGES:
        if buyer != seller:
            chance = random.Random(seed)
            kind = f"{buyer} → {seller}"
            found = _changed(stock, chance, kind, buyer, lambda name, chance: name, str.lower)
            questions += _some(per_kind, chance, found)
    return questions


def catalogues_with_questions(size: int, per_kind: int) -> Iterator[tuple[Catalogue, list[Question]]]:
    """One catalogue in all languages, then one for sellers of each alone; with each what is asked of it."""
    catalogue = Catalogue(size)
    yield catalogue, all_questions(Stock.of(catalogue), per_kind)
    for lang, alone in languages_alone(size).items():
        yield alone, questions_across(Stock.of(alone), lang, per_kind)


def _some(per_kind: int, chance: random.Random, questions: Iterable[Question]) -> list[Question]:
    """So many of the questions that anything in the catalogue answers."""
    found = [question for question in questions if question.answers]
    return found if len(found) <= per_kind else chance.sample(found, per_kind)


Change = Callable[[str, random.Random], str | None]


def _changed(
    stock: Stock, chance: random.Random, kind: str, lang: str, change: Change, written: Callable[[str], str]
) -> Iterator[Question]:
    """Questions made of all names in a language; ``written`` brings names that read alike together.

    What is typed may be the name of other goods (``ປູນ``, cement, is crab broken off): they answer it too.
    """
    names = stock.names_in(lang)
    for name in chance.sample(names, min(len(names), MOST_TRIED)):
        text = change(name, chance)
        answers = stock.answers(meant_by(name, lang, written)) if text else {}
        if answers:
            meant = meant_by(text, lang, written)
            called_so = stock.answers({code: EXACT for code in meant if meant[code] == EXACT})
            yield Question(kind, text, lang, called_so | answers)


def _as_written(name: str, chance: random.Random) -> str:
    return name


def _single_syllable(name: str, chance: random.Random) -> str | None:
    return name if " " not in name and plain(name) != name.lower() else None


def _joined(name: str, chance: random.Random) -> str | None:
    return plain(name).replace(" ", "") if " " in name else None


def _unfinished(name: str, chance: random.Random) -> str | None:
    """The last word cut short by one or two letters, three letters at least being left."""
    kept = len(name) - chance.choice((1, 2))
    is_enough = len(name.split()[-1]) - (len(name) - kept) >= (2 if " " in name else 3)
    return name[:kept] if is_enough else None


def _one_slip(name: str, chance: random.Random) -> str | None:
    """One letter wrong, missing, twice, or changed places in a word of four letters or more."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4]
    if not long:
        return None
    chosen = chance.choice(long)
    words[chosen] = _slipped(words[chosen], chance)
    return " ".join(words) if " ".join(words) != name else None


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + chance.choice(LETTERS) + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _plain_slip(name: str, chance: random.Random) -> str | None:
    return _one_slip(plain(name), chance)


def _shouted(name: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", name.upper())


def _other_number(name: str, chance: random.Random) -> str | None:
    """The plural of a singular and the other way round."""
    if name.endswith("s"):
        return name[:-1] if not name.endswith(("ss", "us")) else None
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("ch", "sh", "x", "o")) else f"{name}s"


def _more_said(lang: str) -> Change:
    return lambda name, chance: chance.choice(MORE_WORDS[lang]).format(name)


_KINDS: tuple[tuple[str, str, Change, Callable[[str], str]], ...] = (
    ("vi", "vi", _as_written, str.lower),
    ("vi without diacritics", "vi", lambda name, chance: plain(name), plain),
    ("vi one syllable", "vi", _single_syllable, str.lower),
    ("vi shouted, decomposed", "vi", _shouted, str.lower),
    ("vi typo", "vi", _one_slip, plain),
    ("vi typo, no diacritics", "vi", _plain_slip, plain),
    ("vi joined", "vi", _joined, plain),
    ("vi unfinished", "vi", _unfinished, plain),
    ("vi with more words", "vi", _more_said("vi"), plain),
    ("en", "en", _as_written, str.lower),
    ("en typo", "en", _one_slip, str.lower),
    ("en other number", "en", _other_number, str.lower),
    ("en joined", "en", _joined, str.lower),
    ("en unfinished", "en", _unfinished, str.lower),
    ("en with more words", "en", _more_said("en"), str.lower),
    ("lo", "lo", _as_written, str.lower),
    ("lo without tones", "lo", lambda name, chance: toneless(name), toneless),
    ("lo unfinished", "lo", _unfinished, toneless),
    ("lo with more words", "lo", _more_said("lo"), toneless),
)


def _with_province(stock: Stock, chance: random.Random) -> Iterator[Question]:
    """A name and a province; the goods from there are the best answer, the goods the next best."""
    provinces = [one for one in all_provinces().values() if not one.successor]
    for lang in LANGUAGES:
        names = stock.names_in(lang)
        for name in chance.sample(names, min(len(names), 150)):
            meant = meant_by(name, lang)
            answers = stock.answers(meant)
            there = [
                one for one in provinces if any(stock.in_province.get((code, one.code)) for code in meant)
            ]
            if not there:
                continue
            province = chance.choice(there)
            for code in meant:
                answers |= dict.fromkeys(stock.in_province.get((code, province.code), ()), HERE_TOO)
            yield Question("+ province", f"{name} {province.names[lang]}", lang, answers)


def _article_numbers(stock: Stock, chance: random.Random) -> Iterator[Question]:
    for key, number in chance.sample(list(stock.numbers.items()), min(PER_KIND, len(stock.numbers))):
        ways = (number, number.lower(), number.replace("-", "").replace("/", ""), number.replace("-", " "))
        yield Question("SKU", chance.choice(ways), "en", {key: 1})


def _inside_compounds(stock: Stock) -> Iterator[Question]:
    """A Lao name that stands inside longer ones, such as coffee in coffee beans: all with its letters."""
    names = stock.names_in("lo")
    for name in names:
        if len(name) < 3 or not any(name in other and not other.startswith(name) for other in names):
            continue
        codes = {good.code for good in all_goods() if any(name in alias for alias in good.names["lo"])}
        answers = dict.fromkeys((key for key, written in stock.lao_names.items() if name in written), 1)
        answers |= stock.answers(dict.fromkeys(codes, 1))
        yield Question("lo inside a compound", name, "lo", answers)
