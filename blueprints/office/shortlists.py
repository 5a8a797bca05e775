"""A shortlist for one young person: everything that fits with its reasons, what was chosen of it, and who sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import choice_parts
from blueprints.guard import commits, guard
from blueprints.office import bp, shortlist_pages
from blueprints.office.forms import ShortlistForm
from blueprints.office.shortlist_pages import Seen
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.enrolments import applications
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching import choosing, committee, policy, refusals, shortlists
from marketplace.matching.reading import life_of
from marketplace.people import queries

if TYPE_CHECKING:
    from marketplace.matching.choosing import Choice
    from models.shortlist import Shortlist
    from models.youth import Youth


@bp.get("/youth/<youth>/shortlist")
@guard(policy.can_shortlist, youth=queries.one_youth)
def show_choosing(youth: Youth) -> ResponseReturnValue:
    return _page(youth, _choice(youth), ShortlistForm())


@bp.post("/youth/<youth>/shortlist")
@guard(policy.can_shortlist, youth=queries.one_youth)
@commits
def save_shortlist(youth: Youth) -> ResponseReturnValue:
    form, choice = ShortlistForm.posted(), _choice(youth)
    try:
        if form.validate():
            made = shortlists.save(
                youth, choice, request.form.getlist("pick")[:100], by=actor(), note=form.note.data or ""
            )
            tell(t("Kept. Only the staff sees it until you share it."))
            return redirect(url_for("office.show_shortlist", shortlist=made.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(youth, choice, form), 422


@bp.get("/shortlists/<shortlist>")
@guard(policy.can_see_shortlist, shortlist=shortlists.one)
def show_shortlist(shortlist: Shortlist) -> ResponseReturnValue:
    return render("office/shortlist.html", page=shortlist_pages.kept(actor(), shortlist))


@bp.post("/shortlists/<shortlist>/share")
@guard(policy.can_share, shortlist=shortlists.one)
@commits
def share_shortlist(shortlist: Shortlist) -> ResponseReturnValue:
    shortlists.share(shortlist, by=actor())
    tell(t("Shared. They find it under 'For you'."))
    return redirect(url_for("office.show_shortlist", shortlist=shortlist.ref), 303)


@bp.post("/shortlists/<shortlist>/take-back")
@guard(policy.can_share, shortlist=shortlists.one)
@commits
def take_back_shortlist(shortlist: Shortlist) -> ResponseReturnValue:
    shortlists.take_back(shortlist, by=actor())
    tell(t("They do not see it any more."))
    return redirect(url_for("office.show_shortlist", shortlist=shortlist.ref), 303)


def _choice(youth: Youth) -> Choice:
    today = clock.today()
    weights = committee.weights_for(youth.area_code, today)
    choice = choosing.choose(life_of(youth), choice_parts.read(request.args), today, weights=weights)
    return choosing.with_asked_for(choice, applications.asked_for(youth.id))


def _page(youth: Youth, choice: Choice, form: ShortlistForm) -> str:
    asked, picked = choice_parts.read(request.args), frozenset(request.form.getlist("pick"))
    refused, sought = refusals.refused(choice, asked), request.args.get("q", "").strip()[:120]
    seen = Seen(
        is_refused=request.args.get("show") == "rejected",
        sought=sought,
        found=refusals.look_up(choice, sought) if sought else (),
        page=asked_page(),
        picked=picked,
    )
    page = shortlist_pages.choosing(actor(), youth, asked, choice, refused, seen)
    return render("office/shortlist_choose.html", page=page, form=form)
