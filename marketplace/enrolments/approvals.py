"""How an office says yes or no: every decision names its decider, holds its money and can be explained."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor, Verdict
from marketplace.agreements import lawful
from marketplace.areas.settings import setting_of
from marketplace.audit import history, saw, standing
from marketplace.audit.moves import advance
from marketplace.earnings import ceilings
from marketplace.enrolments import (
    commitments,
    due_days,
    guardian_checks,
    milestones,
    policy,
    reasons,
    rules,
    telling,
    undoing,
    waitlist,
)
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import ENROLMENT, WITH_OFFICE
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.mentoring import matches
from marketplace.offers import payers
from marketplace.offers import standing as stops
from marketplace.resources import bundles
from models.account import Account
from models.enrolment import Enrolment
from models.history import Move
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityKind
from models.youth import Youth

_DECIDED: dict[str, Text] = {
    EnrolmentState.SECOND_REVIEW: t("passed to the second review"),
    EnrolmentState.APPROVED: t("approved"),
    EnrolmentState.RETURNED: t("sent back for information"),
    EnrolmentState.REFUSED: t("not approved"),
    EnrolmentState.WITHDRAWN: t("withdrawn"),
    EnrolmentState.CANCELLED: t("cancelled"),
}


def start_review(enrolment: Enrolment, *, by: Actor) -> None:
    """Take a request onto one's desk; its clock goes on running."""
    _admit(policy.can_decide(by, enrolment))
    advance(ENROLMENT, enrolment, "start_review", by=by)


def approve(
    enrolment: Enrolment, *, by: Actor, note: str = "", why: Sequence[str] = (), version: int | None = None
) -> None:
    """Say yes: the money is promised in the same transaction, and nobody is told for ten minutes.

    Where the office reviews twice, the first yes passes it to an approver. Raises Conflict when somebody decided first;
    Invalid where the law of labour or the rules of the fund forbid it, no fund of the place pays it or the fund has too
    little, also when somebody took the last of it a moment ago; Forbidden for whoever has a stake in it.
    """
    must_be_open(enrolment, by=by, version=version)
    if "other" in why:
        reasons.checked(reasons.APPROVE, "other", note)
    opportunity = db.get_one(Opportunity, enrolment.opportunity_id)
    amount = commitments.cost(opportunity).total_satang
    setting = setting_of(enrolment.office_key)
    passes = setting.two_step_review and enrolment.state != EnrolmentState.SECOND_REVIEW
    # The first of two reviews is held to them as well, so that nobody passes on what nobody may approve.
    refusal = _forbidden(opportunity, enrolment) or _unpaid(opportunity, enrolment, amount, holds=not passes)
    if refusal is not None:
        _must_not_have_moved(enrolment)
        raise Invalid(refusal, field="decision")
    _take_up(enrolment, by)
    now, reason = clock.now(), ",".join(code for code in why if code in reasons.APPROVE)[:40]
    if passes:
        due = due_days.due(now, setting.officer_days)
        _advance(enrolment, "pass_up", by, reason, note, **_decided(by) | {"due_at": due})
        telling.second_review_asked(enrolment)
        return
    # Until it is told, the young person reads the same day for the answer as before.
    promised = {"reserved_satang": amount, "rules_version": rules.VERSION, "due_at": enrolment.due_at}
    _advance(enrolment, "approve", by, reason, note, **_decided(by) | promised)
    if opportunity.fund_id is not None and amount:
        commitments.reserve(enrolment, opportunity.fund_id, amount, by=by, is_held=True)
    milestones.open_for(enrolment, opportunity)
    bundles.confirm(enrolment.id, by=by)
    if opportunity.kind == OpportunityKind.MENTORSHIP:
        matches.open_for(enrolment.youth_id, enrolment.id, opportunity.organisation_id, by=by)
    telling.approved(enrolment)


def return_for_information(
    enrolment: Enrolment, *, by: Actor, reason: str, note: str, version: int | None = None
) -> None:
    """Ask for what is missing; the seat stays held and the clock stands still until the answer."""
    code = reasons.checked(reasons.RETURN, reason, note)
    if not note.strip():
        raise Invalid(t("Write what you need to know."), field="note")
    _begin(enrolment, by, version)
    # The due date is kept as it was, so that the answer can give back the days that were left.
    _advance(enrolment, "return", by, code, note, **_decided(by) | {"due_at": enrolment.due_at})
    _keep_reason(enrolment, code, note)
    telling.returned(enrolment)


