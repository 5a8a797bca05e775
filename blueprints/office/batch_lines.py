"""One line of a payout batch: what it pays for, taking it out, and what the bank answered about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import batch_line_pages, bp
from blueprints.office.money_forms import LineForm, RemoveForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.earnings import policy, queries, remittance, taking_out
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from models.payout import PayoutLine


@bp.get("/lines/<line>")
@guard(remittance.can_see_line, line=queries.one_line)
def show_line(line: PayoutLine) -> ResponseReturnValue:
    return _page(line)


@bp.post("/lines/<line>/code")
@guard(policy.can_pay_by_hand, line=queries.one_line)
@commits
def show_code(line: PayoutLine) -> ResponseReturnValue:
    found = remittance.pay_by_hand(line, by=actor())
    return render("office/pay_code.html", page=batch_line_pages.code(line, found))


@bp.post("/lines/<line>/remove")
@guard(policy.can_settle_line, line=queries.one_line)
@commits
def remove_line(line: PayoutLine) -> ResponseReturnValue:
    form = RemoveForm.posted()
    if not form.validate():
        return _page(line, removing=form), 422
    batch = line.batch.ref
    taking_out.remove_line(line, by=actor(), reason=form.reason.data)
    tell(t("Taken out. It waits for the next batch."))
    return redirect(url_for("office.show_payout", batch=batch), 303)


@bp.post("/lines/<line>")
@guard(policy.can_settle_line, line=queries.one_line)
@commits
def settle_line(line: PayoutLine) -> ResponseReturnValue:
    form = LineForm.posted()
    if not form.validate():
        return _page(line, form), 422
    answer = remittance.Answer(
        form.outcome.data, form.settled_on.data, (form.bank_ref.data or ""), (form.reason.data or "")
    )
    try:
        remittance.settle(line, answer, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return _page(line, form), 422
    tell(t("The bank's answer is kept."), "money")
    return redirect(url_for("office.show_payout", batch=line.batch.ref), 303)


def _page(line: PayoutLine, form: LineForm | None = None, *, removing: RemoveForm | None = None) -> str:
    shown = form or LineForm(settled_on=clock.today())
    page = batch_line_pages.line(actor(), line)
    return render("office/batch_line.html", page=page, form=shown, removing=removing or RemoveForm())
