"""Finished values for the consents a case worker looks after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request, url_for

from blueprints.exporting import Export, links
from blueprints.office.queue_rows import due_of
from blueprints.parts import Fact
from marketplace.enrolments import checks, consents, guardian_checks, signed_terms, signers
from marketplace.enrolments.policy import is_overdue
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.offers import standing
from marketplace.people import contact, guardian_cases, guardians
from marketplace.people.disclosure import view_in
from marketplace.people.guardian_cases import CANNOT_ASK
from models import vocabulary as v

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.access import Actor
    from marketplace.enrolments.signed_terms import Changed
    from marketplace.enrolments.signers import Earlier
    from marketplace.people.guardian_cases import Standing
    from marketplace.people.guardians import Path
    from models.enrolment import Enrolment, GuardianConsent

LINK = "guardian.show_signing"
DONE = t("The guardian's part is done already.")
SAID = {
    v.ConsentRoute.SIGNED: t("Said already"),
    v.ConsentRoute.CASE_WORKER: t("Recorded by a case worker"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One request that waits for a guardian."""

    href: str
    title: str
    note: Text
    due: Text | str
    due_kind: str
    due_exact: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Those a case worker has to take up, and those a guardian still may sign."""

    to_take_up: tuple[Case, ...]
    to_wait_for: tuple[Case, ...]
    export: Export


@dataclass(frozen=True, slots=True)
class CasePage:
    """One request with what is known about who may consent."""

    title: Text
    subtitle: str
    why: Text
    is_unsafe: bool
    facts: tuple[Fact, ...]
    text: str
    can_send: bool
    link_action: str
    waits: bool
    pause: Text | None
    contact_action: str
    contact_is_safe: bool
    knows_guardian: bool
    answer_action: str
    asks: Text | None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link, shown once."""

    title: Text
    address: str
    back_href: str


def cases(actor: Actor, found: Sequence[Enrolment]) -> CasesPage:
    """Where nobody may sign, or nobody has in time, a case worker takes it up."""
    rows = _parts(found)
    # Whoever said that asking is not safe comes first, however long the others have waited.
    ours = sorted((row for row in rows if _needs_us(row)), key=lambda row: not row.stands.is_unsafe)
    return CasesPage(
        to_take_up=tuple(_case(actor, row) for row in ours),
        to_wait_for=tuple(_case(actor, row) for row in rows if not _needs_us(row)),
        export=links("office.export_guardian_cases"),
    )


def file(actor: Actor, found: Sequence[Enrolment]) -> tuple[list[object], list[list[object]]]:
    """All of them with a head, for a file."""
    head: list[object] = [t("Reference"), t("Name"), t("Posting"), t("Why"), t("Due")]
    return head, [
        [
            row.one.ref,
            view_in(actor, row.one.youth, row.one).called,
            _title(row.one),
            _why(row),
            clock.bangkok(row.due_at).date().isoformat() if row.due_at else "",
        ]
        for row in _parts(found)
    ]


def case(actor: Actor, enrolment: Enrolment) -> CasePage:
    """What is known about guardians, what was said already, and the text that would have been signed."""
    known = guardians.recorded(enrolment.youth, clock.today())
    named = (
        Fact(
            t("Guardian known"),
            lines=(
                f"{guardians.name_of(one)} ({one.relation})",
                words.word(v.GuardianBasis, one.basis),
                t("Contact is safe") if one.safe else t("Contact is not safe: do not call"),
            ),
        )
        for one in known
    )
    given = consents.of(enrolment)
    changed = signed_terms.changed_since(given)
    said = (
        Fact(
            SAID[v.ConsentRoute(consent.route)],
            lines=(
                *_signer(actor, enrolment, consent),
                t(
                    "{basis}, on {day}",
                    basis=words.word(v.GuardianBasis, consent.basis or ""),
                    day=dates.short_date(clock.bangkok(consent.given_at).date(), year=True),
                ),
                *((consent.shown_by,) if consent.shown_by else ()),
                *((guardians.ON_THEIR_PHONE,) if consent.same_phone else ()),
                *signed_terms.earlier_terms(changed.get(consent.id)),
                *((guardians.OWN_NAME,) if signers.is_own_name(enrolment, consent, enrolment.youth) else ()),
            ),
        )
        for consent in given
    )
    waits = enrolment.state == v.EnrolmentState.AWAITING_GUARDIAN
    pause = standing.pause_of(enrolment.opportunity) if waits else None
    is_done = bool(given) and not consents.is_asked(enrolment)
    row = _parts([enrolment])[0]
    stands = row.stands
    before = row.before if waits and row.path.is_unknown else None
    return CasePage(
        title=t("Guardian's part for {name}", name=view_in(actor, enrolment.youth, enrolment).called),
        subtitle=_title(enrolment),
        why=DONE if is_done and not stands.is_unsafe else _why(row),
        is_unsafe=stands.is_unsafe,
        facts=(*_heard(enrolment, stands), *named, *_before(before), *said, *_answers(enrolment)),
        text=consents.text_on(clock.today()).text,
        can_send=_can_send(enrolment),
        link_action=url_for("office.make_guardian_link", enrolment=enrolment.ref),
        waits=waits,
        pause=pause,
        contact_action=url_for("office.judge_guardian_contact", enrolment=enrolment.ref),
        contact_is_safe=any(one.safe for one in known),
        knows_guardian=bool(known),
        answer_action=url_for("office.answer_for_guardian", enrolment=enrolment.ref),
        asks=_asks(enrolment),
    )


