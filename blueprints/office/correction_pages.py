"""Finished values for money to put right: what has to come back, what waits for a second person, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.earning_pages import cause
from blueprints.office.money_parts import Item, Move, moves
from blueprints.parts import Fact
from marketplace.areas.offices import office_names
from marketplace.corrections import queries as corrections
from marketplace.corrections.states import KIND
from marketplace.earnings import hands, sayings
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.recoveries import policy, queries, service, states
from models.vocabulary import RecoveryState

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.correction import Correction
    from models.earning import Earning
    from models.recovery import Recovery

LATE = 30
"""Days after which money that has not come back is shown as late."""

DECIDED_FIRST = t("A second person first decides whether the money came back.")


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """What has to come back with its sum, corrections that wait, and what has ended."""

    sum: Text | None
    owed: tuple[Item, ...]
    proposed: tuple[Item, ...]
    ended: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """One sum that has to come back."""

    title: Text
    state: Text
    state_text: Text
    state_kind: str
    facts: tuple[Fact, ...]
    steps: tuple[Move, ...]
    can_propose: bool
    agree_href: str
    why_not: Text | None
    said_back: Text | None
    earning_href: str


def listed(actor: Actor) -> CorrectionsPage:
    """The reader's money to put right."""
    owed, ended, counted = queries.waiting_for(actor), queries.ended_for(actor), queries.counted(actor)
    offices = office_names({one.office_key for one in (*owed, *ended)})
    return CorrectionsPage(
        t("Together {sum} baht", sum=baht(counted.satang)) if counted.count else None,
        tuple(_item(actor, one, offices) for one in owed),
        tuple(_proposed(actor, one) for one in corrections.waiting_for(actor)),
        tuple(_item(actor, one, offices) for one in ended),
    )


def head(actor: Actor) -> Text | None:
    """One line for the head of a queue, or nothing when nothing has to come back."""
    counted = queries.counted(actor)
    if not counted.count:
        return None
    return t("Money that has to come back: {count}, {sum} baht", count=counted.count, sum=baht(counted.satang))


def one(actor: Actor, recovery: Recovery) -> RecoveryPage:
    """One of them with what can be done about it."""
    waits = recovery.state == RecoveryState.OPEN
    proposed = recovery.state == RecoveryState.PROPOSED
    said_back = (waits or proposed) and queries.is_said_back(recovery)
    may = policy.can_propose(actor, recovery) if waits else policy.can_agree(actor, recovery)
    return RecoveryPage(
        title=t("{sum} baht have to come back", sum=baht(recovery.amount_satang))
        if waits or proposed
        else t("{sum} baht had to come back", sum=baht(recovery.amount_satang)),
        state=states.WORDS[recovery.state],
        state_text=DECIDED_FIRST if said_back else states.NEXT[recovery.state],
        state_kind="draft" if waits or proposed else "done",
        facts=_facts(actor, recovery),
        steps=moves(hands.steps_of(recovery), states.WORDS, "to_state"),
        can_propose=waits and bool(may) and not said_back,
        agree_href=url_for("office.agree_write_off", recovery=recovery.ref) if proposed and may else "",
        why_not=may.reason if (waits or proposed) and not may else None,
        said_back=service.SAID_BACK if said_back else None,
        earning_href=url_for("office.show_earning", earning=recovery.earning.ref),
    )


def called(actor: Actor, earning: Earning) -> str:
    """Whom a sum belongs to, for those who pay people; others read its reference."""
    return hands.payee(earning.youth) if hands.sees_names(actor, earning.fund) else earning.ref


def _item(actor: Actor, one: Recovery, offices: dict[str, str]) -> Item:
    days = (clock.today() - clock.bangkok(one.opened_at).date()).days
    waits = one.closed_at is None
    return Item(
        href=url_for("office.show_recovery", recovery=one.ref),
        title=called(actor, one.earning),
        note=t(
            "{sum} baht, {why}, {owner}",
            sum=baht(one.amount_satang),
            why=sayings.reason(one.reason),
            owner=offices[one.office_key],
        ),
        due=_age(days) if waits else states.WORDS[one.state],
        due_kind=("late" if days >= LATE else "soon") if waits else "",
        due_exact=dates.date_time(one.opened_at),
    )


def _age(days: int) -> Text:
    return t("{days} days old", days=days) if days else t("since today")


def _proposed(actor: Actor, one: Correction) -> Item:
    days = (clock.today() - clock.bangkok(one.proposed_at).date()).days
    return Item(
        href=url_for("office.show_earning", earning=one.earning.ref),
        title=called(actor, one.earning),
        note=t("{kind}: {sum} baht, {reason}", kind=KIND[one.kind], sum=baht(one.amount_satang), reason=one.reason),
        due=_age(days),
        due_kind="soon",
        due_exact=dates.date_time(one.proposed_at),
    )


def _facts(actor: Actor, one: Recovery) -> tuple[Fact, ...]:
    earning, named = one.earning, hands.names_of({one.proposed_by_id, one.decided_by_id})
    facts = [
        Fact(t("Young person"), called(actor, earning)),
        Fact(
            t("What for"),
            cause(earning),
            href=url_for("office.show_earning", earning=earning.ref),
            link=t("See it"),
        ),
        Fact(t("Where it stands"), sayings.EARNING[earning.state]),
        Fact(t("Why it has to come back"), sayings.reason(one.reason)),
        Fact(t("Fund"), pick(earning.fund.name_th, earning.fund.name_en)),
        Fact(t("Owner"), office_names({one.office_key})[one.office_key]),
        Fact(t("Since"), dates.date_time(one.opened_at)),
    ]
    if one.answer and one.proposed_by_id is not None:
        facts.append(Fact(t("Why it will not come back"), one.answer))
        facts.append(Fact(t("Proposed by"), named.get(one.proposed_by_id, "")))
    if one.decided_by_id is not None:
        facts.append(Fact(t("Agreed by"), named.get(one.decided_by_id, "")))
    return tuple(facts)
