"""Finished values for one request: facts left, history right, checks between, the decision beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import agreement_parts
from blueprints.office import help_facts, queue_pages
from blueprints.office.enrolment_facts import facts
from blueprints.office.help_facts import HelpPart
from blueprints.office.queue_pages import Key
from blueprints.office.queue_rows import Due, due_of
from blueprints.parts import Fact
from marketplace.agreements import policy as agreements
from marketplace.agreements.states import DRAFTABLE
from marketplace.duties import policy as duties
from marketplace.enrolments import (
    approvals,
    awaiting,
    batches,
    beginning,
    checks,
    commitments,
    own,
    pauses,
    policy,
    queries,
    reasons,
    sayings,
    telling,
)
from marketplace.enrolments.checks import Check
from marketplace.enrolments.queries import QueueFilter
from marketplace.enrolments.states import BEFORE_START, ENROLMENT, WITH_OFFICE
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.geo import Point
from marketplace.kernel.money import baht
from marketplace.matching.reading import life_terms
from marketplace.matching.travel import ways
from marketplace.organisations import policy as organisations
from marketplace.people import guardians
from marketplace.people.disclosure import view_in
from models import vocabulary as v

if TYPE_CHECKING:
    from datetime import date

    from marketplace.access import Actor
    from marketplace.enrolments.queries import HistoryLine
    from models.enrolment import Enrolment

_HEARD = {
    "said": t("The young person said that they cannot ask their guardian"),
    "declined": t("The guardian said no"),
    "carer": t("A carer without custody answered"),
    own.SIGNED_ANEW: t("The guardian signed again"),
}
QUIET = frozenset({"hand_over", "start_review"})
"""Moves that say nothing to a reader beside the ones around them."""

_DECIDE_ABOVE = t("There is nothing to approve. What is to be decided stands at the top.")

KEYS = (Key(("a",), t("approve")), Key(("r",), t("send back")))
SPOKEN = {"resubmit": "answer", "take_offer": "take", "withdraw": "withdraw"}


@dataclass(frozen=True, slots=True)
class Place:
    """A link beside the way back."""

    label: Text
    href: str
    rel: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    title: Text
    text: Text | str
    note: Text | str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Reads:
    """What the young person will read after a decision, in the words they read or in ours."""

    decision: str
    text: Text
    is_quoted: bool = True


@dataclass(frozen=True, slots=True)
class Closed:
    """That the place is closed for now, what is to be decided, and where to read why."""

    title: Text
    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """One request with what a decision needs."""

    title: Text
    names: str
    """Words that are kept whole at the end of a line: of everybody who stands on the page, and of its days."""
    ref: str
    due: Due
    state: Text
    back_label: Text
    back_href: str
    places: tuple[Place, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    checks_title: Text
    steps: tuple[Step, ...]
    keys: tuple[Key, ...]
    can_decide: bool
    why_not: Text | None
    approve_label: Text
    approve_note: Text
    is_undoable: bool
    reads_title: Text
    reads: tuple[Reads, ...]
    undo_href: str
    cancel_href: str
    speak_href: str
    spoken: frozenset[str]
    help: HelpPart
    closed: Closed | None


def one(actor: Actor, enrolment: Enrolment, wanted: QueueFilter) -> EnrolmentPage:
    """Everything on one page."""
    who = view_in(actor, enrolment.youth, enrolment)
    verdict = policy.decision(actor, enrolment)
    judged = _checks(enrolment)
    label, places = _around(actor, enrolment, wanted)
    verbs = ENROLMENT.verbs(enrolment.state)
    passes = bool(batches.passing_up([enrolment])) and bool(verdict)
    decided = enrolment.state in (v.EnrolmentState.APPROVED, v.EnrolmentState.ENROLLED, v.EnrolmentState.IN_LEARNING)
    closed = pauses.is_closed(enrolment)
    return EnrolmentPage(
        title=t("{name} asks for {title}", name=who.full_name or who.called, title=_title(enrolment)),
        names=" ".join((who.full_name, who.called, *_people(enrolment), *dates.names())),
        ref=enrolment.ref,
        due=due_of(policy.owed_at(enrolment)),
        state=sayings.state(enrolment.state),
        back_label=label if policy.can_open_queue(actor) else t("Young people"),
        back_href=url_for("office.show_queue", **queue_pages.address(wanted))
        if policy.can_open_queue(actor)
        else url_for("office.show_youth_list"),
        places=places,
        facts=(*facts(actor, enrolment, who), *_law(actor, enrolment)),
        checks=judged,
        checks_title=t("Looked at for you: {count}", count=len(judged)),
        steps=_steps(actor, enrolment, who.called),
        keys=KEYS,
        can_decide=bool(verdict),
        why_not=_DECIDE_ABOVE if closed else verdict.reason,
        approve_label=t("Pass to the second review") if passes else t("Approve"),
        approve_note=t("An approver decides. Nobody else is told yet.") if passes else _approve_note(enrolment),
        is_undoable=not passes,
        reads_title=t("{name} will read", name=who.called),
        reads=_reads(enrolment, passes=passes),
        undo_href=url_for("office.undo_enrolment", enrolment=enrolment.ref)
        if policy.can_undo(actor, enrolment) and approvals.can_still_undo(enrolment)
        else "",
        cancel_href=url_for("office.cancel_enrolment", enrolment=enrolment.ref)
        if decided and policy.can_cancel(actor, enrolment)
        else "",
        speak_href=url_for("office.speak_for_enrolment", enrolment=enrolment.ref)
        if policy.can_speak_as_office(actor, enrolment)
        else "",
        spoken=frozenset(SPOKEN[verb] for verb in verbs & SPOKEN.keys()),
        help=help_facts.findable(actor, enrolment),
        closed=_closed(actor, enrolment) if closed else None,
    )


def _closed(actor: Actor, enrolment: Enrolment) -> Closed:
    place = enrolment.opportunity.organisation
    return Closed(
        t("The office has closed {organisation} for now", organisation=pick(place.name_th, place.name_en)),
        t(
            "They learn or begin here and were told not to set out. Speak with them and decide how it goes on: they"
            " wait until it opens again, or you help them to something else and end this."
        ),
        url_for("office.show_organisation", organisation=place.ref) if organisations.can_see(actor, place) else "",
    )


def _checks(enrolment: Enrolment) -> tuple[Check, ...]:
    """What is looked at everywhere, with the way from where the young person lives now; flags first."""
    return tuple(sorted((*checks.of(enrolment), *_way(enrolment)), key=lambda check: not check.flag))


def _way(enrolment: Enrolment) -> tuple[Check, ...]:
    """How long the way is against the longest they named; nothing where they named none or nobody goes anywhere."""
    offer, life = enrolment.opportunity, life_terms(enrolment.youth)
    most = life.travel_minutes_max
    if offer.mode == v.Mode.ONLINE or life.point is None or most is None:
        return ()
    minutes = ways(life.point, Point(offer.lat, offer.lon), clock.today(), life.transport)[0].minutes
    said = (
        t("The way takes {minutes} minutes; they said at most {most}", minutes=minutes, most=most)
        if minutes > most
        else t("The way takes {minutes} minutes, of at most {most}", minutes=minutes, most=most)
    )
    return (Check("travel", said, flag=minutes > most),)


def _law(actor: Actor, enrolment: Enrolment) -> tuple[Fact, ...]:
    """What goes with a placement: its agreement, and what the law asks of its employer."""
    if enrolment.opportunity.kind != v.OpportunityKind.PLACEMENT or enrolment.state not in DRAFTABLE:
        return ()
    found: tuple[Fact, ...] = ()
    if agreements.can_list(actor):
        found = agreement_parts.facts_of(
            enrolment, lambda agreement: url_for("office.show_agreement", agreement=agreement.ref)
        ) or (Fact(t("Agreement"), lines=tuple(filter(None, (t("Not written yet"), awaiting.awaited(enrolment))))),)
    if duties.can_watch(actor):
        href = url_for("office.show_law_worker", worker=enrolment.ref)
        found = (*found, Fact(t("Law of labour"), href=href, link=t("What is owed and found")))
    return found


def beside(refusal: Invalid, decision: str) -> Invalid:
    """A refusal shown beside the field of the decision it belongs to."""
    field = f"{decision}_reason" if refusal.field == "reason" else refusal.field
    return Invalid(refusal.message, field=field)


def decided(enrolment: Enrolment) -> Text:
    """What was done, for the next page."""
    return {
        v.EnrolmentState.APPROVED: t("Approved. Nobody is told for ten minutes; until then you can take it back."),
        v.EnrolmentState.SECOND_REVIEW: t("Passed on to the second review."),
        v.EnrolmentState.RETURNED: t("Sent back with your question. The clock stands still."),
    }.get(v.EnrolmentState(enrolment.state), t("Your decision is kept, and the young person has been told."))


def _around(actor: Actor, enrolment: Enrolment, wanted: QueueFilter) -> tuple[Text, tuple[Place, ...]]:
    refs = queries.refs_in_order(actor, wanted) if policy.can_open_queue(actor) else []
    if enrolment.ref not in refs:
        return t("Queue"), ()
    at, here = refs.index(enrolment.ref), queue_pages.address(wanted)

    def place(label: Text, index: int, rel: str) -> tuple[Place, ...]:
        if not 0 <= index < len(refs):
            return ()
        return (Place(label, url_for("office.show_enrolment", enrolment=refs[index], **here), rel),)

    label = t("Queue, matter {number} of {total}", number=at + 1, total=len(refs))
    return label, place(t("Previous"), at - 1, "prev") + place(t("Next"), at + 1, "next")


def _steps(actor: Actor, enrolment: Enrolment, called: str) -> tuple[Step, ...]:
    told = _told(actor, enrolment, called)
    owed = policy.owed_at(enrolment)
    if ENROLMENT.verbs(enrolment.state):
        by = t("by {moment}", moment=dates.date_time(owed)) if owed else ""
        told.append(Step(sayings.state(enrolment.state), _owed_by(enrolment), by, "now"))
    if enrolment.state in BEFORE_START:
        begins = _begins(enrolment) or beginning.opens(enrolment.opportunity)
        waits = awaiting.awaited(enrolment)
        told.append(Step(t("Begins"), waits or dates.short_date(begins, year=True), "", "next"))
    return tuple(told)


def _told(actor: Actor, enrolment: Enrolment, called: str) -> list[Step]:
    """Every move, and between them what was said about the guardian's part."""
    unnamed = frozenset() if policy.can_read_signer(actor, enrolment) else guardians.accounts_of(enrolment.youth_id)

    def name(line: HistoryLine) -> Text | str:
        # The name of an account tells who somebody is: the young person is called here as everywhere on the page.
        if line.account_id is not None and line.account_id == enrolment.youth.account_id:
            return called
        return t("the guardian") if line.account_id in unnamed else line.name

    moves = [(line.at, _step(line, name(line))) for line in queries.history(enrolment) if line.verb not in QUIET]
    anew = own.signed_anew(enrolment)
    said = [(at, Step(_HEARD[cause], anew.get(at, ""), dates.date_time(at))) for cause, at in own.heard(enrolment)]
    return [step for _, step in sorted([*moves, *said], key=lambda told: told[0])]


