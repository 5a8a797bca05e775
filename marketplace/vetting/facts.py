"""The facts of vetting: recorded with day, note and name, struck out when wrong, never changed."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record as note_act
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.vetting import rules
from marketplace.vetting.rules import Known, Standing
from models.resource import Resource
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import VettingCheck

NOTE_MOST = 400
LEAST_REFERENCES = 2


def record(resource: Resource, check: VettingCheck, done_on: date, *, by: Actor, note: str = "") -> VettingFact:
    """Keep that a check was made; raises Invalid for a day to come, a paper too old, or references that are not two."""
    today = clock.today()
    if done_on > today:
        raise Invalid(t("This day is still to come."), field="done_on")
    if not rules.is_fresh(check, done_on, today):
        raise Invalid(t("This paper is too old. Ask for a new one."), field="done_on")
    until = rules.valid_until(check, done_on)
    if until is not None and until < today:
        raise Invalid(t("This has run out already. It has to be done anew."), field="done_on")
    if (
        check is VettingCheck.REFERENCES
        and len([line for line in note.splitlines() if line.strip()]) < LEAST_REFERENCES
    ):
        raise Invalid(t("Write both references, one on each line."), field="note")
    fact = VettingFact(
        ref=ids.new_ref("V"),
        resource_id=resource.id,
        kind=check,
        done_on=done_on,
        valid_until=until,
        edition=rules.edition(check, today),
        note=note.strip()[:NOTE_MOST],
        recorded_by_id=by.account_id,
        recorded_at=clock.now(),
    )
    db.add(fact)
    db.flush()
    note_act(by, "vetting.record", resource, check=str(check))
    return fact


def strike(resource: Resource, ref: str, *, by: Actor) -> None:
    """Strike a wrong fact out; it stays in the history. Raises NotFound, Conflict when it is struck already."""
    fact = db.scalars(select(VettingFact).where(VettingFact.ref == ref)).first()
    if fact is None or fact.resource_id != resource.id:
        raise NotFound
    if fact.struck_at is not None:
        raise Conflict(t("This has been struck out already."))
    fact.struck_by_id, fact.struck_at = by.account_id, clock.now()
    db.flush()
    note_act(by, "vetting.strike", resource, check=fact.kind)


def of(resource: Resource) -> Sequence[VettingFact]:
    """Every fact of a pledge, struck ones too, newest first."""
    wanted = select(VettingFact).where(VettingFact.resource_id == resource.id)
    return db.scalars(wanted.order_by(VettingFact.id.desc())).all()


def standings(resources: Collection[Resource], day: date | None = None) -> dict[int, Standing]:
    """What the checks of many pledges add up to on a day (today when not said), in one statement."""
    on = day or clock.today()
    known: dict[int, dict[VettingCheck, Known]] = {}
    wanted = select(VettingFact).where(
        VettingFact.resource_id.in_([one.id for one in resources]), VettingFact.struck_at.is_(None)
    )
    for fact in db.scalars(wanted.order_by(VettingFact.done_on, VettingFact.id)):
        kept = Known(fact.done_on, fact.valid_until, fact.edition)
        known.setdefault(fact.resource_id, {})[VettingCheck(fact.kind)] = kept
    return {one.id: rules.standing(known.get(one.id, {}), needed_of(one, on), on) for one in resources}


def standing(resource: Resource, day: date | None = None) -> Standing:
    """What the checks of one pledge add up to on a day."""
    return standings([resource], day)[resource.id]


def needed_of(resource: Resource, day: date) -> tuple[VettingCheck, ...]:
    """The checks a pledge needs; it is private where a person gives it."""
    private = resource.owner_account_id is not None or resource.organisation_id is None
    return rules.needed(resource.kind, private=private, day=day)
