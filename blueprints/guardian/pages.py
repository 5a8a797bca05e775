"""Pages of guardians: facts of a request in plain words, and nothing that the young person did not choose to share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import answering
from marketplace.access import Actor
from marketplace.areas import names
from marketplace.enrolments import alone, consents, guardian_checks, pauses, policy, queries, signed_terms, undoing
from marketplace.enrolments.consents import ConsentText
from marketplace.enrolments.signing import Asked
from marketplace.enrolments.states import HIDDEN_FROM_PROVIDER
from marketplace.i18n import Text, dates, pick, t
from marketplace.i18n.weeks import each
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.offers import coming, payers, promises, standing
from marketplace.offers.cards import weekly
from marketplace.people.disclosure import guardian_view
from marketplace.people.guardians import OWN_WARD, SOMEBODY_ELSE, Objection, name_of
from models.vocabulary import EnrolmentState, Mode

if TYPE_CHECKING:
    from models.enrolment import Enrolment
    from models.offer import Opportunity
    from models.youth import Guardian

BASIS_HINTS = {
    "parent": t("You are their mother or father."),
    "court_appointed": t("A court order names you."),
    "child_protection_officer": t("You act by your office."),
    "carer_without_custody": t("You look after them, without a court order. A case worker talks with you."),
}
_NOBODY_HINTS = {"carer_without_custody": t("You look after them, without a court order.")}
_AGAINST = t("Not sure, or against it? Tell us, and a case worker will talk with you both.")
_AGAINST_BY_NOBODY = t(
    "Not sure, or against it? Tell us, and it goes no further. Nobody of the young person's area works with Okat yet,"
    " so nobody can talk with you here: for advice call 1300, free, day and night."
)
STATES = {
    EnrolmentState.DRAFT: t("Not sent yet"),
    EnrolmentState.AWAITING_GUARDIAN: t("Waits for your signature"),
    EnrolmentState.SUBMITTED: t("With the provider, who answers first"),
    EnrolmentState.PROVIDER_REVIEW: t("With the provider, who answers first"),
    EnrolmentState.WAITLISTED: t("On the wait list"),
    EnrolmentState.OFFERED: t("A place is free, they are deciding"),
    EnrolmentState.PROVIDER_ACCEPTED: t("With the office, which decides"),
    EnrolmentState.OFFICER_REVIEW: t("With the office, which decides"),
    EnrolmentState.SECOND_REVIEW: t("With the office, which decides"),
    EnrolmentState.RETURNED: t("The office asked a question"),
    EnrolmentState.APPROVED: t("Approved"),
    EnrolmentState.ENROLLED: t("Approved"),
    EnrolmentState.IN_LEARNING: t("Learning now"),
    EnrolmentState.ON_BREAK: t("Taking a break"),
    EnrolmentState.COMPLETED: t("Completed"),
    EnrolmentState.DECLINED: t("Not this time"),
    EnrolmentState.REFUSED: t("Not this time"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact."""

    label: Text
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What is asked of the guardian."""

    called: str
    title: str
    facts: tuple[Row, ...]
    consent: str
    text_hash: str
    terms: str
    version: str
    hints: dict[str, Text]
    against: Text
    sign_href: str
    decline_href: str
    warning: Text | None
    until: Text | None
    anew: Text | None


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """What is said when there is nothing to sign."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request as it stands."""

    title: str
    state: str
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in the overview."""

    title: str
    note: str
    state: str
    href: str
    waits: bool


@dataclass(frozen=True, slots=True)
class WardPart:
    """One young person with their requests."""

    called: str
    requests: tuple[RequestLine, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everybody this guardian looks after."""

    wards: tuple[WardPart, ...]
    waiting: int


SAME_PHONE = t(
    "The young person was signed in on this phone not long ago. Only the guardian signs."
    " The office sees that it was signed on the same phone, and may call."
)


