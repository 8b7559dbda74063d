"""Long lists are cut into pages."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.machine import State


def count_pages(total: int, per_page: int) -> int:
    """How many pages ``total`` things fill, at least one."""
    return max(1, -(-total // per_page))


@dataclass(frozen=True)
class TabbedPage:
    """One page of a list that is sorted under tabs, and how many things each tab has."""

    lines: list
    counts: dict[State, int]
    page: int
    pages: int
