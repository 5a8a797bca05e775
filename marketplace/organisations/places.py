"""Places change: a name at once, and where it lies once an office agrees, as long as somebody is led there.

A place in another subdistrict is another place: the old one is closed, and the new one is named.
"""

from sqlalchemy import update

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.organisations import branches, changes
from marketplace.organisations.branches import BranchDraft
from models.organisation import OrganisationBranch
from models.session import db


def edit(branch: OrganisationBranch, draft: BranchDraft, *, version: int, by: Actor) -> bool:
    """Change a branch; True when where it lies waits for the office, since postings are held there.

    Raises Invalid naming each field, and Conflict for a closed place, one somebody else has changed since `version`, or
    while another change waits for the office.
    """
    if branch.closed_at is not None:
        raise Conflict(t("This place is closed already."))
    errors = branches.wrong_with(draft)
    if draft.area_code != branch.area_code:
        errors["area"] = t("A place in another subdistrict is another place: close this one and name the new one.")
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    _rename(branch, draft, version, by)
    moved = {name: new for name, new in branches.lies_at(draft).items() if new != branches.lies(branch)[name]}
    if not moved:
        return False
    if not branches.held_at(branch):
        branches.relocate(branch, moved, by=by)
        return False
    changes.propose_place(branch, moved, by=by)
    return True


def _rename(branch: OrganisationBranch, draft: BranchDraft, version: int, by: Actor) -> None:
    named = {"name_th": draft.name_th, "name_en": draft.name_en}
    renamed = [name for name, new in named.items() if new != getattr(branch, name)]
    changed = db.execute(
        update(OrganisationBranch)
        .where(OrganisationBranch.id == branch.id, OrganisationBranch.version == version)
        .values(**named, version=version + 1)
        .execution_options(synchronize_session=False)
        .returning(OrganisationBranch.id)
    ).first()
    if changed is None:
        raise Conflict(t("Somebody else has changed this meanwhile. Reload the page to see it."))
    db.refresh(branch)
    if renamed:
        record(by, "organisation_branch.rename", branch, fields=renamed)
