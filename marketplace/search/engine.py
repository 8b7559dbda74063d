"""What every search engine takes and answers. The rest of the house knows only this file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

FACETS = ("kind", "side", "category", "country", "province", "certificate", "price")
PRICED, ON_REQUEST = "priced", "on_request"
"""The two values of the ``price`` facet; booths, which have no price, are in neither."""

MOST_PER_PAGE = 100
DEEPEST_HIT = 10_000
"""Nobody pages past this many hits; a query asking for more gets an empty page."""

ENOUGH = 10
"""Nobody looks for slips, or for less than was asked for, once so many have been found."""


class Kind(StrEnum):
    """What a document stands for."""

    PRODUCT = "product"
    OFFER = "offer"
    BOOTH = "booth"


class Sort(StrEnum):
    """The order of hits. A query without text has no relevance and comes newest first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"


class SearchUnavailable(RuntimeError):
    """The engine cannot answer now. Nothing is lost: the same call may be made again later."""


class SearchBusy(SearchUnavailable):
    """Somebody else changes the index, or builds it anew already."""


class DocumentsRefused(RuntimeError):
    """The engine refused these documents for good; all others of the call are stored.

    ``reasons`` gives for each document id what the engine said.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(f"{len(reasons)} documents were refused: {', '.join(reasons)}")
        self.reasons = dict(reasons)


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """One public product, offer or booth, complete: an engine replaces what it had under this id.

    ``names``, ``descriptions`` and ``booth_names`` give a text for each language that has one.
    ``concept_names`` holds every name, in every language, of the trade concepts it is an example of: a buyer
    who types one of them asks for exactly this. ``other_names`` holds what is only related to it: the names
    of what these are kinds of, of its category, of an organization. ``place_names`` holds names of province
    and country in all languages.
    ``category_path`` lists category codes from the top down to ``category``. ``side`` is "sell", "buy" or "".
    ``price`` is for a kilogram, a litre, a metre or a piece, or for a package whose content nobody knows, and
    ``moq`` counts the same; ``price`` None means on request (booths: no price). ``comparable_price`` is the
    price in the one currency used for sorting across currencies; without it ``price`` is used.
    ``published_at`` is in seconds of the epoch. ``version`` is a number made of all the rest: it differs
    where anything does, which is how an index is compared with the database.
    """

    id: str
    kind: Kind
    object_id: int
    version: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    concept_names: str = ""
    other_names: str = ""
    place_names: str = ""
    sku: str = ""
    gtin: str = ""
    category: str = ""
    category_path: tuple[str, ...] = ()
    country: str = ""
    province: str = ""
    booth_slug: str = ""
    booth_names: Mapping[str, str] = field(default_factory=dict)
    side: str = ""
    certificates: tuple[str, ...] = ()
    hs: str = ""
    price: Decimal | None = None
    currency: str = ""
    comparable_price: Decimal | None = None
    moq: Decimal | None = None
    published_at: int = 0

    @property
    def price_kind(self) -> str:
        """``PRICED``, ``ON_REQUEST``, or empty for a booth."""
        if self.kind == Kind.BOOTH:
            return ""
        return ON_REQUEST if self.price is None else PRICED

    @property
    def sorting_price(self) -> Decimal | None:
        """The price used for sorting."""
        return self.price if self.comparable_price is None else self.comparable_price


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a buyer asks for.

    A filter with several values finds documents with any of them; different filters must all hold.
    A category includes those below it. ``on_request`` True finds only listings without a price, False only
    those with one. ``price_min`` and ``price_max`` are in ``currency`` and find listings priced in it;
    without a currency they compare ``sorting_price``. ``currency`` alone finds listings priced in it.
    ``moq_max`` finds listings that sell this little or name no least quantity. ``exact`` takes the words as
    typed: none is taken for a typing error and none is left out. ``known`` says that the words, little ones
    and places left out, are a name of goods, whether or not anybody has them: no other word is guessed at.
    ``per_page`` 0 asks for the counts alone, which spares an engine the work of putting hits in order; it may
    give some nevertheless.
    """

    text: str = ""
    lang: str = "en"
    kinds: tuple[str, ...] = ()
    side: str = ""
    categories: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    booth: str = ""
    on_request: bool | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str = ""
    moq_max: Decimal | None = None
    exact: bool = False
    known: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20

    @property
    def page_size(self) -> int:
        """``per_page`` within what engines answer."""
        return min(max(self.per_page, 1), MOST_PER_PAGE)

    @property
    def offset(self) -> int:
        """How many hits come before the page."""
        return (max(self.page, 1) - 1) * self.page_size

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The values that the buyer has chosen, by facet; without the facets in which nothing is chosen."""
        by_facet = {
            "kind": self.kinds,
            "side": (self.side,) if self.side else (),
            "category": self.categories,
            "country": self.countries,
            "province": self.provinces,
            "certificate": self.certificates,
            "price": {None: (), True: (ON_REQUEST,), False: (PRICED,)}[self.on_request],
        }
        return {facet: values for facet, values in by_facet.items() if values}

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the values of a facet that the buyer has chosen."""
        return self.choices.get(facet, ())


@dataclass(frozen=True, slots=True)
class Matched:
    """Which text answered the query, and in which language where it has one.

    ``field`` is "name", "sku", "other_names", "booth", "place" or "description".
    """

    field: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found, and why."""

    id: str
    kind: Kind
    object_id: int
    matched: Matched | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits with counts.

    ``total`` is a lower bound when ``total_exact`` is false ("10,000+"). ``facets`` gives for each name
    in ``FACETS`` the values with their counts, most first; a category counts for those above it too.
    ``corrected`` is the query as understood when a word was taken for a typing error; ``glossed`` the English
    words that were asked instead, when no listing had the words of a Lao query. ``widened`` says that
    too few listings had all the words, and those with some of them follow.
    """

    hits: tuple[Hit, ...]
    total: int
    total_exact: bool
    facets: Mapping[str, list[tuple[str, int]]]
    engine: str
    degraded: bool = False
    corrected: str | None = None
    glossed: str | None = None
    widened: bool = False


def nothing_found(engine: str) -> SearchResult:
    """Return the answer to a query of signs only, which asks for nothing."""
    return SearchResult((), 0, True, {facet: [] for facet in FACETS}, engine)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that begins as the buyer typed, in the language it was written in."""

    text: str
    lang: str
    count: int


@dataclass(frozen=True, slots=True)
class Health:
    """How an engine is: ``needs_rebuild`` when its index was built by other rules or is missing."""

    engine: str
    ok: bool
    documents: int = 0
    needs_rebuild: bool = False
    detail: str = ""


@runtime_checkable
class SearchEngine(Protocol):
    """Keeps documents and answers queries.

    Every method may raise ``SearchUnavailable``. Changes are complete when the call returns.
    """

    name: str

    def index(self, documents: Iterable[SearchDoc]) -> None:
        """Store whole documents in place of what was under their ids.

        Raises ``DocumentsRefused`` for poisoned documents. Goes on while a rebuild runs.
        """

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents; unknown ids are no error. Goes on while a rebuild runs."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one page of a query."""

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return phrases from names that begin with ``prefix``, those in ``lang`` first.

        An engine may also return names that have such a word later.
        """

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Build a new index beside the one in use, then put it in its place; return its size.

        Searches never see a gap. A change that is taken meanwhile is in the index in use alone: whoever made
        it repeats it once the new one stands in its place.
        Raises ``DocumentsRefused`` once the new index with all other documents is in use.
        """

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield id and version of every document kept, for comparison with the database."""

    def health(self) -> Health:
        """Tell whether the engine answers and whether its index fits the present rules."""