def _can_send(enrolment: Enrolment) -> bool:
    """Whether a link for the guardian can be made here now."""
    is_open = consents.is_asked(enrolment) and standing.pause_of(enrolment.opportunity) is None
    return is_open and consents.may_be_asked(enrolment)


def _asks(enrolment: Enrolment) -> Text | None:
    """What of the guardian's part asks somebody to look, once it is signed."""
    if enrolment.state == v.EnrolmentState.AWAITING_GUARDIAN:
        return None
    return next((one.text for one in checks.of(enrolment) if one.code == "guardian" and one.flag), None)


def link(actor: Actor, enrolment: Enrolment, token: str) -> LinkPage:
    """The address to hand over."""
    return LinkPage(
        title=t("A link for the guardian of {name}", name=view_in(actor, enrolment.youth, enrolment).called),
        address=request.host_url.rstrip("/") + url_for(LINK, token=token),
        back_href=url_for("office.show_guardian_case", enrolment=enrolment.ref),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One request with all that is known of its guardian's part."""

    one: Enrolment
    path: Path
    stands: Standing
    before: Earlier | None
    changed: Changed | None
    """What the guardian is asked again for."""
    is_kept: bool
    """The young person said somewhere that asking is not safe."""

    @property
    def due_at(self) -> datetime | None:
        """By when the guardian's part is due; a word asked for again has no day of its own."""
        return self.one.due_at if self.one.state == v.EnrolmentState.AWAITING_GUARDIAN else None

    @property
    def may_sign(self) -> bool:
        """Whether somebody can sign though nobody is recorded: who has a link or is given one, or signed before."""
        if not self.path.is_unknown:
            return False
        is_theirs = guardians.gives_link(self.path, self.one.youth) and not self.is_kept
        return is_theirs or self.stands.link_made_at is not None or self.before is not None


def _parts(found: Sequence[Enrolment]) -> list[_Part]:
    paths = guardians.paths_for((one.youth for one in found), clock.today())
    stands = guardian_cases.standings([one.id for one in found])
    before = signers.earlier(found)
    kept = guardian_cases.kept_from_guardians(one.youth_id for one in found)
    return [
        _Part(
            one,
            paths[one.youth_id],
            stands[one.id],
            before.get(one.youth_id),
            guardian_checks.asked_anew(one),
            one.youth_id in kept,
        )
        for one in found
    ]


def _case(actor: Actor, row: _Part) -> Case:
    one, due = row.one, due_of(row.due_at)
    return Case(
        href=url_for("office.show_guardian_case", enrolment=one.ref),
        title=view_in(actor, one.youth, one).called,
        note=t("{title}: {why}", title=_title(one), why=_why(row)),
        due=due.text,
        due_kind=due.kind,
        due_exact=due.exact,
    )


def _heard(enrolment: Enrolment, stands: Standing) -> Iterator[Fact]:
    """What the young person and the guardian told us, with the day."""
    if stands.reason and stands.said_at:
        yield Fact(t("The young person told us"), lines=(CANNOT_ASK[stands.reason], _on(stands.said_at)))
    if stands.refused_at:
        yield Fact(t("The guardian told us"), lines=(t("They do not agree"), _on(stands.refused_at)))
    if stands.carer_at:
        yield Fact(t("The carer told us"), lines=(t("They look after them without custody"), _on(stands.carer_at)))
    if stands.link_made_at:
        is_theirs = stands.link_by_id is not None and stands.link_by_id == enrolment.youth.account_id
        made = t("Made by the young person, not signed yet") if is_theirs else t("Made, not signed yet")
        yield Fact(t("Link for the guardian"), lines=(made, _on(stands.link_made_at)))


def _answers(enrolment: Enrolment) -> Iterator[Fact]:
    """What staff wrote about it, oldest first."""
    for one in guardian_checks.answers([enrolment.id]).get(enrolment.id, ()):
        yield Fact(t("Looked into"), lines=(one.note, _on(one.at)))


def _signer(actor: Actor, enrolment: Enrolment, consent: GuardianConsent) -> Iterator[object]:
    """Who answered and what they are to the young person; the number they left is for case workers."""
    name = signers.signer_of(enrolment, consent)
    if name:
        yield f"{name} ({consent.relation})" if consent.relation else name
    number = signers.phone_of(enrolment, consent)
    if number and actor.acting(v.Role.CASEWORKER).covers(enrolment.area_code, enrolment.office_key):
        yield t("Phone {number}", number=contact.phone_shown(number))


def _needs_us(row: _Part) -> bool:
    is_stuck = row.path.through_case_worker and not row.may_sign
    is_late = row.due_at is not None and is_overdue(row.one)
    return row.stands.needs_case_worker or is_stuck or is_late


def _before(before: Earlier | None) -> Iterator[Fact]:
    """Who signed for them before, and is likely to be asked again."""
    if before is not None:
        who = f"{before.name} ({before.relation})" if before.relation else before.name
        basis = t("{basis}, on {day}", basis=words.word(v.GuardianBasis, before.basis), day=_on(before.given_at))
        yield Fact(t("Signed an earlier request"), lines=(who, basis, before.enrolment_ref))


def _why(row: _Part) -> Text:
    """The one thing that matters most: danger before anything else, then what somebody said, then the clock."""
    stands = row.stands
    if stands.is_unsafe:
        return t("The young person says that asking their guardian is not safe. Do not call or write to the guardian.")
    if (again := _again(row)) is not None:
        return again
    if stands.carer_at:
        return t("Somebody who looks after them without custody has answered. Talk with them, and record the basis.")
    if stands.reason:
        return t("The young person says: {what}.", what=CANNOT_ASK[stands.reason])
    if row.path.reason is not None and not row.may_sign:
        return row.path.reason
    if row.due_at is not None and is_overdue(row.one):
        return t("The guardian has not answered in time.")
    if stands.link_made_at is None:
        return t("The young person has not sent the link to their guardian yet.")
    return t("The guardian was sent the link on {day}.", day=_on(stands.link_made_at))


def _after_a_no(refused_at: datetime, link_made_at: datetime | None) -> Text:
    """The no, or that a link went out to whoever may have changed their mind since."""
    if link_made_at is not None and link_made_at > refused_at:
        return t("The guardian did not agree at first; a new link was made on {day}.", day=_on(link_made_at))
    return t("The guardian does not agree. Speak with both of them.")


def _again(row: _Part) -> Text | None:
    """That there is a no, or something else than was signed for."""
    if row.stands.no_at is not None:
        return _after_a_no(row.stands.no_at, row.stands.link_made_at)
    return _anew(row.changed, row.stands.link_made_at) if row.changed is not None else None


def _anew(changed: Changed, link_made_at: datetime | None) -> Text:
    """What they are asked again for, or that a link for it is out."""
    if link_made_at is None or link_made_at < changed.at:
        return changed.text
    made = _on(link_made_at)
    return t("What the guardian signed for has changed: {what}. A link was made on {day}.", what=changed.what, day=made)


def _on(moment: datetime) -> str:
    return dates.short_date(clock.bangkok(moment).date(), year=True)


def _title(one: Enrolment) -> str:
    return pick(one.opportunity.title_th, one.opportunity.title_en)
