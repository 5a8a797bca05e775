"""Counting, every night, how it went at each organisation: answers, completions, staying, second looks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, select
from sqlalchemy.orm import aliased

from marketplace.kernel import clock
from marketplace.organisations import trust_rules
from marketplace.organisations.trust_rules import Count, Told
from models.enrolment import Claim, Enrolment
from models.history import Move
from models.offer import Opportunity
from models.organisation import Organisation, OrganisationTrust, TrustAppeal
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import AppealState, LookState, TrustPart

REPLY = timedelta(days=5)
STAYED = timedelta(days=90)
_ANSWERS = frozenset({"accept", "wait_list", "decline"})
_LEAVING = ("drop_out", "withdraw", "cancel")
_NOTHING = Count(0, 0)
Case = tuple[int, bool]
"""One case: at which organisation, and whether it went well."""


def nightly() -> int:
    """Count every organisation anew; returns how many have a count."""
    now, found = clock.now(), defaultdict[tuple[int, str], list[int]](lambda: [0, 0])
    for part, cases_of in _COUNTS.items():
        for organisation_id, good in cases_of(now):
            pair = found[organisation_id, part]
            pair[0] += 1
            pair[1] += good
    db.execute(delete(OrganisationTrust).execution_options(synchronize_session=False))
    rows = [
        {"organisation_id": key, "part": part, "cases": cases, "good": good, "counted_on": clock.today()}
        for (key, part), (cases, good) in sorted(found.items())
    ]
    if rows:
        db.execute(insert(OrganisationTrust), rows)
    return len({row["organisation_id"] for row in rows})


def of(organisation: Organisation) -> Mapping[TrustPart, Told]:
    """Every part of one organisation as it may be told; one whose appeal was agreed to is not told for its time."""
    today, own, country = clock.today(), counts(organisation), _country()
    for part in _silent(organisation):
        own.pop(TrustPart(part), None)
    parts = {
        part: trust_rules.told(part, own.get(part, _NOTHING), country.get(part, _NOTHING), today) for part in TrustPart
    }
    return parts if country else {part: replace(one, is_counted=False) for part, one in parts.items()}


def counts(organisation: Organisation) -> dict[TrustPart, Count]:
    """The plain numbers of last night, for the organisation itself and whoever answers its appeal."""
    part, cases, good = OrganisationTrust.part, OrganisationTrust.cases, OrganisationTrust.good
    rows = db.execute(select(part, cases, good).where(OrganisationTrust.organisation_id == organisation.id))
    return {TrustPart(row[0]): Count(row[1], row[2]) for row in rows}


def _country() -> dict[TrustPart, Count]:
    cases, good = func.sum(OrganisationTrust.cases), func.sum(OrganisationTrust.good)
    rows = db.execute(select(OrganisationTrust.part, cases, good).group_by(OrganisationTrust.part))
    return {TrustPart(row[0]): Count(int(row[1]), int(row[2])) for row in rows}


def _silent(organisation: Organisation) -> set[str]:
    agreed = select(TrustAppeal.part).where(
        TrustAppeal.organisation_id == organisation.id,
        TrustAppeal.state == AppealState.AGREED,
        TrustAppeal.silent_until >= clock.today(),
    )
    return set(db.scalars(agreed))


def _replies(now: datetime) -> Iterator[Case]:
    """Requests handed over: answered in time or not.

    What was taken back within that time, and what can still be answered within it, is no case.
    """
    left = aliased(Move)
    answered = and_(
        left.subject_type == "enrolment", left.subject_id == Move.subject_id, left.from_state == "provider_review"
    )
    rows = _moves(Opportunity.organisation_id, Move.at, left.verb, left.at).outerjoin(left, answered)
    for key, asked, verb, at in db.execute(rows.where(Move.verb == "hand_over", Move.at >= _since("reply", now))):
        in_time = (now if at is None else at) - asked <= REPLY
        if in_time and verb not in _ANSWERS:
            continue
        yield key, in_time


def _completions(now: datetime) -> Iterator[Case]:
    """Those whose learning ended: completed or not. A completion that was revoked was none."""
    revoked = aliased(Move)
    undone = and_(revoked.subject_type == "enrolment", revoked.subject_id == Move.subject_id, revoked.verb == "revoke")
    rows = _moves(Opportunity.organisation_id, Move.verb, revoked.id).outerjoin(revoked, undone)
    ended = rows.where(Move.verb.in_(("complete", "drop_out")), Move.at >= _since("completion", now))
    for key, verb, undoing in db.execute(ended):
        yield key, verb == "complete" and undoing is None


def _stays(now: datetime) -> Iterator[Case]:
    """Those who began ninety days ago or earlier: had they left by then."""
    left = aliased(Move)
    gone = and_(
        left.subject_type == "enrolment", left.subject_id == Move.subject_id, left.verb.in_(_LEAVING), left.id > Move.id
    )
    rows = _moves(Opportunity.organisation_id, Move.at, left.at).outerjoin(left, gone)
    began = rows.where(Move.verb == "begin", Move.at.between(_since("retention", now) - STAYED, now - STAYED))
    for key, at, ended in db.execute(began):
        yield key, ended is None or ended - at > STAYED


def _audits(now: datetime) -> Iterator[Case]:
    rows = (
        select(Opportunity.organisation_id, SecondLook.state)
        .join(Enrolment, Enrolment.opportunity_id == Opportunity.id)
        .join(Claim, Claim.enrolment_id == Enrolment.id)
        .join(SecondLook, SecondLook.claim_id == Claim.id)
        .where(SecondLook.state.in_((LookState.TRUE, LookState.FALSE)), SecondLook.looked_at >= _since("audits", now))
    )
    for key, state in db.execute(rows):
        yield key, state == LookState.TRUE


def _moves(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Move)
        .join(Enrolment, and_(Move.subject_type == "enrolment", Enrolment.id == Move.subject_id))
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
    )


def _since(part: str, now: datetime) -> datetime:
    return now - timedelta(days=trust_rules.rule(TrustPart(part), clock.today()).days)


_COUNTS = {
    TrustPart.REPLY: _replies,
    TrustPart.COMPLETION: _completions,
    TrustPart.RETENTION: _stays,
    TrustPart.AUDITS: _audits,
}
