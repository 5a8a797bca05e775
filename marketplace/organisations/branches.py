"""Branches: named places of an organisation, each in its subdistrict; a posting may be held at one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from marketplace.access import Actor, Verdict
from marketplace.areas import names
from marketplace.areas.points import point_of
from marketplace.audit import record
from marketplace.i18n import pick, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers import search
from marketplace.offers.drafts import PostingDraft
from marketplace.offers.states import SEEN_BY_ALL, WAITING
from marketplace.organisations import policy
from models.offer import Opportunity
from models.organisation import OpportunityBranch, Organisation, OrganisationBranch
from models.session import db
from models.vocabulary import OpportunityState, Precision

MOST = 100
NAMED = 5
"""So many postings stand in a refusal."""

LIES = ("address", "point")
"""What says where a branch lies within its subdistrict."""

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
    if errors := wrong_with(draft):
        raise Invalid(next(iter(errors.values())), errors=errors)
    point = _point(draft.point)
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


def wrong_with(draft: BranchDraft) -> dict[str, object]:
    """What cannot be, by field."""
    errors: dict[str, object] = {}
    if not any(letter.isalpha() for letter in draft.name_th):
        errors["name_th"] = t("A name needs letters.")
    if not (len(draft.area_code) == 6 and names.exists(draft.area_code)):
        errors["area"] = t("We do not know this place. Write the subdistrict and the province.")
    if draft.point and _point(draft.point) is None:
        errors["point"] = t("Write two numbers as a map gives them, for example 6.5411, 101.2804.")
    return errors


def close(branch: OrganisationBranch, *, by: Actor) -> None:
    """Name it no more, and let drafts that were to be held there go.

    Raises Conflict when it is closed already, and while a posting that was handed in leads people there.
    """
    if branch.closed_at is not None:
        raise Conflict(t("This place is closed already."))
    if held := held_at(branch):
        said = ", ".join(pick(one.title_th, one.title_en) for one in held[:NAMED])
        raise Conflict(
            t(
                "Postings are held here: {titles}. Let them end, or hold them at another place, then close it.",
                titles=said,
            )
        )
    branch.closed_at = clock.now()
    db.execute(
        delete(OpportunityBranch).where(OpportunityBranch.branch_id == branch.id),
        execution_options={"synchronize_session": "fetch"},
    )
    db.flush()
    record(by, "organisation_branch.close", branch)


def held_at(branch: OrganisationBranch) -> Sequence[Opportunity]:
    """What was handed in or is shown and leads people to this place, today or later."""
    wanted = (
        select(Opportunity)
        .join(OpportunityBranch, OpportunityBranch.opportunity_id == Opportunity.id)
        .where(
            OpportunityBranch.branch_id == branch.id,
            Opportunity.state.in_((*WAITING, *SEEN_BY_ALL, OpportunityState.CHANGES_REQUESTED)),
            Opportunity.ends_on >= clock.today(),
        )
    )
    return db.scalars(wanted.order_by(Opportunity.id)).all()


def lies(branch: OrganisationBranch) -> dict[str, str]:
    """Where a branch lies, as it is typed in."""
    point = f"{branch.lat:.6g}, {branch.lon:.7g}" if branch.lat is not None and branch.lon is not None else ""
    return {"address": branch.address, "point": point}


def lies_at(draft: BranchDraft) -> dict[str, str]:
    """The same of a draft; two ways to write one point are one."""
    point = _point(draft.point)
    return {"address": draft.address, "point": f"{point[0]:.6g}, {point[1]:.7g}" if point else ""}


def place_words(branch: OrganisationBranch) -> str:
    """What a posting that is held there says of its place."""
    return " ".join(part for part in (branch.name_th, branch.address) if part)[:200]


def relocate(branch: OrganisationBranch, moved: Mapping[str, str], *, by: Actor) -> Sequence[Opportunity]:
    """From now on it lies elsewhere in its subdistrict, and with it what is held there; gives those postings."""
    said, before = place_words(branch), lies(branch)
    branch.address = moved.get("address", branch.address)
    if "point" in moved:
        point = _point(moved["point"])
        branch.lat, branch.lon = point or (None, None)
    branch.version += 1
    db.flush()
    record(by, "organisation_branch.move", branch, left=before, entered=dict(moved))
    held = held_at(branch)
    for one in held:
        _move(one, branch, said)
    search.index_many([one.id for one in held])
    return held


def _move(posting: Opportunity, branch: OrganisationBranch, said: str) -> None:
    """Its words follow where they were those of the branch, and its point does."""
    if posting.place_th == said:
        posting.place_th = place_words(branch)
    if branch.lat is not None and branch.lon is not None:
        posting.lat, posting.lon, posting.point_precision = branch.lat, branch.lon, Precision.PLACE
    else:
        point = point_of(posting.area_code)
        posting.lat, posting.lon, posting.point_precision = point.lat, point.lon, point.precision
    posting.changed_at = clock.now()
    db.flush()


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
