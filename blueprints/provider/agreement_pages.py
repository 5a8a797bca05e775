"""Finished values for the agreements of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import agreement_parts
from blueprints.agreement_parts import Line, View
from blueprints.law_parts import period_of, title_of
from blueprints.provider.parts import Item
from marketplace.agreements import closing, holding, pausing, policy, queries
from marketplace.agreements.states import AGREEMENT, LIVE
from marketplace.enrolments import awaiting, learner_names, undoing, worked
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, Invalid

if TYPE_CHECKING:
    from datetime import date

    from marketplace.access import Actor
    from models.agreement import Agreement
    from models.enrolment import Enrolment
    from models.organisation import Organisation


def worker(actor: Actor, ref: str) -> Enrolment:
    """A placement to draw up an agreement for, once its approval is told; raises NotFound or Forbidden."""
    found = queries.one_to_draw_up(actor, ref)
    if undoing.is_untold(found):
        raise Forbidden(policy.NOT_APPROVED)
    return found


@dataclass(frozen=True, slots=True)
class ListPage:
    """What is to be written, to be signed, running, and over."""

    to_write: tuple[Item, ...]
    to_renew: tuple[Item, ...]
    to_assess: tuple[Item, ...]
    waiting: tuple[Line, ...]
    running: tuple[Line, ...]
    over: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement with what the host may do."""

    view: View
    who: str
    offer_href: str
    change_href: str
    change_warns: bool
    take_back_href: str
    end_href: str
    days_href: str
    waits: Text | None
    last_day: date | None
    log_over: Text | None
    assess_href: str
    outdated: Text | None


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The form of the terms."""

    title: Text
    subtitle: str
    action: str
    back_href: str
    warns: bool
    holds: bool
    law_href: str
    stopped: Text | None = None


@dataclass(frozen=True, slots=True)
class EndPage:
    """How it ended, or that it does not go on."""

    title: str
    back_href: str
    assess_href: str
    cancel_href: str


def listed(actor: Actor) -> ListPage:
    """Everything of somebody's organisations."""
    agreements = queries.of_organisations(actor)
    unwritten = [one for one in queries.to_draw_up(actor) if not undoing.is_untold(one)]
    outdated = queries.to_renew(actor)
    names = learner_names.of_all([*unwritten, *(one.enrolment for one in (*agreements, *outdated))])
    found = [(one, _line(actor, one, names)) for one in agreements]
    return ListPage(
        to_write=tuple(
            Item(
                href=url_for("provider.show_new_agreement", worker=one.ref),
                title=f"{learner_names.pick(names, one)}: {title_of(one)}",
                note=period_of(one),
                due=t("Write it"),
            )
            for one in unwritten
        ),
        to_renew=tuple(
            Item(
                href=url_for("provider.show_agreement", agreement=one.ref),
                title=f"{learner_names.pick(names, one.enrolment)}: {title_of(one.enrolment)}",
                note=agreement_parts.outdated_of(one) or "",
                due=t("Write it"),
            )
            for one in outdated
        ),
        to_assess=to_assess(actor),
        waiting=tuple(line for one, line in found if one.state in LIVE and one.valid_at is None),
        running=tuple(
            line for one, line in found if one.state in LIVE and one.valid_at is not None and not closing.is_over(one)
        ),
        over=tuple(line for one, line in found if one.state not in LIVE),
    )


def one(actor: Actor, agreement: Agreement) -> AgreementPage:
    """One agreement."""
    mine = bool(policy.can_change(actor, agreement))
    may = AGREEMENT.verbs(agreement.state) if mine else frozenset()
    waits = awaiting.awaited(agreement.enrolment)
    over, last = closing.is_over(agreement), worked.last_day(agreement)
    logs = mine and waits is None and holding.holds(agreement) and last is not None
    ends = may & {"cancel", "assess"}
    # With another provider of learning it may go on, so terms stop with their host alone.
    hands_out = "offer" in may and pausing.pause_of(agreement) is None
    writes = may & {"offer", "change"} and pausing.between(agreement.host_id, agreement.host_id) is None
    return AgreementPage(
        view=agreement_parts.view(
            agreement,
            pdf_href=url_for("provider.download_agreement", agreement=agreement.ref),
            sign_href=lambda party: url_for("provider.sign_agreement", agreement=agreement.ref, party=party),
            parties=[each for each in policy.parties_of(actor, agreement) if each in ("host", "provider")],
            day_href=(lambda day: url_for("provider.show_day", day=day.ref)) if mine else None,
        ),
        who=learner_names.one(agreement.enrolment),
        offer_href=url_for("provider.offer_agreement", agreement=agreement.ref) if hands_out else "",
        change_href=url_for("provider.show_terms", agreement=agreement.ref) if writes else "",
        change_warns="change" in may,
        take_back_href=url_for("provider.take_back_terms", agreement=agreement.ref)
        if mine and holding.proposes(agreement)
        else "",
        end_href=url_for("provider.show_agreement_end", agreement=agreement.ref) if ends else "",
        days_href=url_for("provider.enter_day", agreement=agreement.ref) if logs else "",
        waits=waits,
        last_day=last,
        log_over=_log_over(last) if over else None,
        assess_href=url_for("provider.show_agreement_end", agreement=agreement.ref) if over and mine else "",
        outdated=agreement_parts.outdated_of(agreement),
    )


