"""English words in one form: the plural as the singular, British spelling as American, "dried" as "dry".

Deliberately little. Vietnamese syllables never end in "s", so this may run over text of any language; the
same rule is used on both sides, so a wrong guess ("gas" stays, "lens" becomes "len") harms nobody.
"""

from collections.abc import Mapping

SHORTEST_PLURAL = 4

_IRREGULAR = {
    "leaves": "leaf",
    "loaves": "loaf",
    "knives": "knife",
    "lives": "life",
    "wives": "wife",
    "wolves": "wolf",
    "thieves": "thief",
    "sheaves": "sheaf",
    "shelves": "shelf",
    "calves": "calf",
    "scarves": "scarf",
    "halves": "half",
    "hooves": "hoof",
    "geese": "goose",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "lice": "louse",
    "dice": "die",
    "oxen": "ox",
    "women": "woman",
    "children": "child",
    "aloes": "aloe",
    "canoes": "canoe",
    "hoes": "hoe",
    "shoes": "shoe",
    "toes": "toe",
    "buses": "bus",
    "gases": "gas",
    "lenses": "len",
}
_SPELLINGS = {
    "aluminium": "aluminum",
    "axe": "ax",
    "catalogue": "catalog",
    "centre": "center",
    "chile": "chili",
    "chilli": "chili",
    "chilly": "chili",
    "chily": "chili",
    "colour": "color",
    "coloured": "colored",
    "doughnut": "donut",
    "dried": "dry",
    "fibre": "fiber",
    "fibreglass": "fiberglass",
    "flavour": "flavor",
    "flavoured": "flavored",
    "fulfil": "fulfill",
    "gray": "grey",
    "jewellery": "jewelry",
    "labour": "labor",
    "lichee": "lychee",
    "lichi": "lychee",
    "litchee": "lychee",
    "litchi": "lychee",
    "litre": "liter",
    "metre": "meter",
    "mould": "mold",
    "moulded": "molded",
    "neighbour": "neighbor",
    "organisation": "organization",
    "plough": "plow",
    "programme": "program",
    "pyjama": "pajama",
    "soya": "soy",
    "sulphur": "sulfur",
    "tyre": "tire",
    "vapour": "vapor",
    "whisky": "whiskey",
    "yoghurt": "yogurt",
}


def base_form(word: str) -> str:
    """Return a lower-case word as an index keeps it: ``mangoes`` → ``mango``, ``fibres`` → ``fiber``."""
    singular = _singular(word) if word.endswith("s") or word in _IRREGULAR else word
    if singular.endswith("ie") and len(singular) > SHORTEST_PLURAL:
        singular = f"{singular[:-2]}y"  # cookies could be of a cooky
    return _SPELLINGS.get(singular, singular)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < SHORTEST_PLURAL or not word.isalpha() or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > SHORTEST_PLURAL else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "oes", "ruses", "puses", "tuses")):
        return word[:-2]
    return word[:-1]


def other_spellings() -> Mapping[str, str]:
    """Return for each spelling that is not kept the one that is: ``tyre`` → ``tire``."""
    return _SPELLINGS


def spellings_begun(letters: str) -> list[str]:
    """Return the kept forms of words whose other spelling begins so: ``litc`` → ``lychee``.

    Those that begin so themselves are left out.
    """
    begun = (kept for other, kept in _SPELLINGS.items() if other.startswith(letters))
    return list(dict.fromkeys(kept for kept in begun if not kept.startswith(letters)))
