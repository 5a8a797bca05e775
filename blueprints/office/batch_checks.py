"""What the machine looked at in a payout batch: its sums, its payees, and who is left for the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from blueprints.office import difference_pages
from blueprints.office.money_parts import Check
from marketplace.earnings import (
    contradicted,
    destinations,
    handed_over,
    hands,
    heard_since,
    payees,
    reachable,
    refusals,
    waiting,
)
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.payments.queries import OPEN_DIFFERENCES
from models.vocabulary import LineOutcome, PayoutState

if TYPE_CHECKING:
    from models.earning import Earning
    from models.payout import PayoutBatch, PayoutLine


def sums(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> tuple[Check, ...]:
    """Whether the lines add up and have the bank's answer."""
    total = sum(one.amount_satang for one in lines)
    waiting = sum(1 for one in lines if one.outcome == LineOutcome.PENDING)
    checks = [
        Check(t("The lines add up to the sum of the batch"), False)
        if total == batch.total_satang
        else Check(t("The lines add up to {sum} baht, not to the sum of the batch", sum=baht(total)), True),
    ]
    if batch.state == PayoutState.RELEASED:
        checks.insert(
            0,
            Check(t("Lines without the bank's answer: {count}", count=waiting), True)
            if waiting
            else Check(t("Every line has the bank's answer"), False),
        )
    return tuple(checks)


def heard_later(batch: PayoutBatch) -> Iterator[Check]:
    """That the bank said something else once the batch had agreed, and how much of it nobody has answered."""
    if found := heard_since.reconciled(batch):
        waits = sum(1 for one in found if one.state in OPEN_DIFFERENCES)
        text = t("After the batch agreed with the bank, the bank said something else: {count}. Not answered: {open}."
                 " The batch stays as it is; each is answered on its own page.",
                 count=len(found), open=waits)  # fmt: skip
        done = t("After the batch agreed with the bank, the bank said something else: {count}. All of it is answered,"
                 " and the batch stays as it is.", count=len(found))  # fmt: skip
        yield Check(text if waits else done, bool(waits))


def payees_of(
    batch: PayoutBatch, lines: Sequence[PayoutLine], seen: destinations.Seen, called: Mapping[int, str], named: bool
) -> Iterator[Check]:
    """Whether every line has a name and a number of its own; who shares a number is always said."""
    if missing := payees.nameless(one.youth for one in lines):
        who = " · ".join(called[youth.id] for youth in missing)
        yield Check(t("The name on the ID card is missing: {who}", who=who), True)
    else:
        yield Check(t("Every line has the name on the ID card"), False)
    if nowhere := [called[one.youth_id] for one in lines if not one.account_end]:
        yield Check(t("Without a known account: {who}", who=" · ".join(nowhere)), True)
    else:
        yield Check(t("Every line has an account"), False)
    if batch.state == PayoutState.OPEN:
        yield from _not_in_it(batch, named)
    if shared := [called[one.youth_id] for one in lines if one.youth_id in seen.shared]:
        text = t("The same account or number as somebody else has: {who}", who=" · ".join(shared))
        yield Check(text, True)
    if wrong := [called[one.youth_id] for one in lines if one.youth_id in seen.wrong]:
        yield Check(t("A PromptPay number that cannot be right: {who}", who=" · ".join(wrong)), True)
    codes = handed_over.of(batch).codes
    if by_hand := [called[one.youth_id] for one in lines if one.ref in codes and one.outcome == LineOutcome.PENDING]:
        text = t("A code to pay by hand was shown for {who}. Pay them once only, by hand or by the file.",
                 who=" · ".join(by_hand))  # fmt: skip
        yield Check(text, True)
    if moved := [called[one.youth_id] for one in reachable.moved_away(batch, lines)]:
        yield Check(t("The account was changed after this list was made: {who}", who=" · ".join(moved)), True)


def refused_before(lines: Sequence[PayoutLine], called: Mapping[int, str]) -> Iterator[Check]:
    """Whose account the bank refused when it was last asked, and why it is tried again."""
    open_lines = [one.youth_id for one in lines if one.outcome == LineOutcome.PENDING]
    for youth_id, refusal in refusals.standing(open_lines).items():
        who, said = called[youth_id], refusal.words
        if refusal.again:
            text = t("{who}: {refusal} Paid there again, because: {why}", who=who, refusal=said, why=refusal.again)
        else:
            text = t("{who}: {refusal} Nobody has said why it goes through now.", who=who, refusal=said)
        yield Check(text, True)


def said_otherwise(lines: Sequence[PayoutLine], called: Mapping[int, str]) -> Iterator[Check]:
    """Whose sums the bank may have paid before: while nobody has answered that, and why people found it wrong."""
    about = contradicted.of_lines(lines)
    if who := " · ".join(called[one.youth_id] for one in lines if one.id in about):
        yield Check(t("The bank said something else about a payment of {who}", who=who), True)
    yield from _found_wrong(lines, called)


def _found_wrong(lines: Sequence[PayoutLine], called: Mapping[int, str]) -> Iterator[Check]:
    """Of which sums the bank has said that it paid them, and in whose words that was wrong."""
    about = contradicted.answered_in_words(lines)
    every = [said for some in about.values() for said in some]
    names = hands.names_of({by for said in every for by in (said.proposed_by_id, said.decided_by_id)})
    for line in lines:
        for said in about.get(line.id, ()):
            who = [names[by] for by in (said.proposed_by_id, said.decided_by_id) if by is not None and by in names]
            text = t(
                "{payee}: the bank said on {day} that these sums were paid ({said}). Explained by {people}: {why}",
                payee=called[line.youth_id],
                day=dates.long_date(clock.bangkok(said.found_at).date()),
                said=difference_pages.sums(said),
                people=t("{first} and {second}", first=who[0], second=who[1]) if len(who) == 2 else "".join(who),
                why=said.answer,
            )
            yield Check(text, True)


def _not_in_it(batch: PayoutBatch, named: bool) -> Iterator[Check]:
    """Who was left for the next batch, and why."""
    due = waiting.due(batch.fund, batch.until)
    if left := waiting.left_out(due):
        yield Check(t("Left out, because the name on the ID card is not known: {count}", count=len(left)), True)
    if without := waiting.without_account(due):
        count, who = len(without), " · ".join(hands.payee(one) for one in without)
        text = t("Left out, because no account is known for them: {count} ({who})", count=count, who=who)
        yield Check(text if named else t("Left out, because no account is known for them: {count}", count=count), True)
    if refused := waiting.refused(due):
        who = " · ".join(hands.payee(one) for one in refused) if named else str(len(refused))
        yield Check(
            t("Left out, because the bank refused their account and nobody has decided yet: {who}", who=who), True
        )
    if gainsaid := waiting.gainsaid(due):
        who = " · ".join(hands.payee(one) for one in gainsaid) if named else str(len(gainsaid))
        text = t("Left out, because the bank said something else about an earlier payment and nobody has answered yet:"
                 " {who}", who=who)  # fmt: skip
        yield Check(text, True)
    for text in waits_a_day(due, named):
        yield Check(text, True)


def waits_a_day(due: Sequence[Earning], named: bool) -> Iterator[Text]:
    """Whose money waits because where it goes was just changed, and until when."""
    for youth, until in waiting.held_back(due):
        who, when = hands.payee(youth) if named else t("Somebody"), dates.date_time(until)
        yield t("{who} changed where the money goes. It waits until {when}.", who=who, when=when)
