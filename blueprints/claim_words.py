"""Where a completion claim stands, in words for its organisation and for whom it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import history
from marketplace.enrolments import claim_telling, claimed_hours
from marketplace.enrolments.claim_states import LOWERED, PROVED, SENT_BACK, WAITING
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from models.vocabulary import ClaimState

if TYPE_CHECKING:
    from models.enrolment import Claim, Enrolment


def answer(claim: Claim, enrolment: Enrolment) -> Text | None:
    """By when the office answers, that it is late, or that nobody is there to answer; nothing while it owes none."""
    if claim.state not in WAITING or claim.due_at is None:
        return None
    if claim_telling.has_nobody(claim, enrolment):
        return t(
            "Nobody of this office works with Okat yet, so nobody can say when it is answered."
            " Whoever runs Okat has been told to find somebody."
        )
    day = dates.long_date(clock.bangkok(claim.due_at).date())
    if claim.due_at < clock.now():
        return t("The office owes an answer since {day}; it has been reminded.", day=day)
    return t("The office answers by {day}.", day=day)


def corrections(claim: Claim) -> tuple[Text, ...]:
    """Each time hours were corrected, newest first: the day, and the hours with their reason.

    What was sent back counts until it was sent anew.
    """
    moves = history(claim)
    anew = max((at for at, move in enumerate(moves) if move.verb == "resubmit"), default=-1)
    told = [move for at, move in enumerate(moves) if move.verb == LOWERED or (move.verb == SENT_BACK and at > anew)]
    said = claimed_hours.told(claim, moves)
    return tuple(
        t("Corrected on {day}. {note}", day=dates.long_date(clock.bangkok(move.at).date()), note=said[move.id])
        for move in reversed(told)
    )


def for_youth(claim: Claim, enrolment: Enrolment) -> tuple[object, ...]:
    """The same for whom it is about, with what came of it."""
    sent = t(
        "Your completion was sent to the office on {day}.",
        day=dates.long_date(clock.bangkok(claim.created_at).date()),
    )
    if (waits := answer(claim, enrolment)) is not None:
        return sent, waits
    corrected = corrections(claim)
    if claim.state in PROVED:
        return t("The office has verified it: {hours} hours.", hours=claim.hours), *corrected
    if claim.state == ClaimState.MORE_EVIDENCE_NEEDED:
        if corrected:
            return sent, *corrected, t("Your organisation looks at its hours and sends it anew. You need do nothing.")
        return sent, t("The office asked your organisation for more proof. You need do nothing.")
    if claim.state == ClaimState.REJECTED:
        why = t("The office could not verify it: {reason}", reason=claim.reason_note)
        return sent, why, t("You go on learning. Ask your organisation; it can send it anew.")
    return (sent,)
