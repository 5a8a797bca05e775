"""Seven questions, one a page, kept at each step; four more in place, when a result first depends on them."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, public
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import bp, question_pages
from blueprints.youth.keeping import Person, brought, forgotten, kept, person
from blueprints.youth.question_forms import IN_PLACE, QUESTIONS, FreeForm, NeedsForm, QuestionForm
from blueprints.youth.question_pages import question_href
from blueprints.youth.returning import then
from marketplace.i18n import current_locale, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching import candidates
from marketplace.people import answers, policy, queries
from marketplace.people.answers import Answers


@bp.get("/profile")
@public
def show_profile() -> ResponseReturnValue:
    who = person()
    if not who.answers.is_begun:
        return redirect(question_href(1), 303)
    return render("youth/profile.html", page=question_pages.profile(who, can_keep=_can_keep(who)))


@bp.get("/profile/start")
@public
def show_profile_start() -> ResponseReturnValue:
    following = person().answers.next_question
    return redirect(question_href(following) if following else url_for("youth.show_profile"), 303)


@bp.get("/profile/<int(min=1, max=7):number>")
@public
def show_question(number: int) -> ResponseReturnValue:
    who = person()
    return _question(number, who, QUESTIONS[number].of(who.answers))


@bp.post("/profile/<int(min=1, max=7):number>")
@public
@commits
def answer_question(number: int) -> ResponseReturnValue:
    who, form = person(), QUESTIONS[number].posted()
    skipped = "skip" in request.form
    if not skipped and not form.validate():
        return _question(number, who, form), 422
    try:
        told = answers.given(who.answers, number, **({} if skipped else _changes(form, who)))
    except Invalid as refusal:
        form.take(refusal)
        return _question(number, who, form), 422
    return kept(who, told, _onward(number, form, told))


@bp.get("/profile/ask/<any(level, languages, has_documents, transport):field>")
@public
def show_question_in_place(field: str) -> ResponseReturnValue:
    return _in_place(field, IN_PLACE[field].of(person().answers))


@bp.post("/profile/ask/<any(level, languages, has_documents, transport):field>")
@public
@commits
def answer_question_in_place(field: str) -> ResponseReturnValue:
    who, form, back = person(), IN_PLACE[field].posted(), then() or url_for("youth.show_matches")
    if "skip" in request.form:
        return redirect(back, 303)
    if not form.validate():
        return _in_place(field, form), 422
    return kept(who, answers.given(who.answers, 0, **form.changes(who.answers)), back)


@bp.get("/profile/keep")
@guard(policy.is_young)
def show_keeping() -> ResponseReturnValue:
    who = Person(brought(), None)
    if not who.answers.is_begun:
        return redirect(then() or url_for("youth.show_matches"), 303)
    return render("youth/keep.html", facts=question_pages.facts(who.answers, then=""), then=then())


@bp.post("/profile/keep")
@guard(policy.is_young)
@commits
def keep_answers() -> ResponseReturnValue:
    youth = queries.own_youth(actor())
    if "leave" not in request.form:
        answers.keep(youth, answers.merged(answers.of(youth), brought()), by=actor())
        tell(t("Your answers are kept."))
    return forgotten(then() or url_for("youth.show_matches"))


def _changes(form: QuestionForm, who: Person) -> dict[str, object]:
    pressed = request.form.get("preset", "")
    if isinstance(form, FreeForm) and pressed:
        return form.finer(who.answers, pressed)
    if isinstance(form, NeedsForm) and request.form.get("part") == "share":
        return form.chosen(who.answers)
    return form.changes(who.answers)


def _onward(number: int, form: QuestionForm, told: Answers) -> str:
    """The same question again while it is being made finer, else the next one or back to where one came from.

    Who reads anything but Thai is asked for their languages at the end: Thai is taken for granted only in Thai.
    """
    if "skip" not in request.form:
        if isinstance(form, FreeForm) and "preset" in request.form:
            return question_href(number, then())
        if isinstance(form, NeedsForm) and form.wants_to_choose and request.form.get("part") != "share":
            return url_for("youth.show_question", number=number, part="share", then=then() or None)
    if then():
        return then()
    if number < answers.QUESTIONS:
        return question_href(number + 1)
    asks = told.is_open("languages") and current_locale() != "th"
    return question_href("languages") if asks else url_for("youth.show_matches")


def _question(number: int, who: Person, form: QuestionForm) -> str:
    part = "share" if request.values.get("part") == "share" and who.answers.support_needs else ""
    asked = question_pages.QUESTIONS[number]
    page = question_pages.question(
        number,
        who,
        then=then(),
        boxes=form.free.data if isinstance(form, FreeForm) and form.errors else None,
        in_time=candidates.in_time(who.life, clock.today()) if isinstance(form, FreeForm) else None,
    )
    return render(f"youth/questions/{part or asked.template}.html", page=page, form=form)


def _in_place(field: str, form: QuestionForm) -> str:
    asked = question_pages.IN_PLACE[field]
    return render(f"youth/questions/{asked.template}.html", page=question_pages.in_place(field, then=then()), form=form)


def _can_keep(who: Person) -> bool:
    return who.youth is not None and brought().is_begun
