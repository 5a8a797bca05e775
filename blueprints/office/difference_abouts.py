"""Finished values for what a difference with the bank is about: batch, line, person, what was kept, and its sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import batch_line_pages, earning_pages
from blueprints.parts import Fact
from marketplace.audit import history
from marketplace.earnings import bank_differences, coming_back, concerned, hands, sayings
from marketplace.i18n import Text, dates, t
from marketplace.kernel.money import baht
from marketplace.payments import bank_balances, differences, line_sums, remainders
from models.vocabulary import DifferenceKind, DifferenceState, LineOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.access import Actor
    from marketplace.earnings.concerned import Concerned
    from models.earning import Earning
    from models.gift import Difference


MOST_OPEN = 3
"""So many sums stand open on the page."""


@dataclass(frozen=True, slots=True)
class About:
    """What a difference is about, what is so whatever is answered, and what forbids to agree to what was proposed."""

    facts: tuple[Fact, ...]
    rule: Text | None
    sums: tuple[Fact, ...]
    """Where they are many: folded away, so that what is to be answered stands near what it is about."""
    sums_title: Text
    forbids: Text | None


def of(actor: Actor, difference: Difference) -> About:
    """The batch, the line with whom it pays and what was kept of it, and its sums with where they stand now."""
    found = concerned.by(difference)
    facts = (*_before(difference), *_batch(found), *_line(actor, difference, found), *_kept(found))
    sums = tuple(fact for one in found.sums for fact in _sum(actor, one))
    total = baht(sum(one.amount_satang for one in found.sums))
    folds = len(found.sums) > MOST_OPEN
    return About(
        facts=(*_compared(difference), *facts, *(() if folds else sums)),
        sums=sums if folds else (),
        sums_title=t("Sums of it: {count}, together {sum} baht", count=len(found.sums), sum=total),
        rule=_rule(difference),
        forbids=_forbids(difference),
    )


def _rule(difference: Difference) -> Text | None:
    """Who gives back what the bank paid more than it was asked to, and how that comes into the book."""
    if not (more := line_sums.more_than_asked(difference)):
        return None
    return t(
        "The bank paid {sum} baht more by this line than it was asked to. No office asked for that, so the bank has to"
        " give it back: write to the bank, and keep its answer. The young person is asked for nothing by Okat, and"
        " their sums are not corrected by it. Once it is back, a file of the bank that names the right sum brings the"
        " book to that, or else the comparison of the account at the end of the month does.", sum=baht(more),
    )  # fmt: skip


def _before(difference: Difference) -> Iterator[Fact]:
    """That the bank had said this of the line before, in which words people answered it, and who did when."""
    found = bank_differences.said_before(difference)
    names = hands.names_of({by for one in found for by in (one.proposed_by_id, one.decided_by_id)})
    for one in found:
        who = " · ".join(
            dict.fromkeys(names[by] for by in (one.proposed_by_id, one.decided_by_id) if by is not None and by in names)
        )
        day = dates.date_time(one.decided_at) if one.decided_at is not None else "–"
        told = (one.answer, t("answered by {names}, {when}", names=who or "–", when=day))
        href = url_for("office.show_difference", difference=one.ref)
        yield Fact(t("The bank said this before"), lines=told, href=href, link=t("Open the earlier difference"))


def _forbids(difference: Difference) -> Text | None:
    if difference.state != DifferenceState.PROPOSED or not differences.is_of_a_return(difference):
        return None
    return coming_back.confirmed_since(difference)


def _compared(difference: Difference) -> Iterator[Fact]:
    """The statement by which it was found, the one its answer names, and the newest of the account, each once."""
    if difference.kind != DifferenceKind.BANK_BALANCE:
        return
    found = [
        bank_balances.of_difference(difference),
        remainders.named(difference),
        remainders.newest(difference.fund_id or 0),
    ]
    for one in dict.fromkeys(one for one in found if one is not None):
        told = (dates.long_date(one.day, weekday=False), t("{sum} baht by the bank", sum=baht(one.bank_satang)),
                t("{sum} baht unexplained", sum=baht(one.remainder_satang)),
                *((t("Corrected since"),) if remainders.correction_of(one) is not None else ()))  # fmt: skip
        href = url_for("office.show_bank_balance", compared=one.ref)
        yield Fact(t("Bank statement"), lines=told, href=href, link=t("Open the comparison"))


def _batch(found: Concerned) -> Iterator[Fact]:
    if (batch := found.batch) is not None:
        number = t("Payout batch {number}", number=batch.number)
        href = url_for("office.show_payout", batch=batch.ref)
        yield Fact(t("Batch"), lines=(number, sayings.PAYOUT[batch.state]), href=href, link=t("Open the batch"))


def _line(actor: Actor, difference: Difference, found: Concerned) -> Iterator[Fact]:
    """Whom the line pays, by reference for who sees no names, how much and where to."""
    if (line := found.line) is not None:
        fund = difference.fund
        named = fund is not None and hands.sees_names(actor, fund)
        who = hands.payee(line.youth) if named else line.ref
        told = (who, t("{sum} baht", sum=baht(line.amount_satang)), batch_line_pages.account(line))
        href = url_for("office.show_line", line=line.ref)
        yield Fact(t("Who is paid"), lines=told, href=href, link=t("Open the line"))


def _kept(found: Concerned) -> Iterator[Fact]:
    """How the line ended as it was kept, on which day, in which words, and who kept it when."""
    if (line := found.line) is None:
        return
    told: list[Text | str] = [sayings.OUTCOME[line.outcome]]
    if line.outcome != LineOutcome.PENDING:
        told += [dates.long_date(line.settled_on)] if line.settled_on is not None else []
        told += [words] if (words := line.bank_ref or line.reason) else []
    if found.kept is not None and line.outcome != LineOutcome.PENDING:
        who = hands.names_of({line.settled_by_id}).get(line.settled_by_id or 0, "–")
        told.append(t("Kept by {name}, {when}", name=who, when=dates.date_time(found.kept.at)))
    yield Fact(t("What was kept of the line"), lines=tuple(told))


def _sum(actor: Actor, one: Earning) -> Iterator[Fact]:
    """One sum with where it stands and since when, and what was asked about it."""
    moves = history(one)
    stands = sayings.EARNING[one.state]
    since = t("{state}, since {when}", state=stands, when=dates.date_time(moves[-1].at)) if moves else stands
    told = (earning_pages.cause(one), t("{sum} baht", sum=baht(one.amount_satang)), since)
    href = url_for("office.show_earning", earning=one.ref)
    yield Fact(t("A sum of it"), lines=told, href=href, link=t("Open the sum"))
    yield from earning_pages.asked(actor, one)
