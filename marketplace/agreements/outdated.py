"""Agreements whose posting has changed since they were written: the words that were signed say something else by now.

What was signed goes on until a new version is signed by everybody; until then its host is asked to write one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, select

from marketplace.agreements import holding, lawful, telling
from marketplace.agreements.states import LIVE
from marketplace.agreements.text import Terms, unpack
from marketplace.kernel import clock
from marketplace.offers.work import Timed
from models.agreement import Agreement, AgreementVersion
from models.enrolment import Enrolment
from models.history import Move
from models.offer import Opportunity
from models.session import db

_TAKEN_IN = and_(
    Move.subject_type == Opportunity.__tablename__, Move.subject_id == Opportunity.id, Move.verb == "take_in"
)


@dataclass(frozen=True, slots=True)
class Outdated:
    """The facts of the posting (names of its draft) that a version says otherwise, and when they last changed."""

    names: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Version:
    key: int
    opportunity_id: int
    terms: Terms
    made_at: datetime


def by_newest(agreements: Iterable[Agreement]) -> dict[int, Outdated]:
    """Of those that live, the agreements whose newest version was written before a change it does not follow."""
    keys = [one.id for one in agreements]
    return _found(_versions(Agreement.id.in_(keys), number=Agreement.number, key=Agreement.id))


def by_what_counts(enrolment_ids: Collection[int]) -> dict[int, Outdated]:
    """The same of the versions that everybody signed and that count now, by their placement."""
    where = and_(Agreement.enrolment_id.in_(enrolment_ids), holding.holding())
    return _found(_versions(where, number=holding.counting(), key=Agreement.enrolment_id))


def ids_among(where: ColumnElement[bool]) -> list[int]:
    """The keys of the agreements under a condition that wait for a new version."""
    changed = select(Opportunity.id).where(Opportunity.replaces_id == Enrolment.opportunity_id).join(Move, _TAKEN_IN)
    return sorted(_found(_versions(and_(where, changed.exists()), number=Agreement.number, key=Agreement.id)))


def follow(posting: Opportunity) -> None:
    """A change counts: hosts of agreements that say otherwise are asked for a new version; their offices hear it."""
    own = select(Enrolment.id).where(Enrolment.opportunity_id == posting.id)
    wanted = select(Agreement).where(Agreement.enrolment_id.in_(own), Agreement.state.in_(LIVE)).order_by(Agreement.id)
    living: Sequence[Agreement] = db.scalars(wanted).all()
    waits = by_newest(living)
    for agreement in living:
        if agreement.id in waits:
            telling.to_renew(agreement)


def _versions(
    where: ColumnElement[bool], *, number: SQLColumnExpression[int], key: SQLColumnExpression[int]
) -> list[_Version]:
    wanted = (
        select(key, Enrolment.opportunity_id, AgreementVersion.terms, AgreementVersion.made_at)
        .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
        .join(
            AgreementVersion,
            and_(AgreementVersion.agreement_id == Agreement.id, AgreementVersion.number == number),
        )
        .where(where, Agreement.state.in_(LIVE))
    )
    return [_Version(its, offer, unpack(kept), at) for its, offer, kept, at in db.execute(wanted)]


def _found(versions: Sequence[_Version]) -> dict[int, Outdated]:
    changes = _changes({one.opportunity_id for one in versions})
    if not changes:
        return {}
    postings: dict[int, Opportunity] = {
        one.id: one for one in db.scalars(select(Opportunity).where(Opportunity.id.in_(changes)))
    }
    times, found = lawful.times_of(changes), {}
    for one in versions:
        since = [(at, names) for at, names in changes.get(one.opportunity_id, ()) if at > one.made_at]
        if not since:
            continue
        changed = {name for _, names in since for name in names}
        otherwise = _otherwise(one.terms, postings[one.opportunity_id], times[one.opportunity_id])
        if said := tuple(name for name in otherwise if name in changed):
            found[one.key] = Outdated(said, max(at for at, _ in since))
    return found


def _changes(opportunity_ids: Collection[int]) -> dict[int, list[tuple[datetime, list[str]]]]:
    """When changes of these postings were agreed to, and what each changed."""
    wanted = (
        select(Opportunity.replaces_id, Move.at, Opportunity.replaces_names)
        .join(Move, _TAKEN_IN)
        .where(Opportunity.replaces_id.in_(opportunity_ids))
    )
    found: dict[int, list[tuple[datetime, list[str]]]] = {}
    for posting_id, at, names in db.execute(wanted):
        if posting_id is not None:
            found.setdefault(posting_id, []).append((at, names))
    return found


def _otherwise(terms: Terms, posting: Opportunity, times: tuple[Timed, ...]) -> list[str]:
    """What the terms say otherwise than the posting; more money, and days within its days, are no difference."""
    weekly = sorted((slot.weekday, slot.start_minute, slot.end_minute, str(kind)) for slot, kind in times)
    differs = {
        "hazards": set(terms.hazards) != set(posting.hazards),
        "place_type": terms.place_type != posting.place_type,
        "area_code": terms.area_code != posting.area_code,
        "place_th": terms.site != posting.place_th.strip(),
        "times": sorted(terms.times) != weekly,
        "starts_on": terms.starts_on < posting.starts_on and terms.starts_on > clock.today(),
        "ends_on": terms.ends_on > posting.ends_on,
        "wage_per_day_satang": terms.wage_per_day_satang < posting.wage_per_day_satang,
        "wage_per_hour_satang": terms.wage_per_hour_satang < posting.wage_per_hour_satang,
    }
    return [name for name, is_other in differs.items() if is_other]
