"""Finished values for earnings: rows of a list and the page on which one is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import difference_pages
from blueprints.office.money_parts import Check, Item, Move, moves
from blueprints.parts import Fact
from marketplace.audit import history
from marketplace.corrections import policy as correction_policy
from marketplace.corrections import queries as correction_queries
from marketplace.corrections import service as corrections
from marketplace.corrections import states as correction_states
from marketplace.earnings import (
    bank_differences,
    coming_back,
    flags,
    hands,
    policy,
    queries,
    refusals,
    sayings,
    still_out,
)
from marketplace.earnings.statement import payments_of, what_of
from marketplace.earnings.states import EARNING, RECEIVED
from marketplace.enquiries import policy as enquiry_policy
from marketplace.enquiries import queries as enquiries
from marketplace.enquiries import sayings as enquiry_sayings
from marketplace.enquiries import states as enquiry_states
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.payments import taken_out
from marketplace.recoveries import policy as recovery_policy
from marketplace.recoveries import queries as recoveries
from marketplace.recoveries import states as recovery_states
from models.vocabulary import CorrectionState, EarningKind, EarningState

if TYPE_CHECKING:
    from collections.abc import Collection

    from marketplace.access import Actor
    from models.correction import Correction
    from models.earning import Earning
    from models.gift import Difference


@dataclass(frozen=True, slots=True)
class Row:
    """One earning in a list sorted by need."""

    ref: str
    title: str
    href: str
    note: Text
    due: Text | str
    due_kind: str
    due_exact: str
    flag: Text | str
    is_flag: bool
    pickable: bool
    checked: bool
    cells: tuple[str, ...]
    here: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that fits where the earning stands."""

    value: str
    label: Text
    note: Text


@dataclass(frozen=True, slots=True)
class EarningPage:
    """One earning with what a decision needs."""

    title: str
    amount: Text
    amount_lines: tuple[object, ...]
    state: Text
    state_kind: str
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    differences: tuple[Item, ...]
    steps: tuple[Move, ...]
    choices: tuple[Choice, ...]
    asks_hold: bool
    asks_reject: bool
    asks_back: bool
    back_hint: Text | None
    """Of a line by which the bank paid another sum, between which sums what came back has to be; else none is asked."""
    why_not: Text | None
    correct_href: str
    agree_href: str
    agree_text: Text | None
    agree_not: Text | None
    back_href: str
    back_label: str


_CHOICES = {
    "approve": (t("It is due"), t("It goes into the next payout batch")),
    "resume": (t("End the hold"), t("It then waits for a yes again")),
    "retry": (t("Pay it again"), t("It goes into the next payout batch")),
    "deliver": (t("It was handed over"), t("Something given in kind has reached its receiver")),
    "hold": (t("Hold it"), t("It is not paid until somebody has looked; the young person sees the reason")),
    "reject": (t("It is not due"), t("The money returns to the fund; the young person sees the reason")),
    "again": (
        t("Pay it once more"),
        t("A new sum for the same cause waits for a yes and goes through the three people again"),
    ),
    "reverse": (
        t("The money came back"),
        t("A second person agrees; it is then free in the fund again, and the book keeps both ways"),
    ),
}
_WAITS_FOR_A_REASON = t(
    "The bank refused this account, and nobody has said why it goes through now, so no batch takes it. Have the account"
    " changed, or hold this sum, end the hold and say yes to it with the reason."
)
_KINDS = {
    EarningState.PAID: "done",
    EarningState.CONFIRMED: "done",
    EarningState.HELD: "stop",
    EarningState.FAILED: "stop",
    EarningState.REJECTED: "stop",
    EarningState.CANCELLED: "stop",
    EarningState.REVERSED: "stop",
}


def row(actor: Actor, one: Earning, named: bool, easy: bool, asking: Collection[int] = ()) -> Row:
    """An earning in a list; `easy` ones have nothing to look at and may be said yes to together."""
    raised = _raised(actor, one, asking)
    return Row(
        ref=one.ref,
        title=hands.payee(one.youth) if named else one.ref,
        href=url_for("office.show_earning", earning=one.ref),
        note=cause(one),
        due=t("{days} days", days=(clock.today() - one.earned_on).days),
        due_kind="",
        due_exact=dates.long_date(one.earned_on),
        flag=" · ".join(str(text) for text in raised) if raised else t("Everything is in order"),
        is_flag=bool(raised),
        pickable=easy,
        checked=easy,
        cells=(baht(one.amount_satang),),
    )


