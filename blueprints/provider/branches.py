"""Our places: branches of an organisation, and a way to post something held there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import bp
from blueprints.provider.organisation_form import BranchForm
from blueprints.session import actor, tell
from marketplace.areas import names
from marketplace.i18n import pick, t
from marketplace.kernel.errors import DomainError
from marketplace.organisations import branches, describing, policy

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationBranch


@dataclass(frozen=True, slots=True)
class Line:
    """One branch."""

    name: str
    where: str
    post_href: str
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


@bp.post("/branches/<branch>/close")
@guard(branches.can_change, branch=branches.one)
@commits
def close_branch(branch: OrganisationBranch) -> ResponseReturnValue:
    branches.close(branch, by=actor())
    tell(t("The place is closed. Postings that name it stay."))
    return redirect(url_for("provider.show_branches", organisation=branches.organisation_of(branch).ref), 303)


def _page(organisation: Organisation, form: BranchForm) -> str:
    lines = tuple(
        Line(
            pick(one.name_th, one.name_en),
            " ".join(part for part in (one.address, names.address(one.area_code)) if part),
            url_for("provider.show_new_posting", branch=one.ref),
            url_for("provider.close_branch", branch=one.ref),
        )
        for one in branches.of(organisation)
    )
    back = url_for("provider.show_organisation", organisation=organisation.ref)
    return render("provider/branches.html", lines=lines, form=form, back_href=back)
