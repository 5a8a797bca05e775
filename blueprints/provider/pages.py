"""Finished values for the provider's pages: strings, flags and links, nothing to compute in a template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.paging import PageLink, page_links
from marketplace.areas import names
from marketplace.audit import history
from marketplace.enrolments import attendance, intake, reasons
from marketplace.enrolments.states import WITH_OFFICE
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import baht
from marketplace.kernel.week import Slot as WeekSlot
from marketplace.offers import policy, shelf
from marketplace.people.disclosure import provider_view
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Verdict
    from models.enrolment import Claim, Enrolment
    from models.offer import Opportunity, Session
    from models.organisation import Organisation

APPLICATION_VIEWS: dict[str, tuple[str, ...]] = {
    "": (v.EnrolmentState.PROVIDER_REVIEW,),
    "wait": (v.EnrolmentState.WAITLISTED, v.EnrolmentState.OFFERED),
    "office": (*WITH_OFFICE, v.EnrolmentState.RETURNED),
    "learners": (v.EnrolmentState.APPROVED, v.EnrolmentState.ENROLLED, v.EnrolmentState.IN_LEARNING),
    "all": (),
}
_VIEW_WORDS = {
    "": t("To answer"),
    "wait": t("Wait list"),
    "office": t("With the office"),
    "learners": t("Learners"),
    "all": t("All"),
}


@dataclass(frozen=True)
class Item:
    """One line that leads somewhere."""

    href: str
    title: object
    note: object = ""
    due: object = ""
    due_kind: str = ""
    due_exact: str = ""
    tag: object = ""


@dataclass(frozen=True)
class Tab:
    """A view with its count."""

    label: object
    href: str
    count: int | None
    current: bool
    late: bool = False


@dataclass(frozen=True)
class Fact:
    """A labelled fact."""

    label: object
    value: object = ""
    lines: tuple[object, ...] = ()


@dataclass(frozen=True)
class ListPage:
    """A list with its views and pages."""

    items: tuple[Item, ...]
    tabs: tuple[Tab, ...] = ()
    pages: tuple[PageLink, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class WeekPage:
    """What a provider does this week."""

    heading: Text
    today: tuple[Item, ...]
    unmarked: tuple[Item, ...]
    coming: tuple[Item, ...]
    waiting: tuple[Item, ...]
    waiting_total: int
    asked: tuple[Item, ...]


def chosen_organisation(mine: Sequence[Organisation], ref: str) -> Organisation:
    """The organisation somebody posts for; with only one there is nothing to choose. Raises NotFound."""
    found = [one for one in mine if one.ref == ref] or list(mine)[:1]
    if not found:
        raise NotFound
    return found[0]


def week(held: Sequence[Session], waiting: Sequence[Enrolment], waiting_total: int, asked: Sequence[Claim]) -> WeekPage:
    """Sessions of today, those still unmarked, those that come, and who waits for an answer."""
    today = clock.today()
    live = [one for one in held if not one.cancelled]
    todays = [one for one in live if one.held_on == today]
    unmarked = [one for one in live if one.held_on < today and one.marked_at is None]
    to_mark = len([one for one in todays if one.marked_at is None]) + len(unmarked)
    return WeekPage(
        heading=t("Sessions to mark: {count}", count=to_mark) if to_mark else t("Everything is marked"),
        today=tuple(_meeting(one) for one in todays),
        unmarked=tuple(_meeting(one) for one in unmarked),
        coming=tuple(_meeting(one) for one in live if one.held_on > today),
        waiting=tuple(_application(one) for one in waiting[:5]),
        waiting_total=waiting_total,
        asked=tuple(_claim(one) for one in asked),
    )


def postings(found: Sequence[Opportunity], total: int, states: Mapping[str, int], state: str, page: int) -> ListPage:
    """The organisation's postings by state."""
    tabs = [Tab(t("All"), url_for("provider.show_postings"), sum(states.values()), not state)]
    tabs += [
        Tab(
            words.word(v.OpportunityState, one), url_for("provider.show_postings", state=one), states[one], state == one
        )
        for one in v.OpportunityState
        if states.get(one)
    ]
    return ListPage(
        items=tuple(
            Item(
                url_for("provider.show_posting", posting=one.ref),
                pick(one.title_th, one.title_en),
                t("{when}, seats taken {taken} of {seats}", when=_when(one), taken=one.seats_taken, seats=one.seats),
                tag=words.word(v.OpportunityState, one.state),
            )
            for one in found
        ),
        tabs=tuple(tabs),
        pages=page_links("provider.show_postings", page, total, shelf.PAGE, state=state or None),
        total=total,
    )