def cause(one: Earning) -> Text:
    """What an earning is owed for, in a line."""
    return t(
        "{what} {day}, {title}",
        what=what_of(one),
        day=dates.short_date(one.earned_on),
        title=pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en),
    )


def one(actor: Actor, found: Earning) -> EarningPage:
    """An earning: its cause, what to look at, what happened, and the answers that fit."""
    may, named = policy.can_decide(actor, found), hands.sees_names(actor, found.fund)
    choices = _choices(found) if may else ()
    values = [choice.value for choice in choices]
    waits = _to_agree(actor, found)
    return EarningPage(
        title=hands.payee(found.youth) if named else found.ref,
        amount=t("{sum} baht", sum=baht(found.amount_satang)),
        amount_lines=(cause(found),),
        state=sayings.EARNING[found.state],
        state_kind=_KINDS.get(EarningState(found.state), ""),
        facts=(*_facts(found), *asked(actor, found), *_owed_back(actor, found), *_corrected(found)),
        checks=tuple(Check(text, True) for text in _to_look_at(actor, found)),
        differences=tuple(difference_pages.short(said) for said in _said_of(found)),
        steps=moves(hands.steps_of(found), sayings.EARNING, "to_state"),
        choices=choices,
        asks_hold="hold" in values,
        asks_reject="reject" in values,
        asks_back="reverse" in values,
        back_hint=_out(found) if "reverse" in values else None,
        why_not=(_not_yet(found) if may else may.reason),
        correct_href=url_for("office.show_correction", earning=found.ref) if may and _is_correctable(found) else "",
        agree_href=url_for("office.decide_correction", correction=waits.ref) if waits else "",
        agree_text=_said(waits) if waits else None,
        agree_not=t("This sum does not count as paid any more, so there is nothing to correct in it.")
        if found.state not in RECEIVED
        else None,
        back_href=url_for("office.show_fund", fund=found.fund.ref),
        back_label=pick(found.fund.name_th, found.fund.name_en),
    )


def _said_of(one: Earning) -> tuple[Difference, ...]:
    """What the bank says otherwise of its lines, what it paid beside, and what somebody says of what came back."""
    back = coming_back.waiting(one)
    waits = bank_differences.of_earnings({one.id}).get(one.id, ())
    return (*waits, *taken_out.of_sum(one), *((back,) if back is not None else ()))


def _waits(one: Earning) -> bool:
    return one.state in (EarningState.ACCRUED, EarningState.HELD, EarningState.FAILED)


def _to_look_at(actor: Actor, one: Earning) -> tuple[Text | str, ...]:
    """What to look at before it is decided; of what was decided, that it waits until somebody gives a reason."""
    if _waits(one):
        return _raised(actor, one, refusals.asking([one]))
    return (_WAITS_FOR_A_REASON,) if one.state == EarningState.APPROVED and refusals.asking([one]) else ()


def _raised(actor: Actor, one: Earning, asking: Collection[int]) -> tuple[Text | str, ...]:
    """What to look at; on hold and after a failed payment, why comes first."""
    if one.state in (EarningState.HELD, EarningState.FAILED):
        last = next((move.reason for move in reversed(history(one)) if move.to_state == one.state), "")
        empty = one.state == EarningState.HELD and one.accrue_entry_id is None and one.kind != EarningKind.IN_KIND
        why = t("The fund has not enough for it") if empty else sayings.reason(last)
        return (why,) if last or empty else (sayings.EARNING[one.state],)
    return flags.flags(actor, one, asking)


def _choices(one: Earning) -> tuple[Choice, ...]:
    """The table's verbs that an office says; goods are handed over, money is paid in a batch."""
    verbs = EARNING.verbs(one.state) - ({"deliver"} if one.kind != EarningKind.IN_KIND else set())
    if corrections.may_pay_again(one) and not bank_differences.stands_paid_by(one):
        verbs |= {"again"}
    if coming_back.may_come_back(one):
        verbs |= {"reverse"}
    asks_why = "retry" in verbs or ("approve" in verbs and bool(refusals.asking([one])))
    refusal = refusals.standing({one.youth_id}).get(one.youth_id) if asks_why else None
    chosen = {verb: said for verb, said in _CHOICES.items() if verb in verbs}
    if "reverse" in chosen and _not_yet(one) is not None:
        del chosen["reverse"]
    if "again" in chosen:
        label, note = _CHOICES["again"]
        chosen["again"] = t("{what}, {sum} baht", what=label, sum=baht(corrections.still_due(one))), note
    if refusal is not None:
        words = t("{refusal} Write below why it will go through now; the approver reads it.", refusal=refusal.words)
        if "approve" in chosen:
            chosen["approve"] = t("Pay it to the same account all the same"), words
        elif with_it := len(refusals.beside(one)):
            words = t("{words} What else the bank refused in the same line goes with it: {count}", words=words,
                      count=with_it)  # fmt: skip
        if "retry" in chosen:
            chosen["retry"] = t("Pay it again to the same account"), words
    return tuple(Choice(verb, label, note) for verb, (label, note) in chosen.items())


