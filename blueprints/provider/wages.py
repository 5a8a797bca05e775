"""Wages an employer pays straight to young workers: due by week, reported with their proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import bp
from blueprints.provider.forms import WageForm
from blueprints.session import actor, tell
from marketplace.earnings import policy, queries, wages
from marketplace.enrolments import learner_names
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import baht
from models.vocabulary import EmployerPaymentState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.earning import EmployerPayment


@dataclass(frozen=True)
class WageLine:
    """One week's wage of one worker."""

    ref: str
    href: str
    name: str
    work: Text
    amount: Text
    due: Text
    due_kind: str
    is_wrong: bool = False


@bp.get("/wages")
@guard(policy.can_see_wages)
def show_wages() -> ResponseReturnValue:
    lines, wrong = _lines(queries.wages_to_report(actor())), _lines(queries.wages_disputed(actor()))
    return render("provider/wages.html", lines=lines, wrong=wrong, export=exporting.links("provider.export_wages"))


@bp.get("/wages.<suffix>")
@guard(policy.can_see_wages)
def export_wages(suffix: str) -> ResponseReturnValue:
    head = [t("Reference"), t("Name"), t("Posting"), t("From"), t("Until"), t("Days worked"), t("Baht"), t("Due")]
    found = queries.wages_to_report(actor())[: exporting.MOST]
    names = learner_names.of((one.enrolment.opportunity_id, one.youth) for one in found)
    return exporting.answer("wages", suffix, head, [_row(one, names) for one in found])


@bp.get("/wages/<wage>")
@guard(policy.can_report_wage, wage=queries.one_wage)
def show_wage(wage: EmployerPayment) -> ResponseReturnValue:
    return render("provider/wage.html", line=_lines([wage])[0], form=WageForm(paid_on=clock.today()))


@bp.post("/wages/<wage>")
@guard(policy.can_report_wage, wage=queries.one_wage)
@commits
def report_wage(wage: EmployerPayment) -> ResponseReturnValue:
    form = WageForm.posted()
    if not form.validate() or form.paid_on.data is None:
        return render("provider/wage.html", line=_lines([wage])[0], form=form), 422
    try:
        wages.report_paid(wage, paid_on=form.paid_on.data, proof_ref=form.proof_ref.data or "", by=actor())
    except DomainError as refusal:
        if refusal.status == 409:
            raise
        form.take(refusal)
        return render("provider/wage.html", line=_lines([wage])[0], form=form), 422
    tell(t("Reported. The young worker is asked to confirm it arrived."))
    return redirect(url_for("provider.show_wages"), 303)


def _row(one: EmployerPayment, names: learner_names.Names) -> list[object]:
    offer = one.enrolment.opportunity
    return [
        one.ref,
        learner_names.pick(names, one.enrolment),
        pick(offer.title_th, offer.title_en),
        one.work_from.isoformat(),
        one.work_to.isoformat(),
        one.days,
        baht(one.amount_satang),
        one.due_on.isoformat(),
    ]


def _lines(found: Sequence[EmployerPayment]) -> tuple[WageLine, ...]:
    names = learner_names.of((one.enrolment.opportunity_id, one.youth) for one in found)
    return tuple(_line(one, learner_names.pick(names, one.enrolment)) for one in found)


def _line(one: EmployerPayment, name: str) -> WageLine:
    title = pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en)
    days = dates.date_range(one.work_from, one.work_to)
    is_wrong = one.state == EmployerPaymentState.DISPUTED
    return WageLine(
        ref=one.ref,
        href=url_for("provider.show_wage", wage=one.ref),
        name=name,
        work=t("{title}, what {days} was worth more", title=title, days=days)
        if one.difference
        else t("{title}, {days}, days worked {count}", title=title, days=days, count=one.days),
        amount=t("{sum} baht", sum=baht(one.amount_satang)),
        due=t("Not right, the office asks") if is_wrong else t("Pay by {day}", day=dates.short_date(one.due_on)),
        due_kind="late" if is_wrong or one.due_on < clock.today() else "",
        is_wrong=is_wrong,
    )
