"""The translations: `python -m scripts.catalogues` compiles them, at every install and before every test run.

The .po files are what people edit and review; the .mo files are made from them and never committed.
With `--follow` the .po files first take over which messages the code has now (`make translations`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"

#: No dates and no line numbers: they would change with every edit, and no two branches could be joined.
HEADER = """\
#
msgid ""
msgstr ""
"Project-Id-Version: ChoTalat\\n"
"Language: {catalogue.locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {catalogue.plural_forms}\\n"

"""


def follow_code() -> None:
    """Give each catalogue the messages of the template; new ones are empty, those out of use are dropped."""
    template = _read(TEMPLATE)
    for source in _sources():
        catalogue = _read(source, source.parts[-3])
        catalogue.update(template, no_fuzzy_matching=True)
        with source.open("wb") as file:
            file.write(HEADER.format(catalogue=catalogue).encode())
            write_po(
                file,
                catalogue,
                width=0,
                omit_header=True,
                sort_by_file=True,
                ignore_obsolete=True,
                include_lineno=False,
            )


def compile_catalogues() -> None:
    """Write the .mo file of each catalogue whose .po file is newer; uncertain (fuzzy) texts stay out."""
    for source in _sources():
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        part = compiled.with_suffix(f".{os.getpid()}.part")  # another process may be reading or writing it
        with part.open("wb") as file:
            write_mo(file, _read(source, source.parts[-3]))
        part.replace(compiled)


def _sources() -> list[Path]:
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def _read(source: Path, locale: str | None = None) -> Catalog:
    with source.open("rb") as lines:
        return read_po(lines, locale=locale)


if __name__ == "__main__":
    if "--follow" in sys.argv:
        follow_code()
    compile_catalogues()
