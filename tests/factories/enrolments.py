"""Young people, staff and requests in any state, placed in Yala unless told otherwise."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.access.sessions import load_actor
from marketplace.areas.offices import office_key_for
from marketplace.enrolments import attendance, due_days, rules
from marketplace.enrolments.attendance import Mark
from marketplace.enrolments.queries import loaded
from marketplace.enrolments.states import CLOCKED
from marketplace.kernel import clock, ids, week
from marketplace.kernel.sealing import seal
from marketplace.people import youth as young
from models.account import Account, Membership
from models.area import LocalAuthority
from models.enrolment import Enrolment, GuardianConsent
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import AttendanceStatus, CivilStatus, ConsentRoute, EnrolmentState, GuardianBasis, Role
from models.youth import Guardian, Youth
from tests.factories.offers import SATENG, make_opportunity

SEATED = frozenset(
    {
        "offered",
        "provider_accepted",
        "officer_review",
        "second_review",
        "returned",
        "approved",
        "enrolled",
        "in_learning",
        "on_break",
    }
)


def make_account(name: str = "วารุณี", **given: Any) -> Account:
    """Somebody who can sign in."""
    key = f"{ids.token()[:12].lower()}@test.okat.example"
    facts: dict[str, Any] = {
        "ref": ids.new_ref("U"),
        "name": name,
        "email": key,
        "email_key": key,
        "created_at": clock.now(),
    }
    made = Account(**(facts | given))
    db.add(made)
    db.flush()
    return made


def give_role(account: Account, role: Role, **bound: Any) -> None:
    """A membership from yesterday on."""
    db.add(Membership(account_id=account.id, role=role, starts_on=clock.today() - timedelta(days=1), **bound))
    db.flush()


def make_staff(role: Role, area_code: str = SATENG, *, name: str = "วารุณี", account: Account | None = None) -> Account:
    """An account that holds `role` in the office of a subdistrict, or over a province (2 digits)."""
    made = account or make_account(name)
    if len(area_code) == 2:
        give_role(made, role, area_code=area_code)
        return made
    kind, _, key = office_key_for(area_code).partition(":")
    if kind == "la":
        authority = db.scalars(select(LocalAuthority.id).where(LocalAuthority.ref == key)).one()
        give_role(made, role, local_authority_id=authority)
    else:
        give_role(made, role, area_code=key)
    return made


def make_provider(organisation_id: int, role: Role = Role.PROVIDER) -> Account:
    """Staff of an organisation."""
    made = make_account("ครูพรทิพย์")
    give_role(made, role, organisation_id=organisation_id)
    return made


def acting(account: Account) -> Actor:
    """The account with everything it may act by today."""
    return load_actor(account)


def staff(role: Role, area_code: str = SATENG) -> Actor:
    """A new staff member, ready to act."""
    return acting(make_staff(role, area_code))


def make_youth(*, years: int = 21, with_account: bool = True, **given: Any) -> Youth:
    """A young person of `years` whose whole week is free."""
    area, today = given.pop("area_code", SATENG), clock.today()
    account = make_account("นูรีน") if with_account else None
    if account is not None:
        give_role(account, Role.YOUTH)
    facts: dict[str, Any] = {
        "ref": ids.new_ref("Y"),
        "account_id": account.id if account is not None else None,
        "alias": f"ดอกไม้ {ids.token()[:6]}",
        "nickname": "นูรีน",
        "birth_date": date(today.year - years, 1, 2) if today.month > 1 else date(today.year - years - 1, 12, 1),
        "area_code": area,
        "office_key": office_key_for(area),
        "free_mask": week.to_bytes(week.FULL),
        "interests": [],
        "skills": [],
        "support_needs": [],
        "shared_needs": [],
        "created_at": clock.now(),
    }
    if given.get("civil_status", CivilStatus.SINGLE) != CivilStatus.SINGLE:
        paper = {"civil_proof": "marriage_certificate", "civil_number_sealed": "sealed", "civil_since": today}
        facts |= paper
    made = Youth(**(facts | given))
    db.add(made)
    db.flush()
    return made


def on_paper(youth: Youth, first_name: str = "นูรีน", last_name: str = "ยะลาพันธ์") -> Youth:
    """The same with the name on their papers."""
    young.put(youth, "first_name", first_name)
    young.put(youth, "last_name", last_name)
    return youth


def youth_actor(youth: Youth) -> Actor:
    """The young person, ready to act."""
    return acting(db.get_one(Account, youth.account_id))


def make_guardian(
    youth: Youth, *, basis: GuardianBasis = GuardianBasis.PARENT, safe: bool = True, **given: Any
) -> Guardian:
    """Somebody who may consent for a young person."""
    ref = ids.new_ref("GD")
    facts: dict[str, Any] = {
        "ref": ref,
        "youth_id": youth.id,
        "name_sealed": seal("ยายแมะ สาแล", f"guardian|name|{ref}"),
        "relation": "ยาย",
        "basis": basis,
        "safe": safe,
        "starts_on": clock.today() - timedelta(days=30),
    }
    made = Guardian(**(facts | given))
    db.add(made)
    db.flush()
    return made


def make_enrolment(
    state: str = EnrolmentState.PROVIDER_REVIEW,
    *,
    youth: Youth | None = None,
    opportunity: Opportunity | None = None,
    **given: Any,
) -> Enrolment:
    """A request that stands in `state`, with the seat and the clock that belong to it."""
    person, offer, now = youth or make_youth(), opportunity or make_opportunity(), clock.now()
    seated = given.pop("holds_seat", state in SEATED)
    facts: dict[str, Any] = {
        "ref": ids.new_ref("E"),
        "youth_id": person.id,
        "opportunity_id": offer.id,
        "area_code": person.area_code,
        "office_key": person.office_key,
        "state": state,
        "holds_seat": seated,
        "waits_since": now if state == EnrolmentState.WAITLISTED else None,
        "due_at": due_days.due(now, 3) if state in CLOCKED else None,
        "rules_version": rules.VERSION,
        "created_at": now,
        "changed_at": now,
    }
    made = Enrolment(**(facts | given))
    db.add(made)
    if seated:
        offer.seats_taken += 1
    db.flush()
    return db.scalars(loaded().where(Enrolment.id == made.id).execution_options(populate_existing=True)).one()


def make_consent(enrolment: Enrolment, basis: GuardianBasis = GuardianBasis.PARENT) -> GuardianConsent:
    """A signature on the request."""
    made = GuardianConsent(
        enrolment_id=enrolment.id,
        route=ConsentRoute.SIGNED,
        basis=basis,
        relation="แม่" if basis == GuardianBasis.PARENT else "ยาย",
        text_hash="0" * 64,
        given_at=clock.now(),
    )
    db.add(made)
    db.flush()
    return made


def all_here(meeting: Session) -> dict[str, Mark]:
    """Everybody on the roll of a session marked as come."""
    return {line.enrolment.ref: Mark(AttendanceStatus.HERE) for line in attendance.roll(meeting)}


def mark_here(meeting: Session, *, by: Actor, reason: str = "") -> None:
    """Keep the roll of a session at which everybody was."""
    attendance.mark(meeting, all_here(meeting), by=by, reason=reason)
