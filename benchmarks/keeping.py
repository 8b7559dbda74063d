"""Where results stay: `benchmarks/results/`, a table for people and the same figures for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path


def keep(run, folder: Path, name: str = "") -> Path:
    """Write a run down as a text and as JSON, under ``name`` and its moment; returns the text file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}{run.when.replace(' ', '-').replace(':', '')}.txt"
    file.write_text(f"{run}\n", encoding="utf-8")
    as_json = json.dumps(asdict(run), indent=1, ensure_ascii=False)
    file.with_suffix(".json").write_text(as_json, encoding="utf-8")
    return file
