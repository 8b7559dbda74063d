"""How fast Lao text without spaces is cut into words, and how long the word lists take to read."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.search.goods import names_in
from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import read_text

RUNS = 8_000
NAMES_IN_A_RUN = 4
LOAD = """
import time
from marketplace.kernel.text import lao
began = time.perf_counter()
lao.words("ກາເຟ")
print(time.perf_counter() - began)
"""


@dataclass(frozen=True)
class LaoSpeed:
    """Characters a second cut into words, and read in all forms; milliseconds to read the word lists."""

    cut_per_second: float
    read_per_second: float
    load_ms: float


def measure_lao() -> LaoSpeed:
    """Cut runs that were never seen before, so that nothing is remembered."""
    chance = random.Random(5)
    names = [lao.spell(name) for name in names_in("lo")]
    runs = ["".join(chance.choices(names, k=NAMES_IN_A_RUN)) for _ in range(RUNS)]
    read_text("ກາເຟ")
    half = RUNS // 2
    return LaoSpeed(
        _per_second(runs[:half], lao.words),
        _per_second(runs[half:], read_text),
        min(_load_seconds() for _ in range(3)) * 1000,
    )


def _per_second(runs: list[str], cut) -> float:
    began = time.perf_counter()
    for run in runs:
        cut(run)
    return sum(map(len, runs)) / (time.perf_counter() - began)


def _load_seconds() -> float:
    """In a process of its own, for this one has read them."""
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    return float(done.stdout)
