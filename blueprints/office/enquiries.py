"""Questions of young people about their money: listed by what is overdue, each answered on its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, enquiry_pages
from blueprints.office.enquiry_forms import ANSWER, EnquiryForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.enquiries import policy, queries, service
from marketplace.enquiries.states import ENQUIRY
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from models.vocabulary import EnquiryOutcome

if TYPE_CHECKING:
    from models.enquiry import Enquiry


@bp.get("/enquiries")
@guard(policy.can_see_enquiries)
def show_enquiries() -> ResponseReturnValue:
    return render("office/enquiries.html", page=enquiry_pages.listed(actor()))


@bp.get("/enquiries/<enquiry>")
@guard(policy.can_see_enquiry, enquiry=queries.one)
def show_enquiry(enquiry: Enquiry) -> ResponseReturnValue:
    return _page(enquiry, EnquiryForm(data={"version": str(enquiry.version)}))


@bp.post("/enquiries/<enquiry>")
@guard(policy.can_answer, enquiry=queries.one)
@commits
def answer_enquiry(enquiry: Enquiry) -> ResponseReturnValue:
    form = EnquiryForm.posted()
    standing.must_be_seen(ENQUIRY, enquiry, form.seen_version(), by=actor())
    form.narrow(enquiry.state, queries.ends_of(enquiry))
    try:
        if form.validate():
            _answer(enquiry, form)
            tell(t("Answered. The young person reads it beside the money."))
            return redirect(url_for("office.show_enquiries"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(enquiry, form), 422


def _answer(enquiry: Enquiry, form: EnquiryForm) -> None:
    text = form.text.data or ""
    if form.step.data == ANSWER:
        service.answer(enquiry, text, by=actor())
    else:
        service.close(enquiry, EnquiryOutcome(form.outcome.data), text, by=actor())


def _page(enquiry: Enquiry, form: EnquiryForm) -> str:
    form.narrow(enquiry.state, queries.ends_of(enquiry))
    return render("office/enquiry.html", page=enquiry_pages.one(actor(), enquiry), form=form)
