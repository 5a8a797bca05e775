"""Young people whom staff find: registered without an account, and their civil status told with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited
from blueprints.office import birth_pages, bp, youth_pages
from blueprints.office.forms import RevealForm
from blueprints.office.youth_forms import BirthForm, CivilForm, FoundForm, NameForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.enrolments import alone
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.people import alike, policy, queries
from marketplace.people import youth as young

if TYPE_CHECKING:
    from models.youth import Youth


@bp.get("/youth/new")
@guard(policy.can_register_youth)
def show_new_youth() -> ResponseReturnValue:
    return render("office/youth_new.html", form=FoundForm(), same=None, alike=())


@bp.post("/youth/new")
@limited(limits.UPLOAD)
@guard(policy.can_register_youth)
@commits
def register_youth() -> ResponseReturnValue:
    form = FoundForm.posted()
    try:
        if form.validate():
            draft, other = form.draft(), bool(form.somebody_else.data)
            alike.must_be_new(draft, by=actor(), is_somebody_else=other)
            made = young.register_found(draft, by=actor())
            tell(t("Registered. You can apply for them now."))
            return redirect(url_for("office.show_youth", youth=made.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
    return render("office/youth_new.html", form=form, same=_same(form), alike=_alike(form)), 422


@bp.get("/youth/<youth>/civil-status")
@guard(policy.can_tell_civil_status, youth=queries.one_youth)
def show_civil_status(youth: Youth) -> ResponseReturnValue:
    return redirect(url_for("office.show_youth", youth=youth.ref), 303)


@bp.post("/youth/<youth>/civil-status")
@guard(policy.can_tell_civil_status, youth=queries.one_youth)
@commits
def tell_civil_status(youth: Youth) -> ResponseReturnValue:
    form = CivilForm.posted()
    try:
        if form.validate():
            alone.tell_civil_status(youth, form.known(), note=form.note.data or "", by=actor())
            tell(t("The civil status is kept, with your note."))
            return redirect(url_for("office.show_youth", youth=youth.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _refused(youth, civil=form)


@bp.get("/youth/<youth>/birth-date")
@guard(policy.can_confirm_birth_date, youth=queries.one_youth)
def show_birth_date(youth: Youth) -> ResponseReturnValue:
    return redirect(url_for("office.show_youth", youth=youth.ref), 303)


@bp.post("/youth/<youth>/birth-date")
@guard(policy.can_confirm_birth_date, youth=queries.one_youth)
@commits
def confirm_birth_date(youth: Youth) -> ResponseReturnValue:
    form = BirthForm.posted()
    try:
        if form.validate():
            born, said = form.birth_date.data, form.birth_note.data or ""
            alone.confirm_birth_date(youth, born, proof=form.proof(), note=said, by=actor())
            tell(t("The birth date is confirmed, with your note."))
            return redirect(url_for("office.show_youth", youth=youth.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _refused(youth, birth=form)


@bp.get("/youth/<youth>/name")
@guard(policy.can_put_name, youth=queries.one_youth)
def show_legal_name(youth: Youth) -> ResponseReturnValue:
    kept = {fact: young.read(youth, fact) for fact in ("first_name", "last_name")}
    return render("office/youth_name.html", page=youth_pages.name(actor(), youth), form=NameForm(data=kept))


@bp.post("/youth/<youth>/name")
@guard(policy.can_put_name, youth=queries.one_youth)
@commits
def put_legal_name(youth: Youth) -> ResponseReturnValue:
    form = NameForm.posted()
    try:
        if form.validate():
            young.put_legal_name(youth, form.first_name.data or "", form.last_name.data or "", by=actor())
            tell(t("The name is kept. They can be paid by it."))
            return redirect(url_for("office.show_youth", youth=youth.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("office/youth_name.html", page=youth_pages.name(actor(), youth), form=form), 422


def _refused(youth: Youth, *, civil: CivilForm | None = None, birth: BirthForm | None = None) -> ResponseReturnValue:
    """The page again, with what was written and why it is not kept."""
    forms = {"form": RevealForm(), "civil": civil or CivilForm(), "birth": birth or birth_pages.form(youth)}
    return render("office/youth.html", page=youth_pages.one(actor(), youth), **forms), 422


def _same(form: FoundForm) -> youth_pages.Line | None:
    """Whom of the own area the number belongs to; somebody elsewhere sounds like nobody."""
    try:
        found = queries.find_by_national_id(actor(), form.national_id.data or "")
    except Invalid:
        return None
    return youth_pages.line(actor(), found) if found is not None else None


def _alike(form: FoundForm) -> tuple[youth_pages.Line, ...]:
    """Who of the own area may be the same person; nobody while another answer cannot be read."""
    if any(field.errors for field in form if field.name not in ("somebody_else", "national_id")):
        return ()
    return tuple(youth_pages.registered_line(actor(), one) for one in alike.of(form.draft(), by=actor()))
