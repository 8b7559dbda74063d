"""Long lists are cut into pages."""

from __future__ import annotations


def count_pages(total: int, per_page: int) -> int:
    """How many pages ``total`` things fill, at least one."""
    return max(1, -(-total // per_page))
