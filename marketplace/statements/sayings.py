"""What staff read about the lines of a sheet: how they stood on it, how they stand now, and what that means."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplace.earnings.sayings import EARNING
from marketplace.i18n import Text, dates, t
from marketplace.kernel.money import baht
from marketplace.statements.changes import Change, What
from marketplace.statements.content import EMPLOYER, Line
from models.vocabulary import EmployerPaymentState as W

WAGE: Mapping[str, Text] = {
    W.DUE: t("Waits for the employer"),
    W.PAID: t("The employer says it is paid"),
    W.CONFIRMED: t("Received, said the young person"),
    W.DISPUTED: t("The young person says it is not right"),
}
SAME = t("This sheet is genuine, and nothing on it has changed since")
MOVED = t("This sheet is genuine; since then some of it has moved on")
LOST = t("This sheet is genuine, but not all that it calls paid is paid today")


def state_of(line: Line) -> Text:
    """The state of a line in words."""
    return (WAGE if line.payer == EMPLOYER else EARNING)[line.state]


def verdict(changes: Sequence[Change]) -> Text:
    """What the changes come to, in a sentence."""
    if any(change.is_loss for change in changes):
        return LOST
    return MOVED if changes else SAME


def change(one: Change) -> Text:
    """One line then and now."""
    line = one.line
    about = {
        "day": dates.short_date(date.fromisoformat(line.on)),
        "what": line.what,
        "title": line.of,
        "sum": baht(line.satang),
    }
    if one.what == What.NEW:
        return t("{day}, {what}, {title}: {sum} baht came later: {now}", **about, now=state_of(line))
    then = state_of(line)
    if one.now is None:
        return t("{day}, {what}, {title}: {sum} baht on the sheet ({then}), today nothing", **about, then=then)
    now = state_of(one.now)
    if one.what == What.SUM:
        return t(
            "{day}, {what}, {title}: {sum} baht on the sheet ({then}), today {today} baht ({now})",
            **about,
            then=then,
            today=baht(one.now.satang),
            now=now,
        )
    return t("{day}, {what}, {title}, {sum} baht: on the sheet “{then}”, today “{now}”", **about, then=then, now=now)
