"""What an officer has to know of a guardian's part, and what staff wrote after they looked into it.

A doubt stays a flag until a case worker or officer has said what they saw or whom they spoke with.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.enrolments import signed_terms, signers
from marketplace.enrolments.signed_terms import Changed
from marketplace.enrolments.states import OPEN
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time, short_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import contact, guardian_cases, guardians, kin
from marketplace.people import youth as young
from models.enrolment import Enrolment, GuardianAnswer, GuardianConsent
from models.history import AuditEvent
from models.session import db
from models.vocabulary import ConsentRoute, EnrolmentState, GuardianBasis
from models.youth import Guardian, Youth

ASKED_ANEW = frozenset(OPEN) - {EnrolmentState.DRAFT, EnrolmentState.AWAITING_GUARDIAN}
"""States in which whoever signed may be asked for their word on what has changed."""
NOTE_SHORTEST, NOTE_LONGEST = 5, 300
BY_PAPER = frozenset({GuardianBasis.COURT, GuardianBasis.CHILD_PROTECTION})
"""Bases that nobody has by their word: an order, or an office."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is known beside a signature: a refusal, the last answer of staff, and what staff had recorded before."""

    refused_at: datetime | None = None
    answer: GuardianAnswer | None = None
    recorded_basis: str = ""
    changed: Changed | None = None
    """What is otherwise than what was signed for."""


NOTHING = Part()


def needs_paper(basis: GuardianBasis, relation: str) -> bool:
    """Whether somebody has to see a paper before this counts."""
    return basis in BY_PAPER or (basis == GuardianBasis.PARENT and kin.is_by_adoption(relation))


def answer(enrolment: Enrolment, *, note: str, by: Actor) -> None:
    """Write down what was seen or said about the guardian's part; raises Invalid for a note that is none."""
    said = contact.plain(note, longest=NOTE_LONGEST, field="answer")
    if len(said) < NOTE_SHORTEST:
        raise Invalid(t("Write in one sentence what you saw, or with whom you spoke."), field="answer")
    db.add(GuardianAnswer(enrolment_id=enrolment.id, by_id=by.account_id, note=said, at=clock.now()))
    db.flush()
    record(by, "enrolment.guardian_answer", enrolment)


def answers(enrolment_ids: Collection[int]) -> dict[int, list[GuardianAnswer]]:
    """What staff wrote of these requests, oldest first."""
    found: dict[int, list[GuardianAnswer]] = {}
    wanted = select(GuardianAnswer).where(GuardianAnswer.enrolment_id.in_(enrolment_ids)).order_by(GuardianAnswer.id)
    for one in db.scalars(wanted):
        found.setdefault(one.enrolment_id, []).append(one)
    return found


def parts(consents: Collection[GuardianConsent]) -> dict[int, Part]:
    """What is known beside these signatures, by the requests they are of."""
    ids = [one.enrolment_id for one in consents]
    if not ids:
        return {}
    stands, said = guardian_cases.standings(ids), answers(ids)
    changed = signed_terms.changed_since(consents)
    known = {one.guardian_id for one in consents if one.guardian_id is not None and one.basis in BY_PAPER}
    bases: dict[int, str] = {}
    if known:
        rows = db.execute(select(Guardian.id, Guardian.basis).where(Guardian.id.in_(known)))
        bases = {key: basis for key, basis in rows}  # noqa: C416  rows are not pairs to mypy
    return {
        one.enrolment_id: Part(
            stands[one.enrolment_id].refused_at,
            said[one.enrolment_id][-1] if one.enrolment_id in said else None,
            bases.get(one.guardian_id or 0, ""),
            _refused(changed.get(one.id), stands[one.enrolment_id].no_at),
        )
        for one in consents
    }


def _refused(changed: Changed | None, no_at: datetime | None) -> Changed | None:
    return replace(changed, refused_at=no_at) if changed is not None else None


