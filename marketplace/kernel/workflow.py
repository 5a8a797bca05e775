"""States move through one small table per subject: (state, verb) -> state, and nothing else moves them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class NoSuchMove(Exception):
    """The table holds no such move from this state."""

    def __init__(self, workflow: str, state: str, verb: str) -> None:
        super().__init__(f"{workflow}: no {verb!r} from {state!r}")
        self.workflow, self.state, self.verb = workflow, state, verb


@dataclass(frozen=True)
class Telling:
    """How a subject is told to whoever does not work on it: the state and the moves they may know, in their words."""

    state: Callable[[Any], str]
    moves: Callable[[Any, Sequence[Any]], Sequence[Any]]
    words: Mapping[str, object]
    nexts: Mapping[str, object]


@dataclass(frozen=True)
class Workflow:
    """The table of moves of one kind of subject, with what its states are called and what comes next in each."""

    name: str
    moves: Mapping[tuple[str, str], str]
    words: Mapping[str, object] = field(default_factory=dict)
    nexts: Mapping[str, object] = field(default_factory=dict)
    outside: Telling | None = None

    def next(self, state: str, verb: str) -> str:
        """The state after `verb`; raises NoSuchMove when the table has none."""
        try:
            return self.moves[(state, verb)]
        except KeyError:
            raise NoSuchMove(self.name, state, verb) from None

    def verbs(self, state: str) -> frozenset[str]:
        """Every verb that may be said in `state`."""
        return frozenset(verb for (origin, verb) in self.moves if origin == state)

    def allows(self, state: str, verb: str) -> bool:
        """Whether the table holds the move."""
        return (state, verb) in self.moves

    def states(self) -> frozenset[str]:
        """Every state the table names."""
        return frozenset(origin for origin, _ in self.moves) | frozenset(self.moves.values())