@dataclass(frozen=True)
class Action:
    """A button that says one verb."""

    label: Text
    href: str
    kind: str = "2"


@dataclass(frozen=True)
class PostingPage:
    """One posting as its organisation sees it."""

    title: str
    state: Text
    meaning: Text
    kind: str
    review_note: str
    facts: tuple[Fact, ...]
    edit_href: str
    copy_href: str
    preview_href: str
    learners_href: str
    main: Action | None
    actions: tuple[Action, ...]
    steps: tuple[Item, ...]


_MEANING: dict[str, tuple[Text, str]] = {
    "draft": (t("Only you see it. Submit it when it is ready."), "draft"),
    "submitted": (t("The office of the place looks at it within 3 working days."), ""),
    "in_review": (t("The office is looking at it now."), ""),
    "published": (t("Everybody can see it and apply."), "done"),
    "changes_requested": (t("The office asks for a change. Edit it and submit it again."), "stop"),
    "rejected": (t("The office did not accept it. You can copy it and begin again."), "stop"),
    "paused": (t("People see it but cannot apply. Resume it when you are ready."), ""),
    "closed": (t("Nobody can apply any more. Learners go on."), "done"),
    "archived": (t("It is kept for the record."), "done"),
    "withdrawn": (t("You took it back."), "stop"),
}
_VERBS = {
    "submit": t("Submit to the office"),
    "pause": t("Pause"),
    "resume": t("Resume"),
    "close": t("Close for good"),
    "withdraw": t("Take it back"),
    "archive": t("Archive"),
}


def posting(one: Opportunity) -> PostingPage:
    """Everything about one posting and what can be done now."""
    verbs = policy.verbs_for_owner(one)
    meaning, kind = _MEANING[one.state]
    main = next((verb for verb in ("submit", "resume") if verb in verbs), None)
    return PostingPage(
        title=pick(one.title_th, one.title_en),
        state=words.word(v.OpportunityState, one.state),
        meaning=meaning,
        kind=kind,
        review_note=one.review_note,
        facts=_facts(one),
        edit_href=url_for("provider.show_posting_editor", posting=one.ref) if one.state in policy.EDITABLE else "",
        copy_href=url_for("provider.copy_posting", posting=one.ref),
        preview_href=url_for("public.show_opportunity", ref=one.ref) if policy.is_public(one) else "",
        learners_href=url_for("provider.show_learners", posting=one.ref),
        main=_action(one, main, "") if main else None,
        actions=tuple(
            _action(one, verb, "danger" if verb in ("close", "withdraw") else "2") for verb in sorted(verbs - {main})
        ),
        steps=tuple(
            Item("", words.word(v.OpportunityState, move.to_state), move.note, dates.date_time(move.at))
            for move in history(one)
        ),
    )


@dataclass(frozen=True)
class EditorPage:
    """What stands around the posting form."""

    title: Text
    back_href: str
    organisations: tuple[tuple[str, str], ...]
    is_new: bool


def editor(one: Opportunity | None, mine: Sequence[Organisation]) -> EditorPage:
    """A new posting, or one that is changed."""
    back = url_for("provider.show_posting", posting=one.ref) if one else url_for("provider.show_postings")
    return EditorPage(
        title=t("Change the posting") if one else t("New posting"),
        back_href=back,
        organisations=tuple((each.ref, pick(each.name_th, each.name_en)) for each in mine),
        is_new=one is None,
    )


