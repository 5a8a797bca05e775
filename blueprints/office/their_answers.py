"""What has changed in the life of a young person, written down by the case worker they told; a move hands them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited
from blueprints.office import answer_pages, bp
from blueprints.office.answer_forms import AnswersForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.areas import offices
from marketplace.enrolments import moving
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.people import corrections, policy, queries

if TYPE_CHECKING:
    from models.youth import Youth


@bp.get("/youth/<youth>/answers")
@guard(policy.can_correct, youth=queries.one_youth)
def show_their_answers(youth: Youth) -> ResponseReturnValue:
    return _page(youth, AnswersForm.of(youth))


@bp.post("/youth/<youth>/answers")
@limited(limits.UPLOAD)
@guard(policy.can_correct, youth=queries.one_youth)
@commits
def correct_their_answers(youth: Youth) -> ResponseReturnValue:
    form = AnswersForm.posted_for(youth)
    if not form.validate():
        return _page(youth, form), 422
    note = form.note.data or ""
    try:
        moving.correct(youth, form.correction(youth), note=note, version=form.read_version(), by=actor())
    except corrections.Overtaken as refusal:
        form.take_overtaken(refusal, answer_pages.kept_otherwise(youth, form.correction(youth)), youth)
        return _page(youth, form), refusal.status
    except DomainError as refusal:
        form.take(refusal)
        return _page(youth, form), refusal.status
    if policy.can_see_youth_as_staff(actor(), youth):
        tell(t("Kept, with your note."))
        return redirect(url_for("office.show_youth", youth=youth.ref), 303)
    tell(t("They are with {office} now, who has been told.", office=offices.office_name(youth.office_key or "")))
    return redirect(url_for("office.show_youth_list"), 303)


def _page(youth: Youth, form: AnswersForm) -> str:
    page = answer_pages.page(actor(), youth, form.free.data or ())
    return render("office/youth_answers.html", page=page, form=form)