def resubmit(enrolment: Enrolment, *, by: Actor, note: str) -> None:
    """Answer the office's question; the clock goes on with the working days that were left, at least one."""
    if not note.strip():
        raise Invalid(t("Write your answer."), field="note")
    now = clock.now()
    due = due_days.due(now, due_days.left(enrolment))
    _advance(enrolment, "resubmit", by, "", note, due_at=due, decided_by_id=None, decided_at=None, changed_at=now)
    _keep_reason(enrolment, "", "")
    note_flags(enrolment)
    telling.office_asked(enrolment)


def refuse(enrolment: Enrolment, *, by: Actor, reason: str, note: str = "", version: int | None = None) -> None:
    """Say no, with a reason from the list; the seat is freed and offered on."""
    code = reasons.checked(reasons.REFUSE, reason, note)
    _begin(enrolment, by, version)
    held = enrolment.holds_seat
    _advance(enrolment, "refuse", by, code, note, **_decided(by) | {"holds_seat": False})
    _keep_reason(enrolment, code, note)
    telling.silence(enrolment)
    bundles.release(enrolment.id, by=by)
    telling.refused(enrolment)
    if held:
        waitlist.give_back(enrolment.opportunity_id)


def undo(enrolment: Enrolment, *, by: Actor) -> None:
    """Take an approval back within ten minutes: the money is free again and nobody was told.

    It goes back to the step it was approved in: of two reviews the first one stands, with whoever made it.
    """
    _admit(policy.can_undo(by, enrolment))
    if ENROLMENT.allows(enrolment.state, "undo") and not can_still_undo(enrolment):
        raise Conflict(t("The ten minutes are over: everybody has been told. You can cancel it with a reason instead."))
    _take_back(enrolment, by=by)


def hold_back(enrolment: Enrolment, *, by: Actor) -> None:
    """Take back an approval that nobody was told of, since what it was given for is otherwise now.

    A yes stands for the terms that were read, as a signature does: whoever decides next reads these, and is told, with
    whoever had said yes. What was told already, or never approved, stays as it is.
    """
    if not can_still_undo(enrolment):
        return
    had_said_yes = enrolment.decided_by_id
    _take_back(enrolment, by=by, reason=reasons.TERMS_CHANGED)
    note_flags(enrolment)
    telling.held_back(enrolment, had_said_yes)


def _take_back(enrolment: Enrolment, *, by: Actor, reason: str = "") -> None:
    reserved = enrolment.reserved_satang
    due = max(due_days.due(clock.now(), 1), enrolment.due_at or clock.now())
    first = _first_review(enrolment)
    changes = {"reserved_satang": 0, "decided_by_id": None, "decided_at": None, "changed_at": clock.now()}
    if first is not None:
        changes |= {"decided_by_id": first.actor_id, "decided_at": first.at}
    _advance(enrolment, "undo" if first is None else "undo_second", by, reason, "", due_at=due, **changes)
    telling.silence(enrolment)
    bundles.take_back(enrolment.id, by=by)
    matches.close_for(enrolment.id, by=by)
    milestones.forget(enrolment)
    if reserved:
        commitments.release(enrolment, by=by)


def can_still_undo(enrolment: Enrolment) -> bool:
    """Whether an approval can still be taken back."""
    return undoing.is_untold(enrolment)


def must_be_open(enrolment: Enrolment, *, by: Actor, version: int | None) -> None:
    """Raise Conflict, naming who was quicker, for a page that is out of date; Forbidden when it is another's turn.

    The page comes first: whose turn it is now says nothing to somebody who answered an earlier state.
    """
    _admit(policy.can_weigh(by, enrolment))
    moved_on = version is not None and version != enrolment.version
    if enrolment.state in _DECIDED and (moved_on or enrolment.state not in WITH_OFFICE):
        raise _decided_already(enrolment)
    standing.must_be_seen(ENROLMENT, enrolment, version, by=by)
    _admit(policy.can_decide(by, enrolment))


