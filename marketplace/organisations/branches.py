"""Branches: named places of an organisation, each in its subdistrict; a posting may be held at one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from marketplace.access import Actor, Verdict
from marketplace.areas import names
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers.drafts import PostingDraft
from marketplace.organisations import policy
from models.offer import Opportunity
from models.organisation import OpportunityBranch, Organisation, OrganisationBranch
from models.session import db

MOST = 100
# The land of Thailand lies in this box.
_LAT, _LON = (5.5, 20.6), (97.2, 105.8)


@dataclass(frozen=True, slots=True)
class BranchDraft:
    """A branch as it was typed in; `point` is latitude and longitude."""

    name_th: str
    name_en: str
    area_code: str
    address: str
    point: str


def open_branch(organisation: Organisation, draft: BranchDraft, *, by: Actor) -> OrganisationBranch:
    """Keep a branch; raises Invalid naming each field."""
    errors: dict[str, object] = {}
    if not any(letter.isalpha() for letter in draft.name_th):
        errors["name_th"] = t("A name needs letters.")
    if not (len(draft.area_code) == 6 and names.exists(draft.area_code)):
        errors["area"] = t("We do not know this place. Write the subdistrict and the province.")
    point = _point(draft.point)
    if draft.point and point is None:
        errors["point"] = t("Write two numbers as a map gives them, for example 6.5411, 101.2804.")
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    if len(of(organisation)) >= MOST:
        raise Conflict(t("There are {most} places already. Close one first.", most=MOST))
    branch = OrganisationBranch(
        ref=ids.new_ref("OB"),
        organisation_id=organisation.id,
        name_th=draft.name_th,
        name_en=draft.name_en,
        area_code=draft.area_code,
        address=draft.address,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        opened_at=clock.now(),
    )
    db.add(branch)
    db.flush()
    record(by, "organisation_branch.open", branch, area=draft.area_code)
    return branch


def close(branch: OrganisationBranch, *, by: Actor) -> None:
    """Name it no more; postings that name it stay as they are. Raises Conflict when it is closed."""
    if branch.closed_at is not None:
        raise Conflict(t("This place is closed already."))
    branch.closed_at = clock.now()
    db.flush()
    record(by, "organisation_branch.close", branch)


def of(organisation: Organisation) -> Sequence[OrganisationBranch]:
    """The open branches of an organisation, by name."""
    wanted = select(OrganisationBranch).where(
        OrganisationBranch.organisation_id == organisation.id, OrganisationBranch.closed_at.is_(None)
    )
    return db.scalars(wanted.order_by(OrganisationBranch.name_th, OrganisationBranch.id)).all()


def one(_actor: Actor, ref: str) -> OrganisationBranch:
    """A branch; raises NotFound. Who may change it is its page's rule."""
    found = db.scalars(select(OrganisationBranch).where(OrganisationBranch.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def organisation_of(branch: OrganisationBranch) -> Organisation:
    """Whose place it is."""
    return db.get_one(Organisation, branch.organisation_id)


def can_change(actor: Actor, branch: OrganisationBranch) -> Verdict:
    """Whoever is in charge of its organisation."""
    return policy.can_tend(actor, organisation_of(branch))


def named(ref: str, organisation_ids: frozenset[int]) -> OrganisationBranch | None:
    """An open branch of one of these organisations by its reference."""
    wanted = select(OrganisationBranch).where(
        OrganisationBranch.ref == ref,
        OrganisationBranch.closed_at.is_(None),
        OrganisationBranch.organisation_id.in_(organisation_ids),
    )
    return db.scalars(wanted).first()


def placed(draft: PostingDraft, branch: OrganisationBranch | None) -> PostingDraft:
    """A draft with the exact place of a branch, as long as it is in the same subdistrict."""
    if branch is None or branch.lat is None or branch.area_code != draft.area_code:
        return draft
    return replace(draft, lat=branch.lat, lon=branch.lon)


def keep(posting: Opportunity, branch: OrganisationBranch | None = None) -> None:
    """Let a posting be held at a branch; one that has moved to another subdistrict is held at none."""
    link = db.get(OpportunityBranch, posting.id)
    known = branch or (db.get(OrganisationBranch, link.branch_id) if link is not None else None)
    fits = known is not None and (known.area_code, known.organisation_id) == (
        posting.area_code,
        posting.organisation_id,
    )
    if link is not None and (not fits or branch is not None):
        db.execute(delete(OpportunityBranch).where(OpportunityBranch.opportunity_id == posting.id))
        db.expunge(link)
    if known is not None and fits and (link is None or branch is not None):
        db.add(OpportunityBranch(opportunity_id=posting.id, branch_id=known.id))
    db.flush()


def _point(said: str) -> tuple[float, float] | None:
    parts = said.replace(" ", "").split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    inside = _LAT[0] <= lat <= _LAT[1] and _LON[0] <= lon <= _LON[1]
    return (lat, lon) if inside else None
