"""Finished values for a year of money; the page, the paper and the file all say the same sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.youth.money_pages import EARLIEST
from blueprints.youth.money_words import said
from marketplace.areas import offices
from marketplace.i18n import Text, current_locale, dates, t
from marketplace.i18n.almanac import BUDDHIST_ERA
from marketplace.i18n.sums import baht_words
from marketplace.kernel import clock
from marketplace.kernel.money import baht, baht_plain, exact
from marketplace.people import youth as young

if TYPE_CHECKING:
    from marketplace.earnings.statement import Group, StatementLine
    from marketplace.earnings.yearly import Payer, Sums, Year
    from models.youth import Youth

BUDDHIST_FROM = 2400
"""A year from here on is meant in the Buddhist Era."""

HEAD = (
    t("Month"), t("Paid by"), t("Name"), t("What for"), t("Opportunity"), t("Earned on"), t("Baht"),
    t("Where it is now"), t("Why"), t("Paid on"), t("Proof"), t("Reference"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of payer owes and has paid, in two tables and a line."""

    title: Text
    note: Text
    anchor: str
    columns: tuple[Column, ...]
    months: tuple[tuple[object, ...], ...]
    things_columns: tuple[Column, ...]
    things: tuple[tuple[object, ...], ...]
    total: tuple[object, ...]
    figure: Text
    lines: tuple[Text, ...]
    paid_by: Text
    paid: Text


@dataclass(frozen=True, slots=True)
class YearPage:
    """One year."""

    heading: Text
    paper_heading: Text
    year: str
    parts: tuple[Part, ...]
    stuck: tuple[Text, ...]
    undone: tuple[Text, ...]
    in_kind: tuple[str, ...]
    is_empty: bool
    before_href: str
    before_label: str
    after_href: str
    after_label: str
    issue_href: str
    year_key: str
    csv_href: str
    xlsx_href: str
    money_href: str
    office: str
    issued: Text
    name: str
    period: str


def year_in(text: str) -> int:
    """A year of the Common or the Buddhist Era as the former; this year for anything else."""
    this = clock.today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    year = year - BUDDHIST_ERA if year >= BUDDHIST_FROM else year
    return year if EARLIEST.year <= year <= this else this


def page(told: Year, youth: Youth) -> YearPage:
    """The year by payer, what is held, what was taken back, and where to have it as a file."""
    statement, called = told.told, shown(told.year)
    parts = (_part(told.employer, statement.employer, True), _part(told.fund, statement.fund, False))
    return YearPage(
        heading=t("Your money in {year}", year=called),
        paper_heading=t("Summary of earnings in {year}", year=called),
        year=called,
        parts=tuple(part for part in parts if part.months),
        stuck=tuple(_stuck(line) for line in told.stuck),
        undone=tuple(_stuck(line) for line in statement.undone),
        in_kind=tuple(f"{line.what} · {line.of} · {dates.short_date(line.on)}" for line in statement.in_kind),
        is_empty=told.is_empty,
        before_href=_to(told.year - 1) if told.year > max(told.first_year, EARLIEST.year) else "",
        before_label=shown(told.year - 1),
        after_href=_to(told.year + 1) if told.year < clock.today().year else "",
        after_label=shown(told.year + 1),
        issue_href=url_for("youth.issue_year"),
        year_key=str(told.year),
        csv_href=url_for("youth.export_year", suffix="csv", year=told.year),
        xlsx_href=url_for("youth.export_year", suffix="xlsx", year=told.year),
        money_href=url_for("youth.show_money"),
        office=offices.office_name(youth.office_key) if youth.office_key else "",
        issued=t("Issued on {day}", day=dates.long_date(clock.today(), weekday=False)),
        name=young.legal_name(youth),
        period=dates.date_range(statement.first, min(statement.last, clock.today())),
    )


def rows(told: Year) -> list[tuple[object, ...]]:
    """Every sum of the year as a row, oldest first; something in kind has no sum."""
    statement = told.told
    found = [
        *((line, t("The employer")) for line in statement.employer.lines),
        *((line, t("The fund")) for line in (*statement.fund.lines, *statement.undone)),
        *((line, t("In kind")) for line in statement.in_kind),
    ]
    found.sort(key=lambda pair: (pair[0].began or pair[0].on, pair[0].ref))
    things = {line.ref for line in statement.in_kind}
    return [_row(line, payer, "" if line.ref in things else baht_plain(line.amount_satang)) for line, payer in found]


def _row(line: StatementLine, payer: Text, amount: str) -> tuple[object, ...]:
    sent = line.payment
    done = sent is not None and sent.done
    return (
        f"{line.began or line.on:%Y-%m}", payer, line.source, line.what, line.of, line.on, amount,
        said(line).title, line.why, sent.on if sent and done else "", (sent.bank_ref or sent.ref) if sent else "",
        line.ref,
    )  # fmt: skip


def _paid(satang: int) -> Text:
    """What has arrived, as papers say sums: in baht, in Thai also in words."""
    if current_locale() != "th":
        return t("Arrived or paid: {sum} baht", sum=exact(satang))
    return t("Arrived or paid: {sum} baht ({words})", sum=exact(satang), words=baht_words(satang))


def _part(payer: Payer, group: Group, is_wage: bool) -> Part:
    title = t("Paid to you directly by the employer") if is_wage else t("From the fund")
    held = t("You say it is not right") if is_wage else t("Held or sent back")
    figures = (Column(t("Arrived or paid"), True), Column(t("Still to come"), True), Column(held, True))
    spent = Column(t("Together"), True)
    total, words = payer.total, ((t("paid"), "paid"), (t("still to come"), "coming"), (t("held"), "held"))
    return Part(
        title=title,
        note=t("Wages never pass through a fund.") if is_wage else t("Allowances, travel money and completions."),
        anchor="employer" if is_wage else "fund",
        columns=(Column(t("Month")), *figures, spent),
        months=tuple((dates.month_name(month.month), *_figures(found)) for month, found in payer.months),
        things_columns=(Column(t("Opportunity")), *figures, spent),
        things=tuple((title, *_figures(found)) for title, found in payer.things),
        total=(t("The whole year"), *_figures(total)),
        figure=t("{sum} baht", sum=baht(total.total)),
        lines=tuple(
            t("{label} {sum} baht", label=label, sum=baht(getattr(total, name)))
            for label, name in words
            if getattr(total, name)
        ),
        paid_by=t("Paid by: {names}", names=" · ".join(dict.fromkeys(line.source for line in group.lines))),
        paid=_paid(total.paid),
    )


def _figures(found: Sums) -> tuple[str, ...]:
    return tuple(exact(satang) if satang else "–" for satang in (found.paid, found.coming, found.held, found.total))


def _stuck(line: StatementLine) -> Text:
    told = t(
        "{sum} baht, {what} {day}, {title}: {state}",
        sum=baht(line.amount_satang),
        what=line.what,
        day=dates.short_date(line.on),
        title=line.of,
        state=said(line).title,
    )
    return t("{what}. Why: {reason}", what=told, reason=line.why) if line.why else told


def shown(year: int) -> str:
    """A year as its reader counts it."""
    return str(dates.year_shown(date(year, 1, 1)))


def _to(year: int) -> str:
    return url_for("youth.show_year", year=year)
