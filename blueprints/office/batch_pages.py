"""Finished values for payout batches: whose turn it is, three people, lines with their causes, what each may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.exporting import Export, links
from blueprints.office import batch_checks, batch_steps, difference_pages
from blueprints.office.batch_line_pages import account
from blueprints.office.money_forms import StepForm
from blueprints.office.money_parts import Action, Check, Item, Money, Move, moves
from marketplace.earnings import (
    bank_differences,
    bank_formats,
    contradicted,
    destinations,
    hands,
    policy,
    queries,
    remittance,
    sayings,
    settlement,
    turns,
)
from marketplace.earnings.statement import what_of
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.kernel.money import baht, baht_plain
from models.vocabulary import LineOutcome, PayoutState, Role

if TYPE_CHECKING:
    from marketplace.access import Actor, Verdict
    from models.earning import Earning
    from models.payout import PayoutBatch, PayoutLine


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """Batches of the reader's areas, theirs to act on first."""

    mine: tuple[Item, ...]
    others: tuple[Item, ...]
    over: tuple[Item, ...]
    has_any: bool
    export: Export


@dataclass(frozen=True, slots=True)
class Person:
    """One of the three people."""

    name: Text | str
    role: Text


@dataclass(frozen=True, slots=True)
class PayoutPage:
    """One batch, whole."""

    title: Text
    names: str
    """Words that are kept whole at the end of a line: of the people who acted on it."""
    ref: str
    version: int
    amount: Text
    amount_lines: tuple[Text, ...]
    state: Text
    state_text: Text | str
    state_kind: str
    people: tuple[Person, ...]
    checks: tuple[Check, ...]
    differences: tuple[Item, ...]
    lines: tuple[Money, ...]
    total: tuple[Money, ...]
    lines_title: Text
    steps: tuple[Move, ...]
    next: batch_steps.Step | None
    others: tuple[batch_steps.Step, ...]
    why_not: Text | None
    bank_href: str
    bank_why: Text | None
    results_href: str
    places: tuple[Action, ...]


_KINDS = {
    PayoutState.OPEN: "draft",
    PayoutState.RECONCILED: "done",
    PayoutState.CLOSED: "done",
    PayoutState.ABORTED: "stop",
}


def batches(actor: Actor) -> BatchesPage:
    """Mine to act on first, then those that wait for others, then those that are over."""
    found = turns.mine_first(actor, queries.batches_of(actor))
    whose = {batch.ref: turns.turn(actor, batch) for batch in found}
    mine = [batch for batch in found if (turn := whose[batch.ref]) is not None and turn.is_mine]
    over = [batch for batch in found if whose[batch.ref] is None]
    others = [batch for batch in found if batch not in mine and batch not in over]
    return BatchesPage(
        mine=tuple(map(item, mine)),
        others=tuple(map(item, others)),
        over=tuple(map(item, over)),
        has_any=bool(found),
        export=links("office.export_batches"),
    )


def batches_file(found: Sequence[PayoutBatch]) -> tuple[list[object], list[list[object]]]:
    """The batches on screen with a head; money is baht with two decimals."""
    head: list[object] = [t("Reference"), t("Batch"), t("Fund"), t("Baht"), t("Pay day"), t("State")]
    return head, [
        [
            one.ref,
            one.number,
            pick(one.fund.name_th, one.fund.name_en),
            baht_plain(one.total_satang),
            one.pay_on.isoformat(),
            sayings.PAYOUT[one.state],
        ]
        for one in found
    ]


def item(batch: PayoutBatch) -> Item:
    """A batch in a list: what it is, where it stands, and by when it is to be paid."""
    due, kind = _due(batch)
    return Item(
        href=url_for("office.show_payout", batch=batch.ref),
        title=t(
            "Batch {number}, {sum} baht, {fund}",
            number=batch.number,
            sum=baht(batch.total_satang),
            fund=pick(batch.fund.name_th, batch.fund.name_en),
        ),
        note=sayings.PAYOUT[batch.state],
        due=due,
        due_kind=kind,
    )


