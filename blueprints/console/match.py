"""`flask match`: the thinking of the pages from the command line, without a database."""

import csv
import sys
from datetime import date, datetime

import click

from marketplace.kernel import clock
from marketplace.kernel.dated import DatedRow
from marketplace.labour.rates import minimum_wages
from marketplace.matching.travel import rate_table


@click.group("match")
def group() -> None:
    """Match lives and opportunities."""


@group.command("rates")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rates are shown (default today).")
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


def _wage(row: DatedRow) -> tuple[str, str, date, str, str, str]:
    area, place_type = row.key
    subject = place_type if area == "*" else area
    return ("minimum_wage", subject, row.effective_from, row.facts["baht_per_day"], "baht_per_day", row.source)
