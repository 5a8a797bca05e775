"""Finished values for applications and learners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import agreement_parts
from blueprints.exporting import links
from blueprints.paging import page_links
from blueprints.parts import Fact
from blueprints.provider.parts import Item, ListPage, Tab, due_of, enrolment_word
from marketplace.agreements.states import DRAFTABLE
from marketplace.audit import history
from marketplace.enrolments import awaiting, intake, learner_names, milestones, reasons, sayings, undoing
from marketplace.enrolments.states import WITH_OFFICE
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock
from marketplace.offers import standing
from marketplace.offers.cards import weekly
from marketplace.people.disclosure import provider_view
from models import vocabulary as v

if TYPE_CHECKING:
    from models.enrolment import Enrolment


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
_MOVES: dict[str, Text] = {
    "hand_over": t("It came to you"),
    "accept": t("You said yes"),
    "wait_list": t("You put them on the wait list"),
    "decline": t("You said no"),
}
"""The organisation's own steps, as it reads them; those of others are told as the office tells them."""


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
        items=application_items(found),
        tabs=tabs,
        pages=page_links("provider.show_applications", page, total, intake.PAGE, view=view or None),
        total=total,
        export=links("provider.export_applications", view=view or None),
    )


def applications_file(found: Sequence[Enrolment]) -> tuple[list[object], list[list[object]]]:
    """The applications on screen with a head; nobody is named who is not named on screen."""
    head: list[object] = [t("Reference"), t("Name"), t("Posting"), t("Age"), t("Area"), t("State"), t("Due")]
    names = _names(found)
    return head, [_application_row(one, names) for one in found]


def _application_row(one: Enrolment, names: learner_names.Names) -> list[object]:
    known = provider_view(one.youth, intake.is_named(one))
    runs = one.due_at if _due(one)[0] else None
    due = clock.bangkok(runs).date().isoformat() if runs is not None else ""
    title = pick(one.opportunity.title_th, one.opportunity.title_en)
    return [
        one.ref,
        _called(one, names),
        title,
        known.age_band,
        known.district,
        enrolment_word(undoing.told_state(one)),
        due,
    ]


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
    pause: Text | None
    no_yes: Text | None
    claim_href: str
    steps: tuple[Item, ...]


def application(one: Enrolment) -> ApplicationPage:
    """Before approval an alias, after it a first name; the support the young person chose to tell, nothing else."""
    known = provider_view(one.youth, intake.is_named(one))
    offer = one.opportunity
    needs = tuple(words.words(v.Support, known.needs)) or (t("None told"),)
    left = offer.seats - offer.seats_taken
    due, kind = _due(one)
    return ApplicationPage(
        title=t("{name} asks to join", name=_called(one, _names([one]))),
        subtitle=pick(offer.title_th, offer.title_en),
        state=enrolment_word(undoing.told_state(one)),
        facts=(
            Fact(t("Age"), known.age_band),
            Fact(t("Lives in"), known.district),
            Fact(t("Support wished for"), lines=needs),
            Fact(t("Their words"), one.note or t("Nothing written")),
            Fact(t("Times"), lines=weeks.each(weekly(offer.slots))),
            *_law(one),
            *_points(one),
        ),
        waits=one.state == v.EnrolmentState.PROVIDER_REVIEW,
        due=due,
        due_kind=kind,
        seats_left=t("Seats left: {left} of {seats}", left=left, seats=offer.seats),
        is_full=left <= 0,
        pause=standing.pause_of(offer) if one.state in (v.EnrolmentState.PROVIDER_REVIEW, *WITH_OFFICE) else None,
        no_yes=_no_yes(one),
        claim_href=url_for("provider.show_claim_form", learner=one.ref)
        if one.state == v.EnrolmentState.IN_LEARNING
        else "",
        steps=tuple(
            Item(
                "",
                _MOVES.get(move.verb) or sayings.move(move.verb),
                reasons.words(move.reason) or "",
                dates.date_time(move.at),
            )
            for move in undoing.told_moves(one, history(one))
            if move.to_state not in ("draft", "awaiting_guardian", "submitted")
        ),
    )


def _points(one: Enrolment) -> tuple[Fact, ...]:
    """That money is paid for milestones or staying, and where to say that it is reached."""
    found = milestones.of(one.id) if intake.is_named(one) else ()
    if not found:
        return ()
    reached = sum(point.state == v.MilestoneState.VERIFIED for point in found)
    told = t("{reached} of {count} reached", reached=reached, count=len(found))
    href = url_for("provider.show_milestones", learner=one.ref)
    return (Fact(t("Milestones and staying"), told, href=href, link=t("See the milestones")),)


def _law(one: Enrolment) -> tuple[Fact, ...]:
    """What goes with a placement: its agreement, and what the law asks."""
    if one.opportunity.kind != v.OpportunityKind.PLACEMENT or undoing.told_state(one) not in DRAFTABLE:
        return ()
    law = url_for("provider.show_law_worker", worker=one.ref)
    written = agreement_parts.facts_of(
        one, lambda agreement: url_for("provider.show_agreement", agreement=agreement.ref)
    )
    unwritten = tuple(filter(None, (t("Not written yet"), awaiting.awaited(one))))
    to_write = url_for("provider.show_new_agreement", worker=one.ref)
    return (
        *(written or (Fact(t("Agreement"), lines=unwritten, href=to_write, link=t("Write it")),)),
        Fact(t("Law of labour"), href=law, link=t("What the law asks")),
    )


def learners(found: Sequence[Enrolment]) -> ListPage:
    """Everybody approved for one posting."""
    names = learner_names.of_all(found)
    return ListPage(
        items=tuple(
            Item(
                url_for("provider.show_application", application=one.ref),
                learner_names.pick(names, one),
                enrolment_word(undoing.told_state(one)),
            )
            for one in found
        ),
        total=len(found),
    )


def application_items(found: Sequence[Enrolment]) -> tuple[Item, ...]:
    """Applications as entries of a list."""
    names = _names(found)
    return tuple(_item(one, names) for one in found)


def _names(found: Sequence[Enrolment]) -> learner_names.Names:
    """The names of those who are known by one."""
    return learner_names.of_all(one for one in found if intake.is_named(one))


def _called(one: Enrolment, names: learner_names.Names) -> str:
    return names.get((one.opportunity_id, one.youth_id), one.youth.alias)


def _due(one: Enrolment) -> tuple[str, str]:
    """Until when an answer is waited for; while the office has closed the place its time stands still."""
    runs = one.state == v.EnrolmentState.PROVIDER_REVIEW and one.opportunity.organisation.suspended_at is None
    return due_of(one.due_at) if runs else ("", "")


def _no_yes(one: Enrolment) -> Text | None:
    """Why no seat can be held now, and what becomes of the time to answer; None where it can."""
    if standing.pause_of(one.opportunity) is None:
        return None
    if one.opportunity.organisation.suspended_at is not None:
        return t("You cannot say yes while nothing new begins. Until then your time to answer stands still.")
    return t("You cannot say yes while this is paused. Let it go on first, or give another answer.")


def _item(one: Enrolment, names: learner_names.Names) -> Item:
    known = provider_view(one.youth, intake.is_named(one))
    due, kind = _due(one)
    title = pick(one.opportunity.title_th, one.opportunity.title_en)
    return Item(
        url_for("provider.show_application", application=one.ref),
        _called(one, names),
        t("{title}, {band}, {place}", title=title, band=known.age_band, place=known.district),
        due,
        kind,
        tag=enrolment_word(undoing.told_state(one)),
    )
