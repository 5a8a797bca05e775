"""How an organisation comes in: begun by a person, sent with its documents, read by an officer of its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from marketplace.access import SYSTEM, Actor
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.organisations import papers, sayings, telling
from marketplace.organisations.rules import Standing
from marketplace.organisations.states import FILLING, OPENING, ORGANISATION
from marketplace.people import memberships
from marketplace.people.memberships import Binding
from models.account import Account
from models.organisation import Organisation, OrganisationOpening
from models.session import db
from models.vocabulary import OrganisationKind, OrganisationState, Role

MOST_AT_ONCE = 3
"""Organisations one person has on their way in."""

EVENT = "organisation.opening"


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """An organisation as whoever brings it in describes it."""

    kind: str
    name_th: str
    name_en: str
    area_code: str
    registration_no: str
    about_th: str
    about_en: str


def begin(draft: OpeningDraft, *, by: Actor) -> Organisation:
    """Keep a new draft; raises Invalid, and Conflict when too many are on their way."""
    _check(draft)
    if by.account_id is None:
        raise NotFound
    # Their account is the turn: two presses at once count one after the other.
    db.execute(select(Account.id).where(Account.id == by.account_id).with_for_update())
    if len([one for one in opened_by(by) if one.state in OPENING]) >= MOST_AT_ONCE:
        raise Conflict(t("You have {most} organisations on their way already. Finish one first.", most=MOST_AT_ONCE))
    now = clock.now()
    organisation = Organisation(ref=ids.new_ref("G"), state=OrganisationState.DRAFT, created_at=now, **_columns(draft))
    db.add(organisation)
    db.flush()
    db.add(OrganisationOpening(organisation_id=organisation.id, account_id=by.account_id, opened_at=now))
    db.flush()
    record(by, "organisation.begin", organisation)
    return organisation


def save(organisation: Organisation, draft: OpeningDraft, *, version: int, by: Actor) -> None:
    """Change what was filled in; raises Invalid, Conflict once it is sent or when somebody else changed it."""
    if organisation.state not in FILLING:
        raise Conflict(t("It is with the office now, so it cannot be changed."))
    _check(draft)
    changed = db.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.version == version)
        .values(version=version + 1, **_columns(draft))
        .execution_options(synchronize_session=False)
        .returning(Organisation.id)
    ).first()
    if changed is None:
        raise Conflict(t("Somebody else has changed this meanwhile. Reload the page to see it."))
    db.refresh(organisation)
    record(by, "organisation.fill_in", organisation)


def submit(organisation: Organisation, *, by: Actor) -> None:
    """Send it to the office of its place; raises Invalid that names what is missing."""
    if ORGANISATION.allows(organisation.state, "submit"):
        if not organisation.about_th.strip():
            raise Invalid(t("Say in Thai who you are and what one learns with you."), field="about_th")
        _complete(papers.standing(organisation, waiting=True))
    advance(ORGANISATION, organisation, "submit", by=by)
    telling.office(organisation, t("A new organisation waits for you."), EVENT)


def take_back(organisation: Organisation, *, by: Actor) -> None:
    """Fetch it back to change it, as long as nobody has begun to read."""
    advance(ORGANISATION, organisation, "take_back", by=by)


def give_up(organisation: Organisation, *, by: Actor) -> None:
    """End it before it began."""
    advance(ORGANISATION, organisation, "give_up", by=by)


def act(organisation: Organisation, verb: str, *, by: Actor, note: str = "") -> None:
    """What an officer does with it: start_review, give_back, decline or activate; raises Invalid without words."""
    said = note.strip()
    if verb in ("give_back", "decline") and not said:
        raise Invalid(t("Say why, so that the organisation knows what to do."), field="note")
    if verb == "activate":
        _activate(organisation, by=by, note=said)
    else:
        advance(ORGANISATION, organisation, verb, by=by, note=said)
    if verb in _TOLD:
        telling.keepers(organisation, _TOLD[verb], EVENT)


def opened_by(actor: Actor) -> Sequence[Organisation]:
    """What somebody brought in, newest first."""
    brought = select(OrganisationOpening.organisation_id).where(OrganisationOpening.account_id == actor.account_id)
    return db.scalars(select(Organisation).where(Organisation.id.in_(brought)).order_by(Organisation.id.desc())).all()


def brought_by(organisation: Organisation) -> str:
    """Whose account brought it in and is put in charge of it, by name and address; empty where nobody did."""
    opening = db.get(OrganisationOpening, organisation.id)
    account = db.get(Account, opening.account_id) if opening is not None else None
    if account is None:
        return ""
    return f"{account.name} ({account.email})" if account.email else account.name


def one(actor: Actor, ref: str) -> Organisation:
    """One of them; raises NotFound alike for foreign and missing."""
    found = next((one for one in opened_by(actor) if one.ref == ref), None)
    if found is None:
        raise NotFound
    return found


def twins(organisation: Organisation) -> Sequence[Organisation]:
    """Others that bear the same Thai name or registration number, for the officer to see."""
    same = func.lower(Organisation.name_th) == organisation.name_th.lower()
    if organisation.registration_no:
        same = same | (Organisation.registration_no == organisation.registration_no)
    wanted = select(Organisation).where(
        same, Organisation.id != organisation.id, Organisation.state != OrganisationState.DRAFT
    )
    return db.scalars(wanted.order_by(Organisation.id).limit(5)).all()


_TOLD: dict[str, Text] = {
    "start_review": t("The office has begun to look at your organisation."),
    "give_back": t("The office has a question about your organisation."),
    "decline": t("The office has not taken your organisation in. See why."),
    "activate": t("Your organisation is active. You can post what young people can join."),
}


def _activate(organisation: Organisation, *, by: Actor, note: str) -> None:
    brought = db.get(OrganisationOpening, organisation.id)
    if ORGANISATION.allows(organisation.state, "activate"):
        papers.confirm_waiting(organisation, by=by)
        _complete(papers.standing(organisation))
    advance(ORGANISATION, organisation, "activate", by=by, note=note)
    papers.refresh(organisation)
    if brought is not None:
        account = db.get_one(Account, brought.account_id)
        over = Binding(organisation_id=organisation.id)
        if not any(memberships.binding_of(row) == over for row in memberships.held_by(account)):
            memberships.grant(account, Role.PROVIDER_ADMIN, by=SYSTEM, over=over)


def _complete(now: Standing) -> None:
    lacking = (*now.missing, *now.run_out)
    if lacking:
        said = ", ".join(str(sayings.PAPERS[kind]) for kind in lacking)
        raise Invalid(t("Still missing: {what}", what=said), field="papers")


def _check(draft: OpeningDraft) -> None:
    errors: dict[str, object] = {}
    for name in ("name_th", "name_en"):
        said = getattr(draft, name)
        if (said or name == "name_th") and not any(letter.isalpha() for letter in said):
            errors[name] = t("A name needs letters.")
    if draft.kind not in list(OrganisationKind):
        errors["kind"] = t("Choose from the list.")
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)


def _columns(draft: OpeningDraft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "name_th": draft.name_th,
        "name_en": draft.name_en,
        "area_code": draft.area_code,
        "office_key": office_key_for(draft.area_code),
        "registration_no": draft.registration_no or None,
        "about_th": draft.about_th,
        "about_en": draft.about_en,
    }
