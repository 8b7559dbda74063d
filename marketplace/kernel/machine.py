"""Lifecycles as tables of moves.

One table feeds the guard of the actions, the buttons of the pages, ``moves`` in the API, the tests of
every state × verb × role, and ``flask states``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.kernel import history
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState


class Role(StrEnum):
    """Who stands before a thing. A person may be several at once."""

    #: Belongs to the organization behind it, in whatever role.
    COLLEAGUE = "colleague"
    #: May change it in the name of the organization.
    MEMBER = "member"
    OWNER = "owner"
    STAFF = "staff"


class State(StrEnum):
    """Base of every state enum: members are written ``NAME = ("code", lazy label, tone)``.

    ``tone`` colours the tag on pages: neutral, info, good, warn or bad.
    """

    def __new__(cls, code: str, label, tone: str = "neutral"):
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.tone = tone
        return member


@dataclass(frozen=True)
class Move:
    """One step: the verb, where it may start, where it ends, who may, and what the button says."""

    verb: str
    starts: tuple[State, ...]
    ends: State
    who: frozenset[Role]
    label: object
    needs_note: bool = False
    tone: str = "neutral"


class Machine:
    """A named table of moves over one state enum."""

    def __init__(self, name: str, states: type[State], first: State, *moves: Move):
        self.name = name
        self.states = states
        self.first = first
        self.moves = moves

    def moves_for(self, state: State, roles: Iterable[Role]) -> list[Move]:
        """The steps that somebody in ``roles`` can take from ``state``, in table order."""
        roles = set(roles)
        return [move for move in self.moves if state in move.starts and roles & move.who]

    def find(self, state: State, verb: str, roles: Iterable[Role], note: str = "") -> Move:
        """The one move that applies, or the reason why none does: wrong state, wrong person, missing note."""
        roles = set(roles)
        named = [move for move in self.moves if move.verb == verb]
        if not named:
            raise ValueError(f"{self.name} has no verb {verb}")
        possible = [move for move in named if state in move.starts]
        if not possible:
            raise WrongState(f"{self.name}: {verb} is not possible from {state}", state=state, verb=verb)
        for move in possible:
            if roles & move.who:
                if move.needs_note and not note.strip():
                    raise Invalid(f"{self.name}: {verb} needs a note", field="note")
                return move
        raise NotAllowed(f"{self.name}: {verb} is not for {', '.join(sorted(roles)) or 'nobody'}")

    def move(
        self, thing, verb: str, *, by, roles: Iterable[Role], note: str = "", **details
    ) -> history.History:
        """Take one step: check it, set ``thing.state`` and write the history row. Nothing changes on a no."""
        step = self.find(thing.state, verb, roles, note)
        before, thing.state = thing.state, step.ends
        return history.record(
            thing, verb, by=by, from_state=before, to_state=step.ends, note=note, details=details
        )
