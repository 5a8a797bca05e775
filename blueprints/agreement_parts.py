"""Finished values of an agreement that every party reads: its words, who has signed, the days, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from flask import render_template, url_for

from blueprints.law_parts import title_of
from blueprints.parts import Fact
from marketplace.agreements import (
    closing,
    day_law,
    days,
    drafting,
    holding,
    outdated,
    pausing,
    queries,
    sayings,
    signing,
    turns,
)
from marketplace.agreements.states import SIGNABLE, SIGNED, UNSIGNED
from marketplace.enrolments import awaiting
from marketplace.i18n import Text, dates, pick, t, use
from marketplace.i18n.words import duration
from marketplace.kernel import clock, paper
from marketplace.kernel.errors import NotFound
from marketplace.offers import differences
from models.vocabulary import AgreementState, Party, WorkDayState

if TYPE_CHECKING:
    from marketplace.labour.judging import Broken
    from models.agreement import Agreement, AgreementSignature, WorkDay
    from models.enrolment import Enrolment

DONE = (*SIGNED, AgreementState.IN_REVIEW)
STOPPED = (AgreementState.REJECTED, AgreementState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Signed:
    """One party and whether it has signed: by whom, when and how."""

    party: str
    label: Text
    text: Text
    done: bool
    name: str = ""
    how: Text | str = ""
    """When and in which way it was signed."""


@dataclass(frozen=True, slots=True)
class Day:
    """One worked day."""

    ref: str
    title: str
    tasks: str
    state: Text
    remarks: tuple[Text, ...]
    words: tuple[Text, ...]
    is_new: bool
    href: str
    flag: bool
    kind: str
    against: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ToSign:
    """As whom the reader may sign now, and where."""

    label: Text
    action: str


@dataclass(frozen=True, slots=True)
class View:
    """An agreement as its parties read it."""

    ref: str
    title: str
    subtitle: Text
    state: Text
    next: Text
    kind: str
    note: str
    facts: tuple[Fact, ...]
    lines: tuple[str, ...]
    text_hash: str
    parties: tuple[Signed, ...]
    to_sign: tuple[ToSign, ...]
    pdf_href: str
    verify_href: str
    days: tuple[Day, ...]
    has_days: bool
    proposed: Text | None
    stopped: Text | None
    """Why nobody signs now, where signatures are still missing."""


@dataclass(frozen=True, slots=True)
class Line:
    """An agreement in a list."""

    href: str
    title: str
    note: object
    due: object = ""
    due_kind: str = ""
    due_exact: str = ""


def view(
    agreement: Agreement,
    *,
    pdf_href: str,
    sign_href: Callable[[Party], str] | None = None,
    parties: Sequence[Party] = (),
    day_href: Callable[[WorkDay], str] | None = None,
    number: int | None = None,
) -> View:
    """The agreement in its newest version or another; `parties` are those the reader is, each may sign where open."""
    number = number or agreement.number
    version, places = drafting.version_of(agreement, number), signing.places_of(agreement, number)
    pause = pausing.pause_of(agreement) if agreement.state in UNSIGNED else None
    signs = agreement.state in SIGNABLE and pause is None
    open_ = {Party(one.party) for one in places if one.signed_at is None} if signs else set()
    offered = agreement.offered_at is not None
    written = days.days_of(agreement) if offered else ()
    broken = day_law.broken_by(agreement, written)
    return View(
        ref=agreement.ref,
        title=title_of(agreement.enrolment),
        subtitle=t("No. {ref}, version {number}", ref=agreement.ref, number=number),
        state=state_of(agreement),
        next=sayings.OVER_NEXT if closing.is_over(agreement) else sayings.NEXT[agreement.state],
        kind="stop"
        if agreement.state in STOPPED
        else "done"
        if agreement.state in DONE or holding.holds(agreement)
        else "draft",
        note=agreement.words,
        facts=_facts(agreement),
        lines=tuple(drafting.text_of(agreement, number).splitlines()),
        text_hash=version.text_hash,
        parties=tuple(_signed(agreement, one) for one in places),
        to_sign=tuple(
            ToSign(sayings.PARTIES[party], sign_href(party)) for party in parties if party in open_ and sign_href
        ),
        pdf_href=pdf_href if offered else "",
        verify_href=url_for("public.show_verified_agreement", ref=agreement.ref, _external=True) if offered else "",
        days=tuple(day(one, agreement, day_href(one) if day_href else "", broken[one.id]) for one in written),
        has_days=agreement.state in SIGNED or holding.holds(agreement) or bool(written),
        proposed=turns.proposed(agreement),
        stopped=pause.why if pause is not None else None,
    )


def outdated_of(agreement: Agreement) -> Text | None:
    """That its posting says something else by now, and what; None where it says the same."""
    found = outdated.by_newest([agreement]).get(agreement.id)
    if found is None:
        return None
    what = ", ".join(map(str, differences.labels(found.names)))
    return t(
        "The posting has changed since these words were written: {what}. A new version has to be written and signed.",
        what=what,
    )


def state_of(agreement: Agreement) -> Text:
    """Where it stands, in words; what is over and not assessed says so, and what is being changed while it holds."""
    if closing.is_over(agreement):
        return sayings.OVER
    return sayings.CHANGING if holding.proposes(agreement) else sayings.STATES[agreement.state]


def line(agreement: Agreement, href: str, *, who: str = "", waits: bool = False) -> Line:
    """An agreement as a line that leads to it."""
    host = pick(agreement.host.name_th, agreement.host.name_en)
    state = state_of(agreement)
    return Line(
        href=href,
        title=f"{who}: {title_of(agreement.enrolment)}" if who else title_of(agreement.enrolment),
        note=t("{host}, {days}", host=host, days=dates.date_range(agreement.starts_on, agreement.ends_on)),
        due=t("Waits for you") if waits else state,
        due_kind="soon" if waits else "state",
    )


def waits_for(actor_parties: Iterable[Party], agreement: Agreement) -> bool:
    """Whether one of these parties has still to sign, and can."""
    if agreement.state not in SIGNABLE:
        return False
    mine = set(actor_parties)
    missing = any(one.signed_at is None and Party(one.party) in mine for one in signing.places_of(agreement))
    return missing and pausing.pause_of(agreement) is None


def day(one: WorkDay, agreement: Agreement, href: str = "", broken: tuple[Broken, ...] | None = None) -> Day:
    """One worked day with what should be looked at; what the law has against it is asked where it is not given."""
    if broken is None:
        broken = day_law.broken_by(agreement, [one])[one.id]
    hours = dates.time_range(one.start_minute, one.end_minute % 1440 or 1440)
    remarks = tuple(days.remarks(one, drafting.terms_of(agreement, one.number), broken))
    words = []
    if one.dispute:
        words.append(t("The young person says: {words}", words=one.dispute))
    if one.answer:
        words.append(t("The office says: {words}", words=one.answer))
    return Day(
        ref=one.ref,
        title=f"{dates.long_date(one.worked_on)} {hours} ({duration(days.minutes_of(one))})",
        tasks=one.tasks,
        state=sayings.DAYS[one.state],
        remarks=remarks,
        words=tuple(words),
        is_new=one.seen_at is None,
        href=href,
        flag=bool(remarks) or one.state == WorkDayState.DISPUTED,
        kind="stop" if broken else "",
        against=tuple(day_law.sentences(broken)),
    )


def facts_of(enrolment: Enrolment, href: Callable[[Agreement], str]) -> tuple[Fact, ...]:
    """The agreement of a placement with whose turn it is, as a fact that leads to it; nothing where there is none."""
    found = queries.of_enrolment(enrolment.id)
    if found is None:
        return ()
    said = tuple(filter(None, (sayings.STATES[found.state], awaiting.awaited(enrolment))))
    return (Fact(t("Agreement"), lines=said, href=href(found), link=t("See the agreement")),)


def as_pdf(agreement: Agreement) -> bytes:
    """The version that counts as a sheet in Thai with its signatures and a code to check it by."""
    with use("th"):
        page = view(agreement, pdf_href="", number=holding.number(agreement))
        html = render_template("agreements/paper.html", page=page, code=_code(page.verify_href), today=_today())
    return paper.pdf(html, title=f"{agreement.ref}")


def _today() -> str:
    return dates.thai_date(clock.today())


def _code(address: str) -> str:
    made: str = segno.make(address, error="m").svg_data_uri(scale=4, border=0)
    return made


def _facts(agreement: Agreement) -> tuple[Fact, ...]:
    facts = [
        Fact(t("Host"), pick(agreement.host.name_th, agreement.host.name_en)),
        Fact(t("Provider of learning"), pick(agreement.provider.name_th, agreement.provider.name_en)),
        Fact(t("Period"), dates.date_range(agreement.starts_on, agreement.ends_on)),
    ]
    if agreement.outcome:
        facts.append(Fact(t("How it ended"), sayings.OUTCOMES[agreement.outcome]))
    return tuple(facts)


def _signed(agreement: Agreement, one: AgreementSignature) -> Signed:
    label = sayings.PARTIES[one.party]
    if one.signed_at is None or one.how is None:
        last = t("signs last") if one.party == Party.OFFICER else t("not yet")
        return Signed(one.party, label, last, done=False)
    name = signing.name_in(agreement, one)
    at, how = dates.date_time(one.signed_at), sayings.HOW[one.how]
    said, parted = t("{name}, {at}, {how}", name=name, at=at, how=how), t("{at}, {how}", at=at, how=how)
    return Signed(one.party, label, said, done=True, name=name, how=parted)


def party(said: str) -> Party:
    """The party an address means; raises NotFound."""
    if said not in set(Party):
        raise NotFound()
    return Party(said)
