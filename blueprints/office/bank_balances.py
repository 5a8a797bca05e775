"""Balances of bank statements beside the books: written at the end of a day or a month, read and printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.office import bank_balance_pages, bank_balance_sheets, bp
from blueprints.office.bank_balance_forms import BalanceForm
from blueprints.pages import render
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.earnings import queries as money
from marketplace.i18n import t
from marketplace.i18n.reading import parse_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.ledger import exports
from marketplace.payments import bank_balances, policy
from marketplace.payments.bank_balances import Draft, Papers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from blueprints.kept_files import Proof
    from models.bank_balance import BankBalance, BankBalanceFile
    from models.earning import Fund

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/bank-balances")
@guard(policy.can_see_balances)
def show_bank_balances() -> ResponseReturnValue:
    return render("office/bank_balances.html", page=bank_balance_pages.listed(actor()))


@bp.get("/funds/<fund>/bank-balances")
@guard(policy.can_see_gifts, fund=money.one_fund)
def show_fund_balances(fund: Fund) -> ResponseReturnValue:
    return render("office/fund_balances.html", page=bank_balance_pages.of_fund(actor(), fund))


@bp.get("/funds/<fund>/bank-balances.<suffix>")
@guard(policy.can_see_gifts, fund=money.one_fund)
def export_bank_balances(fund: Fund, suffix: str) -> ResponseReturnValue:
    if suffix not in TYPES:
        abort(404)
    rows = bank_balance_pages.file_rows(bank_balances.of_fund(fund))
    return _file(f"bank-balances-{fund.ref}", suffix, bank_balance_pages.HEADS, rows)


@bp.get("/funds/<fund>/bank-balances/new")
@guard(policy.can_write_balance, fund=money.one_fund)
def show_bank_balance_form(fund: Fund) -> ResponseReturnValue:
    typed = request.args.get("day", "").strip()[:40]
    try:
        day = _asked(typed)
    except Invalid as refusal:
        return _page(fund, clock.today(), BalanceForm(), typed, (refusal.message,)), 422
    return _page(fund, day, BalanceForm(day=day, seen=_newest(fund)))


@bp.post("/funds/<fund>/bank-balances/new")
@limited(limits.UPLOAD)
@guard(policy.can_write_balance, fund=money.one_fund)
@commits
@takes_files
def write_bank_balance(fund: Fund) -> ResponseReturnValue:
    form, proof, status = BalanceForm.posted(), kept_files.Proof(), 422
    day = form.day.data or bank_balances.month_end()
    bank_balance_pages.offered(fund, day, form)
    try:
        if proof.taken(form):
            compared = bank_balances.write(fund, _draft(fund, day, form), by=actor(), papers=_papers(proof))
            proof.used()
            tell(t("Kept. Bank and book agree.") if not compared.remainder_satang
                 else t("Kept. What is unexplained stands under “Differences”."))  # fmt: skip
            return redirect(url_for("office.show_bank_balance", compared=compared.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    except Conflict as overtaken:
        # What was typed stays, and whoever looks at the other one may send it again.
        form.take(overtaken)
        form.seen.data, status = _newest(fund), 409
    return _page(fund, day, proof.over(form)), status


@bp.get("/bank-balances/<compared>")
@guard(policy.can_see_balance, compared=bank_balances.one)
def show_bank_balance(compared: BankBalance) -> ResponseReturnValue:
    return render("office/bank_balance.html", page=bank_balance_sheets.sheet(compared))


@bp.get("/bank-balances/<compared>/sheet.<any(csv, xlsx):kind>")
@guard(policy.can_see_balance, compared=bank_balances.one)
def export_bank_balance(compared: BankBalance, kind: str) -> ResponseReturnValue:
    return _file(compared.ref, kind, bank_balance_sheets.FILE_HEADS, bank_balance_sheets.file_rows(compared))


@bp.get("/statement-pages/<statement_page>")
@guard(policy.can_see_balance_file, statement_page=bank_balances.one_file)
def show_statement_page(statement_page: BankBalanceFile) -> ResponseReturnValue:
    return kept_files.send(statement_page)


def _file(name: str, kind: str, heads: Iterable[object], rows: Iterable[Sequence[exports.Cell]]) -> Response:
    made = (exports.as_csv if kind == "csv" else exports.as_xlsx)([str(head) for head in heads], rows)
    answer = Response(made, content_type=TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"okat-{name}.{kind}")
    return answer


def _page(fund: Fund, day: date, form: BalanceForm, typed: str = "", errors: tuple[object, ...] = ()) -> str:
    return render(
        "office/bank_balance_form.html",
        page=bank_balance_pages.write(fund, day, typed, errors),
        form=bank_balance_pages.offered(fund, day, form),
        accept=kept_files.ACCEPTED,
    )


def _asked(typed: str) -> date:
    """The day that was asked for, the end of the last month where none was; raises Invalid for one not over yet."""
    if not typed:
        return bank_balances.month_end()
    day = parse_date(typed, field="day")
    bank_balances.must_be_over(day)
    return day


def _draft(fund: Fund, day: date, form: BalanceForm) -> Draft:
    return Draft(
        day=day,
        bank_satang=form.balance.data or 0,
        statement_ref=form.statement_ref.data or "",
        ticked=bank_balance_pages.ticked(fund, day, form),
        is_correction=form.is_correction.data,
        seen=form.seen.data or "",
    )


def _papers(proof: Proof) -> Papers:
    return Papers(proof.files, config().uploads)


def _newest(fund: Fund) -> str:
    last = bank_balances.last_written(fund)
    return last.ref if last is not None else ""