def applications(found: Sequence[Enrolment], total: int, counts: Mapping[str, int], view: str, page: int) -> ListPage:
    """Applications in one of five views."""
    tabs = tuple(
        Tab(
            _VIEW_WORDS[key],
            url_for("provider.show_applications", view=key or None),
            sum(counts.get(state, 0) for state in states) if states else sum(counts.values()),
            key == view,
        )
        for key, states in APPLICATION_VIEWS.items()
    )
    return ListPage(
        items=tuple(_application(one) for one in found),
        tabs=tabs,
        pages=page_links("provider.show_applications", page, total, intake.PAGE, view=view or None),
        total=total,
    )


@dataclass(frozen=True)
class ApplicationPage:
    """One application with what the organisation may know."""

    title: Text
    subtitle: str
    state: Text
    facts: tuple[Fact, ...]
    waits: bool
    due: str
    due_kind: str
    seats_left: Text
    is_full: bool
    claim_href: str
    steps: tuple[Item, ...]


def application(one: Enrolment) -> ApplicationPage:
    """Before approval an alias, after it a first name; the support the young person chose to tell, nothing else."""
    known = provider_view(one.youth, one.state in intake.APPROVED)
    offer = one.opportunity
    needs = tuple(words.words(v.Support, known.needs)) or (t("None told"),)
    left = offer.seats - offer.seats_taken
    due, kind = _due(one.due_at) if one.state == v.EnrolmentState.PROVIDER_REVIEW else ("", "")
    return ApplicationPage(
        title=t("{name} asks to join", name=known.called),
        subtitle=pick(offer.title_th, offer.title_en),
        state=enrolment_word(one.state),
        facts=(
            Fact(t("Age"), known.age_band),
            Fact(t("Lives in"), known.district),
            Fact(t("Support wished for"), lines=needs),
            Fact(t("Their words"), one.note or t("Nothing written")),
            Fact(t("Times"), _when(offer)),
        ),
        waits=one.state == v.EnrolmentState.PROVIDER_REVIEW,
        due=due,
        due_kind=kind,
        seats_left=t("Seats left: {left} of {seats}", left=left, seats=offer.seats),
        is_full=left <= 0,
        claim_href=url_for("provider.show_claim_form", learner=one.ref)
        if one.state == v.EnrolmentState.IN_LEARNING
        else "",
        steps=tuple(
            Item("", enrolment_word(move.to_state), reasons.words(move.reason) or "", dates.date_time(move.at))
            for move in history(one)
            if move.to_state not in ("draft", "awaiting_guardian", "submitted")
        ),
    )


@dataclass(frozen=True)
class Person:
    """One learner on the roll."""

    ref: str
    name: str
    note: str
    state: str


@dataclass(frozen=True)
class RollPage:
    """One session and who learns in it."""

    title: Text
    line: Text
    people: tuple[Person, ...]
    can_mark: bool
    why_not: Text | None
    marked: Text | None
    is_late: bool
    cancelled: bool
    cancel_href: str
    posting_href: str


def roll(meeting: Session, lines: Sequence[attendance.RollLine], verdict: Verdict) -> RollPage:
    """Everybody is present until touched."""
    offer = meeting.opportunity
    people = tuple(
        Person(
            line.enrolment.ref,
            provider_view(line.youth, approved=True).called,
            line.mark.note if line.mark else "",
            line.mark.status if line.mark else v.AttendanceStatus.HERE,
        )
        for line in lines
    )
    came = Counter(person.state for person in people)
    start, end = clock.bangkok(meeting.starts_at), clock.bangkok(meeting.ends_at)
    return RollPage(
        title=t("Roll call: {title}", title=pick(offer.title_th, offer.title_en)),
        line=t(
            "{day} {times}, session {number}",
            day=dates.long_date(meeting.held_on),
            times=dates.time_range(start, end),
            number=meeting.number,
        ),
        people=people,
        can_mark=bool(verdict) and bool(people),
        why_not=verdict.reason,
        marked=t(
            "Marked {when}: came {here}, late {late}, away {away}",
            when=dates.date_time(meeting.marked_at),
            here=came["here"],
            late=came["late"],
            away=came["away"],
        )
        if meeting.marked_at
        else None,
        is_late=meeting.marked_at is not None and clock.now() > meeting.marked_at + attendance.CORRECTION,
        cancelled=meeting.cancelled,
        cancel_href=""
        if meeting.marked_at or meeting.cancelled
        else url_for("provider.cancel_session", meeting=meeting.ref),
        posting_href=url_for("provider.show_posting", posting=offer.ref),
    )


