"""Provinces of Vietnam and Laos under one kind of key, in both Vietnamese geographies.

On 1 July 2025 Vietnam merged 63 provinces into 34 and abolished its districts. The 34 keep the numbers of
the statistics office, so the number 52 meant Bình Định and now means Gia Lai: the old units therefore have
keys of their own, ``VN63-52``, and every one of them names its successor.

Names stand without "tỉnh" or "thành phố": sources differ on when Đồng Nai became a city, its name does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from marketplace.kernel import clock
from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import Translated
from marketplace.reference.tables import names_in, pick, read_table

#: The first day of the present Vietnamese geography (Resolution 202/2025/QH15).
MERGER = date(2025, 7, 1)
BEFORE_MERGER = MERGER - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Province:
    """A province, today's or a former one. An open end of its validity is None."""

    code: str
    country: str
    names: Translated
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""

    def is_valid(self, on: date) -> bool:
        """Whether the province existed on that day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)


@cache
def all_provinces() -> Mapping[str, Province]:
    """Every province by its key: 34 and 63 Vietnamese, 18 Lao."""
    provinces = [
        *(Province(row["code"], "VN", names_in(row), MERGER) for row in read_table("vietnamese_provinces")),
        *(Province(row["code"], "LA", names_in(row)) for row in read_table("lao_provinces")),
        *(
            Province(row["code"], "VN", names_in(row), None, BEFORE_MERGER, row["successor"])
            for row in read_table("provinces_before_2025")
        ),
    ]
    return MappingProxyType({province.code: province for province in provinces})


def province(code: str) -> Province:
    """The province with this key, or ``NotFound``."""
    return pick(all_provinces(), code)


def present_province(code: str) -> Province:
    """The province that holds this one's land today: ``VN63-64`` (old Gia Lai) → ``VN-52``."""
    found = province(code)
    return province(found.successor) if found.successor else found


def list_provinces(country: str, lang: str, on: date | None = None) -> list[Province]:
    """The provinces of ``VN`` or ``LA`` on a day (today unless given), by their names in ``lang``."""
    day = on or clock.today()
    found = (one for one in all_provinces().values() if one.country == country and one.is_valid(day))
    return sorted(found, key=lambda one: fold(one.names.in_(lang).text))