def _first_review(enrolment: Enrolment) -> Move | None:
    """The first of two reviews, when the approval that stands was the second."""
    moves = [move for move in history(enrolment) if move.verb in ("pass_up", "approve")]
    if moves and moves[-1].verb == "approve" and moves[-1].from_state == EnrolmentState.SECOND_REVIEW:
        return next((move for move in reversed(moves) if move.verb == "pass_up"), None)
    return None


def _begin(enrolment: Enrolment, by: Actor, version: int | None) -> None:
    """Make sure it is still to be decided and may be decided by this person; a first look becomes a review."""
    must_be_open(enrolment, by=by, version=version)
    _take_up(enrolment, by)


def _take_up(enrolment: Enrolment, by: Actor) -> None:
    saw(by, enrolment.youth_id, "enrolment")
    if enrolment.state == EnrolmentState.PROVIDER_ACCEPTED:
        advance(ENROLMENT, enrolment, "start_review", by=by)


def _forbidden(opportunity: Opportunity, enrolment: Enrolment) -> Text | None:
    """Why nobody may say yes: a suspension, a document run out, other terms than signed for, the law, no fund."""
    if (why := stops.against_approval(opportunity.id)) is not None:
        return why
    if (changed := guardian_checks.asked_anew(enrolment)) is not None:
        return t("It cannot be approved yet: {why}", why=changed.text)
    blocking = lawful.judge_placement(opportunity, db.get_one(Youth, enrolment.youth_id)).blocking
    if blocking:
        return t("The law does not allow this placement: {why}", why=blocking[0].text)
    return payers.refusal(opportunity)


def _unpaid(opportunity: Opportunity, enrolment: Enrolment, amount_satang: int, *, holds: bool) -> Text | None:
    """Why the fund may not pay it, by its rules, or cannot; what it `holds` stays so until the promise is made."""
    if holds and amount_satang and opportunity.fund_id is not None:
        commitments.hold(opportunity.fund_id)
    return ceilings.against_enrolment(opportunity, enrolment, amount_satang) or commitments.shortage(
        opportunity, amount_satang
    )


def _must_not_have_moved(enrolment: Enrolment) -> None:
    """Raise Conflict where somebody decided while the fund was waited for: what they took is no reason to refuse."""
    if db.scalar(select(Enrolment.version).where(Enrolment.id == enrolment.id)) != enrolment.version:
        db.refresh(enrolment)
        raise _decided_already(enrolment)


def _advance(enrolment: Enrolment, verb: str, by: Actor, reason: str, note: str, **changes: Any) -> None:
    try:
        advance(ENROLMENT, enrolment, verb, by=by, reason=reason, note=note.strip(), **changes)
    except Conflict as error:
        db.refresh(enrolment)
        raise _decided_already(enrolment) from error


def _decided(by: Actor) -> dict[str, Any]:
    now = clock.now()
    return {"decided_by_id": by.account_id, "decided_at": now, "due_at": None, "changed_at": now}


def already(enrolment: Enrolment) -> Text | None:
    """Who has decided this, when and how; None for what an office still has before it, or never had."""
    return _decided_by(enrolment) if enrolment.state not in WITH_OFFICE else None


def _decided_already(enrolment: Enrolment) -> Conflict:
    said = _decided_by(enrolment)
    return Conflict(said or t("Something changed while this page was open. Reload it to see what."))


def _decided_by(enrolment: Enrolment) -> Text | None:
    what = _DECIDED.get(enrolment.state)
    moves = history(enrolment) if what is not None else []
    if what is None or not moves:
        return None
    account = db.get(Account, moves[-1].actor_id) if moves[-1].actor_id is not None else None
    name = account.name if account is not None else "Okat"
    return t("Already decided by {name} on {at}: {what}.", name=name, at=date_time(moves[-1].at), what=what)


def _keep_reason(enrolment: Enrolment, code: str, note: str) -> None:
    enrolment.reason, enrolment.reason_note = code, note.strip()
    db.flush()


def _admit(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.reason) if verdict.reason is not None else NotFound()