def to_assess(actor: Actor) -> tuple[Item, ...]:
    """What is over and waits for a word of its host, with the day until which it is asked for."""
    return tuple(_to_assess(one) for one in queries.to_assess(actor))


def _to_assess(one: Agreement) -> Item:
    by = one.assess_by
    late = by is not None and by < clock.today()
    return Item(
        href=url_for("provider.show_agreement_end", agreement=one.ref),
        title=f"{learner_names.one(one.enrolment)}: {title_of(one.enrolment)}",
        note=dates.date_range(one.starts_on, one.ends_on),
        due=t("Say how it went")
        if by is None
        else t("Overdue since {day}", day=dates.short_date(by))
        if late
        else t("Say how it went by {day}", day=dates.short_date(by)),
        due_kind="late" if late else "soon",
        due_exact=dates.long_date(by) if by is not None else "",
    )


def _log_over(last: date | None) -> Text:
    if last is None:
        return t("The placement is over; no day can be added.")
    return t("The placement is over. Days until {day} can still be written down.", day=last)


def new(worker: Enrolment) -> TermsPage:
    """The form of a new agreement."""
    return TermsPage(
        title=t("An agreement with {name}", name=learner_names.one(worker)),
        subtitle=title_of(worker),
        action=url_for("provider.create_agreement", worker=worker.ref),
        back_href=url_for("provider.show_agreements"),
        warns=False,
        holds=False,
        law_href=url_for("public.show_labour_law"),
        stopped=_stopped(worker.opportunity.organisation_id),
    )


def terms(agreement: Agreement) -> TermsPage:
    """The form of a change."""
    return TermsPage(
        title=t("Change the agreement with {name}", name=learner_names.one(agreement.enrolment)),
        subtitle=title_of(agreement.enrolment),
        action=url_for("provider.change_agreement", agreement=agreement.ref),
        back_href=url_for("provider.show_agreement", agreement=agreement.ref),
        warns=agreement.offered_at is not None,
        holds=holding.holds(agreement),
        law_href=url_for("public.show_labour_law"),
        stopped=_stopped(agreement.host_id),
    )


def _stopped(host_id: int) -> Text | None:
    pause = pausing.between(host_id, host_id)
    return pause.bars_writing if pause is not None else None


def end(agreement: Agreement) -> EndPage:
    """The page of the end."""
    may = AGREEMENT.verbs(agreement.state)
    return EndPage(
        title=title_of(agreement.enrolment),
        back_href=url_for("provider.show_agreement", agreement=agreement.ref),
        assess_href=url_for("provider.assess_agreement", agreement=agreement.ref)
        if "assess" in may or holding.proposes(agreement)
        else "",
        cancel_href=url_for("provider.cancel_agreement", agreement=agreement.ref) if "cancel" in may else "",
    )


def providers(worker: Enrolment) -> tuple[tuple[str, str], ...]:
    """Who may be named: the host itself, and who teaches in the province."""
    posting = worker.opportunity
    known = {one.ref: one for one in queries.providers_near(posting.area_code)}
    host = queries.organisation(posting.organisation_id)
    ours = (host.ref, str(t("{name} (we teach ourselves)", name=pick(host.name_th, host.name_en))))
    others = ((one.ref, pick(one.name_th, one.name_en)) for one in known.values() if one.id != host.id)
    return (ours, *others)


def provider_named(worker: Enrolment, ref: str) -> Organisation:
    """The organisation that was chosen; raises Invalid."""
    host = queries.organisation(worker.opportunity.organisation_id)
    found = next((one for one in (host, *queries.providers_near(worker.opportunity.area_code)) if one.ref == ref), None)
    if found is None:
        raise Invalid(t("Choose from the list."), field="provider")
    return found


def _line(actor: Actor, agreement: Agreement, names: learner_names.Names) -> Line:
    return agreement_parts.line(
        agreement,
        url_for("provider.show_agreement", agreement=agreement.ref),
        who=learner_names.pick(names, agreement.enrolment),
        waits=agreement_parts.waits_for(policy.parties_of(actor, agreement), agreement),
    )
