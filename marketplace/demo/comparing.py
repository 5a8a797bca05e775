"""Bank balances of the demo: every fund's last month compared by its office; at one account the bank took a fee."""

from datetime import date, timedelta

from marketplace.access import Actor
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at, work_day
from marketplace.payments import bank_balances, bank_gap
from marketplace.payments.bank_balances import Draft
from models.earning import Fund
from models.vocabulary import Role

FEE = 15_00
WITH_FEE = "d:9501"
"""The office whose bank took a fee that nobody has explained yet."""


def schedule(stage: Stage) -> None:
    """Let each office compare the end of the last month that is over, some days into the next."""
    first = (stage.today - timedelta(days=6)).replace(day=1)
    for turn, (office, fund) in enumerate(stage.funds.items()):
        officer, less = stage.cast.one(Role.OFFICER, office, 1), FEE if office == WITH_FEE else 0
        stage.timeline.at(
            at(work_day(first + timedelta(days=3)), 15, turn),
            lambda fund=fund, officer=officer, less=less: _compare(  # type: ignore[misc]
                fund, first - timedelta(days=1), less, officer
            ),
        )


def _compare(fund: Fund, day: date, less: int, officer: Actor) -> None:
    gap = bank_gap.at(fund, day)
    said = Draft(day, gap.book + gap.explained - less, f"ใบแจ้งยอด {day:%m}/{day.year + 543}")
    bank_balances.write(fund, said, by=officer)
