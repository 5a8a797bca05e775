"""Young people of the area: found by name, opened, applied for, and never read in full without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard, limited
from blueprints.office import birth_pages, bp, youth_pages
from blueprints.office.forms import BehalfForm, RevealForm
from blueprints.office.youth_forms import CivilForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.access import Actor, limits
from marketplace.enrolments import applications
from marketplace.enrolments import policy as enrolling
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.offers import queries as offers
from marketplace.people import disclosure, policy, queries

if TYPE_CHECKING:
    from marketplace.offers.queries import Detail
    from models.youth import Youth


def _offer(_actor: Actor, ref: str) -> Detail:
    return offers.one(ref)


@bp.get("/youth")
@guard(policy.can_see_youth_list)
def show_youth_list() -> ResponseReturnValue:
    words, page = request.args.get("q", "")[:60], asked_page()
    return render("office/youth_list.html", page=youth_pages.listed(actor(), words, page))


@bp.get("/youth.<suffix>")
@guard(policy.can_see_youth_list)
def export_youth(suffix: str) -> ResponseReturnValue:
    found = queries.list_youth(actor(), words=request.args.get("q", "")[:60], size=exporting.MOST)
    return exporting.answer("young-people", suffix, *youth_pages.listed_file(actor(), found))


@bp.get("/youth/find")
@guard(policy.can_register_youth)
def show_found() -> ResponseReturnValue:
    """Back from a result that is shown once."""
    return redirect(url_for("office.show_youth_list"), 303)


@bp.post("/youth/find")
@guard(policy.can_register_youth)
@commits
def find_youth() -> ResponseReturnValue:
    number = request.form.get("number", "")[:40]
    try:
        found = youth_pages.by_number(actor(), number)
    except Invalid as refusal:
        return render("office/youth_list.html", page=youth_pages.not_found(actor(), refusal.message)), 422
    return render("office/youth_list.html", page=youth_pages.found(actor(), found))


@bp.get("/youth/<youth>")
@guard(policy.can_see_youth_as_staff, youth=queries.one_youth)
def show_youth(youth: Youth) -> ResponseReturnValue:
    return _shown(youth_pages.one(actor(), youth), RevealForm(), youth)


@bp.get("/youth/<youth>/reveal")
@guard(policy.can_reveal, youth=queries.one_youth)
def show_revealed(youth: Youth) -> ResponseReturnValue:
    """Back from a fact that is shown once."""
    return redirect(url_for("office.show_youth", youth=youth.ref), 303)


@bp.post("/youth/<youth>/reveal")
@limited(limits.UPLOAD)
@guard(policy.can_reveal, youth=queries.one_youth)
@commits
def reveal_fact(youth: Youth) -> ResponseReturnValue:
    form = RevealForm.posted()
    shown = None
    if form.validate():
        fact, why = disclosure.Fact(form.fact.data), disclosure.Why(form.why.data)
        shown = youth_pages.shown(fact, disclosure.reveal(actor(), youth, fact, why))
    page = youth_pages.one(actor(), youth, shown)
    return _shown(page, form, youth), 200 if shown else 422


def _shown(page: youth_pages.YouthPage, form: RevealForm, youth: Youth) -> str:
    return render("office/youth.html", page=page, form=form, civil=CivilForm(), birth=birth_pages.form(youth))


@bp.get("/youth/<youth>/apply")
@guard(enrolling.can_apply_on_behalf, youth=queries.one_youth)
def show_choices(youth: Youth) -> ResponseReturnValue:
    words = request.args.get("q", "")[:100]
    return render("office/choices.html", page=youth_pages.choices(actor(), youth, words))


@bp.get("/youth/<youth>/apply/<opportunity>")
@guard(enrolling.can_apply_on_behalf, youth=queries.one_youth, opportunity=_offer)
def show_behalf(youth: Youth, opportunity: Detail) -> ResponseReturnValue:
    return render("office/behalf.html", page=youth_pages.behalf(actor(), youth, opportunity), form=BehalfForm())


@bp.post("/youth/<youth>/apply/<opportunity>")
@limited(limits.APPLY)
@guard(enrolling.can_apply_on_behalf, youth=queries.one_youth, opportunity=_offer)
@commits
def apply_on_behalf(youth: Youth, opportunity: Detail) -> ResponseReturnValue:
    form = BehalfForm.posted()
    try:
        if form.validate():
            made = applications.apply(opportunity.opportunity, youth, by=actor(), note=form.note.data or "")
            tell(t("Applied on their behalf, in your name."))
            return redirect(url_for("office.show_enrolment", enrolment=made.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
    return render("office/behalf.html", page=youth_pages.behalf(actor(), youth, opportunity), form=form), 422