def _people(enrolment: Enrolment) -> set[str]:
    """Whoever acted on it, by name."""
    return {line.name for line in queries.history(enrolment)}


def _begins(enrolment: Enrolment) -> date | None:
    """The first day; while the office decides the one that is promised by a yes given now, as the words below say."""
    if enrolment.state not in WITH_OFFICE:
        return beginning.of(enrolment)
    begins = beginning.if_approved(enrolment)
    return clock.bangkok(begins).date() if begins is not None else None


def _step(line: HistoryLine, name: Text | str) -> Step:
    because = [str(reasons.words(code)) for code in line.reason.split(",") if reasons.words(code)]
    said = [*because, f"“{line.note}”"] if line.note else because
    by = t("by {name}", name=name) if name else ""
    return Step(sayings.move(line.verb), " ".join(filter(None, (str(by), " · ".join(said)))), dates.date_time(line.at))


def _owed_by(enrolment: Enrolment) -> Text | str:
    late = policy.is_overdue(enrolment)
    return t("Overdue. The province sees it too.") if late else ""


def _approve_note(enrolment: Enrolment) -> Text:
    amount = commitments.cost(enrolment.opportunity).total_satang
    if not amount:
        return t("The young person, the guardian and the provider are told")
    told = t("The young person, the guardian and the provider are told")
    return t("Promises {sum} baht of the fund. {told}", sum=baht(amount), told=told)


def _reads(enrolment: Enrolment, *, passes: bool) -> tuple[Reads, ...]:
    yes = (
        Reads("approve", t("Nothing new before the second review."), is_quoted=False) if passes else _promise(enrolment)
    )
    return (yes, Reads("return", telling.QUESTION), Reads("refuse", telling.NOT_THIS_TIME))


def _promise(enrolment: Enrolment) -> Reads:
    offer = enrolment.opportunity
    begins = beginning.if_approved(enrolment)
    when = dates.date_time(begins) if begins else dates.long_date(beginning.opens(offer))
    where = pick(offer.place_th, offer.place_en) or pick(offer.organisation.name_th, offer.organisation.name_en)
    return Reads("approve", t("Approved. You begin at {place}, {when}.", place=where, when=when))


def _title(enrolment: Enrolment) -> str:
    return pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en)
