"""The staff of an organisation: listed, invited, ended by whoever is in charge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import role_pages
from blueprints.guard import commits, guard, limited
from blueprints.provider import bp
from blueprints.role_pages import ORGANISATION
from blueprints.session import actor, tell
from marketplace.access import Actor, limits
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.people import memberships, policy, staffing

if TYPE_CHECKING:
    from marketplace.people.staffing import Held


def _held(who: Actor, key: str) -> Held:
    return staffing.one(who, key, ORGANISATION.givers)


@bp.get("/staff")
@guard(policy.can_see_staff)
def show_staff() -> ResponseReturnValue:
    return role_pages.show_list(ORGANISATION)


@bp.get("/staff.<suffix>")
@guard(policy.can_see_staff)
def export_staff(suffix: str) -> ResponseReturnValue:
    return role_pages.export_list(ORGANISATION, suffix)


@bp.get("/staff/new")
@guard(policy.can_see_staff)
def show_new_staff() -> ResponseReturnValue:
    return role_pages.show_form(ORGANISATION, role_pages.blank(ORGANISATION))


@bp.post("/staff/new")
@limited(limits.LINK)
@guard(policy.can_see_staff)
@commits
def invite_staff() -> ResponseReturnValue:
    form = role_pages.posted(ORGANISATION)
    try:
        if form.validate():
            return role_pages.show_invited(ORGANISATION, staffing.invite(form.draft(), by=actor()))
    except DomainError as refusal:
        form.take(refusal)
    return role_pages.show_form(ORGANISATION, form), 422


@bp.get("/staff/<membership>/end")
@guard(policy.can_end_staff_role, membership=_held)
def show_staff_role_end(membership: Held) -> ResponseReturnValue:
    return role_pages.show_end(ORGANISATION, membership)


@bp.post("/staff/<membership>/end")
@guard(policy.can_end_staff_role, membership=_held)
@commits
def end_staff_role(membership: Held) -> ResponseReturnValue:
    memberships.end(membership.membership, by=actor())
    tell(t("The role has ended."))
    return redirect("/" if membership.mine else url_for(ORGANISATION.list_endpoint), 303)
