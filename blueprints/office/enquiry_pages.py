"""Finished values for questions about money: what waits, since when, about which sum, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.money_parts import Item, Move, moves
from blueprints.parts import Fact
from marketplace.earnings import hands
from marketplace.earnings.statement import what_of
from marketplace.enquiries import policy, queries, sayings, states
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.people import policy as people
from models.vocabulary import EnquiryState

if TYPE_CHECKING:
    from datetime import date

    from marketplace.access import Actor
    from models.earning import EmployerPayment
    from models.enquiry import Enquiry
    from models.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class EnquiriesPage:
    """What waits, wages nobody reported, and what was answered."""

    waiting: tuple[Item, ...]
    unreported: tuple[Item, ...]
    answered: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class EnquiryPage:
    """One question with what an answer needs."""

    title: Text
    state: Text
    state_text: Text | str
    state_kind: str
    note: str
    facts: tuple[Fact, ...]
    steps: tuple[Move, ...]
    can_answer: bool
    why_not: Text | None


def listed(actor: Actor) -> EnquiriesPage:
    """The reader's questions."""
    return EnquiriesPage(
        tuple(_item(actor, one) for one in queries.waiting_for(actor)),
        tuple(_unreported(actor, one) for one in queries.unreported_for(actor)),
        tuple(_item(actor, one) for one in queries.answered_for(actor)),
    )


def head(actor: Actor) -> Text | None:
    """One line for the head of a queue, or nothing when no question waits."""
    counted = queries.counted(actor)
    if not counted.open:
        return None
    if counted.late:
        return t("Questions about money: {open}, {late} of them overdue", open=counted.open, late=counted.late)
    return t("Questions about money: {open}", open=counted.open)


def one(actor: Actor, enquiry: Enquiry) -> EnquiryPage:
    """One question."""
    may = policy.can_answer(actor, enquiry)
    is_done = enquiry.state == EnquiryState.CLOSED
    due = _due(enquiry.due_on)
    return EnquiryPage(
        title=sayings.KIND[enquiry.kind],
        state=states.WORDS[enquiry.state],
        state_text=due if due is not None else "",
        state_kind="done" if is_done else ("stop" if policy.is_overdue(enquiry) else "draft"),
        note=enquiry.note,
        facts=_facts(actor, enquiry),
        steps=moves(hands.steps_of(enquiry), states.WORDS, "to_state"),
        can_answer=bool(may) and not is_done,
        why_not=None if may else may.reason,
    )


def _item(actor: Actor, one: Enquiry) -> Item:
    waits = one.state == EnquiryState.OPEN
    return Item(
        href=url_for("office.show_enquiry", enquiry=one.ref),
        title=_whose(actor, one),
        note=t("{kind}, {sum} baht, {title}", kind=sayings.KIND[one.kind], sum=_sum(one), title=_title(one.enrolment)),
        due=_due(one.due_on) if waits else states.WORDS[one.state],
        due_kind="late" if policy.is_overdue(one) else ("soon" if waits else ""),
        due_exact=dates.date_time(one.asked_at),
    )


def _unreported(actor: Actor, one: EmployerPayment) -> Item:
    days = (clock.today() - one.due_on).days
    return Item(
        href=url_for("office.show_youth", youth=one.youth.ref)
        if people.can_see_youth_as_staff(actor, one.youth)
        else url_for("office.show_enrolment", enrolment=one.enrolment.ref),
        title=hands.payee(one.youth)
        if actor.scope(*policy.ANSWERERS).covers(one.enrolment.area_code, one.enrolment.office_key)
        else one.youth.alias,
        note=t(
            "{employer}, {title}, {sum} baht for {days}",
            employer=pick(one.organisation.name_th, one.organisation.name_en),
            title=_title(one.enrolment),
            sum=baht(one.amount_satang),
            days=dates.date_range(one.work_from, one.work_to),
        ),
        due=t("due {days} days ago", days=days),
        due_kind="late",
        due_exact=dates.long_date(one.due_on),
    )


def _due(day: date | None) -> Text | None:
    if day is None:
        return None
    if day < clock.today():
        return t("overdue since {day}", day=dates.short_date(day))
    return t("answer by {day}", day=dates.short_date(day))


def _sum(one: Enquiry) -> str:
    about = one.wage or one.earning
    return baht(about.amount_satang) if about is not None else ""


def _title(enrolment: Enrolment) -> str:
    return pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en)


def _whose(actor: Actor, one: Enquiry) -> str:
    return hands.payee(one.youth) if policy.sees_name(actor, one) else one.youth.alias


def _facts(actor: Actor, one: Enquiry) -> tuple[Fact, ...]:
    facts = [Fact(t("Young person"), _whose(actor, one)), Fact(t("Sum"), t("{sum} baht", sum=_sum(one)))]
    if one.wage is not None:
        facts += [
            Fact(t("Opportunity"), _title(one.enrolment)),
            Fact(t("Employer"), pick(one.wage.organisation.name_th, one.wage.organisation.name_en)),
            Fact(t("Work"), dates.date_range(one.wage.work_from, one.wage.work_to)),
            Fact(t("The employer says"), _reported(one.wage)),
        ]
    elif one.earning is not None:
        href = url_for("office.show_earning", earning=one.earning.ref)
        what = t("{what} {day}", what=what_of(one.earning), day=dates.short_date(one.earning.earned_on))
        facts += [
            Fact(t("What for"), what, href=href, link=t("See it")),
            Fact(t("Opportunity"), _title(one.enrolment)),
        ]
    facts.append(Fact(t("Asked on"), dates.date_time(one.asked_at)))
    if one.outcome:
        facts.append(Fact(t("What came of it"), sayings.OUTCOME[one.outcome]))
    if one.answer:
        facts.append(Fact(t("What the office said"), one.answer))
    return tuple(facts)


def _reported(wage: EmployerPayment) -> Text:
    if wage.paid_on is None:
        return t("Not reported; it was due on {day}", day=dates.long_date(wage.due_on))
    return t("Paid on {day}, proof {proof}", day=dates.long_date(wage.paid_on), proof=wage.proof_ref)
