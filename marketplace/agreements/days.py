"""The log of worked days: the host writes and confirms, the young person sees and may say that it is wrong.

A day counts once it is confirmed or settled: as attendance, and as wage the host owes. While it is disputed it counts
for nothing; a wage that was paid already stays told as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor
from marketplace.agreements import day_law, drafting, ending, holding, telling, turns
from marketplace.agreements.day_checks import DayDraft, agreed, checked
from marketplace.agreements.states import WORK_DAY
from marketplace.agreements.text import Terms
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import wages
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.labour.judging import Broken
from marketplace.offers import standing
from models.agreement import Agreement, WorkDay
from models.earning import EmployerPayment
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EmployerPaymentState

WORDS_LONGEST = 400
COUNTING = day_law.COUNTING


_WRITTEN = t("This day is written down already. Correct it there.")


def enter(agreement: Agreement, draft: DayDraft, *, by: Actor) -> WorkDay:
    """Write down a day; the first begins the agreement.

    Raises Invalid for a day that cannot be or stands in the log already, Conflict while the agreement does not run.
    """
    ending.begin_if_due(agreement, by=by)
    if not holding.holds(agreement) or agreement.starts_on > clock.today():
        raise Conflict(turns.waits_for(agreement) or t("Days are written down while the agreement runs."))
    _check_goes_on(agreement, draft.worked_on)
    facts = checked(agreement, draft, drafting.terms_in_force(agreement))
    _check_once(agreement, draft.worked_on)
    day = WorkDay(
        ref=ids.new_ref("WD"),
        agreement_id=agreement.id,
        agreement=agreement,
        number=holding.number(agreement),
        entered_by_id=by.account_id,
        entered_at=clock.now(),
        **facts,
    )
    try:
        with db.begin_nested():
            db.add(day)
            db.flush()
    except IntegrityError as error:
        raise Invalid(_WRITTEN, field="worked_on") from error
    record(by, "work_day.enter", day, minutes=minutes_of(day))
    return day


def _check_goes_on(agreement: Agreement, worked_on: date) -> None:
    """Days after an organisation was suspended are none."""
    placement = db.get_one(Enrolment, agreement.enrolment_id)
    stopped = standing.stopped_since(placement.opportunity_id)
    if stopped is not None and worked_on > clock.bangkok(stopped).date():
        raise Conflict(standing.STOPPED)


def _check_once(agreement: Agreement, worked_on: date) -> None:
    """A day is in one log only, also where a new agreement followed one that was cancelled."""
    written = (
        select(WorkDay.id)
        .join(Agreement, Agreement.id == WorkDay.agreement_id)
        .where(Agreement.enrolment_id == agreement.enrolment_id, WorkDay.worked_on == worked_on)
    )
    if db.scalars(written.limit(1)).first() is not None:
        raise Invalid(_WRITTEN, field="worked_on")


def correct(day: WorkDay, draft: DayDraft, *, by: Actor) -> None:
    """Write it anew, while nobody has confirmed it or after it was disputed; the young person has to see it again."""
    facts = checked(day.agreement, draft, terms_of(day))
    if facts.pop("worked_on") != day.worked_on:
        raise Invalid(t("The date of a day stays. Write another day instead."), field="worked_on")
    advance(WORK_DAY, day, "correct", by=by, seen_at=None, **facts)


def confirm(day: WorkDay, *, known: bool = False, by: Actor) -> None:
    """The host stands for it: it counts, and its wage is owed, whatever the law has against such a day.

    Raises Invalid with what that is, unless the host says that it is known.
    """
    against = day_law.broken_by(day.agreement, [day])[day.id]
    if against and not known:
        why = " ".join(str(one) for one in day_law.sentences(against))
        raise Invalid(
            t("The law does not allow such a day for them: {why} Is it written down right?", why=why), field="known"
        )
    advance(WORK_DAY, day, "confirm", by=by)
    _owe(day, by)


def see(agreement: Agreement, *, by: Actor) -> int:
    """The young person has seen what is written; returns how many days were new to them."""
    unseen = update(WorkDay).where(WorkDay.agreement_id == agreement.id, WorkDay.seen_at.is_(None))
    seen = db.execute(unseen.values(seen_at=clock.now()).returning(WorkDay.id)).all()
    if seen:
        record(by, "work_day.see", agreement, days=len(seen))
    return len(seen)


def dispute(day: WorkDay, *, words: str, by: Actor) -> None:
    """The young person says what is wrong with it: it counts for nothing until it is settled. Host and office hear."""
    advance(WORK_DAY, day, "dispute", by=by, dispute=_said(words), answer="", seen_at=clock.now())
    _owe_no_more(day, by)
    telling.disputed(day)


def settle(day: WorkDay, *, words: str, draft: DayDraft | None = None, by: Actor) -> None:
    """An officer says what holds: the day as it stands, or as corrected, with words for both."""
    facts = checked(day.agreement, draft, terms_of(day)) if draft is not None else {}
    facts.pop("worked_on", None)
    advance(WORK_DAY, day, "settle", by=by, answer=_said(words), **facts)
    _owe(day, by)
    telling.settled(day)


def days_of(agreement: Agreement) -> Sequence[WorkDay]:
    """Every day written down, the newest first."""
    wanted = select(WorkDay).where(WorkDay.agreement_id == agreement.id)
    return db.scalars(wanted.order_by(WorkDay.worked_on.desc())).all()


def minutes_of(day: WorkDay) -> int:
    """Minutes worked, without the rest."""
    return day.end_minute - day.start_minute - day.rest_minutes


def confirmed_days(agreement: Agreement) -> int:
    """How many days count."""
    wanted = select(func.count()).select_from(WorkDay)
    return db.scalar(wanted.where(WorkDay.agreement_id == agreement.id, WorkDay.state.in_(COUNTING))) or 0


def counting(enrolment_ids: Iterable[int]) -> dict[int, dict[date, int]]:
    """The days that count for these placements, each with its minutes."""
    wanted = (
        select(Agreement.enrolment_id, WorkDay)
        .join(WorkDay, WorkDay.agreement_id == Agreement.id)
        .where(Agreement.enrolment_id.in_(enrolment_ids), WorkDay.state.in_(COUNTING))
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for enrolment_id, one in db.execute(wanted):
        found[enrolment_id][one.worked_on] = minutes_of(one)
    return found


def written_minutes(enrolment_id: int) -> int:
    """Minutes of every day of a placement, also of those that wait to be confirmed or settled."""
    whole = func.sum(WorkDay.end_minute - WorkDay.start_minute - WorkDay.rest_minutes)
    wanted = select(whole).join(Agreement, Agreement.id == WorkDay.agreement_id)
    return int(db.scalar(wanted.where(Agreement.enrolment_id == enrolment_id)) or 0)


def written_on(enrolment_ids: Iterable[int], worked_on: date) -> dict[int, WorkDay]:
    """What stands in the logs of these placements for one day."""
    wanted = (
        select(Agreement.enrolment_id, WorkDay)
        .join(WorkDay, WorkDay.agreement_id == Agreement.id)
        .where(Agreement.enrolment_id.in_(enrolment_ids), WorkDay.worked_on == worked_on)
    )
    return {key: one for key, one in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


def terms_of(day: WorkDay) -> Terms:
    """The terms a day is worked under: those of its version."""
    return drafting.terms_of(day.agreement, day.number)


def wage_of(day: WorkDay) -> int:
    """What it is worth in satang by the version it was worked under: a daily wage, or hours rounded down."""
    terms = terms_of(day)
    return terms.wage_per_day_satang or terms.wage_per_hour_satang * minutes_of(day) // 60


def _owe(day: WorkDay, by: Actor) -> None:
    """Add it to what the host owes for its week; what was paid is not owed again, only what it is worth more."""
    if day.payment_id is not None:
        _owe_difference(day, by)
        return
    terms = terms_of(day)
    placement = db.get_one(Enrolment, day.agreement.enrolment_id)
    worked = wages.Worked(day.worked_on, wage_of(day), terms.pay_day, day.ref)
    payment = wages.add_day(placement, day.agreement.host_id, worked, by=by)
    if payment is not None:
        day.payment_id, day.wage_satang = payment.id, worked.wage_satang
        db.flush()


def _owe_difference(day: WorkDay, by: Actor) -> None:
    """Of a day that was paid, owe what it is worth more now; worth less, take that out of what is not paid yet."""
    now = wage_of(day)
    if day.wage_satang == 0:
        # Taken over from a roll: what was paid for it there is what it was worth.
        day.wage_satang = now
    elif now > day.wage_satang:
        terms = terms_of(day)
        placement = db.get_one(Enrolment, day.agreement.enrolment_id)
        more = wages.Worked(day.worked_on, now - day.wage_satang, terms.pay_day, day.ref)
        wages.add_difference(placement, day.agreement.host_id, more, by=by)
        day.wage_satang = now
    elif now < day.wage_satang:
        paid = db.get_one(EmployerPayment, day.payment_id)
        day.wage_satang -= wages.take_difference(paid, day.worked_on, day.wage_satang - now, by=by)
    db.flush()


def _owe_no_more(day: WorkDay, by: Actor) -> None:
    """Take it out of what is still owed; what the host has paid stays told, and the day stays a part of it."""
    if day.payment_id is None:
        return
    payment = db.get_one(EmployerPayment, day.payment_id, with_for_update=True, populate_existing=True)
    if payment.state != EmployerPaymentState.DUE:
        return
    wage, day.payment_id, day.wage_satang = day.wage_satang, None, 0
    db.flush()
    wages.take_day(payment, wage, by=by)


def remarks(day: WorkDay, terms: Terms, broken: Iterable[Broken] = ()) -> Iterator[Text]:
    """What a reader should look at: not as agreed, or against the law. It raises a hand; an office decides."""
    yield from agreed(day, terms)
    yield from day_law.sentences(broken)


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise Invalid(t("Please answer this."), field="words")
    if len(said) > WORDS_LONGEST:
        raise Invalid(t("At most {most} letters.", most=WORDS_LONGEST), field="words")
    return said
