"""How the numbers of an organisation are made: the formula, and an example worked out by it."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.public import bp
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.organisations import appeals, sayings, trust_rules
from models.vocabulary import TrustPart

MEAN = 0.8
CASES = ((5, 5), (17, 20), (190, 200))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    label: Text
    num: bool = False


COLUMNS = (
    Column(t("Went well, of cases")),
    Column(t("Plain share, of 100"), num=True),
    Column(t("Told, of 100"), num=True),
)


@bp.get("/trust")
@public
def show_trust() -> ResponseReturnValue:
    rule = trust_rules.rule(TrustPart.REPLY, clock.today())
    rows = [
        (
            f"{good}\u00a0/\u00a0{cases}",
            f"{100 * good / cases:.0f}",
            f"{100 * trust_rules.shrunk(good, cases, MEAN, rule.weight):.0f}",
        )
        for good, cases in CASES
    ]
    return render(
        "public/trust.html",
        parts=tuple(Fact(sayings.TRUST[part], sayings.TRUST_MEANS[part]) for part in TrustPart),
        columns=COLUMNS,
        rows=rows,
        rule=rule,
        mean=f"{100 * MEAN:.0f}",
        good=CASES[0][0],
        worked=rows[0][2],
        silent_days=appeals.SILENT.days,
    )