def _due(batch: PayoutBatch) -> tuple[Text | str, str]:
    """Until it is released by when it is to be paid, then since when the bank has it; nothing once the bank answered.

    What the bank keeps for longer than it should is late.
    """
    if batch.state == PayoutState.RELEASED and batch.released_at is not None:
        since = dates.short_date(clock.bangkok(batch.released_at).date())
        is_late = clock.now() - batch.released_at > bank_differences.ANSWERS_WITHIN
        return t("At the bank since {day}", day=since), "late" if is_late else ""
    if batch.state not in (PayoutState.OPEN, PayoutState.LOCKED, PayoutState.APPROVED, PayoutState.AUTHORISED):
        return "", ""
    kind = "late" if batch.pay_on < clock.today() else "today" if batch.pay_on == clock.today() else ""
    return t("Pay on {day}", day=dates.short_date(batch.pay_on)), kind


def payout(actor: Actor, batch: PayoutBatch, came_back: Mapping[str, StepForm]) -> PayoutPage:
    """One batch; `came_back` holds the form of a step that has to be looked at again."""
    lines, turn = remittance.lines_of(batch), turns.turn(actor, batch)
    named = hands.sees_names(actor, batch.fund)
    seen = destinations.looked_at({one.youth_id for one in lines})
    called = {one.youth_id: hands.payee(one.youth) if named else one.ref for one in lines}
    may = policy.steps_for(actor, batch)
    export, done = policy.can_export(actor, batch), hands.steps_of(batch)
    stops = batch_steps.stops(batch, lines)
    return PayoutPage(
        title=t("Payout batch {number}", number=batch.number),
        names=" ".join(sorted({step.by for step in done if step.by})),
        ref=batch.ref,
        version=batch.version,
        amount=t("{sum} baht", sum=baht(batch.total_satang)),
        amount_lines=(
            t("Young people: {count}", count=len(lines)),
            t("Earned up to {day}", day=dates.long_date(batch.until)),
            t("Pay on {day}", day=dates.long_date(batch.pay_on)),
        ),
        state=sayings.PAYOUT[batch.state],
        state_text=turn.why_not if turn is not None and turn.why_not else "",
        state_kind=_KINDS.get(PayoutState(batch.state), ""),
        people=_people(batch),
        checks=(
            *batch_checks.heard_later(batch),
            *batch_checks.sums(batch, lines),
            *batch_checks.refused_before(lines, called),
            *batch_checks.said_otherwise(lines, called),
            *batch_checks.payees_of(batch, lines, seen, called, named),
        ),
        differences=_differences(batch, lines, {one.ref: called[one.youth_id] for one in lines} if named else {}),
        lines=tuple(_line(one, seen, called) for one in lines),
        total=(Money(t("Together, baht"), baht(sum(one.amount_satang for one in lines))),),
        lines_title=t("Lines: {count}", count=len(lines)),
        steps=moves(done, sayings.PAYOUT_DONE, "verb"),
        next=batch_steps.step(batch, turn.verb, came_back)
        if turn is not None and turn.verb in may and batch_steps.missing(batch, lines) is None
        else None,
        others=tuple(
            batch_steps.step(batch, verb, came_back) for verb in batch_steps.others(batch, lines) if verb in may
        ),
        why_not=None if turn is None else turn.why_not or batch_steps.missing(batch, lines),
        bank_href=url_for("office.take_bank_file", batch=batch.ref) if export and stops is None else "",
        bank_why=(stops if export else None) or _bank_why(actor, batch, export),
        results_href=url_for("office.take_results", batch=batch.ref)
        if batch.state in settlement.HEARS and policy.can_change_batch(actor, batch)
        else "",
        places=(
            Action(pick(batch.fund.name_th, batch.fund.name_en), url_for("office.show_fund", fund=batch.fund.ref)),
        ),
    )


