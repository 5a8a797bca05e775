"""An account that a case worker writes down for somebody without a login: who may, on what basis, and who is told.

Whoever decides about money never says where it goes; somebody with a login says it themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor, Verdict
from marketplace.earnings import destinations, sayings
from marketplace.earnings.destinations import Destination, Entered
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.people import desks, guardians
from marketplace.people import policy as people
from models.payout import PayoutAccount, PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import AccountProof, Role
from models.youth import Guardian, Youth

DECIDERS: Final = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER)
"""Whose word moves money."""
EVENT: Final = "pay_to.entered"
TOLD_TO_GUARDIAN: Final = t(
    "A case worker wrote down where the money of somebody in your care goes. If you did not know it, ask the office."
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the case worker says of how they know: with the person beside them, what they saw, a guardian who knows."""

    in_person: bool
    proof: str
    guardian_told: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Who wrote an account down, when, and what they were shown."""

    by: str
    at: datetime
    proof: Text
    guardian_told: bool


def can_enter(actor: Actor, youth: Youth) -> Verdict:
    """The case worker who looks after them, where they decide about no money; colleagues read why not."""
    if actor.youth_id == youth.id or not people.can_see_youth_as_staff(actor, youth):
        return Verdict.hidden()
    if not actor.scope(Role.CASEWORKER).covers(youth.area_code, youth.office_key):
        return Verdict.no(t("A case worker of this area may change this."))
    if actor.has(*DECIDERS):
        return Verdict.no(t("Who decides about money does not say where it goes. A colleague has to do it."))
    if youth.id in actor.ward_ids:
        return Verdict.no(t("Nobody does this for somebody in their own care. A colleague has to do it."))
    if _is_with_another(actor, youth):
        return Verdict.no(t("The case worker who looks after this person does this."))
    return Verdict.yes()


def to_be_told(youth: Youth) -> Sequence[Guardian]:
    """The guardians who have to know: those recorded and safe to speak with, while a guardian takes part."""
    if not guardians.is_needed(youth, clock.today()):
        return ()
    return tuple(one for one in guardians.recorded(youth, clock.today()) if one.safe)


def must_be_told_in_person(youth: Youth) -> bool:
    """Whether a guardian has to know whom no notice reaches."""
    return any(one.account_id is None for one in to_be_told(youth))


def enter(youth: Youth, wanted: Destination, basis: Basis, *, by: Actor) -> None:
    """Write down where somebody's money goes, in the case worker's name and with how they know. Raises Invalid.

    Raises Conflict once the young person has a login: then they say it themselves.
    """
    if youth.account_id is not None:
        raise Conflict(t("They have a login of their own: they say themselves where their money goes."))
    errors = dict(_missing(youth, basis))
    if errors:
        raise Invalid(t("Please look at the marked answers."), errors=errors)
    told = to_be_told(youth)
    entered = Entered(AccountProof(basis.proof), guardian_told=bool(told))
    destinations.choose(youth, wanted, by=by, entered=entered)
    for account_id in sorted({one.account_id for one in told if one.account_id is not None}):
        notices.tell(account_id, event=EVENT, message=TOLD_TO_GUARDIAN, about=youth)


def told_of(account: PayoutAccount | None) -> Told | None:
    """How an account came to be written down by somebody else; None where it is the young person's own word."""
    if account is None or account.entered_by_id is None or account.proof is None:
        return None
    name = desks.names_of({account.entered_by_id}).get(account.entered_by_id, "")
    return Told(name, account.changed_at, sayings.PROOF[account.proof], account.guardian_told)


def told_of_line(line: PayoutLine) -> Told | None:
    """The same for the account of a payment, while it is still the one that was meant."""
    account = db.get(PayoutAccount, line.youth_id)
    if account is None or (account.method, account.bank, account.account_end) != (
        line.method, line.bank, line.account_end,
    ):  # fmt: skip
        return None
    return told_of(account)


def must_not_have_entered(batch: PayoutBatch, *, by: Actor) -> None:
    """Raise Forbidden for whoever wrote an account of this batch down, in whatever role they did it."""
    wanted = (
        select(PayoutLine.id)
        .join(PayoutAccount, PayoutAccount.youth_id == PayoutLine.youth_id)
        .where(PayoutLine.batch_id == batch.id, PayoutAccount.entered_by_id == by.account_id)
    )
    if db.scalar(wanted.limit(1)) is not None:
        raise Forbidden(t("You wrote an account of this list down for somebody, so a colleague has to do this."))


def _missing(youth: Youth, basis: Basis) -> list[tuple[str, Text]]:
    found = []
    if not basis.in_person:
        found.append(("in_person", t("Only with the person beside you can an account be written down.")))
    if basis.proof not in sayings.PROOF:
        found.append(("proof", t("Say what you were shown.")))
    if must_be_told_in_person(youth) and not basis.guardian_told:
        found.append(("guardian_told", t("Tell the guardian first.")))
    return found


def _is_with_another(actor: Actor, youth: Youth) -> bool:
    """Whether another case worker, who still works there, looks after them."""
    if youth.case_worker_id in (None, actor.account_id) or not youth.office_key:
        return False
    return youth.case_worker_id in desks.accounts_of(youth.office_key, Role.CASEWORKER, area_code=youth.area_code)
