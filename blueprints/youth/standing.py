"""Where a request stands, as a sentence for the young person: what it means, what happens next, by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprints import answering, beginning_words
from marketplace.areas.settings import setting_of
from marketplace.enrolments import awaiting, beginning, own, pauses, undoing, waitlist
from marketplace.enrolments.pauses import STILL
from marketplace.enrolments.reasons import FALSE_COMPLETION
from marketplace.enrolments.states import WITH_OFFICE
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.offers import standing as stops
from models.vocabulary import EnrolmentState as S

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from marketplace.enrolments.queries import HistoryLine
    from models.enrolment import Enrolment

WAITS_FOR_YOU = (S.OFFERED, S.RETURNED, S.AWAITING_GUARDIAN)
ENDED_WELL = (S.COMPLETED, S.TRANSFERRED)
ENDED = (S.DECLINED, S.REFUSED, S.WITHDRAWN, S.CANCELLED, S.DROPPED_OUT, *ENDED_WELL)


@dataclass(frozen=True)
class Standing:
    """A state in words; `kind` is its face."""

    title: Text
    text: Text
    kind: str = ""


@dataclass(frozen=True)
class Step:
    """One step on the way."""

    title: Text | str
    text: Text | str = ""
    state: str = ""
    note: object = ""


_PLAIN: dict[str, Standing] = {
    S.DRAFT: Standing(t("Not sent yet"), t("Nobody has seen it."), "draft"),
    S.SUBMITTED: Standing(t("On its way to the provider"), t("They read it next.")),
    S.RETURNED: Standing(
        t("Your office has a question"),
        t("Answer it below. Your seat stays held meanwhile."),
        "draft",
    ),
    S.DECLINED: Standing(t("It did not work out this time"), t("The provider could not say yes."), "stop"),
    S.REFUSED: Standing(t("It did not work out this time"), t("The office could not approve it."), "stop"),
    S.ENROLLED: Standing(t("You are in"), t("Come to the first session; your name is on the list."), "done"),
    S.IN_LEARNING: Standing(t("You are learning here"), t("Sessions and money are on your page of today."), "done"),
    S.ON_BREAK: Standing(t("You are on a break"), t("Your place is kept. Tell your provider when you come back.")),
    S.COMPLETED: Standing(t("You have finished it"), t("Well done. It is on your record."), "done"),
    S.DROPPED_OUT: Standing(t("You stopped before the end"), t("You can begin something else at any time."), "stop"),
    S.TRANSFERRED: Standing(t("You moved to another place"), t("It goes on there."), "done"),
    S.WITHDRAWN: Standing(t("You took it back"), t("You can ask again while it is open."), "stop"),
    S.CANCELLED: Standing(t("It will not take place"), t("See the reason and what else is open."), "stop"),
}
_NOT_COMPLETED = Standing(
    t("The completion does not count"),
    t("Somebody looked again and found it was not so. If you see it differently, ask your office."),
    "stop",
)
_PASSED = Standing(
    t("On the wait list"), t("The seat that was held for you went on. When another becomes free, you are asked again.")
)
_PAUSABLE = (S.AWAITING_GUARDIAN, S.SUBMITTED, S.PROVIDER_REVIEW, S.OFFERED)
_PAUSED = Standing(
    t("It is paused for now"),
    t(
        "The office has suspended this organisation. Your application is kept; nobody signs or reads it until that"
        " ends, and then we tell you. You need do nothing, and you can ask for something else meanwhile."
    ),
    "draft",
)
_PAUSED_BY_ITSELF = Standing(
    _PAUSED.title,
    t(
        "The organisation has paused this. Your application is kept; nobody signs or approves it until it goes on, and"
        " then we tell you. You need do nothing, and you can ask for something else meanwhile."
    ),
    "draft",
)
_CLOSED = Standing(
    t("Closed for now"),
    t(
        "The office has suspended this organisation, so do not set out. Your place and what you earned are kept; your"
        " office speaks with you about how it goes on, and we tell you when it does."
    ),
    "stop",
)
_STILL_OURS = t("Days do not run on meanwhile: a link your guardian has, or a seat held for you, keeps its time.")
_WITH_CASE_WORKER = Standing(
    t("A case worker looks for a way"), t("They talk with you first. You need not ask your guardian.")
)
_NOBODY = Standing(
    t("Nobody of your area works with Okat yet"),
    t(
        "No case worker has heard it, so do not wait for us: call 1300, free, day and night, or 191 in danger."
        " Your application is kept, and we tell your guardian nothing more."
    ),
    "stop",
)
_NOBODY_AFTER = Standing(
    t("Nobody of your area works with Okat yet"),
    t(
        "What they answered is kept, and no case worker has read it. To talk with somebody, call 1300,"
        " free, day and night, or go to your office."
    ),
    "stop",
)


def standing(enrolment: Enrolment, *, cause: str = "") -> Standing:
    """The sentence of a state; `cause` says why a case worker has it in the guardian's place (`enrolments/own.py`)."""
    if not is_paused(enrolment):
        return _CLOSED if pauses.is_closed(enrolment) else _standing(enrolment, cause)
    return _PAUSED if enrolment.opportunity.organisation.suspended_at is not None else _PAUSED_BY_ITSELF