def formats(batch: PayoutBatch) -> dict[str, Any]:
    """The formats a file of this batch may have, and the one that is likely."""
    return {
        "formats": [(one.name, one.title) for one in bank_formats.every()],
        "chosen": remittance.format_of(batch).name,
    }


def _people(batch: PayoutBatch) -> tuple[Person, ...]:
    did = {Role.OFFICER: t("Prepared"), Role.APPROVER: t("Approved it"), Role.AUTHORISER: t("Authorised it")}
    return tuple(
        Person(
            hand.name or t("Nobody yet"),
            t(
                "{role}: {did}, {when}",
                role=words.word(Role, hand.role),
                did=did[hand.role],
                when=dates.date_time(hand.at),
            )
            if hand.at is not None
            else words.word(Role, hand.role),
        )
        for hand in hands.three_of(batch)
    )


def _differences(batch: PayoutBatch, lines: Sequence[PayoutLine], who: Mapping[str, str]) -> tuple[Item, ...]:
    """What waits for an answer: of this batch and its lines, and of earlier payments of these sums."""
    found = {one.id: one for one in (*bank_differences.open_of(batch), *contradicted.among(lines))}
    return tuple(difference_pages.short(found[key], who.get(found[key].about, "")) for key in sorted(found))


def _bank_why(actor: Actor, batch: PayoutBatch, export: Verdict) -> Text | None:
    """Why there is no file yet, for those who will take it."""
    takes = actor.scope(Role.OFFICER, Role.AUTHORISER).covers(batch.fund.area_code, batch.fund.office_key)
    return None if export or not takes or batch.state == PayoutState.ABORTED else export.reason


def _line(one: PayoutLine, seen: destinations.Seen, called: Mapping[int, str]) -> Money:
    """Who gets what, where to, for what, and how it ended."""
    outcome = sayings.OUTCOME[one.outcome]
    ended = t("{outcome}, {ref}", outcome=outcome, ref=one.bank_ref or one.reason or "–")
    notes = (ended,) if one.outcome == LineOutcome.PAID else ()
    return Money(
        label=called[one.youth_id],
        amount=baht(one.amount_satang),
        notes=(account(one), *_with_whom(one, seen, called), *_causes(one), *notes),
        href=url_for("office.show_line", line=one.ref),
        flag=ended if one.outcome in (LineOutcome.FAILED, LineOutcome.RETURNED) else "",
    )


def _with_whom(one: PayoutLine, seen: destinations.Seen, called: Mapping[int, str]) -> Iterator[Text]:
    """Whose number it is too; who is not in this batch stays unnamed."""
    others = seen.shared.get(one.youth_id, ())
    if not others:
        return
    inside = [called[other] for other in others if other in called]
    outside = len(others) - len(inside)
    if inside:
        yield t("The same number as {who}. Make sure who is paid.", who=" · ".join(inside))
    if outside:
        yield t("The same number as people who are not in this batch: {count}. Make sure who is paid.", count=outside)


def _causes(line: PayoutLine) -> Iterator[Text]:
    """The causes of a line, days of one kind and one opportunity in one phrase."""
    found: dict[tuple[str, str, int], list[Earning]] = {}
    for item in line.items:
        one = item.earning
        found.setdefault((one.source_type, one.cause, one.enrolment.opportunity_id), []).append(one)
    for earnings in found.values():
        days = sorted(one.earned_on for one in earnings)
        offer = earnings[0].enrolment.opportunity
        yield t(
            "{what}: {count} ({days}), {title}, {sum} baht",
            what=what_of(earnings[0]),
            count=len(earnings),
            days=dates.date_range(days[0], days[-1]),
            title=pick(offer.title_th, offer.title_en),
            sum=baht(sum(one.amount_satang for one in earnings)),
        )
