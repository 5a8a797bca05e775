"""My pledges: what I offer, where it stands, pause or take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.mentor import bp
from blueprints.mentor.forms import PledgeForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import Text, pick, t, words
from marketplace.kernel.errors import DomainError
from marketplace.resources import pledges
from marketplace.resources.states import PLEDGE
from models.vocabulary import ResourceKind, ResourceState, ResourceUnit

if TYPE_CHECKING:
    from models.resource import Resource

_VERBS = {"pause": t("Pause"), "resume": t("Resume"), "withdraw": t("Take it back")}


@dataclass(frozen=True)
class PledgeLine:
    """One pledge as its owner sees it."""

    title: str
    line: Text
    state: Text
    meaning: Text
    kind: str
    actions: tuple[tuple[Text, str], ...]


_MEANING: dict[str, tuple[Text, str]] = {
    "pledged": (t("Thank you. The office looks at it and calls you."), "draft"),
    "in_vetting": (t("The office is checking it. It is shown once everything is in order."), ""),
    "approved": (t("Checked. It is shown as soon as the office opens it."), "done"),
    "available": (t("People can see it, and the office can plan with it."), "done"),
    "paused": (t("It is not planned with until you resume it."), ""),
    "suspended": (t("The office has stopped it. Ask them why."), "stop"),
    "renewal_due": (t("A check has run out. The office will ask you."), "stop"),
    "withdrawn": (t("You took it back. Thank you all the same."), "stop"),
    "rejected": (t("The office could not accept it."), "stop"),
}


@bp.get("/")
@guard(pledges.can_pledge)
def show_pledges() -> ResponseReturnValue:
    return render("mentor/pledges.html", lines=tuple(_line(one) for one in pledges.of_owner(actor())))


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
    meaning, kind = _MEANING[one.state]
    verbs = PLEDGE.verbs(one.state)
    return PledgeLine(
        title=pick(one.title_th, one.title_en),
        line=t(
            "{kind}, {capacity} {unit}",
            kind=words.word(ResourceKind, one.kind),
            capacity=one.capacity,
            unit=words.word(ResourceUnit, one.unit),
        ),
        state=words.word(ResourceState, one.state),
        meaning=meaning,
        kind=kind,
        actions=tuple(
            (word, url_for("mentor.move_pledge", pledge=one.ref, verb=verb))
            for verb, word in _VERBS.items()
            if verb in verbs
        ),
    )
