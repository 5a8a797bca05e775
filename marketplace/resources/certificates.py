"""Certificates of contribution: what a giver gave in an office's place, as the office confirmed it, and its worth.

Only what somebody other than the giver confirmed stands on one, and nobody who was helped. A certificate is never
changed; while nothing more was confirmed, asking again gives the same one with the same code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, select

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.resources import value
from marketplace.resources.pledges import KEEPERS
from marketplace.resources.value import Rate
from marketplace.resources.vetting import OFFICE
from models.account import Account
from models.contribution import ContributionCertificate
from models.organisation import Organisation
from models.reservation import ResourceUse
from models.resource import Resource
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """Help of one kind: how much of it on how many days, where, and what it is worth at the rates of its days."""

    kind: str
    unit: str
    amount: int
    days: int
    areas: tuple[str, ...]
    worth_satang: int
    estimated_satang: int


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate that counted in one of the rows."""

    kind: str
    unit: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on a certificate."""

    rows: tuple[Row, ...]
    rates: tuple[RateLine, ...]

    @property
    def worth_satang(self) -> int:
        """What everything is worth together."""
        return sum(one.worth_satang for one in self.rows)

    @property
    def estimated_satang(self) -> int:
        """How much of that stands on estimates."""
        return sum(one.estimated_satang for one in self.rows)


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave: an organisation by its names, or a person by theirs."""

    organisation: Organisation | None
    person: str


def is_giver(actor: Actor, certificate: ContributionCertificate) -> Verdict:
    """Whoever gave, or the staff of the organisation that did."""
    if actor.account_id is None:
        return Verdict.hidden()
    theirs = certificate.organisation_id in actor.organisation_ids(*KEEPERS)
    return Verdict.when(certificate.account_id == actor.account_id or theirs)


def is_office(actor: Actor, certificate: ContributionCertificate) -> Verdict:
    """The office that confirmed the help."""
    return Verdict.when(actor.acting(*OFFICE).covers(certificate.area_code, certificate.office_key))


def for_giver(actor: Actor, ref: str) -> ContributionCertificate:
    """One of one's own; raises NotFound alike for foreign and missing."""
    found = genuine(ref)
    if not is_giver(actor, found):
        raise NotFound
    return found


def for_office(actor: Actor, ref: str) -> ContributionCertificate:
    """One of the actor's places; raises NotFound alike for foreign and missing."""
    found = genuine(ref)
    if not is_office(actor, found):
        raise NotFound
    return found


def genuine(ref: str) -> ContributionCertificate:
    """The certificate with this code, in whatever letters, with hyphens or without; raises NotFound."""
    typed = ids.typed_ref(ref)
    whole = typed[1] if typed is not None else ref.strip().upper()
    found = db.scalars(select(ContributionCertificate).where(ContributionCertificate.ref == whole)).first()
    if found is None:
        raise NotFound
    return found


def issue(pledge: Resource, *, by: Actor) -> ContributionCertificate:
    """Certify everything confirmed of whoever gives this pledge, over all their pledges with the same office.

    Raises Conflict while nothing is confirmed, or where nobody is known to have given it.
    """
    account_id, organisation_id = _giver_of(pledge)
    if account_id is None and organisation_id is None:
        raise Conflict(t("Nobody is recorded as giving this, so there is no name to certify."))
    found = _confirmed(pledge)
    if not found:
        raise Conflict(t("Nothing of it is confirmed yet. The office confirms help first, then certifies it."))
    said = _written(found)
    newest = next(iter(of(pledge)), None)
    if newest is not None and newest.content == said:
        return newest
    days = [use.used_on for use, _ in found]
    made = ContributionCertificate(
        ref=ids.new_ref("CC"),
        account_id=account_id,
        organisation_id=organisation_id,
        area_code=pledge.area_code,
        office_key=pledge.office_key,
        first_on=min(days),
        last_on=max(days),
        content=said,
        issued_by_id=by.account_id,
        issued_at=clock.now(),
    )
    db.add(made)
    db.flush()
    record(by, "certificate.issue", made, satang=content_of(made).worth_satang)
    return made


