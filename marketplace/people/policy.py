"""Who may do what to people's records: own, within one's area, and never above oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.account import LoginSession
from models.vocabulary import Role
from models.youth import Youth

PERSONAL = frozenset({Role.YOUTH, Role.GUARDIAN, Role.MENTOR, Role.FUNDER})
READERS = (Role.CASEWORKER, Role.OFFICER, Role.APPROVER, Role.PROVINCE)
"""Who sees young people of their area; a province sees masked facts only."""

REVEALERS = (Role.CASEWORKER, Role.OFFICER)
_ORGANISATION_STAFF = frozenset({Role.PROVIDER})
_OFFICE = frozenset({Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.CASEWORKER, Role.COMMITTEE})
GIVES: dict[Role, frozenset[Role]] = {
    Role.STEWARD: _OFFICE | {Role.STEWARD, Role.AUDITOR, Role.PROVINCE, Role.PROVIDER_ADMIN, Role.EMPLOYER},
    Role.PROVINCE: _OFFICE | {Role.PROVIDER_ADMIN, Role.EMPLOYER},
    Role.OFFICER: frozenset({Role.CASEWORKER, Role.PROVIDER_ADMIN, Role.EMPLOYER}),
    Role.PROVIDER_ADMIN: _ORGANISATION_STAFF,
}
"""Which roles each role may give; everybody gives only below or beside, and only within their own area.

Who else is in charge of an organisation is its office's to agree to.
"""

OFFICE_GIVERS = (Role.STEWARD, Role.PROVINCE, Role.OFFICER)
ORGANISATION_GIVERS = (Role.PROVIDER_ADMIN,)


@dataclass(frozen=True, slots=True)
class Ground:
    """One place (or organisation in a place) that a role would reach."""

    area_code: str
    office_key: str | None
    organisation_id: int | None = None


def can_grant(actor: Actor, account_id: int, role: Role, grounds: Sequence[Ground]) -> Verdict:
    """Whether the actor may give (or end) `role` for an account over these grounds."""
    if actor.account_id == account_id:
        return Verdict.no(t("Nobody gives a role to themselves."))
    givers = [giver for giver, gives in GIVES.items() if role in gives and actor.has(giver)]
    if not givers:
        return Verdict.no(t("This role is given by somebody above you."))
    if any(_reaches(actor, giver, grounds) for giver in givers):
        return Verdict.yes()
    return Verdict.no(t("This place is outside your own area."))


def _reaches(actor: Actor, giver: Role, grounds: Sequence[Ground]) -> bool:
    if giver == Role.PROVIDER_ADMIN:
        mine = actor.organisation_ids(Role.PROVIDER_ADMIN)
        return bool(grounds) and all(ground.organisation_id in mine for ground in grounds)
    scope = actor.scope(giver)
    return scope.national or (
        bool(grounds) and all(scope.covers(ground.area_code, ground.office_key) for ground in grounds)
    )


def can_see_youth(actor: Actor, youth: Youth) -> Verdict:
    """The young person and the staff of their area."""
    own = actor.youth_id is not None and actor.youth_id == youth.id
    return Verdict.when(own or actor.scope(*READERS).covers(youth.area_code, youth.office_key))


def can_see_youth_as_staff(actor: Actor, youth: Youth) -> Verdict:
    """The staff of their area, on the office's own pages."""
    return Verdict.when(actor.scope(*READERS).covers(youth.area_code, youth.office_key))


def can_edit_youth(actor: Actor, youth: Youth) -> Verdict:
    """The young person, and a case worker of their area."""
    own = actor.youth_id is not None and actor.youth_id == youth.id
    if own or actor.acting(Role.CASEWORKER).covers(youth.area_code, youth.office_key):
        return Verdict.yes()
    if can_see_youth(actor, youth):
        return Verdict.no(t("A case worker of this area may change this."))
    return Verdict.hidden()


def can_tell_civil_status(actor: Actor, youth: Youth) -> Verdict:
    """A case worker of the area, never the young person: it decides whether a guardian takes part."""
    if actor.youth_id == youth.id or not can_see_youth_as_staff(actor, youth):
        return Verdict.hidden()
    return can_edit_youth(actor, youth)


def can_confirm_birth_date(actor: Actor, youth: Youth) -> Verdict:
    """A case worker or officer of the area, never the young person: it decides whether a guardian takes part."""
    if actor.youth_id == youth.id or not can_see_youth_as_staff(actor, youth):
        return Verdict.hidden()
    if (actor.scope(*REVEALERS) | actor.acting(*REVEALERS)).covers(youth.area_code, youth.office_key):
        return Verdict.yes()
    return Verdict.no(t("A case worker or officer of this area may change this."))


def can_put_name(actor: Actor, youth: Youth) -> Verdict:
    """A case worker of the area, on the office's page; the young person has a page of their own."""
    return can_tell_civil_status(actor, youth)


def can_correct(actor: Actor, youth: Youth) -> Verdict:
    """A case worker of the area, for whoever has nobody else to write it or asked for it; never the young person."""
    return can_tell_civil_status(actor, youth)


def can_reveal(actor: Actor, youth: Youth) -> Verdict:
    """Reading a number, an address or a phone in full: case worker or officer of the area, for a reason."""
    if (actor.scope(*REVEALERS) | actor.acting(Role.CASEWORKER)).covers(youth.area_code, youth.office_key):
        return Verdict.yes()
    if can_see_youth(actor, youth):
        return Verdict.no(t("You see this in part only."))
    return Verdict.hidden()


def can_register_youth(actor: Actor) -> Verdict:
    """Case workers and officers find young people and register them."""
    return Verdict.when(actor.has(Role.CASEWORKER, Role.OFFICER))


def can_see_youth_list(actor: Actor) -> Verdict:
    """Staff who have an area."""
    return Verdict.when(bool(actor.scope(*READERS)))


def can_see_people(actor: Actor) -> Verdict:
    """Those who give roles in an office, a province or the country."""
    return Verdict.when(actor.has(*OFFICE_GIVERS))


def can_see_staff(actor: Actor) -> Verdict:
    """Those in charge of an organisation's own staff."""
    return Verdict.when(actor.has(Role.PROVIDER_ADMIN))


def can_end_role(actor: Actor, _held: object) -> Verdict:
    """Whoever sees the role in an office's list; the verb itself knows who could have given it."""
    return can_see_people(actor)


def can_end_staff_role(actor: Actor, _held: object) -> Verdict:
    """Whoever sees the role in an organisation's list."""
    return can_see_staff(actor)


def can_see_wards(actor: Actor) -> Verdict:
    """Guardians, also before they have anybody to look after here."""
    return Verdict.when(actor.has(Role.GUARDIAN) or bool(actor.ward_ids))


def is_young(actor: Actor) -> Verdict:
    """Young people, for everything that is their own."""
    return Verdict.when(actor.youth_id is not None)


def can_see_looks(actor: Actor) -> Verdict:
    """Young people see who looked at them."""
    return Verdict.when(actor.youth_id is not None)


def can_end_session(actor: Actor, login_session: LoginSession) -> Verdict:
    """Everybody signs their own devices out."""
    return Verdict.when(actor.is_known and login_session.account_id == actor.account_id)
