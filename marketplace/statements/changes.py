"""What has become of the lines of a sheet since it was given out; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.earnings.states import RECEIVED
from marketplace.statements.content import Line
from models.vocabulary import EmployerPaymentState

PAID = frozenset({*map(str, RECEIVED), str(EmployerPaymentState.PAID), str(EmployerPaymentState.CONFIRMED)})


class What(StrEnum):
    """How a line differs from the sheet."""

    GONE = "gone"
    SUM = "sum"
    MOVED = "moved"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """One line then and now; `line` is the one on the sheet, or the new one."""

    what: What
    line: Line
    now: Line | None = None

    @property
    def is_loss(self) -> bool:
        """Whether something the sheet says was paid is no longer paid, or not all of it."""
        if self.what == What.NEW or self.line.state not in PAID:
            return False
        return self.now is None or self.now.state not in PAID or self.now.satang < self.line.satang


def since(then: Iterable[Line], now: Iterable[Line]) -> tuple[Change, ...]:
    """What differs, in the order of the sheet; what came later stands last."""
    kept, found = {line.ref: line for line in then}, {line.ref: line for line in now}
    changed = (_change(line, found.get(ref)) for ref, line in kept.items())
    new = (Change(What.NEW, line, line) for ref, line in found.items() if ref not in kept)
    return (*(change for change in changed if change is not None), *new)


def _change(line: Line, now: Line | None) -> Change | None:
    if now is None:
        return Change(What.GONE, line)
    if now.satang != line.satang:
        return Change(What.SUM, line, now)
    return Change(What.MOVED, line, now) if now.state != line.state else None