def signing(
    enrolment: "Enrolment",
    text: ConsentText,
    *,
    sign_href: str,
    decline_href: str,
    warning: Text | None = None,
    left: timedelta | None = None,
) -> SigningPage:
    """The page that asks for a signature; `left` is how long the link it was opened by still works."""
    called = guardian_view(enrolment.youth).called
    has_nobody = answering.has_nobody(enrolment.office_key, enrolment.area_code)
    return SigningPage(
        called=called,
        title=pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en),
        facts=facts(enrolment),
        consent=text.text,
        text_hash=text.hash,
        terms=signed_terms.mark(enrolment.opportunity_id),
        version=text.issued,
        hints=BASIS_HINTS | _NOBODY_HINTS if has_nobody else BASIS_HINTS,
        against=_AGAINST_BY_NOBODY if has_nobody else _AGAINST,
        sign_href=sign_href,
        decline_href=decline_href,
        warning=warning,
        until=t("You can sign with this link until {moment}.", moment=dates.date_time(clock.now() + left))
        if left is not None
        else None,
        anew=_anew(enrolment),
    )


def _anew(enrolment: "Enrolment") -> Text | None:
    """What is otherwise than what was signed before."""
    changed = guardian_checks.asked_anew(enrolment)
    if changed is None:
        return None
    day = dates.short_date(clock.bangkok(changed.signed_at).date())
    return t("It was signed on {day}. This has changed since: {what}. Do you agree?", day=day, what=changed.what)


@dataclass(frozen=True, slots=True)
class LookPage:
    """What whoever may only look reads, and where it goes on for them."""

    called: str
    title: str
    facts: tuple[Row, ...]
    why: Text
    href: str
    label: Text | None
    leave_for: str
    then: Text | None = None


def look(enrolment: "Enrolment", objection: Objection, actor: Actor, *, here: str) -> LookPage:
    """The page of a link for somebody who may not sign it."""
    href, label, leave_for = "", None, ""
    if objection == OWN_WARD:
        href = url_for("youth.show_guardian", application=enrolment.ref)
        label = t("Give them the link, or ask a case worker")
    elif policy.can_record_consent(actor, enrolment):
        href = url_for("office.show_guardian_case", enrolment=enrolment.ref)
        label = t("Record it with the guardian beside you")
    elif objection == SOMEBODY_ELSE:
        leave_for = here
    return LookPage(
        called=guardian_view(enrolment.youth).called,
        title=pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en),
        facts=facts(enrolment),
        why=objection.text,
        href=href,
        label=label,
        leave_for=leave_for,
    )


def is_paused(enrolment: "Enrolment") -> bool:
    """Whether nothing is signed now: the office has suspended the organisation, or that has paused the posting."""
    return standing.pause_of(enrolment.opportunity) is not None


def paused(enrolment: "Enrolment", left: timedelta | None = None) -> LookPage:
    """The request with why nothing is signed now; of a link, how many of its days are `left` afterwards."""
    called = guardian_view(enrolment.youth).called
    title = pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en)
    why = t("Nothing is signed now. {why}", why=standing.pause_of(enrolment.opportunity) or "")
    return LookPage(called, title, facts(enrolment), why, "", None, "", _then(called, left))