def claims_list(found: Sequence[Claim]) -> ListPage:
    """The organisation's claims, newest first."""
    return ListPage(items=tuple(_claim(one) for one in found), total=len(found))


def learners(offer: Opportunity, found: Sequence[Enrolment]) -> ListPage:
    """Everybody approved for one posting."""
    return ListPage(
        items=tuple(
            Item(
                url_for("provider.show_application", application=one.ref),
                provider_view(one.youth, approved=True).called,
                enrolment_word(one.state),
            )
            for one in found
        ),
        total=len(found),
    )


@dataclass(frozen=True)
class ClaimFormPage:
    """What stands around the claim form."""

    title: Text
    subtitle: str
    line: Text
    back_href: str
    accept: str = field(default="image/jpeg,image/png,image/webp,application/pdf")


def claim_form(one: Enrolment) -> ClaimFormPage:
    """A learner with what attendance shows."""
    seen = attendance.summary(one)
    return ClaimFormPage(
        title=t("{name} has finished", name=provider_view(one.youth, approved=True).called),
        subtitle=pick(one.opportunity.title_th, one.opportunity.title_en),
        line=t(
            "Attendance shows {attended} sessions and {hours} hours. A claim cannot be higher.",
            attended=seen["attended"],
            hours=seen["hours"],
        ),
        back_href=url_for("provider.show_application", application=one.ref),
    )


@dataclass(frozen=True)
class ClaimPage:
    """One claim as its organisation sees it."""

    title: Text
    state: Text
    kind: str
    reason: str
    facts: tuple[Fact, ...]
    files: tuple[Item, ...]
    wants_more: bool
    steps: tuple[Item, ...]
    accept: str = field(default="image/jpeg,image/png,image/webp,application/pdf")


def claim(one: Claim) -> ClaimPage:
    """The claim, its proof and how far it has come."""
    offer = one.enrolment.opportunity
    kinds = {v.ClaimState.VERIFIED: "done", v.ClaimState.REJECTED: "stop"}
    return ClaimPage(
        title=t("Completion of {name}", name=provider_view(one.enrolment.youth, approved=True).called),
        state=words.word(v.ClaimState, one.state),
        kind=kinds.get(v.ClaimState(one.state), ""),
        reason=one.reason_note,
        facts=(
            Fact(t("Opportunity"), pick(offer.title_th, offer.title_en)),
            Fact(t("Hours"), one.hours),
            Fact(t("What was learned"), one.note or "–"),
        ),
        files=tuple(
            Item(url_for("provider.show_file", ref=file.ref), file.given_name, _size(file.size))
            for file in one.evidence
        ),
        wants_more=one.state == v.ClaimState.MORE_EVIDENCE_NEEDED,
        steps=tuple(
            Item("", words.word(v.ClaimState, move.to_state), move.note, dates.date_time(move.at))
            for move in history(one)
        ),
    )


_ENROLMENT_WORDS: dict[str, Text] = {
    "provider_review": t("Waits for your answer"),
    "provider_accepted": t("You said yes, now with the office"),
    "waitlisted": t("On the wait list"),
    "offered": t("A seat is offered to them"),
    "declined": t("You said no"),
    "officer_review": t("With the office"),
    "second_review": t("With the office, second review"),
    "returned": t("The office asked the young person something"),
    "refused": t("The office did not approve"),
    "approved": t("Approved, begins soon"),
    "enrolled": t("Enrolled"),
    "in_learning": t("Learning"),
    "on_break": t("On a break"),
    "completed": t("Completed"),
    "dropped_out": t("Stopped before the end"),
    "transferred": t("Moved to another place"),
    "withdrawn": t("Withdrawn"),
    "cancelled": t("Cancelled"),
}


def enrolment_word(state: str) -> Text:
    """A state in the organisation's words."""
    return _ENROLMENT_WORDS.get(state) or t("Not with you yet")


