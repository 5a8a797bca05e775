"""People and roles of an area: listed, invited, ended, each by somebody who stands above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import role_pages
from blueprints.guard import commits, guard, limited
from blueprints.office import bp
from blueprints.role_pages import OFFICE
from blueprints.session import actor, tell
from marketplace.access import Actor, limits
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.people import memberships, policy, staffing

if TYPE_CHECKING:
    from marketplace.people.staffing import Held


def _held(who: Actor, key: str) -> Held:
    return staffing.one(who, key, OFFICE.givers)


@bp.get("/people")
@guard(policy.can_see_people)
def show_people() -> ResponseReturnValue:
    return role_pages.show_list(OFFICE)


@bp.get("/people.<suffix>")
@guard(policy.can_see_people)
def export_people(suffix: str) -> ResponseReturnValue:
    return role_pages.export_list(OFFICE, suffix)


@bp.get("/people/new")
@guard(policy.can_see_people)
def show_new_person() -> ResponseReturnValue:
    return role_pages.show_form(OFFICE, role_pages.blank(OFFICE))


@bp.post("/people/new")
@limited(limits.LINK)
@guard(policy.can_see_people)
@commits
def invite_person() -> ResponseReturnValue:
    form = role_pages.posted(OFFICE)
    try:
        if form.validate():
            return role_pages.show_invited(OFFICE, staffing.invite(form.draft(), by=actor()))
    except DomainError as refusal:
        form.take(refusal)
    return role_pages.show_form(OFFICE, form), 422


@bp.get("/people/<membership>/end")
@guard(policy.can_end_role, membership=_held)
def show_role_end(membership: Held) -> ResponseReturnValue:
    return role_pages.show_end(OFFICE, membership)


@bp.post("/people/<membership>/end")
@guard(policy.can_end_role, membership=_held)
@commits
def end_role(membership: Held) -> ResponseReturnValue:
    memberships.end(membership.membership, by=actor())
    tell(t("The role has ended."))
    return redirect("/" if membership.mine else url_for(OFFICE.list_endpoint), 303)
