"""What was likely meant by words that nobody uses, or never together: their slips mended."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import islice, product

from marketplace.kernel.text.analysis import QueryWord, index_words
from marketplace.kernel.text.folding import fold
from marketplace.kernel.text.vietnamese import without_tone
from marketplace.search.engine import ENOUGH
from marketplace.search.expression import (
    all_of,
    as_a_word,
    as_typed,
    in_a_place,
    in_names,
    in_names_or_places,
    in_own_names,
)
from marketplace.search.vocabulary import MOST_CORRECTIONS, SHORTEST_CORRECTED, Near, Vocabulary

RARE = 3
"""A word in fewer documents than this may be a typing error."""

MOST_TRIED = 12
MOST_WORDS = 5
"""Of more words than this nobody can say which one is the slip."""

MORE_USED = 5
"""A word that exists is only taken for one used this many times as often."""


class Mender:
    """Mends the slips in the words that are wanted.

    ``said`` are these and the little words among them; the last of them ``may_go_on`` if it ends the query.
    ``named`` are the trade names; ``finds`` tells how many documents answer an expression, as far as it
    matters.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        finds: Callable[[str], int],
        wanted: Sequence[QueryWord],
        said: Sequence[QueryWord],
        named: Sequence[str],
        *,
        may_go_on: bool,
    ) -> None:
        self._vocabulary = vocabulary
        self._finds = finds
        self._wanted = wanted
        self._said = said
        self._named = named
        self._is_open = may_go_on
        self._joined = "".join(word.text for word in wanted)
        # As it was typed it may have a "y" that is kept as "i", which makes a slip of its own.
        typed = "".join(fold(word.typed) for word in wanted)
        self._joined_either_way = dict.fromkeys((self._joined, typed))
        self._goods = {text for name in named for text in name.split()}

    @cached_property
    def _known(self) -> dict[str, int]:
        """In how many documents each word is said that anybody says, with its marks if it has any."""
        known = self._vocabulary.documents(word.text for word in self._wanted)
        return {text: documents for text, documents in known.items() if text not in self._oddly_marked}

    @cached_property
    def _oddly_marked(self) -> frozenset[str]:
        """The words with marks that nobody gives them: a slip, though their letters be a word."""
        marked = {word.text: word.marked for word in self._wanted if word.marked}
        known = self._vocabulary.known_among_marked(marked.values()) if marked else ()
        odd = {text for text, telexed in marked.items() if telexed not in known}
        return frozenset(odd - {self._said[-1].text} if self._may_go_on else odd)

    @cached_property
    def _may_go_on(self) -> bool:
        """Whether the last word has marks with which others begin: nhà kí may become nhà kính."""
        marked = self._said[-1].marked if self._is_open else ""
        return bool(marked and self._vocabulary.marked_words_begun(*without_tone(marked)))

    @cached_property
    def _names(self) -> list[Near]:
        """Trade names like all that was typed, if it was several words."""
        if self._names_with_little_words or len(self._wanted) == 1:
            return self._names_with_little_words
        typed = [word.text for word in self._wanted]
        near = next(filter(None, map(self._vocabulary.near, self._joined_either_way)), [])
        others = (one for one in near if one.text != " ".join(typed))
        return sorted(others, key=lambda one: (one.distance, -len({*typed} & {*one.text.split()})))

    @cached_property
    def _names_with_little_words(self) -> list[Near]:
        """Trade names like what was typed that have the little words that were typed: "in" of giấy in."""
        little = {word.text for word in self._said if word not in self._wanted}
        near = self._vocabulary.near("".join(word.text for word in self._said)) if little else []
        return [one for one in near if one.distance <= 1 and little <= {*one.text.split()}]

    @cached_property
    def mended(self) -> tuple[str, ...]:
        """What was likely meant: as names say it, as a trade name, or word by word."""
        if self._beside:
            return self._beside
        if self._names_with_little_words:
            return tuple(_best(self._names_with_little_words))
        toneless = "".join(word.toneless or word.text for word in self._wanted)
        names = self._names
        if not names and toneless != self._joined:
            names = self._vocabulary.near(toneless)
        meant = [() if word.text in self._goods else self._meant_by(word) for word in self._wanted]
        if not any(meant):
            # Of words that are all known, what names goods already is hardly a slip in the name of others.
            most = 1 if any(" " in name for name in self._named) else 2
            return tuple(_best(near for near in names if near.distance <= most and self._keeps_goods(near)))
        by_word = [found or (word.text,) for word, found in zip(self._wanted, meant, strict=True)]
        mended = [" ".join(words) for words in islice(product(*by_word), MOST_CORRECTIONS)]
        return tuple(dict.fromkeys([*_best(names), *filter(self._is_said_in_one, mended)]))

    def _is_said_in_one(self, text: str) -> bool:
        """Tell whether a listing has what was made of the words in its names, or all but goods in its place.

        Where there is no coffee from Buôn Ma Thuột, it is no slip in "buồi ma thuốc", which are words, too.
        """
        words = [QueryWord(word) for word in text.split()]
        goods = [as_typed(word) for word in words if word.text in self._goods]
        beside = [in_a_place(word) for word in words if word.text not in self._goods]
        said = in_names(all_of(map(as_typed, words)))
        return self._finds(said) > 0 or bool(goods and self._finds(all_of([*goods, *beside])))

    def _keeps_goods(self, near: Near) -> bool:
        """Tell whether a name two slips away still is of the goods named: phở is no slip in Oudomxay."""
        return near.distance <= 1 or " " in near.text or self._goods <= {near.text}

    def doubted(self, found: int) -> tuple[str, ...]:
        """What was likely meant by words that are never together in a name or a place.

        ``found`` so many have them all somewhere. Where these are enough, the goods that are named are right.
        """
        if len(self._wanted) == 1 or self._is_said_together:
            return ()
        if found < ENOUGH:
            return () if self._may_go_on else self.mended
        names = _best(near for near in self._names if self._goods <= {*near.text.split()})
        return tuple(names) or self._beside

    @cached_property
    def _is_said_together(self) -> bool:
        return self._finds(in_names_or_places(all_of(map(as_typed, self._wanted)))) > 0

    @cached_property
    def _beside(self) -> tuple[str, ...]:
        """What was likely meant if one word is a slip: words like it that names have beside all the others.

        It is the one that nobody uses; if all are used, but never together, it may be any that names neither
        goods nor a place.
        """
        unknown = [word for word in self._wanted if word.text not in self._known]
        if not 1 < len(self._wanted) <= MOST_WORDS or len(unknown) > 1:
            return ()
        if self._finds(in_own_names(self._wanted)) if unknown else self._is_said_together:
            return ()
        found: list[Near] = []
        for place, word in enumerate(self._wanted):
            if word not in unknown and (unknown or word.text in self._goods or self._finds(in_a_place(word))):
                continue
            before, after = self._wanted[:place], self._wanted[place + 1 :]
            for near in self._vocabulary.near_word(word.text)[:MOST_TRIED]:
                meant = (*before, *map(QueryWord, near.text.split()), *after)
                if listings := self._finds(in_own_names(meant)):
                    found.append(Near(" ".join(one.text for one in meant), near.distance, listings))
        found.sort(key=lambda near: (near.distance, -near.documents))
        typed = {word.text for word in self._wanted}
        kept = [name for name in _best(self._names) if len(typed & {*name.split()}) >= len(self._wanted) - 1]
        return tuple(dict.fromkeys([*kept, *_best(found)]))

    def _meant_by(self, word: QueryWord) -> tuple[str, ...]:
        """Return what a rare word may have been meant for, best first."""
        documents = self._known.get(word.text, 0)
        if len(word.text) < SHORTEST_CORRECTED or documents >= RARE:
            return ()
        if word.text not in self._oddly_marked and self._finds(as_a_word(word.text)) >= RARE:
            return ()
        near = self._vocabulary.near_word(word.text) or self._vocabulary.near(fold(word.typed))
        better = [one for one in near if one.documents >= max(1, MORE_USED * documents)]
        meant = _best(better)
        if not documents and not any(one.distance == 0 for one in better):
            apart = self._vocabulary.taken_apart(word.text)[:MOST_CORRECTIONS]
            whole = [" ".join(index_words(text)) for text in apart]
            # Known words run together are likelier than two slips.
            meant = [*whole, *meant] if better and better[0].distance > 1 else [*meant, *whole]
        return tuple(dict.fromkeys(meant))


def _best(near: Iterable[Near]) -> list[str]:
    """The nearest few, of near ones in their order; those farther off only where there are none nearer."""
    near = list(near)
    return [one.text for one in near if one.distance == near[0].distance][:MOST_CORRECTIONS]
