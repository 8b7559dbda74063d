"""How a query is taken: as typed; where that finds too little, with its slips mended; then with fewer words.

The result is a list of *steps*, each an expression that finds more, and less good, than the one before. The
first steps that find a page's worth are used, in their order.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from marketplace.kernel.text.analysis import Query, QueryWord, index_words, read_query
from marketplace.kernel.text.english import spellings_begun
from marketplace.kernel.text.folding import fold
from marketplace.kernel.text.keyboard import as_keyed
from marketplace.kernel.text.lao import unshift
from marketplace.kernel.text.vietnamese import marked_ways, without_tone
from marketplace.search.engine import ENOUGH
from marketplace.search.expression import (
    MARKED,
    all_of,
    any_of,
    anywhere,
    article_number,
    article_number_begun,
    as_typed,
    called,
    in_a_place,
    in_names,
    in_names_or_places,
    in_own_names,
    of_a_kind,
    of_a_kind_called_otherwise,
    unmarked,
    words_of,
)
from marketplace.search.mending import Mender
from marketplace.search.phrases import beginnings_among, names_going_on
from marketplace.search.place_names import places_among
from marketplace.search.spelling import as_spelt_by_sellers, in_raw_keys
from marketplace.search.texts import heads_meant
from marketplace.search.vocabulary import MOST_CORRECTIONS, Vocabulary

SHORTEST_BEGINNING = 2
SHORTEST_NUMBER = 4
"""With so many letters and digits the rest of an article number may be missing."""
_PARTS_OF_A_NUMBER = re.compile(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)+")
SHORTEST_JOINED = 5
"""So many letters may be several words typed as one and broken off."""


@dataclass(frozen=True, slots=True)
class Step:
    """An expression, and narrower ones whose finds come first among its own.

    ``in_turn`` are steps of which each may be what was meant: one find of each comes after the other.
    """

    expression: str
    best: tuple[str, ...] = ()
    in_turn: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a query was taken: ``others`` are the words in place of those typed, likeliest first.

    ``named`` are the trade names among those typed.
    """

    steps: tuple[Step, ...]
    others: tuple[str, ...] = ()
    corrected: str | None = None
    widened: bool = False
    named: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """The expression for everything that any step finds."""
        return any_of(step.expression for step in self.steps)


