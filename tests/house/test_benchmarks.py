"""`make bench` on a very small region: every page is measured beside J. No time is ever asserted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.visits import VISITS
from scripts.services import ROOT
from tests.peers.live_house import environment_without_settings

SMALL = ("--products", "50", "--rounds", "1", "--seconds", "0.1", "--sqlite-only")


@pytest.mark.slow
def test_every_page_is_measured_beside_the_baseline(tmp_path):
    command = [sys.executable, "-m", "benchmarks", *SMALL, "--into", tmp_path]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_without_settings(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert found["missing"] == []
    assert [row["page"] for row in found["rows"]] == [visit.name for visit in VISITS]
    assert not [row for row in found["rows"] if row["wrong"] or row["ratio"] <= 0]
    assert all(row["page"] in done.stdout for row in found["rows"])
