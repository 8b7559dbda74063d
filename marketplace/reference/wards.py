"""The wards and communes of Vietnam, today's and those of before 1 July 2025, and what became of which.

All of it is read as files of the installed package vietnamadminunits (MIT); the package itself is never
imported, since that asks for a geometry library. It numbers today's wards as the statistics office does
(Decision 19/2025/QĐ-TTg) and knows the 10,035 of 30 June 2025 with their districts.

Five island districts had no communes, and each is one special zone today: they stand here among the
former wards, under the three digits of the district.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_LISTED = """
    SELECT printf('VN-%s', wardCode), printf('VN-%s', provinceCode), ward, provinceKey, wardKey
    FROM admin_units
"""
_LISTED_UNTIL_2025 = """
    SELECT printf('VN63-%s', coalesce(wardCode, districtCode)),
           printf('VN63-%s', provinceCode),
           CASE WHEN ward IS NULL THEN district ELSE ward || ', ' || district END,
           printf('%s_%s_%s', provinceKey, districtKey, coalesce(wardKey, ''))
    FROM admin_units_legacy
"""


class UnitsMissing(RuntimeError):
    """The package vietnamadminunits, which carries the lists of wards, is not installed."""


class Unit(NamedTuple):
    """One ward: its key, its province's, and its name; a former one's with the district."""

    code: str
    province_code: str
    name: str


class Succession(NamedTuple):
    """Land of a former ward that a ward of today holds; ``is_main`` for the one that holds most of it."""

    former_code: str
    present_code: str
    is_main: bool


class Wards(NamedTuple):
    """Both geographies."""

    present: list[Unit]
    former: list[Unit]
    successions: list[Succession]


def read_wards() -> Wards:
    """Every ward of both geographies, and every former one's successors."""
    folder = _data_folder()
    with closing(
        sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)
    ) as units:
        present = units.execute(_LISTED).fetchall()
        former = units.execute(_LISTED_UNTIL_2025).fetchall()
    return Wards(
        [Unit(*row[:3]) for row in present],
        [Unit(*row[:3]) for row in former],
        list(
            _successions(
                json.loads((folder / "converter_2025.json").read_bytes()),
                {row[3:]: row[0] for row in present},
                {row[3]: row[0] for row in former},
            )
        ),
    )


def _data_folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise UnitsMissing("Install the package vietnamadminunits: the wards of Vietnam are read from it.")
    return Path(spec.submodule_search_locations[0]) / "data"


def _successions(
    converter: dict, present: dict[tuple[str, str], str], former: dict[str, str]
) -> Iterator[Succession]:
    """The package speaks of wards by their names without spaces; ``present`` and ``former`` know the keys."""
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, whole in wards.items():
            for old in whole:
                yield Succession(former[old], present[province, ward], True)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            for part in parts:
                code = present[province, part["newWardKey"]]
                yield Succession(former[old], code, part["isDefaultNewWard"])
