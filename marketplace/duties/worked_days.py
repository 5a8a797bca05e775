"""What the law of labour has against days that were worked: found as soon as one is written down, told to the office.

Whether its host has confirmed it by then matters to the wage alone. Such a finding is about what has happened: it goes
when the day turns out to have been another, or after some time.
"""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace.agreements import day_law
from marketplace.duties import settling, telling
from marketplace.i18n import dates, use
from marketplace.kernel import clock, ids
from marketplace.labour.judging import Broken
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.labour import LabourFinding
from models.session import db
from models.vocabulary import FindingCause, FindingWeight

REACH = timedelta(days=day_law.WEEK - 1)
"""A day may be what makes a later one of the same week too much."""

KEPT = timedelta(days=60)


def follow(day: WorkDay, *, same_as: int | None = None) -> None:
    """Judge a day that is written down, or counts no more, with those it weighs on; the office hears of what is new.

    `same_as` is the version in which its hours were the same: what an officer has closed of that stays closed.
    """
    if same_as is not None:
        kept = update(LabourFinding).where(
            LabourFinding.work_day_id == day.id, LabourFinding.settled_version == same_as
        )
        db.execute(kept.values(settled_version=day.version).execution_options(synchronize_session="fetch"))
    enrolment_id = day.agreement.enrolment_id
    near = (
        select(WorkDay)
        .join(Agreement, Agreement.id == WorkDay.agreement_id)
        .options(joinedload(WorkDay.agreement, innerjoin=True))
        .where(
            Agreement.enrolment_id == enrolment_id,
            WorkDay.worked_on.between(day.worked_on, day.worked_on + REACH),
        )
    )
    days = list(db.scalars(near))
    by_agreement = {one.agreement.id: one.agreement for one in days}
    written = [one for one in days if one.state in day_law.WRITTEN]
    found: dict[int, tuple[Broken, ...]] = {one.id: () for one in days}
    for agreement in by_agreement.values():
        mine = [one for one in written if one.agreement_id == agreement.id]
        found |= day_law.broken_by(agreement, mine)
    new = [_keep(one, enrolment_id, found[one.id]) for one in days]
    if any(new):
        telling.worked(_placement(enrolment_id))


def let_go() -> int:
    """Close what was found of days long ago; returns how many."""
    old = update(LabourFinding).where(
        LabourFinding.work_day_id.is_not(None),
        LabourFinding.cleared_on.is_(None),
        LabourFinding.found_on < clock.today() - KEPT,
    )
    return len(db.scalars(old.values(cleared_on=clock.today()).returning(LabourFinding.id)).all())


def _keep(day: WorkDay, enrolment_id: int, broken: tuple[Broken, ...]) -> bool:
    """Open what is new of a day or has come back, close what no longer holds; whether something is open anew."""
    opened = False
    wanted = select(LabourFinding).where(LabourFinding.work_day_id == day.id, LabourFinding.cleared_on.is_(None))
    known = {one.rule: one for one in db.scalars(wanted)}
    now = {one.number: one for one in broken}
    for rule in known.keys() - now.keys():
        known[rule].cleared_on = clock.today()
    for rule, one in now.items():
        words = _words(one, day.worked_on, "th"), _words(one, day.worked_on, "en")
        if rule in known:
            before = known[rule]
            is_another = (before.settled_version, before.why_th) != (day.version, words[0])
            if before.settled_on is not None and is_another:
                settling.reopen(before)
                opened = True
            before.why_th, before.why_en = words
            continue
        db.add(
            LabourFinding(
                ref=ids.new_ref("LF"),
                enrolment_id=enrolment_id,
                work_day_id=day.id,
                rule=rule,
                cause=FindingCause.DAY,
                weight=FindingWeight(one.rule.weight.value),
                why_th=words[0],
                why_en=words[1],
                found_on=clock.today(),
            )
        )
    db.flush()
    return opened or bool(now.keys() - known.keys())


def _words(broken: Broken, worked_on: date, locale: str) -> str:
    with use(locale):
        return f"{dates.long_date(worked_on)}: {broken.why}"


def _placement(enrolment_id: int) -> Enrolment:
    whole = joinedload(Enrolment.youth, innerjoin=True), joinedload(Enrolment.opportunity, innerjoin=True)
    return db.scalars(select(Enrolment).options(*whole).where(Enrolment.id == enrolment_id)).one()