def _meeting(one: Session) -> Item:
    times = dates.time_range(clock.bangkok(one.starts_at), clock.bangkok(one.ends_at))
    due: tuple[object, str] = ("", "")
    if one.marked_at is None and one.starts_at <= clock.now():
        due = (t("Mark now"), "today" if one.held_on == clock.today() else "late")
    elif one.marked_at is not None:
        due = (t("Marked"), "")
    return Item(
        url_for("provider.show_roll", meeting=one.ref),
        pick(one.opportunity.title_th, one.opportunity.title_en),
        t("{day} {times}, session {number}", day=dates.short_date(one.held_on), times=times, number=one.number),
        *due,
    )


def _application(one: Enrolment) -> Item:
    known = provider_view(one.youth, one.state in intake.APPROVED)
    due, kind = _due(one.due_at) if one.state == v.EnrolmentState.PROVIDER_REVIEW else ("", "")
    title = pick(one.opportunity.title_th, one.opportunity.title_en)
    return Item(
        url_for("provider.show_application", application=one.ref),
        known.called,
        t("{title}, {band}, {place}", title=title, band=known.age_band, place=known.district),
        due,
        kind,
        tag=enrolment_word(one.state),
    )


def _claim(one: Claim) -> Item:
    known = provider_view(one.enrolment.youth, approved=True)
    title = pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en)
    return Item(
        url_for("provider.show_claim", claim=one.ref),
        known.called,
        t("{title}, hours {hours}", title=title, hours=one.hours),
        tag=words.word(v.ClaimState, one.state),
    )


def _due(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    days = (clock.bangkok(moment).date() - clock.today()).days
    kind = "late" if moment < clock.now() else "today" if days <= 0 else "soon" if days <= 1 else ""
    word = (
        t("Overdue since {day}", day=dates.short_date(clock.bangkok(moment).date()))
        if kind == "late"
        else t("Answer by {day}", day=dates.short_date(clock.bangkok(moment).date()))
    )
    return str(word), kind


def _when(one: Opportunity) -> str:
    return str(weeks.summary(WeekSlot(slot.weekday, slot.start_minute, slot.end_minute) for slot in one.slots))


def _facts(one: Opportunity) -> tuple[Fact, ...]:
    money = (
        (t("Wage {sum} baht a day", sum=baht(one.wage_per_day_satang)), one.wage_per_day_satang),
        (t("Stipend {sum} baht a session", sum=baht(one.stipend_per_session_satang)), one.stipend_per_session_satang),
        (
            t("Travel money {sum} baht a session", sum=baht(one.travel_per_session_satang)),
            one.travel_per_session_satang,
        ),
        (t("On completion {sum} baht", sum=baht(one.completion_bonus_satang)), one.completion_bonus_satang),
        (t("Costs the learner {sum} baht a month", sum=baht(one.cost_per_month_satang)), one.cost_per_month_satang),
    )
    return (
        Fact(t("Kind"), words.word(v.OpportunityKind, one.kind)),
        Fact(t("When"), lines=(_when(one), dates.date_range(one.starts_on, one.ends_on))),
        Fact(t("Apply until"), dates.long_date(one.apply_by)),
        Fact(t("Where"), lines=tuple(filter(None, (pick(one.place_th, one.place_en), names.address(one.area_code))))),
        Fact(t("Seats"), t("{taken} of {seats} taken", taken=one.seats_taken, seats=one.seats)),
        Fact(t("Money"), lines=tuple(text for text, amount in money if amount) or (t("Free, nothing is paid"),)),
        Fact(t("Support offered"), lines=words.words(v.Support, one.supports) or (t("None told"),)),
    )


def _action(one: Opportunity, verb: str, kind: str) -> Action:
    if verb == "submit":
        return Action(_VERBS[verb], url_for("provider.submit_posting", posting=one.ref), kind)
    return Action(_VERBS[verb], url_for("provider.move_posting", posting=one.ref, verb=verb), kind)


def _size(size: int) -> Text:
    return t("{size} kB", size=max(1, size // 1024))
