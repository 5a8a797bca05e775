"""What an office has to look at again: name, kind, place, number, who is in charge. The old stands until then."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.areas import names
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enrolments import queries as enrolments
from marketplace.enrolments import telling as learners
from marketplace.enrolments import undoing
from marketplace.enrolments.own import GOING_AGAIN
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers import search
from marketplace.organisations import branches, papers, policy, rules, telling
from marketplace.organisations.states import CHANGE, STANDING
from marketplace.people import desks, memberships
from marketplace.people.memberships import Binding
from models.account import Account
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation, OrganisationBranch, OrganisationChange
from models.session import db
from models.vocabulary import ChangeState, OrganisationKind, OrganisationPaperKind, Role

COLUMNS = ("name_th", "name_en", "kind", "area_code", "registration_no")
IN_CHARGE = "in_charge"
BRANCH = "branch"
REASON_LONGEST = 300
EVENT = "organisation.change"


def propose(organisation: Organisation, wanted: Mapping[str, str], *, by: Actor) -> OrganisationChange | None:
    """Let an officer look at what differs from today; None when nothing does.

    Raises Invalid naming each field, Conflict while a change waits already or the organisation does not stand.
    """
    if organisation.state not in STANDING:
        raise Conflict(t("This cannot be changed now. Ask the office that looks after it."))
    if waiting(organisation) is not None:
        raise Conflict(t("A change waits for the office already. Take it back first."))
    facts = {name: said for name, said in wanted.items() if name in COLUMNS and said != _now(organisation)[name]}
    if wanted.get(IN_CHARGE):
        facts[IN_CHARGE] = wanted[IN_CHARGE]
    if errors := _wrong_with(organisation, facts):
        raise Invalid(next(iter(errors.values())), errors=errors)
    if not facts:
        return None
    return _keep(organisation, facts, {name: _now(organisation)[name] for name in facts if name in COLUMNS}, by)


def propose_place(branch: OrganisationBranch, moved: Mapping[str, str], *, by: Actor) -> OrganisationChange:
    """Let an officer look at where a branch lies from now on, since people are led there. Raises Conflict."""
    organisation = db.get_one(Organisation, branch.organisation_id)
    if organisation.state not in STANDING:
        raise Conflict(t("This cannot be changed now. Ask the office that looks after it."))
    if waiting(organisation) is not None:
        raise Conflict(t("A change waits for the office already. Take it back first."))
    before = {name: branches.lies(branch)[name] for name in moved}
    return _keep(organisation, {BRANCH: branch.ref, **moved}, before, by)


def _keep(
    organisation: Organisation, facts: Mapping[str, str], before: Mapping[str, str], by: Actor
) -> OrganisationChange:
    change = OrganisationChange(
        ref=ids.new_ref("OC"),
        organisation_id=organisation.id,
        facts=dict(facts),
        before=dict(before),
        proposed_by_id=by.account_id,
        proposed_at=clock.now(),
    )
    try:
        with db.begin_nested():
            db.add(change)
            db.flush()
    except IntegrityError as error:
        raise Conflict(t("A change waits for the office already. Take it back first.")) from error
    record(by, "organisation_change.propose", change, fields=sorted(facts))
    telling.office(
        organisation, t("An organisation in your area wants to be changed. The old stands until then."), EVENT
    )
    return change


def take_back(change: OrganisationChange, *, by: Actor) -> None:
    """Undo it while nobody has decided."""
    advance(CHANGE, change, "take_back", by=by)


def accept(change: OrganisationChange, *, by: Actor) -> None:
    """From now on it is so, everywhere at once."""
    organisation = db.get_one(Organisation, change.organisation_id)
    advance(CHANGE, change, "accept", by=by, decided_by_id=by.account_id)
    for name in COLUMNS:
        if name in change.facts:
            setattr(organisation, name, change.facts[name] or (None if name == "registration_no" else ""))
    if "area_code" in change.facts:
        organisation.office_key = office_key_for(organisation.area_code)
    organisation.version += 1
    db.flush()
    record(by, "organisation.change", organisation, left=dict(change.before), entered=dict(change.facts))
    _put_in_charge(organisation, str(change.facts.get(IN_CHARGE, "")))
    _relocate(change, by)
    papers.refresh(organisation)
    wanted = select(Opportunity.id).where(Opportunity.organisation_id == organisation.id)
    search.index_many(list(db.scalars(wanted.order_by(Opportunity.id))))
    telling.keepers(organisation, t("The office has agreed to your change. It is shown from now on."), EVENT, HOME)


def refuse(change: OrganisationChange, *, reason: str, by: Actor) -> None:
    """It stays as it was, with the reason its keepers read; raises Invalid without one."""
    said = reason.strip()
    if not said:
        raise Invalid(t("Say why, so that the organisation knows what to do."), field="reason")
    if len(said) > REASON_LONGEST:
        raise Invalid(t("At most {most} letters.", most=REASON_LONGEST), field="reason")
    advance(CHANGE, change, "refuse", by=by, note=said, decided_by_id=by.account_id)
    organisation = db.get_one(Organisation, change.organisation_id)
    telling.keepers(organisation, t("The office has not agreed to your change. See why."), EVENT, HOME)


HOME = "/provider/organisation/{ref}"


def waiting(organisation: Organisation) -> OrganisationChange | None:
    """The change that waits for an officer, if there is one."""
    return db.scalars(
        select(OrganisationChange).where(
            OrganisationChange.organisation_id == organisation.id, OrganisationChange.state == ChangeState.WAITING
        )
    ).first()


def last(organisation: Organisation) -> OrganisationChange | None:
    """The newest change, whatever came of it."""
    wanted = select(OrganisationChange).where(OrganisationChange.organisation_id == organisation.id)
    return db.scalars(wanted.order_by(OrganisationChange.id.desc()).limit(1)).first()


def lacking(organisation: Organisation, change: OrganisationChange | None = None) -> tuple[OrganisationPaperKind, ...]:
    """The documents that do not hold today for what it is, or would be by this change; they hold up no change.

    Whoever came before documents were asked for lacks none that was never shown.
    """
    kind = str(change.facts.get("kind", organisation.kind)) if change is not None else organisation.kind
    now = rules.standing(papers.of(organisation), kind, clock.today(), counting=rules.COUNTED)
    return (*(now.missing if organisation.papers_until is not None else ()), *now.run_out)


def one(_actor: Actor, ref: str) -> OrganisationChange:
    """A change; raises NotFound. Who may see it is its page's rule."""
    found = db.scalars(select(OrganisationChange).where(OrganisationChange.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def can_take_back(actor: Actor, change: OrganisationChange) -> Verdict:
    """Whoever is in charge."""
    return policy.can_tend(actor, organisation_of(change))


def can_decide(actor: Actor, change: OrganisationChange) -> Verdict:
    """An officer of the place who has no stake in it and has not proposed it."""
    verdict = policy.can_decide(actor, organisation_of(change))
    if verdict and change.proposed_by_id == actor.account_id:
        return Verdict.no(t("You added this yourself. A colleague has to look at it."))
    return verdict


def organisation_of(change: OrganisationChange) -> Organisation:
    """Whose change it is."""
    return db.get_one(Organisation, change.organisation_id)


def staff(organisation: Organisation) -> Sequence[tuple[str, str]]:
    """Staff who could be put in charge, as (reference, name)."""
    able = desks.staff_of(organisation.id, Role.PROVIDER) - desks.staff_of(organisation.id, Role.PROVIDER_ADMIN)
    found = db.execute(select(Account.ref, Account.name).where(Account.id.in_(able)).order_by(Account.name, Account.id))
    return [(ref, name) for ref, name in found]


def _put_in_charge(organisation: Organisation, ref: str) -> None:
    """Whoever has left meanwhile is not put in charge; the rest of the change holds."""
    if not ref or ref not in dict(staff(organisation)):
        return
    account = db.scalars(select(Account).where(Account.ref == ref)).one()
    memberships.grant(account, Role.PROVIDER_ADMIN, by=SYSTEM, over=Binding(organisation_id=organisation.id))


def _relocate(change: OrganisationChange, by: Actor) -> None:
    """A place lies elsewhere from now on: whoever is going there is told. One closed meanwhile stays closed."""
    branch = branch_of(change)
    if branch is None or branch.closed_at is not None:
        return
    moved = {name: said for name, said in change.facts.items() if name in branches.LIES}
    held = [one.id for one in branches.relocate(branch, moved, by=by)]
    for enrolment in db.scalars(
        enrolments.loaded()
        .where(Opportunity.id.in_(held), Enrolment.state.in_(GOING_AGAIN), ~undoing.untold())
        .order_by(Enrolment.id)
    ):
        learners.place_moved(enrolment)


def branch_of(change: OrganisationChange) -> OrganisationBranch | None:
    """The place a change is about, if it is about one."""
    wanted = select(OrganisationBranch).where(
        OrganisationBranch.ref == change.facts.get(BRANCH, ""),
        OrganisationBranch.organisation_id == change.organisation_id,
    )
    return db.scalars(wanted).first()


def _now(organisation: Organisation) -> dict[str, str]:
    return {name: getattr(organisation, name) or "" for name in COLUMNS}


def _wrong_with(organisation: Organisation, facts: Mapping[str, str]) -> dict[str, object]:
    errors: dict[str, object] = {}
    for name in ("name_th", "name_en"):
        said = facts.get(name)
        if said is not None and (said or name == "name_th") and not any(letter.isalpha() for letter in said):
            errors[name] = t("A name needs letters.")
    if facts.get("kind", OrganisationKind.NGO) not in list(OrganisationKind):
        errors["kind"] = t("Choose from the list.")
    area = facts.get("area_code")
    if area is not None and not (len(area) == 6 and names.exists(area)):
        errors["area"] = t("We do not know this place. Write the subdistrict and the province.")
    if IN_CHARGE in facts and facts[IN_CHARGE] not in dict(staff(organisation)):
        errors[IN_CHARGE] = t("Choose from the list.")
    return errors
