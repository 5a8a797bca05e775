"""What second looks at completions found, for everybody: a share with its interval, and no names."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp
from marketplace.areas import names
from marketplace.i18n import Text, dates, t
from marketplace.second_looks import queries, sayings


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    label: Text
    num: bool = False


COLUMNS = (
    Column(t("Area")),
    Column(t("Claimed")),
    Column(t("Completions"), num=True),
    Column(t("Looked at again"), num=True),
    Column(t("Not true, of 100"), num=True),
    Column(t("Certain between"), num=True),
)


@bp.get("/second-looks")
@public
def show_second_looks() -> ResponseReturnValue:
    rows = []
    for drawn in queries.published():
        found = queries.found(drawn)
        share = found.estimate
        rows.append(
            (
                names.titled(drawn.area_code),
                dates.date_range(drawn.first_on, drawn.last_on),
                f"{found.size:,}",
                f"{found.true + found.false:,}",
                "–" if share is None else sayings.percent(share.rate),
                "–" if share is None else f"{sayings.percent(share.low)}–{sayings.percent(share.high)}",
            )
        )
    return render("public/second_looks.html", columns=COLUMNS, rows=rows)