def _out(one: Earning) -> Text | None:
    """How much can have come back with it, where the bank paid another sum by its line."""
    out = still_out.of(one)
    if out is None:
        return None
    return t(
        "The bank paid {paid} baht by its line, and of that {most} are not back yet. With this sum from {least} to"
        " {most} baht can have come back; a part of the sum alone is a correction.",
        paid=baht(out.paid), least=baht(out.least), most=baht(out.most),
    )  # fmt: skip


def _not_yet(one: Earning) -> Text | None:
    """Why nobody can say now that its money came back, and when they can."""
    if not coming_back.may_come_back(one):
        return None
    if coming_back.is_at_bank(one):
        return coming_back.AT_BANK
    return coming_back.WAITS if coming_back.waiting(one) is not None else None


def _facts(one: Earning) -> tuple[Fact, ...]:
    offer, payment = one.enrolment.opportunity, payments_of([one]).get(one.id)
    verifier = hands.names_of({one.verified_by_id}).get(one.verified_by_id or 0)
    facts = [
        Fact(t("What for"), lines=(what_of(one), sayings.KIND[one.kind])),
        Fact(t("Opportunity"), pick(offer.title_th, offer.title_en)),
        Fact(t("Earned on"), dates.long_date(one.earned_on)),
        Fact(t("Proof"), one.evidence_ref or t("None named")),
        Fact(t("Verified"), lines=(verifier or t("By the rule of the opportunity"), dates.date_time(one.verified_at))),
        Fact(t("Paid from"), pick(one.fund.name_th, one.fund.name_en)),
    ]
    if payment is not None:
        said = t("Batch {number}", number=payment.number or 0)
        facts.append(
            Fact(t("Payment"), said, href=url_for("office.show_payout", batch=payment.ref), link=t("Open the batch"))
        )
    if one.state == EarningState.FAILED and (refusal := queries.refusal_of(one)):
        facts.append(Fact(t("The bank's reason"), refusal))
    # The days somebody stayed are in the words before.
    if one.cause and one.kind != EarningKind.RETENTION:
        facts.insert(1, Fact(t("Cause"), one.cause))
    return tuple(facts)


def asked(actor: Actor, one: Earning) -> tuple[Fact, ...]:
    """The newest question about this sum, for those who may answer it a way to it."""
    found = enquiries.of_earning(one)
    if found is None:
        return ()
    said = (enquiry_sayings.KIND[found.kind], enquiry_states.WORDS[found.state])
    may_open = enquiry_policy.can_see_enquiry(actor, found)
    href = url_for("office.show_enquiry", enquiry=found.ref) if may_open else ""
    return (Fact(t("What was asked"), lines=said, href=href, link=t("See it")),)


def _owed_back(actor: Actor, one: Earning) -> tuple[Fact, ...]:
    """That the money of this sum has to come back, and why."""
    recovery = recoveries.of_earning(one)
    if recovery is None:
        return ()
    said = (recovery_states.WORDS[recovery.state], sayings.reason(recovery.reason))
    may_open = recovery_policy.can_see_recoveries(actor)
    href = url_for("office.show_recovery", recovery=recovery.ref) if may_open else ""
    return (Fact(t("Has to come back"), lines=said, href=href, link=t("See it")),)


def _corrected(one: Earning) -> tuple[Fact, ...]:
    """Every correction of this sum with its reason."""
    return tuple(
        Fact(t("Correction"), lines=(_said(found), correction_states.WORDS[found.state]))
        for found in correction_queries.of_earning(one)
    )


def _said(found: Correction) -> Text:
    kind, reason = correction_states.KIND[found.kind], sayings.reason(found.reason)
    return t("{kind}: {sum} baht, {reason}", kind=kind, sum=baht(found.amount_satang), reason=reason)


def _to_agree(actor: Actor, one: Earning) -> Correction | None:
    """The correction that waits for this very reader."""
    waits = (found for found in correction_queries.of_earning(one) if found.state == CorrectionState.PROPOSED)
    return next((found for found in waits if correction_policy.can_agree(actor, found)), None)


def _is_correctable(one: Earning) -> bool:
    return one.state in RECEIVED and one.kind != EarningKind.IN_KIND