def _standing(enrolment: Enrolment, cause: str) -> Standing:
    state = undoing.told_state(enrolment)
    if state == S.AWAITING_GUARDIAN:
        return _with_case_worker(enrolment, cause) if cause else _with_guardian(enrolment)
    waits = awaiting.awaited(enrolment) if state in awaiting.NOT_BEGUN else None
    if waits is not None:
        return Standing(t("Approved, and not begun yet"), waits)
    if state in _PLAIN:
        return _NOT_COMPLETED if enrolment.reason == FALSE_COMPLETION else _PLAIN[state]
    due = _day(enrolment.due_at)
    if state == S.PROVIDER_REVIEW:
        next_ = t("They answer by {day}.", day=due) if due else t("They read it next.")
        return Standing(t("The provider reads it"), next_)
    if state == S.WAITLISTED:
        return _in_line(enrolment)
    if state == S.OFFERED:
        until = dates.date_time(enrolment.offer_until) if enrolment.offer_until else ""
        return Standing(t("A seat is held for you"), t("Take it by {until}; then it goes to the next.", until=until))
    if state == S.APPROVED:
        begins = beginning.of(enrolment) or enrolment.opportunity.starts_on
        return Standing(t("Approved"), t("You begin on {day}.", day=dates.long_date(begins)), "done")
    return Standing(t("The provider said yes, and holds a seat for you"), _with_office(enrolment))


def _with_office(enrolment: Enrolment) -> Text:
    """By when the office decides, or that nobody of it is there to decide."""
    if answering.has_no_reviewer(enrolment.office_key, enrolment.area_code):
        return _UNDECIDED
    due = _day(enrolment.due_at)
    return t("Your office decides by {day}.", day=due) if due else t("Your office decides next.")


_UNDECIDED = t(
    "Nobody of your office works with Okat yet, so nobody can say when it decides."
    " Whoever runs Okat has been told to find somebody; your seat stays held."
)


def is_paused(enrolment: Enrolment) -> bool:
    """Whether it does not go on now: its organisation is suspended, or has paused it.

    What is with the office while the organisation is suspended, the office decides how it goes on.
    """
    if enrolment.opportunity.organisation.suspended_at is not None:
        return enrolment.state in _PAUSABLE
    return enrolment.state in (*_PAUSABLE, *WITH_OFFICE) and stops.pause_of(enrolment.opportunity) is not None


def kept_meanwhile(enrolment: Enrolment) -> Text | None:
    """That no time runs out in a pause, where some would."""
    return _STILL_OURS if enrolment.state in STILL and is_paused(enrolment) else None


def _in_line(enrolment: Enrolment) -> Standing:
    """Which number, but for whoever passed a seat: the one that is free now is for others."""
    if enrolment.reason == waitlist.PASSED:
        return _PASSED
    place = waitlist.place_in_line(enrolment) or 1
    return Standing(
        t("On the wait list, number {place}", place=place), t("As soon as a seat is free, we hold it for you.")
    )


def _with_guardian(enrolment: Enrolment) -> Standing:
    sees = answering.who_sees(enrolment.office_key, enrolment.area_code)
    return Standing(t("Waits for your guardian's signature"), sees, "draft")


def _with_case_worker(enrolment: Enrolment, cause: str) -> Standing:
    """Who has it now, what happens next and when, without anything for the young person to do; or that nobody has."""
    if answering.has_nobody(enrolment.office_key, enrolment.area_code):
        return _NOBODY if cause == "said" else _NOBODY_AFTER
    moment = enrolment.due_at
    due = _day(moment) if moment is not None and moment > clock.now() else ""
    if cause == "carer":
        text = (
            t("They talk with whoever looks after you, and with you, by {day}. You need do nothing.", day=due)
            if due
            else t("They talk with whoever looks after you, and with you. You need do nothing.")
        )
        return Standing(t("Whoever looks after you has answered; a case worker goes on with it"), text)
    if cause == "declined":
        text = (
            t("They talk with both of you by {day}, and then you hear how it goes on. You need do nothing.", day=due)
            if due
            else t("They talk with both of you, and then you hear how it goes on. You need do nothing.")
        )
        return Standing(t("Your guardian does not agree; a case worker looks for a way"), text)
    return _WITH_CASE_WORKER


def refused_anew(enrolment: Enrolment) -> Standing:
    """The guardian signed before something changed, and does not agree with what it is now."""
    if answering.has_nobody(enrolment.office_key, enrolment.area_code):
        return _NOBODY_AFTER
    text = t("They talk with both of you, and then you hear how it goes on. You need do nothing.")
    return Standing(t("Your guardian does not agree with what has changed"), text)


