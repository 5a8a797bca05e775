"""Words for another sum of a payout line by which a book was adjusted before: what it says now, and what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.earnings import coming_back
from marketplace.i18n import Text, t
from marketplace.kernel.money import baht
from marketplace.payments import adjusted, differences, explained, line_sums
from models.vocabulary import DifferenceState

if TYPE_CHECKING:
    from models.gift import Difference


def is_later(difference: Difference) -> bool:
    """Whether two people have adjusted the book by its line before, so that one choice brings it to the new sum."""
    return line_sums.is_of_a_sum(difference) and bool(line_sums.adjusting(difference.about))


def todo(difference: Difference) -> Text:
    """How the book stands by what was adjusted before, and what it does to the fund if the bank is right now."""
    apart = line_sums.apart(difference)
    said = t(
        "Two people have adjusted the fund’s book by this line before: it says that the bank paid {booked} baht. Now"
        " the bank names {found} baht. {change} Or say why the bank is wrong now.",
        booked=baht(line_sums.booked(difference.about)),
        found=baht(difference.found_satang or 0),
        change=_if_right(apart),
    )
    return t("{said} A second person agrees to either.", said=said) if explained.needs_two(difference) else said


def stays(difference: Difference) -> Text:
    """What a second person agrees to who agrees that the bank is wrong to name more."""
    return t("The fund’s book stays as it was adjusted: the bank paid {booked} baht by this line. What was said is why"
             " the bank names {found} baht.",
             booked=baht(line_sums.booked(difference.about)), found=baht(difference.found_satang or 0))  # fmt: skip


def proposed(difference: Difference, satang: int) -> Text:
    """What a second person agrees to, and what the book says of the line after it."""
    sum_, after = baht(abs(satang)), baht(line_sums.booked(difference.about) - satang)
    if line_sums.taken_back(difference, satang):
        if satang > 0:
            return t("What was adjusted by this line before is taken back: the fund gets {sum} baht more, and its book"
                     " says that the bank paid {after} baht, as was asked for.", sum=sum_, after=after)  # fmt: skip
        return t("What was adjusted by this line before is taken back: the fund gets {sum} baht less, and its book says"
                 " that the bank paid {after} baht, as was asked for.", sum=sum_, after=after)  # fmt: skip
    if satang > 0:
        return t("The fund gets {sum} baht more, and its book says that the bank paid {after} baht by this line.",
                 sum=sum_, after=after)  # fmt: skip
    return t("The fund gets {sum} baht less, and its book says that the bank paid {after} baht by this line.",
             sum=sum_, after=after)  # fmt: skip


def kept(difference: Difference) -> Text | None:
    """What became of an adjustment since, or what one has taken back; None where it stands as it was written."""
    if difference.state != DifferenceState.ADJUSTED or not line_sums.is_of_a_sum(difference):
        return None
    if back := adjusted.undone_with(difference):
        return _taken_back(back)
    satang = difference.adjust_satang
    if not satang or not adjusted.is_undone(difference):
        return None
    later = adjusted.undone_by(difference)
    if later is not None and differences.is_of_a_return(later):
        return t("The fund’s book was adjusted by {sum} baht. That was taken back by {later}, once all that the bank"
                 " paid by the line was back.", sum=baht(abs(satang)), later=later.ref)  # fmt: skip
    if later is not None:
        return t("The fund’s book was adjusted by {sum} baht. That was taken back by {later}, once the bank named the"
                 " sum that was asked for.", sum=baht(abs(satang)), later=later.ref)  # fmt: skip
    return t("The fund’s book was adjusted by {sum} baht. That was taken back once the line was not paid any more.",
             sum=baht(abs(satang)))  # fmt: skip


def returned(difference: Difference) -> Text:
    """What is free in the fund again when money came back, and what of its line is still out."""
    if difference.decided_at is not None:
        return _free(coming_back.came_by(difference))
    found = coming_back.proposed(difference)
    if found.left is None:
        return _free(found.came)
    if found.is_all:
        return t("Its payment is undone, and so is what the fund’s book was adjusted by its line: together {sum} baht"
                 " are free in the fund again.", sum=baht(found.came))  # fmt: skip
    return t("The sum does not count as paid any more, and the {sum} baht that came back are free in the fund again. Of"
             " what the bank paid by this line {left} baht are still out.",
             sum=baht(found.came), left=baht(found.left))  # fmt: skip


def _free(satang: int) -> Text:
    return t("Its payment is undone, and {sum} baht are free in the fund again.", sum=baht(satang))


def _taken_back(satang: int) -> Text:
    sum_ = baht(abs(satang))
    if satang > 0:
        return t("What was adjusted by this line before was taken back: the fund got {sum} baht more.", sum=sum_)
    return t("What was adjusted by this line before was taken back: the fund got {sum} baht less.", sum=sum_)


def _if_right(apart: int) -> Text:
    sum_ = baht(abs(apart))
    if apart > 0:
        return t("If the bank is right now, the fund gets {sum} baht more.", sum=sum_)
    return t("If the bank is right now, the fund gets {sum} baht less.", sum=sum_)