def of(pledge: Resource) -> Sequence[ContributionCertificate]:
    """What was certified to the giver of a pledge by its office, newest first."""
    account_id, organisation_id = _giver_of(pledge)
    wanted = select(ContributionCertificate).where(
        ContributionCertificate.office_key == pledge.office_key,
        ContributionCertificate.account_id == account_id
        if account_id is not None
        else ContributionCertificate.organisation_id == (organisation_id or 0),
    )
    return db.scalars(wanted.order_by(ContributionCertificate.id.desc()).limit(SHOWN)).all()


def can_be_issued(pledge: Resource) -> bool:
    """Whether there is somebody to certify to, and something of this very pledge is confirmed."""
    given = any(resource.id == pledge.id for _, resource in _confirmed(pledge))
    return given and any(one is not None for one in _giver_of(pledge))


def content_of(certificate: ContributionCertificate) -> Content:
    """What stands on it."""
    kept: Mapping[str, Any] = certificate.content
    return Content(
        rows=tuple(Row(**{**one, "areas": tuple(one["areas"])}) for one in kept["rows"]),
        rates=tuple(RateLine(one["kind"], one["unit"], _read(one)) for one in kept["rates"]),
    )


def giver_of(certificate: ContributionCertificate) -> Giver:
    """Who gave, by the name they go by today."""
    if certificate.organisation_id is not None:
        return Giver(db.get(Organisation, certificate.organisation_id), "")
    account = db.get(Account, certificate.account_id)
    return Giver(None, account.name if account is not None else "")


def _giver_of(pledge: Resource) -> tuple[int | None, int | None]:
    """A person before an organisation: whoever owns a pledge gives it."""
    return (pledge.owner_account_id, None) if pledge.owner_account_id is not None else (None, pledge.organisation_id)


def _confirmed(pledge: Resource) -> list[tuple[ResourceUse, Resource]]:
    rows = db.execute(
        select(ResourceUse, Resource)
        .join(Resource, Resource.id == ResourceUse.resource_id)
        .where(ResourceUse.confirmed_at.is_not(None), ResourceUse.doubted_at.is_(None))
        .where(Resource.office_key == pledge.office_key, _same_giver(pledge))
        .order_by(ResourceUse.used_on, ResourceUse.id)
    )
    return [(use, resource) for use, resource in rows]


def _same_giver(pledge: Resource) -> ColumnElement[bool]:
    account_id, organisation_id = _giver_of(pledge)
    if account_id is not None:
        return Resource.owner_account_id == account_id
    return Resource.owner_account_id.is_(None) & (Resource.organisation_id == (organisation_id or 0))


def _written(found: Sequence[tuple[ResourceUse, Resource]]) -> dict[str, object]:
    own = value.own_rates()
    by_kind: dict[tuple[str, str], list[tuple[ResourceUse, Resource]]] = {}
    for use, resource in found:
        by_kind.setdefault((resource.kind, resource.unit), []).append((use, resource))
    rates: dict[tuple[str, ...], dict[str, str]] = {}
    for use, resource in found:
        line = _rate_line(resource, use.used_on, own)
        rates.setdefault(tuple(line.values()), line)
    return {
        "rows": [_row(kind, unit, uses, own) for (kind, unit), uses in sorted(by_kind.items())],
        "rates": [rates[key] for key in sorted(rates)],
    }


def _row(
    kind: str, unit: str, found: Sequence[tuple[ResourceUse, Resource]], own: Sequence[ResourceRate]
) -> dict[str, object]:
    used = [(resource.area_code, use.used_on, use.amount) for use, resource in found]
    worth, estimated = value.worth(kind, unit, used, own)
    return {
        "kind": kind,
        "unit": unit,
        "amount": sum(use.amount for use, _ in found),
        "days": len({use.used_on for use, _ in found}),
        "areas": sorted({resource.area_code for _, resource in found}),
        "worth_satang": worth,
        "estimated_satang": estimated,
    }


def _rate_line(resource: Resource, day: date, own: Sequence[ResourceRate]) -> dict[str, str]:
    rate = value.rate_of(resource.kind, resource.unit, day, resource.area_code, own)
    return {
        "kind": resource.kind,
        "unit": resource.unit,
        "since": rate.effective_from.isoformat(),
        "satang": str(rate.satang),
        "standing": str(rate.standing),
        "source": rate.source,
        "area": rate.area_code,
    }


def _read(one: Mapping[str, str]) -> Rate:
    return Rate(
        Fraction(one["satang"]),
        RateStanding(one["standing"]),
        one["source"],
        date.fromisoformat(one["since"]),
        one["area"],
    )
