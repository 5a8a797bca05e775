"""What help is counted at: the rate of every kind at a place, with its source or how it was estimated."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from blueprints import worth_parts
from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp
from marketplace.areas import names, queries
from marketplace.i18n import t

PROVINCE, CODES = "10", (2, 4, 6)


@bp.get("/resources/worth")
@public
def show_help_worth() -> ResponseReturnValue:
    asked = request.args.get("area", "")[:6]
    code = asked if len(asked) in CODES and names.exists(asked) else PROVINCE
    return render(
        "public/worth.html",
        title=t("What help is worth in {area}", area=names.titled(code)),
        columns=COLUMNS,
        rows=worth_parts.rows_at(code),
        provinces=[(one.code, names.plain(one.code)) for one in queries.provinces()],
        chosen=code[:2],
    )


COLUMNS = tuple(
    {"label": label, "num": num}
    for label, num in (
        (t("Kind"), False),
        (t("Counted in"), False),
        (t("Worth in baht"), True),
        (t("Since"), False),
        (t("Stands on"), False),
        (t("Source or method"), False),
    )
)
