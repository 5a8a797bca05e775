"""For accountants and auditors: the chart and rules of the books, the trial balance, the journal as a file."""

from __future__ import annotations

from datetime import date

from flask import Response, request
from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import actor
from blueprints.steward import account_pages, bp
from marketplace.earnings import accounting, audits
from marketplace.i18n import t
from marketplace.i18n.reading import parse_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.ledger import exports

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/chart")
@guard(audits.can_see_books)
def show_chart() -> ResponseReturnValue:
    return render("steward/chart.html", page=account_pages.chart())


@bp.get("/trial-balance")
@guard(audits.can_see_proofs)
def show_trial_balance() -> ResponseReturnValue:
    try:
        day = _day("day", clock.today())
    except Invalid as refusal:
        # What was typed stays, and no other day's sums stand beside it.
        asked = account_pages.refused(request.args.get("day", ""), refusal.message)
        return render("steward/trial_balance.html", page=asked), 422
    return render("steward/trial_balance.html", page=account_pages.trial(day, accounting.trial(actor(), day)))


@bp.get("/trial-balance.<any(csv, xlsx):kind>")
@guard(audits.can_see_proofs)
def export_trial_balance(kind: str) -> ResponseReturnValue:
    day = _day("day", clock.today())
    return _file("trial-balance", kind, exports.TRIAL, exports.trial_rows(accounting.trial(actor(), day)))


@bp.get("/journal.<any(csv, xlsx):kind>")
@guard(audits.can_see_proofs)
def export_journal(kind: str) -> ResponseReturnValue:
    last = _day("last", clock.today())
    first = _day("first", last.replace(day=1))
    if last < first:
        raise Invalid(t("The last day is before the first."), field="last")
    return _file("journal", kind, exports.JOURNAL, exports.journal_rows(accounting.journal(actor(), first, last)))


def _file(name: str, kind: str, header: tuple[str, ...], rows: object) -> Response:
    write = exports.as_csv if kind == "csv" else exports.as_xlsx
    answer = Response(write(header, rows), content_type=TYPES[kind])  # type: ignore[arg-type]
    answer.headers.set("Content-Disposition", "attachment", filename=f"okat-{name}.{kind}")
    return answer


def _day(name: str, otherwise: date) -> date:
    """The day that was asked for, or the usual one where none was; raises Invalid for what is no day of the books."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return otherwise
    day = parse_date(typed, field=name)
    if day > clock.today():
        raise Invalid(t("The day cannot be in the future."), field=name)
    return day
