"""What an officer has to know of a birth date that was changed and that nobody has confirmed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from marketplace.enrolments.states import ENROLMENT
from marketplace.i18n import Text, t
from marketplace.i18n.dates import short_date
from marketplace.kernel import age, clock
from marketplace.labour.limits import limits_on
from marketplace.people import birth
from marketplace.people.birth import Doubt
from models.enrolment import Enrolment
from models.history import Move
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityKind
from models.youth import Youth


@dataclass(frozen=True, slots=True)
class Doubted:
    """A changed birth date with what was asked for before it: since when a guardian was waited for, what was ended."""

    told: Doubt
    waited_since: datetime | None = None
    taken_back: datetime | None = None


def of(youths: Collection[Youth]) -> dict[int, Doubted]:
    """The unconfirmed changes of these people, by their ids."""
    doubts = birth.doubts(youths)
    if not doubts:
        return {}
    waited: dict[int, datetime] = {}
    back: dict[int, datetime] = {}
    for youth_id, verb, at in _guardian_moves(doubts):
        if verb == "ask_guardian":
            waited.setdefault(youth_id, at)
        else:
            back[youth_id] = at
    return {key: Doubted(told, waited.get(key), back.get(key)) for key, told in doubts.items()}


def flagged(doubted: Doubted, offer: Opportunity, today: date) -> Text | None:
    """The sentence where the change matters: across an age the law knows, or once a guardian was waited for."""
    told = doubted.told
    beside = doubted.waited_since is not None and doubted.waited_since <= told.at
    if not beside and not _is_across(told, offer, today):
        return None
    when, before = short_date(clock.bangkok(told.at).date(), year=True), short_date(told.before, year=True)
    now = short_date(told.now, year=True) if told.now is not None else t("not told")
    if doubted.taken_back is None:
        return t(
            "Changed their birth date on {when}: {before} before, {now} now. Nobody has confirmed it by a paper yet.",
            when=when,
            before=before,
            now=now,
        )
    return t(
        "Changed their birth date on {when}: {before} before, {now} now. Nobody has confirmed it by a paper yet;"
        " a request that waited for a guardian was taken back on {back}.",
        when=when,
        before=before,
        now=now,
        back=short_date(clock.bangkok(doubted.taken_back).date(), year=True),
    )


def _is_across(told: Doubt, offer: Opportunity, today: date) -> bool:
    if told.now is None:
        return True
    lines = {(age.MAJORITY, today), (age.MAJORITY, offer.starts_on)}
    if offer.kind == OpportunityKind.PLACEMENT:
        limits = limits_on(offer.starts_on)
        lines |= {(limits.employable_age, offer.starts_on), (limits.young_until_age, offer.starts_on)}
    return any(_reaches(told.before, *line) != _reaches(told.now, *line) for line in lines)


def _reaches(born: date, years: int, day: date) -> bool:
    return age.age_on(born, day) >= years


def _guardian_moves(youth_ids: Iterable[int]) -> Iterable[tuple[int, str, datetime]]:
    """When a guardian was asked, and when that was taken back unanswered, oldest first."""
    wanted = (
        select(Enrolment.youth_id, Move.verb, Move.at)
        .join(Move, (Move.subject_type == ENROLMENT.name) & (Move.subject_id == Enrolment.id))
        .where(
            Enrolment.youth_id.in_(youth_ids),
            (Move.verb == "ask_guardian")
            | ((Move.verb == "withdraw") & (Move.from_state == EnrolmentState.AWAITING_GUARDIAN)),
        )
        .order_by(Move.id)
    )
    return [(youth_id, verb, at) for youth_id, verb, at in db.execute(wanted)]