def anew_among(wanted: Select[Enrolment]) -> list[Enrolment]:
    """Of these requests those whose guardian is asked again, in their order."""
    edited = select(AuditEvent.id).where(signed_terms.edited_since())
    signed = select(GuardianConsent.id).where(
        GuardianConsent.enrolment_id == Enrolment.id, GuardianConsent.route == ConsentRoute.SIGNED, edited.exists()
    )
    found = db.scalars(wanted.where(Enrolment.state.in_(sorted(ASKED_ANEW)), signed.exists())).all()
    return [one for one in found if asked_anew(one) is not None]


def asked_anew(enrolment: Enrolment) -> Changed | None:
    """What the guardian signed for otherwise, where they are needed and nobody has answered for it since."""
    youth = db.get_one(Youth, enrolment.youth_id)
    if enrolment.state not in ASKED_ANEW or not guardians.is_needed(youth, clock.today()):
        return None
    wanted = select(GuardianConsent).where(GuardianConsent.enrolment_id == enrolment.id)
    given = db.scalars(wanted.order_by(GuardianConsent.id)).all()
    if any(one.route != ConsentRoute.SIGNED for one in given):
        return None
    carrying = [one for one in given if one.basis in guardians.SIGNING]
    if not carrying:
        return None
    part = parts(carrying[-1:])[enrolment.id]
    said, changed = part.answer, part.changed
    if changed is None or (said is not None and said.at >= max(changed.at, changed.refused_at or changed.at)):
        return None
    return changed


def judged(enrolment: Enrolment, consent: GuardianConsent, youth: Youth, part: Part) -> tuple[Text, bool]:
    """What the officer reads of a signature that carries, and whether it asks them to look."""
    day = short_date(clock.bangkok(consent.given_at).date())
    said = part.answer
    if part.refused_at is not None:
        seen = said is not None and said.at >= part.refused_at
        told = {"refused": date_time(part.refused_at), "day": date_time(consent.given_at)}
        if consent.given_at > part.refused_at:
            doubts = [(t("The guardian said no on {refused} and signed on {day}.", **told), seen)]
        elif part.changed is None:
            doubts = [(t("The guardian signed on {day} and said no on {refused}.", **told), seen)]
        else:
            doubts = []
    else:
        doubts = []
    if part.changed is not None and guardians.is_needed(youth, clock.today()):
        since = max(part.changed.at, part.changed.refused_at or part.changed.at)
        doubts.append((part.changed.text, said is not None and said.at >= since))
    seen = said is not None and said.at >= consent.given_at
    doubts += [(text, seen) for text in _doubts(enrolment, consent, youth, part)]
    open_ones = [text for text, is_seen in doubts if not is_seen]
    if open_ones:
        return open_ones[0], True
    if doubts and said is not None:
        when = short_date(clock.bangkok(said.at).date())
        return t("{doubt} Looked into on {when}: {note}", doubt=doubts[0][0], when=when, note=said.note), False
    return t("The guardian signed on {day}", day=day), False


def _doubts(enrolment: Enrolment, consent: GuardianConsent, youth: Youth, part: Part) -> list[Text]:
    found: list[Text] = []
    if consent.same_phone:
        found.append(guardians.ON_THEIR_PHONE)
    if disagrees(consent, youth):
        found.append(t("The words do not fit the basis they signed on: {relation}", relation=consent.relation))
    if signers.is_own_name(enrolment, consent, youth):
        found.append(guardians.OWN_NAME)
    basis = GuardianBasis(consent.basis or "")
    if needs_paper(basis, consent.relation) and part.recorded_basis != consent.basis:
        shown = consent.shown_by or t("not told")
        found.append(t("Signed on their word; nobody has seen the paper yet: {shown}", shown=shown))
    return found


def disagrees(consent: GuardianConsent, youth: Youth) -> bool:
    """Whether who they say they are and why they may sign are two things."""
    said = consent.relation
    if consent.basis == GuardianBasis.PARENT:
        return not (kin.is_parent(said) or kin.is_parent(said, (youth.nickname or "", young.read(youth, "first_name"))))
    is_parent = kin.is_parent(said)
    if consent.basis == GuardianBasis.CHILD_PROTECTION:
        return is_parent is not None
    return is_parent is True or kin.is_stranger(said)