def _then(called: str, left: timedelta | None) -> Text:
    """What becomes of a link meanwhile, or that its guardian is told here."""
    if left is None:
        return t("You need do nothing. We tell you here when it goes on, and you sign then.")
    days = max(1, -(-left // timedelta(days=1)))
    return t(
        "Keep this link. Its days stand still meanwhile; once it goes on it works again, days left: {days}."
        " {name} is told then.",
        days=days,
        name=called,
    )


def _ended(asked: Asked, called: str) -> Text | None:
    """Why nobody waits for a signature any more, where the request itself has ended."""
    if asked.enrolment.state == EnrolmentState.WITHDRAWN:
        return t("{name} has taken the request back. You need not do anything, and nobody waits for you.", name=called)
    if asked.enrolment.state == EnrolmentState.CANCELLED:
        return t("The request of {name} has been cancelled. You need not do anything.", name=called)
    if queries.has_moved(asked.enrolment, alone.VERB):
        return t(
            "{name} decides alone now, so your signature is no longer needed. Thank you all the same.", name=called
        )
    return None


def closed(asked: Asked, *, thanked: bool) -> ClosedPage:
    """What to say when there is nothing left to sign; only whoever answered in this browser is thanked."""
    changed = guardian_checks.asked_anew(asked.enrolment) if asked.answered else None
    if changed is not None and changed.refused_at is None:
        return ClosedPage(
            t("What was signed here has changed since"),
            t("Each link answers once. Ask whoever sent it for a new one, and read again what it is."),
        )
    if asked.answered and not thanked:
        return ClosedPage(
            t("Somebody has answered with this link already"),
            t(
                "Each link answers once, and nothing more was written down now."
                " If it was not you who answered, tell whoever sent you the link at once."
            ),
        )
    called = guardian_view(asked.enrolment.youth).called
    if not thanked and (ended := _ended(asked, called)) is not None:
        return ClosedPage(t("There is nothing left to sign"), ended)
    if not thanked and asked.replaced:
        return ClosedPage(
            t("This link was replaced by a newer one"),
            t("Nobody answered with this one. The newer one counts: ask whoever sent it to you."),
        )
    if not thanked:
        return ClosedPage(
            t("This link no longer works"), t("It was used already or is too old. Ask whoever sent it for a new one.")
        )
    if asked.refused:
        again = t("Your answer is kept. If you change your mind, ask whoever sent you the link for a new one.")
        return ClosedPage(t("Thank you for telling us"), again)
    goes_on = asked.enrolment.state != EnrolmentState.AWAITING_GUARDIAN
    title = t("Thank you, {name} knows", name=called) if goes_on else t("Thank you")
    return ClosedPage(title, thanks(asked.enrolment, goes_on=goes_on))


def heard_no(enrolment: "Enrolment") -> Text:
    """What happens after a guardian said no."""
    if answering.has_nobody(enrolment.office_key, enrolment.area_code):
        return t("Your answer is written down, and nothing goes on without you. For advice call 1300, free.")
    return t("We told the case worker, who will talk with you both. Nothing goes on without you.")


def thanks(enrolment: "Enrolment", *, goes_on: bool) -> Text:
    """What happens after a signature."""
    if goes_on and is_paused(enrolment):
        return t("You have signed. It is paused for now; the provider answers once it goes on.")
    if goes_on and enrolment.state not in HIDDEN_FROM_PROVIDER | {EnrolmentState.PROVIDER_REVIEW}:
        return t("You have signed. The office and the young person can see it.")
    if goes_on:
        return t("You have signed. The provider answers next, then your local office decides.")
    if answering.has_nobody(enrolment.office_key, enrolment.area_code):
        return t(
            "Your answer is written down. Nobody of the young person's area works with Okat yet, so no case worker has"
            " read it: for help call 1300, free, day and night."
        )
    return t(
        "We have heard you. A case worker talks with you before anything goes on:"
        " by the number you left, or through the young person."
    )


def request(enrolment: "Enrolment") -> RequestPage:
    """One request that needs no signature now."""
    offer = enrolment.opportunity
    return RequestPage(pick(offer.title_th, offer.title_en), state_words(enrolment), facts(enrolment))


def known_of(guardian: "Guardian | None") -> dict[str, str]:
    """What the form need not ask again of somebody recorded."""
    if guardian is None:
        return {}
    return {"signer_name": name_of(guardian), "relation": guardian.relation, "basis": guardian.basis}


def facts(enrolment: "Enrolment") -> tuple[Row, ...]:
    """Who, what, where, when and for how much."""
    offer, who = enrolment.opportunity, guardian_view(enrolment.youth)
    return (
        Row(t("Who"), tuple(dict.fromkeys(filter(None, (who.legal_name, who.called))))),
        Row(t("What"), (pick(offer.title_th, offer.title_en), pick(offer.summary_th, offer.summary_en))),
        Row(t("With whom"), (pick(offer.organisation.name_th, offer.organisation.name_en),)),
        Row(t("Where"), _where(offer)),
        Row(t("When"), (*map(str, each(weekly(offer.slots))), dates.date_range(*coming.of(offer).runs))),
        Row(t("Money"), _money(offer)),
    )


def overview(enrolments: Iterable["Enrolment"]) -> OverviewPage:
    """Requests by young person, those that wait for a signature first."""
    by_ward: dict[int, list[Enrolment]] = {}
    for enrolment in enrolments:
        by_ward.setdefault(enrolment.youth_id, []).append(enrolment)
    wards = tuple(
        WardPart(guardian_view(found[0].youth).called, tuple(_line(one) for one in found)) for found in by_ward.values()
    )
    return OverviewPage(wards, sum(line.waits for ward in wards for line in ward.requests))


_WITH_THE_PLACE = (EnrolmentState.SUBMITTED, EnrolmentState.PROVIDER_REVIEW, EnrolmentState.OFFERED)
"""Where nobody reads or takes anything while the place is closed or paused."""


def state_words(enrolment: "Enrolment") -> str:
    """Where a request stands, in a few words; that the place is closed for now before that somebody learns there."""
    if pauses.is_closed(enrolment):
        return str(t("Closed for now by the office, do not set out"))
    if enrolment.state in _WITH_THE_PLACE and is_paused(enrolment):
        return str(t("Paused for now, you need do nothing"))
    return str(STATES.get(EnrolmentState(undoing.told_state(enrolment)), t("Ended")))


def _line(enrolment: "Enrolment") -> RequestLine:
    offer, is_asked = enrolment.opportunity, consents.is_asked(enrolment)
    waits = is_asked and not is_paused(enrolment)
    asked = STATES[EnrolmentState.AWAITING_GUARDIAN] if waits else t("Paused for now, nothing to sign yet")
    return RequestLine(
        title=pick(offer.title_th, offer.title_en),
        note=pick(offer.organisation.name_th, offer.organisation.name_en),
        state=str(asked) if is_asked else state_words(enrolment),
        href=url_for("guardian.show_request", enrolment=enrolment.ref),
        waits=waits,
    )


def _where(offer: "Opportunity") -> tuple[str, ...]:
    if offer.mode == Mode.ONLINE:
        return (str(t("Online, from home")),)
    return tuple(filter(None, (pick(offer.place_th, offer.place_en), names.address(offer.area_code))))


def _money(offer: "Opportunity") -> tuple[str, ...]:
    """What comes in and goes out; what no fund stands behind is not promised."""
    unfunded = payers.lacks_fund(offer)
    parts = (
        (offer.wage_per_day_satang, t("Wage, baht a day: {amount}", amount=baht(offer.wage_per_day_satang))),
        (offer.wage_per_hour_satang, t("Wage, baht an hour: {amount}", amount=baht(offer.wage_per_hour_satang))),
        (
            0 if unfunded else offer.stipend_per_session_satang,
            t("Stipend, baht each time: {amount}", amount=baht(offer.stipend_per_session_satang)),
        ),
        (
            0 if unfunded else offer.stipend_per_hour_satang,
            t("Stipend, baht an hour: {amount}", amount=baht(offer.stipend_per_hour_satang)),
        ),
        (
            0 if unfunded else offer.travel_per_session_satang,
            t("For the way, baht each time: {amount}", amount=baht(offer.travel_per_session_satang)),
        ),
        (
            0 if unfunded else offer.completion_bonus_satang,
            t("On completion, baht: {amount}", amount=baht(offer.completion_bonus_satang)),
        ),
        (
            offer.cost_per_month_satang,
            t("To pay, baht a month: {amount}", amount=baht(offer.cost_per_month_satang)),
        ),
    )
    points = () if unfunded else tuple(str(promises.told(one)) for one in promises.of(offer.id))
    return (*(str(said) for amount, said in parts if amount), *points) or (str(t("Free to learn")),)
