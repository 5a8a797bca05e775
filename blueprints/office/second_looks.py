"""Second looks at verified completions: what waits, one of them, a round with what it found, and drawing a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, second_look_pages
from blueprints.office.second_look_forms import AnswerForm, DrawForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.second_looks import policy, queries, service
from models.vocabulary import LookState

if TYPE_CHECKING:
    from models.second_look import LookRound, SecondLook


@bp.get("/second-looks")
@guard(policy.can_open)
def show_second_looks() -> ResponseReturnValue:
    return render("office/second_looks.html", page=second_look_pages.listed(actor(), asked_page()))


@bp.get("/second-looks/draw")
@guard(policy.can_draw_any)
def show_draw() -> ResponseReturnValue:
    return render("office/second_look_draw.html", form=DrawForm(areas=second_look_pages.areas(actor())))


@bp.post("/second-looks/draw")
@guard(policy.can_draw_any)
@commits
def draw_round() -> ResponseReturnValue:
    form = DrawForm.posted(areas=second_look_pages.areas(actor()))
    try:
        if form.validate() and form.first_on.data and form.last_on.data:
            drawn = service.draw_round(
                form.area.data or "", form.first_on.data, form.last_on.data, form.count, by=actor()
            )
            tell(t("Drawn. Everybody concerned finds their part in the list."))
            return redirect(url_for("office.show_round", drawn=drawn.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("office/second_look_draw.html", form=form), 422


@bp.get("/second-looks/rounds/<drawn>")
@guard(policy.can_see_round, drawn=queries.one_round)
def show_round(drawn: LookRound) -> ResponseReturnValue:
    return render("office/second_look_round.html", page=second_look_pages.round_of(actor(), drawn))


@bp.get("/second-looks/rounds/<drawn>/list.<suffix>")
@guard(policy.can_see_round, drawn=queries.one_round)
def export_round(drawn: LookRound, suffix: str) -> ResponseReturnValue:
    return exporting.answer("second-looks", suffix, *second_look_pages.round_file(drawn))


@bp.post("/second-looks/rounds/<drawn>/publish")
@guard(policy.can_publish_again, drawn=queries.one_round)
@commits
def publish_round(drawn: LookRound) -> ResponseReturnValue:
    service.publish(drawn, by=actor())
    tell(t("Published. Everybody can read the share and its interval."))
    return redirect(url_for("office.show_round", drawn=drawn.ref), 303)


@bp.get("/second-looks/<look>")
@guard(policy.can_see_look, look=queries.one_look)
def show_look(look: SecondLook) -> ResponseReturnValue:
    return render("office/second_look.html", page=second_look_pages.one(actor(), look), form=AnswerForm())


@bp.post("/second-looks/<look>")
@guard(policy.can_answer_again, look=queries.one_look)
@commits
def answer_look(look: SecondLook) -> ResponseReturnValue:
    form = AnswerForm.posted()
    try:
        if form.validate():
            service.answer(look, LookState(form.found.data), note=form.note.data or "", by=actor())
            tell(t("Kept. Thank you for looking."))
            return redirect(url_for("office.show_second_looks"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("office/second_look.html", page=second_look_pages.one(actor(), look), form=form), 422
