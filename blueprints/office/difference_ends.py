"""What becomes of a line and its sums when two people keep what the bank says of it, or that money came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.office import difference_sums
from marketplace.earnings import coming_back, put_right, sayings
from marketplace.earnings.states import EARNING
from marketplace.i18n import t
from marketplace.kernel.money import baht
from marketplace.payments import adjusted, differences, explained
from models.vocabulary import DifferenceKind, LineOutcome

if TYPE_CHECKING:
    from marketplace.i18n import Text
    from models.gift import Difference


def of_sums(difference: Difference) -> Text | None:
    """What becomes of sums that do not simply follow what the bank says of their line; None where all do."""
    return _gone_on(difference) or _stays(difference) or _owed_no_more(difference)


def whose(difference: Difference) -> Text:
    """Who agrees to what was proposed, for readers who do not."""
    return t("An approver of the office decides.") if difference.fund_id is not None else t("Another steward decides.")


def to_put_right(difference: Difference) -> Text | None:
    """What a second person agrees to, where no sum is adjusted but an answer is put right or said to be wrong."""
    if explained.in_words(difference) and difference.kind == DifferenceKind.BANK_BALANCE:
        return t("Nothing is wrong in the book: it stays as it is, and what was said says why the bank has less.")
    if explained.in_words(difference) and explained.names_more(difference):
        return difference_sums.stays(difference)
    if explained.in_words(difference):
        return t("The bank is wrong that it paid: the line stays as it was kept, and its sums may be paid again.")
    if differences.is_of_a_return(difference):
        return _paid_beside(difference) or difference_sums.returned(difference)
    if not differences.is_of_an_answer(difference):
        return None
    if satang := difference.adjust_satang:
        return t("The line is kept as paid. Its sums that have gone on stay as they are, the fund gets {sum} baht less,"
                 " and so much has to come back.", sum=baht(-satang))  # fmt: skip
    if put_right.said_by(difference).outcome == LineOutcome.PAID:
        return _owed_no_more(difference) or t("The line is kept as paid, as the bank says, and its sums count as paid.")
    return _stays(difference) or t("The line is kept as not paid, as the bank says, and its sums are owed again.")


def _paid_beside(difference: Difference) -> Text | None:
    """What a second person agrees to where the bank has paid a sum twice, or although it was not due; None else."""
    if difference.decided_at is not None:
        return None
    earning, satang = coming_back.earning_of(difference), coming_back.proposed(difference).came
    if coming_back.may_come_back(earning) and not EARNING.allows(earning.state, "reverse"):
        return t("It was paid and was not due: {sum} baht are free in the fund again, and the sum stays as it is.",
                 sum=baht(satang))  # fmt: skip
    other = coming_back.stays_paid_by(earning)
    if other is None:
        return None
    return t("It was paid twice: {sum} baht are free in the fund again, and it stays paid by {line}.",
             sum=baht(satang), line=other)  # fmt: skip


def _gone_on(difference: Difference) -> Text | None:
    """What happens to sums that have gone on when the answer of the bank is kept; None where there are none."""
    gone = put_right.gone_on(difference)
    if not gone:
        return None
    sum_ = baht(sum(one.amount_satang for one in gone))
    states = " · ".join(dict.fromkeys(str(sayings.EARNING[one.state]) for one in gone))
    if paid := " · ".join(dict.fromkeys(line for one in gone for line in adjusted.lines_of(one))):
        return t("Sums of this line have gone on since ({states}; paid by {lines}) and stay as they are. Where the bank"
                 " is right they were paid twice: the fund gets {sum} baht less, and what was paid twice has to come"
                 " back.", states=states, lines=paid, sum=sum_)  # fmt: skip
    return t("Sums of this line have gone on since ({states}) and stay as they are. Where the bank is right, the fund"
             " gets {sum} baht less, and so much has to come back.", states=states, sum=sum_)  # fmt: skip


def _owed_no_more(difference: Difference) -> Text | None:
    """What is owed once more and is owed no more when the answer of the bank is kept; None where nothing is."""
    if difference.decided_at is not None or not (sums := put_right.owed_no_more(difference)):
        return None
    return t("Sums of this line had come back and are owed once more ({refs}), and that was never sent. Where the bank"
             " is right they are paid by this line, and {sum} baht are not owed once more. Nothing has to come back.",
             refs=" · ".join(one.ref for one in sums), sum=baht(sum(one.amount_satang for one in sums)))  # fmt: skip


def _stays(difference: Difference) -> Text | None:
    """Which sums of a line that was not paid stay paid, because another line has paid them; None where none do."""
    stays = put_right.stays_paid(difference)
    if not stays:
        return None
    sum_ = baht(sum(one.amount_satang for some in stays.values() for one in some))
    return t("Where the bank is right, sums of this line stay paid by another one, which the bank has paid as well"
             " ({lines}): {sum} baht. They are not owed again.", lines=" · ".join(stays), sum=sum_)  # fmt: skip
