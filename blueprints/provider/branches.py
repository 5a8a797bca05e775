"""Our places: branches of an organisation, and a way to post something held there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import organisation_parts
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import bp
from blueprints.provider.organisation_form import BranchEditForm, BranchForm
from blueprints.session import actor, tell
from marketplace.areas import names
from marketplace.i18n import pick, t
from marketplace.kernel.errors import DomainError
from marketplace.organisations import branches, describing, places, policy

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationBranch


@dataclass(frozen=True, slots=True)
class Line:
    """One branch."""

    name: str
    where: str
    post_href: str
    edit_href: str
    close_href: str


@bp.get("/organisation/<organisation>/branches")
@guard(policy.can_tend, organisation=describing.one)
def show_branches(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, BranchForm())


@bp.post("/organisation/<organisation>/branches")
@guard(policy.can_tend, organisation=describing.one)
@commits
def open_branch(organisation: Organisation) -> ResponseReturnValue:
    form = BranchForm.posted()
    try:
        if form.validate():
            branches.open_branch(organisation, form.draft(), by=actor())
            tell(t("Kept. You can post something held there."))
            return redirect(url_for("provider.show_branches", organisation=organisation.ref), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, form), refusal.status
    return _page(organisation, form), 422


@bp.get("/branches/<branch>")
@guard(branches.can_change, branch=branches.one)
def show_branch(branch: OrganisationBranch) -> ResponseReturnValue:
    return _branch(branch, BranchEditForm.of(branch))


@bp.post("/branches/<branch>")
@guard(branches.can_change, branch=branches.one)
@commits
def edit_branch(branch: OrganisationBranch) -> ResponseReturnValue:
    form = BranchEditForm.posted()
    if not form.validate():
        return _branch(branch, form), 422
    try:
        waits = places.edit(branch, form.draft(branch), version=form.read_version(), by=actor())
    except DomainError as refusal:
        form.take(refusal)
        return _branch(branch, form), refusal.status
    tell(t("Sent to the office. The old stands until an officer has looked at it.") if waits else t("Kept."))
    if waits and (lacks := organisation_parts.lacking(branches.organisation_of(branch))) is not None:
        tell(lacks)
    return redirect(url_for("provider.show_branches", organisation=branches.organisation_of(branch).ref), 303)


@bp.post("/branches/<branch>/close")
@guard(branches.can_change, branch=branches.one)
@commits
def close_branch(branch: OrganisationBranch) -> ResponseReturnValue:
    organisation = branches.organisation_of(branch)
    try:
        branches.close(branch, by=actor())
    except DomainError as refusal:
        form = BranchForm()
        form.take(refusal)
        return _page(organisation, form), refusal.status
    tell(t("The place is closed. What was held there before stays as it was."))
    return redirect(url_for("provider.show_branches", organisation=organisation.ref), 303)


def _branch(branch: OrganisationBranch, form: BranchEditForm) -> str:
    return render(
        "provider/branch.html",
        title=pick(branch.name_th, branch.name_en),
        area=names.address(branch.area_code),
        form=form,
        held=tuple(
            (pick(one.title_th, one.title_en), url_for("provider.show_posting", posting=one.ref))
            for one in branches.held_at(branch)
        ),
        back_href=url_for("provider.show_branches", organisation=branches.organisation_of(branch).ref),
    )


def _page(organisation: Organisation, form: BranchForm) -> str:
    lines = tuple(
        Line(
            pick(one.name_th, one.name_en),
            " ".join(part for part in (one.address, names.address(one.area_code)) if part),
            url_for("provider.show_new_posting", branch=one.ref),
            url_for("provider.show_branch", branch=one.ref),
            url_for("provider.close_branch", branch=one.ref),
        )
        for one in branches.of(organisation)
    )
    back = url_for("provider.show_organisation", organisation=organisation.ref)
    return render("provider/branches.html", lines=lines, form=form, back_href=back)
