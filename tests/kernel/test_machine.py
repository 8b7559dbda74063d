"""Every lifecycle: every state × verb × role answers what its table says, and the tables are whole."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from marketplace.backoffice.lifecycles import list_machines
from marketplace.kernel import history
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState
from marketplace.kernel.machine import Role

MACHINES = [machine for _room, machine in list_machines()]
STEPS = [
    pytest.param(machine, state, verb, role, id=f"{machine.name}-{state.value}-{verb}-{role or 'nobody'}")
    for machine in MACHINES
    for state, verb, role in product(
        machine.states, dict.fromkeys(move.verb for move in machine.moves), (*Role, None)
    )
]


@pytest.fixture
def written(monkeypatch) -> list:
    """The history rows that would have been written; no database is needed to take a step."""
    rows: list = []
    monkeypatch.setattr(history, "record", lambda thing, verb, **about: rows.append((verb, about)))
    return rows


@pytest.mark.parametrize(("machine", "state", "verb", "role"), STEPS)
def test_each_step_is_taken_or_refused_as_the_table_says(machine, state, verb, role, written):
    thing, roles = SimpleNamespace(state=state), {role} if role else set()
    possible = [move for move in machine.moves if move.verb == verb and state in move.starts]
    allowed = [move for move in possible if roles & move.who]

    if allowed:
        machine.move(thing, verb, by=None, roles=roles, note="because")
        assert thing.state == allowed[0].ends
        assert [(verb, row["from_state"], row["to_state"]) for verb, row in written] == [
            (verb, state, allowed[0].ends)
        ]
        assert verb in {move.verb for move in machine.moves_for(state, roles)}
    else:
        with pytest.raises(NotAllowed if possible else WrongState):
            machine.move(thing, verb, by=None, roles=roles, note="because")
        assert thing.state == state
        assert not written
        assert verb not in {move.verb for move in machine.moves_for(state, roles)}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_needed_note_is_asked_for_before_anything_changes(machine, written):
    for move in machine.moves:
        if move.needs_note:
            thing = SimpleNamespace(state=move.starts[0])
            with pytest.raises(Invalid):
                machine.move(thing, move.verb, by=None, roles=move.who, note="  ")
            assert thing.state == move.starts[0] and not written


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reachable_and_everything_has_words(machine):
    reached, before = {machine.first}, None
    while reached != before:
        before = set(reached)
        reached |= {move.ends for move in machine.moves if reached & set(move.starts)}
    assert reached == set(machine.states)
    assert all(state.label and state.tone for state in machine.states)
    assert all(move.label and move.who for move in machine.moves)


def test_a_verb_nobody_knows_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="no verb"):
        MACHINES[0].find(MACHINES[0].first, "vanish", set(Role))
