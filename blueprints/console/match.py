"""`flask match`: the thinking of the pages from the command line, files in and files out, without a database."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from marketplace.i18n import use
from marketplace.imports import match_files
from marketplace.imports.errors import BadFile
from marketplace.kernel import clock
from marketplace.kernel.dated import DatedRow, NoRate
from marketplace.kernel.money import baht_plain
from marketplace.labour.rates import minimum_wages
from marketplace.matching.fit import judge
from marketplace.matching.sentences import why_not_told, why_told
from marketplace.matching.terms import OfferTerms, YouthTerms
from marketplace.matching.travel import rate_table, rates_on

T = TypeVar("T")

_FILE = click.Path(path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
RANKED = (
    "youth", "rank", "opportunity", "score", "net_take_home_per_month", "first_baht_on", "travel_minutes", "reasons",
)  # fmt: skip
REJECTED = ("youth", "opportunity", "rule", "reason")
BATCH = ("youth", "rank", "opportunity", "score")
AT_ONCE = 20_000


@click.group("match")
def group() -> None:
    """Match lives and opportunities."""


@group.command("rank")
@click.option("--opportunities", "offered", required=True, type=_FILE, help="File of opportunities.")
@click.option("--youth", "young", required=True, type=_FILE, help="File of young people.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="Results for each.")
@click.option("--on", type=_DAY, help="The day it is judged on (default today).")
@click.option("--output", required=True, type=_FILE, help="CSV file to write.")
@click.option("--rejected", type=_FILE, help="CSV file for each pair that does not fit, with its single reason.")
def rank_all(offered: Path, young: Path, top: int, on: datetime | None, output: Path, rejected: Path | None) -> None:
    """Write the best opportunities that fit each young person, with money, way and why, in one Thai sentence each."""
    offers, people, day = given(offered, young, on)
    with use("th"):
        write(output, RANKED, _ranked(people, offers, day, top))
        if rejected is not None:
            write(rejected, REJECTED, _rejected(people, offers, day))


@group.command("batch")
@click.option("--opportunities", "offered", required=True, type=_FILE, help="File of opportunities.")
@click.option("--youth", "young", required=True, type=_FILE, help="File of young people.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="Results for each.")
@click.option("--on", type=_DAY, help="The day it is judged on (default today).")
@click.option("--output", required=True, type=_FILE, help="CSV file to write.")
def batch_all(offered: Path, young: Path, top: int, on: datetime | None, output: Path) -> None:
    """Write the same ranking for a long list, without words and as fast as the machine allows."""
    offers, people, day = given(offered, young, on)
    write(output, BATCH, _paired(people, offers, day, top))


@group.command("rates")
@click.option("--on", type=_DAY, help="The day whose rates are shown (default today).")
def show_rates(on: datetime | None) -> None:
    """Print the dated rows behind take-home as CSV, each with its source or the word 'assumed'."""
    day = on.date() if on else clock.today()
    sheet = csv.writer(sys.stdout, lineterminator="\n")
    sheet.writerow(("rate", "subject", "effective_from", "value", "unit", "source"))
    sheet.writerows(
        (*row.key, row.effective_from, row.facts["value"], row.facts["unit"], row.source)
        for row in rate_table().in_force(day)
    )
    sheet.writerows(_wage(row) for row in minimum_wages().in_force(day))


def read(path: Path, reader: Callable[[Path], T]) -> T:
    """What a file says; one line on stderr and exit 2 where it cannot be used."""
    with use("en"):
        try:
            return reader(path)
        except BadFile as refusal:
            refuse(str(refusal.at(path.name)))


def refuse(why: str) -> NoReturn:
    """End with one line on stderr and exit 2."""
    click.echo(" ".join(why.split()), err=True)
    sys.exit(2)


def given(offered: Path, young: Path, on: datetime | None) -> tuple[Sequence[OfferTerms], Sequence[YouthTerms], date]:
    """Both files and the day, refused where no rates are known for it."""
    day = on.date() if on else clock.today()
    try:
        rates_on(day)
    except NoRate:
        refuse(f"--on: no rates of travel and care are known for {day}; choose a later day")
    return read(offered, match_files.opportunities), read(young, match_files.youth), day


def _ranked(
    people: Sequence[YouthTerms], offers: Sequence[OfferTerms], on: date, top: int
) -> Iterator[tuple[object, ...]]:
    # The compiler behind the index is loaded by the commands that use it.
    from marketplace.matching.ranking import rankings

    found = rankings((one.life for one in people), offers, on, top)
    for done, (one, results) in enumerate(zip(people, found, strict=True), start=1):
        for place, told in enumerate(results, start=1):
            yield (
                one.ref,
                place,
                told.offer.ref,
                f"{told.score:.6f}",
                baht_plain(told.month_satang),
                told.first_baht or "",
                "" if told.travel_minutes is None else told.travel_minutes,
                why_told(told.reasons),
            )
        if done % 100 == 0 or done == len(people):
            _progress(done, len(people))


def _rejected(people: Sequence[YouthTerms], offers: Sequence[OfferTerms], on: date) -> Iterator[tuple[object, ...]]:
    for done, one in enumerate(people, start=1):
        for offer in offers:
            fit = judge(one.life, offer, on)
            if fit.reason is not None:
                yield one.ref, offer.ref, fit.reason.rule, why_not_told(fit)
        if done % 100 == 0 or done == len(people):
            _progress(done, len(people))


def _paired(
    people: Sequence[YouthTerms], offers: Sequence[OfferTerms], on: date, top: int
) -> Iterator[tuple[object, ...]]:
    from marketplace.matching.edges import edges_in_parts

    for first, found in edges_in_parts([one.life for one in people], offers, on, top, AT_ONCE):
        before, place = -1, 0
        for youth, offer, score in zip(found.youth.tolist(), found.offer.tolist(), found.score.tolist(), strict=True):
            place = place + 1 if youth == before else 1
            before = youth
            yield people[first + youth].ref, place, offers[offer].ref, f"{score:.6f}"
        _progress(min(first + AT_ONCE, len(people)), len(people))


def write(output: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file, lineterminator="\n")
            sheet.writerow(header)
            sheet.writerows(lines)
    except OSError as error:
        refuse(f"{output}: {error.strerror or error}")


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {whole} young people", err=True, nl=done == whole)


def _wage(row: DatedRow) -> tuple[str, str, date, str, str, str]:
    area, place_type = row.key
    subject = place_type if area == "*" else area
    return ("minimum_wage", subject, row.effective_from, row.facts["baht_per_day"], "baht_per_day", row.source)
