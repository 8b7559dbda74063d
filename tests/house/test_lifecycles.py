"""docs/states.md says what the tables of moves say, and the timeline has words for every verb."""

from __future__ import annotations

from pathlib import Path

from marketplace.backoffice.lifecycles import list_machines
from marketplace.moderation import naming

PAGE = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_page_of_lifecycles_is_the_one_flask_states_prints(app):
    printed = app.test_cli_runner().invoke(args=["states"])
    assert printed.exit_code == 0, printed.output
    assert PAGE.read_text(encoding="utf-8") == printed.output, "write it anew: flask states > docs/states.md"


def test_the_timeline_has_words_for_every_verb(app):
    verbs = {move.verb for _room, machine in list_machines() for move in machine.moves}
    assert {verb for verb in verbs if naming.verb_label(verb) == verb} == set()
