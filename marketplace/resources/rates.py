"""An area's own rates for help: set with a source by its committee or province, withdrawn and never changed.

No rate reaches back, so that no figure that was published moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import Text, contacts, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit, Role

SETTERS = (Role.COMMITTEE, Role.PROVINCE)
SOURCE_LEAST, SOURCE_LONGEST = 10, 300
MOST_SATANG = 10_000_00
LATEST = timedelta(days=366)
ONE: dict[str, Text] = {
    ResourceUnit.HOURS_PER_WEEK: t("an hour"),
    ResourceUnit.TRIPS_PER_WEEK: t("a trip"),
    ResourceUnit.PLACES: t("a place for a week"),
    ResourceUnit.PIECES: t("a piece for a week"),
}
STANDINGS: dict[str, Text] = {
    RateStanding.PUBLIC: t("Public figure"),
    RateStanding.ESTIMATE: t("Estimate"),
}


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate as somebody filled it in."""

    area_code: str
    kind: ResourceKind
    unit: ResourceUnit
    effective_from: date
    amount_satang: int
    standing: RateStanding
    source: str


def areas_of(actor: Actor) -> tuple[str, ...]:
    """The areas for which this person may set rates, by their codes."""
    scope = actor.scope(*SETTERS)
    districts = {office.removeprefix("d:") for office in scope.offices if office.startswith("d:")}
    return tuple(sorted({*scope.prefixes, *districts}))


def can_set_any(actor: Actor) -> Verdict:
    """A committee or a province, for its own area."""
    return Verdict.when(bool(areas_of(actor)))


def can_withdraw(actor: Actor, rate: ResourceRate) -> Verdict:
    """Whoever may set one for the same area."""
    return Verdict.when(rate.area_code in areas_of(actor))


def one(actor: Actor, ref: str) -> ResourceRate:
    """A rate of one's own areas; raises NotFound alike for foreign and missing."""
    wanted = select(ResourceRate).where(ResourceRate.ref == ref, ResourceRate.area_code.in_(areas_of(actor)))
    found = db.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def listed(actor: Actor) -> Sequence[ResourceRate]:
    """Everything that was set for one's areas, the newest first, withdrawn ones too."""
    wanted = select(ResourceRate).where(ResourceRate.area_code.in_(areas_of(actor)))
    return db.scalars(wanted.order_by(ResourceRate.id.desc()).limit(200)).all()


def set_rate(draft: RateDraft, *, by: Actor) -> ResourceRate:
    """Let a rate hold from its day on; raises Invalid at its field, NotFound for an area that is not one's own."""
    if draft.area_code not in areas_of(by):
        raise NotFound
    must_be_right(draft)
    made = ResourceRate(
        ref=ids.new_ref("RR"),
        area_code=draft.area_code,
        kind=draft.kind,
        unit=draft.unit,
        effective_from=draft.effective_from,
        amount_satang=draft.amount_satang,
        standing=draft.standing,
        source=draft.source.strip(),
        set_by_id=by.account_id,
        set_at=clock.now(),
    )
    db.add(made)
    db.flush()
    record(
        by,
        "resource_rate.set",
        made,
        area=draft.area_code,
        kind=str(draft.kind),
        unit=str(draft.unit),
        since=draft.effective_from.isoformat(),
        satang=draft.amount_satang,
    )
    return made


def must_be_right(draft: RateDraft) -> None:
    """Raise Invalid with every field that is wrong."""
    if errors := _wrong_with(draft):
        raise Invalid(next(iter(errors.values())), errors=errors)


def withdraw(rate: ResourceRate, *, by: Actor) -> None:
    """Take back one whose day has not come; one that counts is replaced by the next instead. Raises Conflict."""
    if rate.withdrawn_at is not None:
        raise Conflict(t("This rate was taken back already."))
    if rate.effective_from <= clock.today():
        raise Conflict(t("This rate counts already. Set a new one that holds from a later day."))
    rate.withdrawn_at = clock.now()
    db.flush()
    record(by, "resource_rate.withdraw", rate)


def _wrong_with(draft: RateDraft) -> dict[str, object]:
    errors: dict[str, object] = {}
    today = clock.today()
    # Today's figures are out already.
    if not today < draft.effective_from <= today + LATEST:
        errors["effective_from"] = t("A rate begins tomorrow at the earliest and within a year.")
    if not 0 < draft.amount_satang <= MOST_SATANG:
        errors["amount"] = t("Write a sum between 0 and {most} baht.", most=f"{MOST_SATANG // 100:,}")
    said = draft.source.strip()
    if not SOURCE_LEAST <= len(said) <= SOURCE_LONGEST:
        errors["source"] = t(
            "Say in {least} to {most} letters where the figure stands, or how it was estimated.",
            least=SOURCE_LEAST,
            most=SOURCE_LONGEST,
        )
    elif (refusal := contacts.refusal(said)) is not None:
        errors["source"] = refusal
    return errors
