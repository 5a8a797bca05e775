"""'What do I get?': the sum of a week line by line, then of a month, with the day of the first money."""

from dataclasses import dataclass

from marketplace.areas import names
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel.money import baht
from marketplace.matching.beside import Once
from marketplace.matching.takehome import Line, TakeHome, a_month
from marketplace.matching.terms import OfferTerms
from marketplace.offers import promises
from marketplace.offers.queries import Detail


@dataclass(frozen=True)
class Row:
    """One line of the sum."""

    label: str
    notes: tuple[str, ...]
    amount: str


@dataclass(frozen=True)
class MoneyPart:
    """The sum with its sentences."""

    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    lines: tuple[str, ...]


def money_part(detail: Detail, offer: OfferTerms, money: TakeHome, once: Once) -> MoneyPart:
    """The sum as the page shows it, and what comes once beside it; without rows nothing comes in or goes out."""
    weekly, monthly = tuple(map(_row, money.weekly)), tuple(map(_row, money.monthly))
    totals = _totals(money, monthly if weekly else ()) if weekly or monthly else ()
    return MoneyPart(weekly or monthly, totals, tuple(_sentences(detail, offer, money, once)))


def _row(line: Line) -> Row:
    notes = (str(line.detail), *((str(line.note),) if line.note else ()))
    return Row(str(line.label), notes, baht(line.satang))


def _totals(money: TakeHome, monthly: tuple[Row, ...]) -> tuple[Row, ...]:
    """The sum of a week, what only a month knows, and the month; only parts that count are worked out."""
    if not money.weekly:
        label = t("You pay a month") if money.month_satang < 0 else t("Left in your hand, a month")
        return (Row(str(label), (), _baht(abs(money.month_satang))),)
    label = t("You pay a week") if money.week_satang < 0 else t("Left in your hand, a week")
    week = Row(str(label), (), _baht(abs(money.week_satang)))
    label = t("You pay on average a month") if money.month_satang < 0 else t("On average a month")
    return week, *monthly, Row(str(label), _working(money), _baht(abs(money.month_satang)))


def _working(money: TakeHome) -> tuple[str, ...]:
    """How the weeks become a month, and what is added or taken off beside them."""
    weeks = t("{amount} × 52 weeks ÷ 12 months", amount=baht(money.week_satang))
    own = sum(line.satang for line in money.monthly)
    if not own:
        return (str(weeks),)
    sums = {"weeks": weeks, "sum": baht(a_month(money.week_satang)), "own": baht(abs(own))}
    if own < 0:
        return (str(t("{weeks} = {sum}, then take off {own}", **sums)),)
    return (str(t("{weeks} = {sum}, then add {own}", **sums)),)


def _sentences(detail: Detail, offer: OfferTerms, money: TakeHome, once: Once) -> list[str]:
    bonus, said = detail.shown.card.completion_bonus_satang, []
    if money.daily_minimum_satang is not None:
        said.append(
            t(
                "You get the whole day's wage for every day you work, however short."
                " The minimum in {province} is {amount} baht a day.",
                province=names.plain(offer.area[:2]),
                amount=baht(money.daily_minimum_satang),
            )
        )
    if bonus:
        said.append(t("When you finish you get {amount} baht more.", amount=baht(bonus)))
    said += [promises.told(one) for one in detail.shown.card.points]
    if once.satang:
        said.append(t("That is up to {sum} baht, paid once. It is not in the sum of a month.", sum=baht(once.satang)))
    if once.first_on is not None:
        first = {"sum": baht(once.first_satang), "day": long_date(once.first_on, weekday=False)}
        said.append(
            t("{sum} baht of it can come from {day}, when you have stayed so long and it is verified.", **first)
        )
    if money.payday is not None and money.first_payday is not None:
        said.append(t("{rhythm}. First money on {day}.", rhythm=money.payday, day=long_date(money.first_payday)))
    if not money.pays and not bonus and not detail.shown.card.points:
        said.append(t("No money is paid for this. What you learn is yours."))
    if not money.fares_known:
        said.append(t("Fares are not counted yet: choose where you live in the list to see them."))
    return [str(text) for text in said]


def _baht(satang: int) -> str:
    return str(t("{amount} baht", amount=baht(satang)))
