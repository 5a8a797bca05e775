"""My pledges: what I offer, where it stands, pause or take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import lacking
from blueprints.guard import commits, guard
from blueprints.mentor import bp, pledge_pages
from blueprints.mentor.forms import PledgeForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import Text, pick, t, words
from marketplace.kernel.errors import DomainError
from marketplace.resources import asking, pledges
from marketplace.resources.states import PLEDGE
from models.vocabulary import ResourceState

if TYPE_CHECKING:
    from models.resource import Resource

_VERBS = {"pause": t("Pause"), "resume": t("Resume"), "withdraw": t("Take this offer back")}


@dataclass(frozen=True)
class PledgeLine:
    """One pledge as its owner sees it."""

    title: str
    href: str
    line: Text
    state: Text
    meaning: Text
    kind: str
    actions: tuple[tuple[Text, str], ...]


@bp.get("/")
@guard(pledges.can_pledge)
def show_pledges() -> ResponseReturnValue:
    asked, own = len(asking.waiting_for(actor())), pledges.of_owner(actor())
    return render(
        "mentor/pledges.html",
        lines=tuple(_line(one) for one in own),
        lacking=lacking.near(one.area_code for one in own),
        asked=t("Waits for your yes or no: {count}", count=asked) if asked else "",
    )


@bp.get("/new")
@guard(pledges.can_pledge)
def show_new_pledge() -> ResponseReturnValue:
    return render("mentor/pledge_form.html", form=PledgeForm())


@bp.post("/new")
@guard(pledges.can_pledge)
@commits
def make_pledge() -> ResponseReturnValue:
    form = PledgeForm.posted()
    if not form.validate():
        return render("mentor/pledge_form.html", form=form), 422
    try:
        pledges.pledge(form.draft(), by=actor())
    except DomainError as refusal:
        form.take(refusal)
        return render("mentor/pledge_form.html", form=form), 422
    tell(t("Thank you. The office looks at it and calls you."))
    return redirect(url_for("mentor.show_pledges"), 303)


@bp.post("/<pledge>/<any(pause,resume,withdraw):verb>")
@guard(pledges.can_change, pledge=pledges.own)
@commits
def move_pledge(pledge: Resource, verb: str) -> ResponseReturnValue:
    pledges.move(pledge, verb, by=actor())
    tell(t("Done."))
    return redirect(url_for("mentor.show_pledges"), 303)


def _line(one: Resource) -> PledgeLine:
    meaning, kind = pledge_pages.MEANING[one.state]
    verbs = PLEDGE.verbs(one.state)
    return PledgeLine(
        title=pick(one.title_th, one.title_en),
        href=url_for("mentor.show_pledge", pledge=one.ref),
        line=pledge_pages.amount_line(one),
        state=words.word(ResourceState, one.state),
        meaning=meaning,
        kind=kind,
        actions=tuple(
            (word, url_for("mentor.move_pledge", pledge=one.ref, verb=verb))
            for verb, word in _VERBS.items()
            if verb in verbs
        ),
    )
