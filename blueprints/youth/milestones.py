"""A young person's own word that they are still there, when the days of staying are full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import milestone_parts
from blueprints.guard import commits, guard
from blueprints.milestone_forms import OwnForm
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import bp
from marketplace.enrolments import milestone_access, milestones
from marketplace.i18n import t

if TYPE_CHECKING:
    from models.milestone import Milestone


@bp.get("/milestones/<milestone>")
@guard(milestone_access.can_say_own, milestone=milestone_access.one)
def show_milestone(milestone: Milestone) -> ResponseReturnValue:
    return _page(milestone, OwnForm())


@bp.post("/milestones/<milestone>")
@guard(milestone_access.can_say_own, milestone=milestone_access.one)
@commits
def say_milestone(milestone: Milestone) -> ResponseReturnValue:
    form = OwnForm.posted()
    if not form.validate():
        return _page(milestone, form), 422
    milestones.say(milestone, by=actor(), said_as="youth", proof=form.proof.data or "")
    tell(t("Said. Take the paper to your office, which looks at it next."))
    return redirect(url_for("youth.show_money"), 303)


def _page(milestone: Milestone, form: OwnForm) -> str:
    point = milestone_parts.point(milestone)
    title = milestone_parts.opportunity_of(milestone)
    return render("youth/milestone.html", point=point, title=title, form=form, back=url_for("youth.show_money"))
