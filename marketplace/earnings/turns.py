"""Whose turn a payout batch is: the next step, who takes it, and in words why it is not the reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.access import Actor, Verdict
from marketplace.earnings import policy
from marketplace.i18n import Text, t
from models.payout import PayoutBatch
from models.vocabulary import PayoutState, Role


@dataclass(frozen=True, slots=True)
class Turn:
    """The step that comes next, the role that takes it, and why the reader cannot when they cannot."""

    verb: str
    role: Role
    why_not: Text | None

    @property
    def is_mine(self) -> bool:
        """Whether the reader takes it."""
        return self.why_not is None


_NEXT: Mapping[str, tuple[str, Role, Callable[[Actor, PayoutBatch], Verdict]]] = {
    PayoutState.OPEN: ("lock", Role.OFFICER, policy.can_change_batch),
    PayoutState.LOCKED: ("approve", Role.APPROVER, policy.can_approve),
    PayoutState.APPROVED: ("authorise", Role.AUTHORISER, policy.can_authorise),
    PayoutState.AUTHORISED: ("release", Role.AUTHORISER, policy.can_authorise),
    PayoutState.RELEASED: ("reconcile", Role.OFFICER, policy.can_change_batch),
    PayoutState.RECONCILED: ("close", Role.OFFICER, policy.can_change_batch),
}
_WAITS: Mapping[str, Text] = {
    "lock": t("An officer finishes the list."),
    "approve": t("An approver who did not prepare it looks at it next."),
    "authorise": t("An authoriser, a third person, allows the money to leave."),
    "release": t("An authoriser, a third person, releases it to the bank."),
    "reconcile": t("An officer enters what the bank answers."),
    "close": t("An officer closes it."),
}


def turn(actor: Actor, batch: PayoutBatch) -> Turn | None:
    """The next step of a batch as this person sees it; None when nothing is left to do."""
    if batch.state not in _NEXT:
        return None
    verb, role, may = _NEXT[batch.state]
    return Turn(verb, role, None if may(actor, batch) else _why_not(actor, batch, verb))


def mine_first(actor: Actor, batches: Sequence[PayoutBatch]) -> list[PayoutBatch]:
    """What waits for the reader first, then what waits for others, then what is over; otherwise as given."""

    def place(batch: PayoutBatch) -> int:
        found = turn(actor, batch)
        return 2 if found is None else 0 if found.is_mine else 1

    return sorted(batches, key=place)


def _why_not(actor: Actor, batch: PayoutBatch, verb: str) -> Text:
    if verb in ("approve", "authorise", "release") and actor.account_id == batch.prepared_by_id:
        return t("You prepared it, so a colleague has to take this step.")
    if verb in ("authorise", "release") and actor.account_id == batch.approved_by_id:
        return t("You approved it, so a third person has to take this step.")
    return _WAITS[verb]
