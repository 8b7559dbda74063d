"""Other ways to write an English trade name: one or many, British or American."""

from __future__ import annotations

from collections.abc import Iterator

#: British and American spellings of words that stand in trade names.
SPELLINGS = (
    ("aluminium", "aluminum"),
    ("artefact", "artifact"),
    ("centre", "center"),
    ("chilli", "chili"),
    ("colour", "color"),
    ("coloured", "colored"),
    ("colouring", "coloring"),
    ("draught", "draft"),
    ("fertiliser", "fertilizer"),
    ("fibre", "fiber"),
    ("fibreboard", "fiberboard"),
    ("flavour", "flavor"),
    ("galvanised", "galvanized"),
    ("grey", "gray"),
    ("iodised", "iodized"),
    ("jewellery", "jewelry"),
    ("labelling", "labeling"),
    ("labour", "labor"),
    ("moulding", "molding"),
    ("mould", "mold"),
    ("plough", "plow"),
    ("sanitiser", "sanitizer"),
    ("stabiliser", "stabilizer"),
    ("sulphate", "sulfate"),
    ("sulphur", "sulfur"),
    ("sulphuric", "sulfuric"),
    ("tyre", "tire"),
    ("whisky", "whiskey"),
    ("yoghurt", "yogurt"),
)
_OTHER_SPELLING = dict(SPELLINGS) | {american: british for british, american in SPELLINGS}
_UNLIKE_OTHERS = {"leaf": "leaves", "knife": "knives", "shelf": "shelves", "loaf": "loaves", "calf": "calves"}
_UNLIKE_OTHERS_IN_ONE = {many: one for one, many in _UNLIKE_OTHERS.items()}
_HISSING = ("s", "x", "z", "ch", "sh")
_WITH_ES = ("tomato", "potato", "mango", "buffalo", "cargo")
_NO_PLURAL = ("ss", "us", "is", "as", "os")
_SHORTEST = 3


def ways_to_write(name: str) -> Iterator[str]:
    """Yield the name and its twins: ``chilli pepper``, ``chilli peppers`` and the same with one l."""
    for spelt in dict.fromkeys((name, " ".join(_OTHER_SPELLING.get(word, word) for word in name.split(" ")))):
        yield spelt
        before, space, last = spelt.rpartition(" ")
        if last.isascii() and last.isalpha() and len(last) >= _SHORTEST:
            yield before + space + (_one_of(last) or _many_of(last))


def _many_of(word: str) -> str:
    if word in _UNLIKE_OTHERS:
        return _UNLIKE_OTHERS[word]
    if word.endswith(_HISSING) or word in _WITH_ES:
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def _one_of(word: str) -> str:
    """The singular of a word that looks like a plural, otherwise empty."""
    if word in _UNLIKE_OTHERS_IN_ONE:
        return _UNLIKE_OTHERS_IN_ONE[word]
    if not word.endswith("s") or word.endswith(_NO_PLURAL):
        return ""
    if word.endswith("ies") and len(word) > len("pies"):
        return f"{word[:-3]}y"
    if word[:-2] in _WITH_ES or word[:-2].endswith(("x", "z", "ch", "sh", "ss")):
        return word[:-2]
    return word[:-1]
