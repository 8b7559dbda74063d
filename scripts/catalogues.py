"""Compile the translations: `python -m scripts.catalogues`, at every install and before every test run.

The .po files are what people edit and review; the .mo files are made from them and never committed.
"""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def compile_catalogues() -> None:
    """Write the .mo file of each catalogue whose .po file is newer; uncertain (fuzzy) texts stay out."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parts[-3])
        part = compiled.with_suffix(f".{os.getpid()}.part")  # another process may be reading or writing it
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(compiled)


if __name__ == "__main__":
    compile_catalogues()
