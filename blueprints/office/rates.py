"""An area sets what help is worth there: dated, with its source, and taken back only before its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp
from blueprints.office.rate_forms import RateForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.resources import rates
from models.vocabulary import ResourceKind

if TYPE_CHECKING:
    from models.resource_rate import ResourceRate


@dataclass(frozen=True, slots=True)
class Line:
    """A rate that was set."""

    title: Text
    note: Text
    source: str
    withdraw_href: str


@bp.get("/help-rates")
@guard(rates.can_set_any)
def show_help_rates() -> ResponseReturnValue:
    return _page(_form())


@bp.post("/help-rates")
@guard(rates.can_set_any)
@commits
def set_help_rate() -> ResponseReturnValue:
    form = RateForm.posted().offer(rates.areas_of(actor()))
    try:
        if form.validate():
            rates.set_rate(form.draft(), by=actor())
            tell(t("Kept. Help that is given from that day on is counted so."))
            return redirect(url_for("office.show_help_rates"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(form), 422


@bp.post("/help-rates/<rate>/withdraw")
@guard(rates.can_withdraw, rate=rates.one)
@commits
def withdraw_help_rate(rate: ResourceRate) -> ResponseReturnValue:
    rates.withdraw(rate, by=actor())
    tell(t("Taken back. The rate before goes on."))
    return redirect(url_for("office.show_help_rates"), 303)


def _form() -> RateForm:
    return RateForm().offer(rates.areas_of(actor()))


def _page(form: RateForm) -> str:
    areas = rates.areas_of(actor())
    return render(
        "office/help_rates.html",
        form=form,
        lines=[_line(one) for one in rates.listed(actor())],
        soonest=clock.today() + timedelta(days=1),
        links=[(names.titled(code), url_for("public.show_help_worth", area=code)) for code in areas],
    )


def _line(one: ResourceRate) -> Line:
    since = dates.short_date(one.effective_from, year=True)
    comes = one.withdrawn_at is None and one.effective_from > clock.today()
    said = t("taken back") if one.withdrawn_at is not None else rates.STANDINGS[one.standing]
    return Line(
        t(
            "{kind}: {sum} baht for {one}",
            kind=words.word(ResourceKind, one.kind),
            sum=baht(one.amount_satang),
            one=rates.ONE[one.unit],
        ),
        t("{area}, from {day}, {standing}", area=names.titled(one.area_code), day=since, standing=said),
        one.source,
        url_for("office.withdraw_help_rate", rate=one.ref) if comes else "",
    )