class Reader:
    """Reads one query against one index. ``is_known`` is what ``SearchQuery.known`` says of it."""

    def __init__(self, connection: sqlite3.Connection, query: Query, *, is_known: bool = False) -> None:
        self._connection = connection
        self._is_known = is_known
        self._vocabulary = Vocabulary(connection)
        self._counted: dict[str, int] = {}
        self._of_number = self._article_number(query.sku)
        self._typed = query
        self._take(query)
        if not self._of_number and not self._is_one_name and not is_known:
            spelt = self._as_spelt(query)
            if spelt is not query:
                self._take(spelt)
        self._shown: dict[str, str] = {}
        said = [word for place, word in enumerate(self._query.words) if place not in self._whence]
        self._mender = Mender(
            self._vocabulary,
            self._finds,
            self._wanted_anywhere,
            said,
            self._named_goods,
            may_go_on=len(self._texts) - 1 not in self._whence,
        )

    def _take(self, query: Query) -> None:
        """Read a query in this spelling."""
        self._query = query
        self._texts = [word.text for word in query.words]
        self._whence = self._said_of_places()
        self._names = self._vocabulary.names_among(self._texts, self._is_called)
        self._whence -= _places_of(self._names)
        self._wanted = self._needed_words()
        self._joined = "".join(word.text for word in self._wanted)
        self._wanted_anywhere = self._needed_words(but=self._whence)
        if self._whence and not self._is_known and self._is_near_a_name:
            self._whence, self._wanted_anywhere = frozenset(), self._wanted

    def _said_of_places(self) -> frozenset[int]:
        """Return which words say where goods come from: none where nothing else is wanted."""
        found = places_among(self._query.words)
        said = enumerate(self._query.words)
        return (
            found if any(place not in found and not word.is_little for place, word in said) else frozenset()
        )

    def _as_spelt(self, query: Query) -> Query:
        """Return a query as sellers spell it, unless it is nearer to a trade name as it was typed."""
        spelt = as_spelt_by_sellers(query, self._vocabulary)
        if spelt is query:
            return query
        names = self._vocabulary.names_among([word.text for word in spelt.words])
        in_a_name = _places_of(names)
        pairs = enumerate(zip(query.words, spelt.words, strict=True))
        if {place for place, (typed, meant) in pairs if typed.marked and not meant.marked} - in_a_name:
            return query  # a slip in more than its marks
        if len(query.words) == 1:
            return spelt
        if self._finds(in_names_or_places(all_of(map(as_typed, spelt.wanted)))):
            return spelt
        near = self._vocabulary.near("".join(word.text for word in query.wanted))
        return query if near and near[0].distance <= 1 else spelt

    def read(self, *, exact: bool) -> Reading:
        """Return the steps that find enough, or all there are."""
        if exact or self._is_no_word:
            words = self._wanted if self._query is self._typed else self._typed.wanted
            return Reading((*self._of_number, self._step_of(words)), named=self._named_goods)
        if self._is_known and not self._of_number and not self._is_trade_name(self._wanted_anywhere):
            return self._read_known()
        reading = self._read_as_spelt()
        if self._query is self._typed:
            return reading
        keys, shown = (" ".join(word.typed for word in some.words) for some in (self._typed, self._query))
        # Marks that no name has are gone from the letters; others tell pineapple from coconut.
        spelt = shown if shown != keys else " ".join(self._texts)
        return replace(
            reading,
            others=tuple(dict.fromkeys((spelt, *reading.others))),
            corrected=reading.corrected or (shown if shown != keys else None),
        )

    def _read_as_spelt(self) -> Reading:
        typed = self._step_of(self._wanted)
        found = self._finds(typed.expression)
        is_all = self._is_known and self._is_one_name and found
        if is_all or (found >= ENOUGH and (self._of_number or self._is_a_name)):
            return Reading((*self._of_number, *self._just_as_typed(), typed), named=self._named_goods)
        return self._read_further(typed, found)

    @property
    def _is_no_word(self) -> bool:
        """Whether this can only be an article number, which nobody has: ABC-123 is no slip in "bac"."""
        typed = self._typed.typed.strip()
        has_both = any(map(str.isdigit, typed)) and any(map(str.isalpha, typed))
        return has_both and bool(_PARTS_OF_A_NUMBER.fullmatch(typed)) and not self._of_number

    def _read_known(self) -> Reading:
        """Return the steps for goods that nobody calls so: kinds of them, and what has their name in its own.

        If there are none: what they are a kind of by their name, as "tôm sú" is a "tôm".
        """
        goods = self._wanted_anywhere
        steps = self._steps_of_known(goods)
        if self._finds(any_of(step.expression for step in steps)):
            is_enough = not self._whence or self._finds(steps[0].expression) >= ENOUGH
            return Reading(steps[:1] if is_enough else steps, widened=not is_enough, named=_texts_of(goods))
        for part in heads_meant(goods):
            if self._finds(any_of(_goods_first(part))):
                return Reading(self._steps_of_known(part), widened=True, named=_texts_of(part))
        return Reading(steps)

    def _steps_of_known(self, goods: Sequence[QueryWord]) -> tuple[Step, ...]:
        """Return the steps for goods from the place that was named, if any was, and from anywhere."""
        ways = [*_goods_first(goods), in_names(all_of(map(as_typed, goods)))]
        if self._finds(any_of(ways)) < ENOUGH:
            ways.append(of_a_kind_called_otherwise(goods))
        there = [all_of([way, self._from_there]) for way in ways] if self._whence else []
        return tuple(Step(any_of(some), tuple(some)) for some in (there, ways) if some)

    def _just_as_typed(self) -> Iterator[Step]:
        """Yield the step for goods called just so, without marks: cam, orange, before cám, bran."""
        word = self._wanted[0]
        if len(self._wanted) > 1 or word.marked or word.toneless or not self._is_one_name:
            return
        known = self._vocabulary.known_among_marked(marked_ways(word.text))
        if known:
            alike = any_of(called([QueryWord(telexed)]) for telexed in known)
            yield Step(f"({called(self._wanted)} NOT {alike})")

    def _step_of(self, words: Iterable[QueryWord]) -> Step:
        return self._step(all_of(map(as_typed, words)))

    @cached_property
    def _is_a_name(self) -> bool:
        """Whether all that is wanted is one trade name, and no longer one is being typed."""
        return self._is_one_name and not (len(self._texts) > len(self._wanted) and self._begun_by_all)

    @property
    def _is_near_a_name(self) -> bool:
        """Whether words that name no goods begin a name with the place or are a slip away: dịch tếng Lào."""
        if self._is_trade_name(self._wanted_anywhere):
            return False
        near = self._vocabulary.near(self._joined)
        is_near = any(one.is_name and one.distance <= 1 for one in near)
        return is_near or bool(self._vocabulary.names_begun(self._joined))

    @property
    def _is_one_name(self) -> bool:
        return self._is_trade_name(self._wanted)

    def _is_trade_name(self, words: tuple[QueryWord, ...]) -> bool:
        """Tell whether these words are just one of the trade names in the query."""
        return any(self._query.words[start:end] == words for start, end in self._names)

    @property
    def _named_goods(self) -> tuple[str, ...]:
        return _parts(self._texts, self._names)

    def _is_called(self, start: int, end: int) -> bool:
        """Tell whether goods have this name with the diacritics that were typed, if any were."""
        words = self._query.words[start:end]
        if self._whence.issuperset(range(start, end)):
            return False  # who asks for the coconuts of Bến Tre wants no bamboo (tre)
        return not any(word.marked for word in words) or self._finds(called(words)) > 0

    def _article_number(self, number: str) -> tuple[Step, ...]:
        """Return the step for the article number that was typed, or of which the end is missing, if any."""
        ways = [article_number(number)] if number else []
        if len(number) >= SHORTEST_NUMBER and not number.isdigit():
            ways.append(article_number_begun(number))
        found = next(filter(self._finds, ways), None)
        return (Step(found),) if found else ()

    def _needed_words(self, but: Container[int] = ()) -> tuple[QueryWord, ...]:
        """All words of an article number; else those that say what is wanted, or are part of a trade name.

        ``but`` are places of words that are left out.
        """
        words = self._query.words
        if self._of_number:
            return words
        in_a_name = _places_of(part for part in self._names if part[1] - part[0] > 1)
        needed = [
            word
            for place, word in enumerate(words)
            if place not in but and (place in in_a_name or not word.is_little)
        ]
        return tuple(needed) or words

    def _read_further(self, typed: Step, found: int) -> Reading:
        """Take step after step until enough is found; ``found`` is how many the words find as ``typed``."""
        (*likeliest, typed), others, corrected = self._likeliest(typed, found)
        wherever = self._goods_wherever(typed)
        first = [*self._of_number, *self._just_as_typed(), *likeliest]
        taken = _Taken([*first, *wherever, typed], self._finds)
        for offer in self._offers():
            is_nothing_found = not taken.found
            if taken.found >= ENOUGH or (taken.found and offer.is_last_resort):
                break
            if taken.add(offer.step):
                others += offer.texts
                if offer.texts and is_nothing_found:
                    corrected = self._readable(offer.texts[0])
        is_nothing_found = not taken.found
        is_widened = taken.found < ENOUGH and taken.widen(self._with_fewer_words())
        if is_nothing_found and taken.found < ENOUGH:
            is_widened |= taken.widen(self._with_any_words())
        named = () if others else self._named_goods
        if is_widened and not wherever and self._mender.mended and not others:
            words = self._mender.mended[0].split()
            others = self._with_places(self._mender.mended[:1])
            corrected = self._readable(others[0])
            named = _parts(words, self._vocabulary.names_among(words))
        return Reading(tuple(taken.steps), others, corrected, is_widened or bool(wherever), named)

    def _likeliest(self, typed: Step, found: int) -> tuple[list[Step], tuple[str, ...], str | None]:
        """Return the first steps: the words as typed, and before or beside them what is as likely meant.

        With them come the words read in place of those typed, and how to show these if they correct them.
        """
        if self._is_a_name:
            return [typed], (), None
        joined, begun = tuple(self._names_joined()), []
        # One word with a space in it may also be two, the second broken off: "nha ng" is no incense yet.
        if all(" " not in name for name in joined):
            begun = [*self._own_names_going_on(), *map(_named, self._names_begun)]
            if raw := in_raw_keys(self._query, self._vocabulary):
                begun.append(_in_names_first(as_typed(raw)))
        if joined:
            names = [_named(name) for name in joined]
            corrected = None if found or begun else self._readable(joined[0])
            return [*([_in_turn([*names, *begun])] if begun else names), typed], joined, corrected
        if begun:
            # No trade name but the beginning of some: these are as likely meant as what has the words.
            return [_in_turn([typed, *begun])], (), None
        if goods := self._unmarked_name:
            return [_named(goods), typed], (), None
        if near := self._mender.doubted(found):
            # The words exist, but never together in a name: more likely a slip than what was meant.
            meant = self._with_places(near)
            return [self._mended_step(near), typed], meant, self._readable(meant[0])
        return [typed], (), None

    @cached_property
    def _unmarked_name(self) -> str:
        """The trade name of several words that was typed but for its marks, if no name has those typed."""
        text = " ".join(word.text for word in self._wanted)
        if self._is_one_name or len(self._wanted) == 1 or not any(word.marked for word in self._wanted):
            return ""
        if not self._vocabulary.names_among([text]):
            return ""
        typed = all_of([in_own_names(self._wanted), in_names(all_of(map(as_typed, self._wanted)))])
        return "" if self._finds(typed) else text

    def _offers(self) -> Iterator[_Offer]:
        """Yield what else the same words may mean, the likeliest first."""
        with_notes = _Offer(self._step(self._naming_the_goods(as_typed, anywhere)))
        if len(self._wanted) > 1:
            yield with_notes
        if words := self._words_begun():
            before = [as_typed(word) for word in self._wanted[:-1]]
            yield _Offer(_in_turn(_in_names_first(all_of([*before, word])) for word in words))
        if self._mender.mended:
            yield _Offer(self._mended_step(self._mender.mended), self._with_places(self._mender.mended))
        yield with_notes
        # Without its diacritics a word is another word: only where there is nothing with them.
        is_marked = any(word.marked for word in self._wanted)
        yield _Offer(self._step(self._naming_the_goods(unmarked, unmarked)), is_last_resort=is_marked)

    def _naming_the_goods(self, named: Callable[[QueryWord], str], beside: Callable[[QueryWord], str]) -> str:
        """Return the expression for listings that name the goods and say the other words anywhere.

        Who asks for garlic (tỏi) of Cần Thơ does not look for whatever comes from there and is praised by
        its sellers with "we" (chúng tôi).
        """
        goods = {word for start, end in self._names for word in self._query.words[start:end]}
        return all_of(in_names(named(word)) if word in goods else beside(word) for word in self._wanted)

    def _mended_step(self, texts: Sequence[str]) -> Step:
        """The step for what was meant; what comes from the place that was asked for comes first."""
        expression = any_of(map(self._with_goods_named, texts))
        goods = any_of(called(map(QueryWord, text.split())) for text in texts)
        best = (goods, in_names(expression))
        if self._whence:
            there = all_of([expression, *map(as_typed, self._places)])
            best = (all_of([goods, there]), there, *best)
            if self._finds(there) >= ENOUGH:
                expression = there
        return Step(expression, best)

    @property
    def _places(self) -> list[QueryWord]:
        """The words that say where goods come from."""
        return [self._query.words[place] for place in sorted(self._whence)]

    @property
    def _from_there(self) -> str:
        """The expression for what comes from the place that was named, or is called after it."""
        return any_of([all_of(map(in_a_place, self._places)), in_own_names(self._places)])

    def _with_places(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return what was meant by the other words, with those of places on the side where they stood."""
        places = " ".join(word.text for word in self._places)
        is_first = 0 in self._whence
        return tuple(" ".join(filter(None, (places, text) if is_first else (text, places))) for text in texts)

    def _goods_wherever(self, typed: Step) -> list[Step]:
        """Return steps for the goods that are named and come from anywhere, if too few come from the place.

        First those from there, then kinds of them from there, then both from anywhere; only behind these
        what has the words by chance: of "tôm Quảng Ninh" shrimps are wanted, and no shrimp noodles (mì tôm).
        """
        goods = self._wanted_anywhere
        if not self._whence or not self._is_trade_name(goods):
            return []
        ways = _goods_first(goods)
        there = [all_of([way, self._from_there]) for way in (*ways, of_a_kind_called_otherwise(goods))]
        return [] if self._finds(any_of(there)) >= ENOUGH else [Step(way) for way in (*there, *ways)]

    def _with_goods_named(self, text: str) -> str:
        """Return the expression for known words, of which those that name goods must stand in names."""
        words = text.split()
        goods = {place for start, end in self._vocabulary.names_among(words) for place in range(start, end)}
        quoted = [f'"{word}"' for word in words]
        return all_of(in_names(word) if place in goods else word for place, word in enumerate(quoted))

    def _names_joined(self) -> list[str]:
        """Return the trade names that were typed without their spaces, or with others.

        If there are none: what listings are called in more words than the one that was typed.
        """
        names = self._vocabulary.names_joined(self._joined)
        names = [name for name in names if name != " ".join(word.text for word in self._wanted)]
        if names or len(self._wanted) > 1 or self._vocabulary.documents([self._joined]):
            return names
        apart = self._vocabulary.taken_apart(fold(self._wanted[0].typed))
        own = beginnings_among(self._connection, apart)[:MOST_CORRECTIONS]
        self._shown = {" ".join(index_words(shown)): shown.lower() for shown in own}
        return list(self._shown)

    @cached_property
    def _names_begun(self) -> list[str]:
        """Return the trade names of which all that is wanted is the beginning, broken off within a word."""
        is_all = len(self._texts) == len(self._wanted)
        return self._begun_by_all or ([] if is_all else self._begun(self._joined))

    @cached_property
    def _begun_by_all(self) -> list[str]:
        """The same of all that was typed, little words included."""
        return self._begun("".join(self._texts))

    def _begun(self, typed: str) -> list[str]:
        last = self._query.words[-1].marked
        is_alone = len(self._texts) == 1
        if (
            last
            and self._vocabulary.knows_marked(last)
            and (is_alone or self._finds(in_own_names(self._wanted)))
        ):
            return []  # bamboo shoots (măng) are no mangoes broken off
        names = self._vocabulary.names_begun(typed) if len(typed) >= SHORTEST_BEGINNING else []
        if is_alone and len(typed) < SHORTEST_JOINED:
            # Who has typed "dog" begins no đồ gỗ.
            names = [name for name in names if name.split()[0].startswith(typed)]
        return [name for name in names if not _ends_a_word(name, len(typed))]

    def _own_names_going_on(self) -> Iterator[Step]:
        """Yield the steps for what listings are called that begin as typed, trade names left out."""
        if len(self._query.typed.strip()) < SHORTEST_BEGINNING:
            return
        for name in names_going_on(self._connection, self._query.typed):
            words = read_query(name).words
            if " ".join(word.text for word in words) not in self._names_begun:
                expression = all_of(map(as_typed, words))
                yield Step(expression, (all_of([in_own_names(words), expression]), in_names(expression)))

    def _words_begun(self) -> list[str]:
        """Return the expressions for words that begin as the last one."""
        last = self._query.words[-1]
        if last not in self._wanted or len(last.text) < SHORTEST_BEGINNING:
            return []
        if last.marked:
            letters, tone = without_tone(last.marked)
            words = self._vocabulary.marked_words_begun(letters, tone)
            if words or self._vocabulary.knows_marked(last.marked):
                return [f'{MARKED}:"{word}"' for word in words]
        words = (*spellings_begun(last.text), *self._vocabulary.words_begun(last.text))
        return [f'"{word}"' for word in words]

    @cached_property
    def _names_wanted(self) -> tuple[Sequence[QueryWord], list[tuple[int, int]]]:
        """The words that are wanted, slips mended, and where among them trade names stand."""
        mended = self._mender.mended
        words = [QueryWord(text) for text in mended[0].split()] if mended else self._wanted_anywhere
        return words, self._vocabulary.names_among([word.text for word in words])

    def _with_fewer_words(self) -> Iterator[Step]:
        """Yield wider steps: what is wanted from anywhere, then the goods that are named."""
        if self._whence and not self._mender.mended:
            yield _in_names_first(all_of(map(as_typed, self._wanted_anywhere)))
        words, names = self._names_wanted
        for start, end in names:
            if end - start < len(words) or self._whence:
                expression = all_of(map(as_typed, words[start:end]))
                yield Step(expression, (*_goods_first(words[start:end]), in_names(expression)))

    def _with_any_words(self) -> Iterator[Step]:
        """Yield wider and wider steps for words that name no goods: the first ones, then any at all.

        Sellers and buyers put the thing first; what follows (origin, grade, packing) goes first.
        """
        words, names = self._names_wanted
        if names:
            return
        for count in range(len(words) - 1, 1, -1):
            yield _in_names_first(all_of(map(unmarked, words[:count])))
        if len(words) > 1:
            yield _in_names_first(any_of(map(unmarked, words)))

    def _step(self, expression: str) -> Step:
        """A step in which the goods that are named come first, then those with all words in their names."""
        words = self._query.words
        core = [as_typed(word) for start, end in self._names for word in words[start:end]]
        named = [_goods_first(words[start:end]) for start, end in self._names]
        best = [all_of([way, expression]) for ways in zip(*named, strict=True) for way in ways]
        if not self._names:
            # No trade name is known: a little word may be part of what sellers call it (giá sạch).
            own = dict.fromkeys((words, self._wanted))
            best = [all_of([in_own_names(some), expression]) for some in own]
        best.append(in_names(expression))
        if core and not self._is_a_name:
            best.append(all_of([expression, in_names(all_of(core))]))
        return Step(expression, tuple(best))

    def _readable(self, text: str) -> str:
        """The words that were read in a person's letters, those that were typed as they were."""
        if text in self._shown:
            return self._shown[text]
        known = {word.text: word.readable for word in self._query.words}
        if any(word.marked for word in self._query.words):
            known = self._marks_in_names(text) | known
        return " ".join(known.get(word, unshift(word)) for word in text.split())

    def _marks_in_names(self, text: str) -> dict[str, str]:
        """How the newest listing with these words in its names writes those that have diacritics.

        Who has typed "nước mắmm" is shown "nước mắm", and no "nước mam".
        """
        newest = "select marked from document where id = (select rowid from fts where fts match ? limit 1)"
        found = self._connection.execute(newest, (in_names(words_of(text)),)).fetchone()
        # Of two that differ by their marks only the first counts: its own name stands before trade names.
        return {fold(word): word for word in map(as_keyed, reversed(found[0].split() if found else ()))}

    def _finds(self, expression: str) -> int:
        """How many have these words, counted as far as it matters."""
        if expression not in self._counted:
            found = self._connection.execute(
                "select count(*) from (select 1 from fts where fts match ? limit ?)", (expression, ENOUGH)
            )
            self._counted[expression] = found.fetchone()[0]
        return self._counted[expression]


class _Taken:
    """The steps taken so far, and how many listings they find together, counted as far as it matters."""

    def __init__(self, steps: list[Step], finds: Callable[[str], int]) -> None:
        self.steps = steps
        self._finds = finds
        self.found = finds(any_of(step.expression for step in steps))

    def add(self, another: Step) -> bool:
        """Take another step where it finds more; tell whether it does."""
        more = self._finds(any_of(step.expression for step in [*self.steps, another]))
        if more <= self.found:
            return False
        self.steps.append(another)
        self.found = more
        return True

    def widen(self, steps: Iterable[Step]) -> bool:
        """Take further steps until enough is found; tell whether any found more."""
        is_widened = False
        for step in steps:
            is_widened |= self.add(step)
            if self.found >= ENOUGH:
                break
        return is_widened


@dataclass(frozen=True, slots=True)
class _Offer:
    """Another way to take the words, and what was read in their place.

    A last resort is not taken where anything has been found.
    """

    step: Step
    texts: tuple[str, ...] = ()
    is_last_resort: bool = False


def _parts(words: Sequence[str], places: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Return the texts from word to word."""
    return tuple(" ".join(words[start:end]) for start, end in places)


def _places_of(parts: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the places of all words in these parts of a query."""
    return frozenset(place for start, end in parts for place in range(start, end))


def _texts_of(words: Sequence[QueryWord]) -> tuple[str, ...]:
    return (" ".join(word.text for word in words),)


def _goods_first(words: Sequence[QueryWord]) -> tuple[str, str]:
    """Return the expressions for goods with just this trade name, and for kinds of them."""
    return called(words), of_a_kind(words)


def _named(name: str) -> Step:
    """The goods that have this trade name, then all that say its words in theirs."""
    expression, words = words_of(name), [QueryWord(word) for word in name.split()]
    goods, kinds = _goods_first(words)
    return Step(expression, (all_of([in_own_names(words), goods]), goods, kinds, in_names(expression)))


def _in_names_first(expression: str) -> Step:
    return Step(expression, (in_names(expression),))


def _in_turn(ways: Iterable[Step]) -> Step:
    ways = tuple(ways)
    return Step(any_of(way.expression for way in ways), in_turn=ways)


def _ends_a_word(name: str, letters: int) -> bool:
    """Tell whether so many letters, spaces not counted, are whole words of a name."""
    ends, length = set(), 0
    for word in name.split():
        length += len(word)
        ends.add(length)
    return letters in ends
