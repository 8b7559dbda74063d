"""The tree of goods as it is written in ``data/categories.tsv``: branches, and leaves with HS headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from marketplace.kernel.translated import Translated
from marketplace.reference.tables import listed, names_in, read_table


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category as pages use it: a plain value that outlives the session it was read in."""

    code: str
    parent_code: str | None
    names: Translated
    hs_headings: tuple[str, ...]
    position: int

    @property
    def is_leaf(self) -> bool:
        """Listings are filed under leaves; branches only group them."""
        return self.parent_code is not None


@cache
def written_categories() -> Mapping[str, CategoryEntry]:
    """The tree we ship, by code, in the order people should see it."""
    entries = (
        CategoryEntry(row["code"], row["parent"] or None, names_in(row), listed(row["hs"]), position)
        for position, row in enumerate(read_table("categories"))
    )
    return MappingProxyType({entry.code: entry for entry in entries})