def due(enrolment: Enrolment) -> tuple[Text | str, str, str]:
    """The clock of what the young person owes: words, how near, and the moment in full."""
    moment = enrolment.offer_until if enrolment.state == S.OFFERED else enrolment.due_at
    if moment is None or enrolment.state not in (S.OFFERED, S.AWAITING_GUARDIAN) or is_paused(enrolment):
        return "", "", ""
    days = (clock.bangkok(moment).date() - clock.today()).days
    kind = "late" if moment < clock.now() else "today" if days <= 0 else "soon" if days <= 1 else ""
    return t("by {day}", day=_day(moment)), kind, dates.date_time(moment)


def _begins(enrolment: Enrolment) -> Text | str:
    """When they begin, where anybody can say so."""
    if is_paused(enrolment):
        return t("once the pause has ended")
    is_open = _place(undoing.told_state(enrolment), guardian=False) < _place(S.APPROVED, guardian=False)
    if is_open and answering.has_no_reviewer(enrolment.office_key, enrolment.area_code):
        return t("Once your office has decided")
    return beginning_words.of(enrolment, clock.today())


def way(enrolment: Enrolment, *, guardian: bool) -> tuple[Step, ...]:
    """The steps and where this request is on them, with the second look of an office that makes one.

    Both looks of the office are one place, so that a yes of which nobody is told yet shows in nothing.
    """
    second = setting_of(enrolment.office_key).two_step_review
    titles = [
        t("You asked"),
        *([t("Your guardian signs")] if guardian else []),
        t("The provider answers"),
        t("Your local office decides"),
        *([t("A second person of your office looks as well")] if second else []),
        t("You begin"),
    ]
    at = _place(undoing.told_state(enrolment), guardian=guardian, second=second)
    begins = _begins(enrolment)
    return tuple(
        Step(
            title,
            begins if number == len(titles) - 1 else "",
            "" if number < at else "now" if number == at else "next",
        )
        for number, title in enumerate(titles)
    )


def _place(state: str, *, guardian: bool, second: bool = False) -> int:
    more = int(guardian)
    if state in (S.DRAFT, S.AWAITING_GUARDIAN):
        return 1
    if state in (S.SUBMITTED, S.PROVIDER_REVIEW, S.WAITLISTED, S.OFFERED):
        return 1 + more
    if state in (S.PROVIDER_ACCEPTED, S.OFFICER_REVIEW, S.SECOND_REVIEW, S.RETURNED):
        return 2 + more
    decided = 3 + more + second
    return decided if state == S.APPROVED else decided + 1


_MOVES: dict[str, Text] = {
    "ask_guardian": t("You asked; your guardian's signature is awaited"),
    "sign": t("Your guardian signed"),
    "record_consent": t("A case worker recorded that it may go on"),
    "go_on_alone": t("Your guardian's signature was no longer needed"),
    "hand_over": t("It went to the provider"),
    "accept": t("The provider said yes"),
    "wait_list": t("The provider put you on the wait list"),
    "decline": t("The provider could not say yes"),
    "offer": t("A seat became free and was held for you"),
    "take_offer": t("You took the seat"),
    "lapse": t("The held seat went to the next"),
    "start_review": t("Your office began to look at it"),
    "pass_up": t("Your office asked for a second look"),
    "approve": t("Your office approved it"),
    "return": t("Your office asked a question"),
    "resubmit": t("You answered"),
    "refuse": t("Your office could not approve it"),
    "enrol": t("You were enrolled"),
    "begin": t("You began"),
    "take_break": t("You took a break"),
    "come_back": t("You came back"),
    "complete": t("You finished"),
    "drop_out": t("You stopped"),
    "transfer": t("You moved to another place"),
    "revoke": t("Somebody looked again: the completion does not count"),
    "withdraw": t("You took it back"),
    "cancel": t("It was cancelled"),
}


_HEARD: dict[str, Text] = {
    "said": t("You told us that you cannot ask your guardian; a case worker took it over"),
    "declined": t("Your guardian did not agree; a case worker took it over"),
    "carer": t("Whoever looks after you answered; a case worker took it over"),
    own.SIGNED_ANEW: t("Your guardian signed again"),
}
_HEARD_BY_NOBODY: dict[str, Text] = {
    "said": t("You told us that you cannot ask your guardian"),
    "declined": t("Your guardian did not agree"),
    "carer": t("Whoever looks after you answered"),
    own.SIGNED_ANEW: t("Your guardian signed again"),
}


def told(
    enrolment: Enrolment, lines: list[HistoryLine], heard: Sequence[tuple[str, datetime]] = ()
) -> tuple[Step, ...]:
    """The history as it is told, newest first, with what was said about the guardian's part.

    An approval that was or can still be undone is left out.
    """
    kept = [(line.at, _MOVES[line.verb]) for line in undoing.told_moves(enrolment, lines) if line.verb in _MOVES]
    if heard:
        is_unheard = answering.has_nobody(enrolment.office_key, enrolment.area_code)
        said = _HEARD_BY_NOBODY if is_unheard else _HEARD
        kept += [(at, said[cause]) for cause, at in heard]
    kept.sort(key=lambda step: step[0])
    return tuple(Step(title, note=dates.date_time(at)) for at, title in reversed(kept))


def _day(moment: datetime | None) -> str:
    return dates.short_date(clock.bangkok(moment).date()) if moment else ""
