"""'What do I get?': the sum of a week line by line, then of a month, with the day of the first money."""

from dataclasses import dataclass

from marketplace.areas import names
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel.money import baht
from marketplace.matching.takehome import Line, TakeHome
from marketplace.matching.terms import OfferTerms
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


def money_part(detail: Detail, offer: OfferTerms, money: TakeHome) -> MoneyPart:
    """The sum as the page shows it; without rows nothing comes in and nothing goes out."""
    rows = tuple(_row(line) for line in (*money.weekly, *money.monthly))
    return MoneyPart(rows, _totals(money) if rows else (), tuple(_sentences(detail, offer, money)))


def _row(line: Line) -> Row:
    notes = (str(line.detail), *((str(line.note),) if line.note else ()))
    return Row(str(line.label), notes, baht(line.satang))


def _totals(money: TakeHome) -> tuple[Row, ...]:
    week = Row(str(t("Left in your hand, a week")), (), _baht(money.week_satang))
    working = t("{amount} × 52 weeks ÷ 12 months", amount=baht(money.week_satang))
    return week, Row(str(t("On average a month")), (str(working),), _baht(money.month_satang))


def _sentences(detail: Detail, offer: OfferTerms, money: TakeHome) -> list[str]:
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
    if money.payday is not None and money.first_payday is not None:
        said.append(t("{rhythm}. First money on {day}.", rhythm=money.payday, day=long_date(money.first_payday)))
    if not money.pays and not bonus:
        said.append(t("No money is paid for this. What you learn is yours."))
    if not money.fares_known:
        said.append(t("Fares are not counted yet: choose where you live in the list to see them."))
    return [str(text) for text in said]


def _baht(satang: int) -> str:
    return str(t("{amount} baht", amount=baht(satang)))
