"""Placements of the demo employer: agreements on every step of their way, a log of days, and what the law asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.access import Actor, sessions
from marketplace.agreements import closing, days, drafting, ending, queries, signing
from marketplace.agreements.day_checks import DayDraft
from marketplace.demo import stock
from marketplace.demo.asking import Request
from marketplace.demo.cast import EMPLOYER_AT, PROVIDER_AT
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.duties import notices, watching
from marketplace.duties.placements import loaded
from marketplace.enrolments import worked
from marketplace.kernel import clock
from models.account import Account
from models.agreement import Agreement
from models.enrolment import Enrolment
from models.labour import LabourDuty
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import AgreementOutcome, AgreementState, DutyState, EnrolmentState, OpportunityKind, Party, Role

GOALS = "เตรียมวัตถุดิบได้เอง ทำอาหารใต้ได้ 3 อย่าง คิดเงินและทอนได้ถูก"
DONE = ("ล้างผักและเตรียมเครื่องแกง", "ช่วยหน้าเตาและจัดโต๊ะ", "รับรายการอาหารและคิดเงิน", "ทำข้าวยำตามสูตรเอง")
NOBODY = "ไม่มีผู้ปกครองที่ลงชื่อได้ ผู้จัดการรายกรณีคุยกับน้องและญาติแล้ว"
SAID = ("มาตรงเวลา เรียนรู้เร็ว อยากให้กลับมาอีก", "ขยันและถามเมื่อไม่เข้าใจ", "งานครัวทำได้ดี เรื่องคิดเงินยังต้องฝึก")
NEVER = "ไม่ได้มาทำงาน หวังว่าจะได้เจอกันคราวหน้า"
CHANGED = ("review", "partly")
"""How far the newest versions of some agreements have come, which are signed anew for a better wage."""

RAISE = 10_00
DISPUTED = "วันนั้นอยู่ช่วยเก็บร้านถึงหกโมงเย็น"


def schedule(request: Request, approved: datetime) -> None:
    """Let the agreement of a placement be written and signed in the days after its approval."""
    if request.offer.draft.kind != OpportunityKind.PLACEMENT:
        return
    day, minute = clock.bangkok(approved).date(), request.story.number % 50
    for ahead, hour, act in ((1, 9, _write), (2, 15, _sign), (3, 10, _approve)):
        moment = at(day + timedelta(days=ahead), hour, minute)
        request.stage.timeline.at(moment, lambda act=act: act(request))  # type: ignore[misc]


def log_day(stage: Stage, enrolment: Enrolment, session: Session) -> None:
    """Write a day of work into the log and stand for it, as the host does when it is over."""
    agreement = stage.agreements.get(enrolment.id)
    if agreement is None or not agreement.starts_on <= session.held_on <= agreement.ends_on:
        return
    start, end = clock.bangkok(session.starts_at), clock.bangkok(session.ends_at)
    draft = DayDraft(
        worked_on=session.held_on,
        start_minute=start.hour * 60 + start.minute,
        end_minute=end.hour * 60 + end.minute,
        rest_minutes=0,
        tasks=DONE[session.number % len(DONE)],
        sure=True,
    )
    host = stage.cast.supplier(stage.key_of(agreement.host_id), stock.turn_of(enrolment.ref))
    worked.confirm(worked.enter(agreement, draft, by=host), known=True, by=host)


def load(stage: Stage) -> None:
    """Let the law be looked at, a day be disputed, and some agreements of the demo employer be signed anew."""
    found = _placements(stage)
    _keep_the_law(stage, found)
    with_agreement = [stage.agreements[one.id] for one in found if one.id in stage.agreements]
    if with_agreement:
        _dispute(stage, with_agreement[0])
    _assess(stage)
    for far, agreement in zip(CHANGED, with_agreement[1:], strict=False):
        _change(stage, agreement, far)


def _assess(stage: Stage) -> None:
    """Most hosts have said how it went; the others were asked last night or some nights ago."""
    with clock.frozen(at(stage.today - timedelta(days=8), 2, 20)):
        closing.nightly()
    for number, agreement in enumerate(sorted(stage.agreements.values(), key=lambda one: one.id)):
        db.refresh(agreement, ["state", "version"])
        if number % 4 == 0 or not closing.is_over(agreement):
            continue
        came, finished = days.confirmed_days(agreement), agreement.enrolment.state == EnrolmentState.COMPLETED
        outcome = AgreementOutcome.COMPLETED if finished else AgreementOutcome.PARTLY_COMPLETED
        host = stage.cast.supplier(stage.key_of(agreement.host_id), agreement.enrolment_id)
        said = SAID[number % len(SAID)] if came else NEVER
        with clock.frozen(at(stage.today - timedelta(days=1), 16, number % 50)):
            ending.assess(agreement, outcome if came else AgreementOutcome.DID_NOT_SHOW, note=said, by=host)
    with clock.frozen(at(stage.today, 2, 20)):
        closing.nightly()


def _placements(stage: Stage) -> Sequence[Enrolment]:
    home = stage.organisations[EMPLOYER_AT]
    wanted = (
        loaded()
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(
            Opportunity.organisation_id == home.id,
            Opportunity.kind == OpportunityKind.PLACEMENT,
            Opportunity.ends_on > stage.today,
            Enrolment.state == EnrolmentState.IN_LEARNING,
        )
    )
    return db.scalars(wanted.order_by(Enrolment.id)).all()


def _keep_the_law(stage: Stage, found: Sequence[Enrolment]) -> None:
    """A look long ago finds what is owed; most of it is sent, and last night's look finds the rest."""
    with clock.frozen(at(stage.today - timedelta(days=20), 2, 20)):
        watching.nightly()
    ours = {one.id for one in found}
    keys = {int(one.id): key for key, one in stage.organisations.items()}
    sent = stage.today - timedelta(days=18)
    owed = select(LabourDuty).where(LabourDuty.state == DutyState.DUE, LabourDuty.event_on <= sent)
    with clock.frozen(at(sent, 11)):
        for number, duty in enumerate(db.scalars(owed.order_by(LabourDuty.id)).all()):
            employer = stage.cast.supplier(keys[duty.organisation_id], 0)
            if number % (3 if duty.enrolment_id in ours else 9):
                notices.send(duty, sent_on=clock.today(), receipt=f"รย {1200 + number}/2569", by=employer)
    with clock.frozen(at(stage.today, 2, 20)):
        watching.nightly()


def _write(request: Request) -> None:
    if request.of.state != EnrolmentState.APPROVED:
        return
    terms, stage = drafting.suggested(request.of), request.stage
    draft = replace(
        terms,
        tasks=terms.tasks or "ช่วยงานครัวและหน้าร้าน",
        learning_goals=GOALS,
        site=terms.site or request.offer.organisation.name_th,
        tutor="หัวหน้างาน",
    )
    made = drafting.draw_up(request.of, draft, stage.organisations[_teacher_of(request)], by=request.provider)
    stage.agreements[request.of.id] = agreement = queries.whole(made.id)
    drafting.offer(agreement, by=request.provider)
    signing.sign(agreement, Party.HOST, text_hash=_mark(agreement), by=request.provider)


def _sign(request: Request) -> None:
    agreement = request.stage.agreements.get(request.of.id)
    if agreement is None or request.of.state != EnrolmentState.APPROVED:
        return
    worker = request.office(Role.CASEWORKER)
    _young_sign(agreement, worker)
    teacher = request.stage.cast.supplier(_teacher_of(request))
    signing.sign(agreement, Party.PROVIDER, text_hash=_mark(agreement), by=teacher)


def _approve(request: Request) -> None:
    agreement = request.stage.agreements.get(request.of.id)
    if agreement is not None and agreement.state == AgreementState.IN_REVIEW:
        signing.approve(agreement, text_hash=_mark(agreement), by=request.office(Role.OFFICER))


def _young_sign(agreement: Agreement, worker: Actor) -> None:
    """The young person and, where one is asked, the guardian sign by links; a case worker where nobody can."""
    youth = agreement.enrolment.youth
    _by_link(agreement, Party.YOUTH, youth.nickname or youth.alias, worker)
    if all(one.party != Party.GUARDIAN for one in signing.places_of(agreement)):
        return
    if signing.way_for(youth).through_case_worker:
        signing.record_guardian(agreement, reason=NOBODY, text_hash=_mark(agreement), by=worker)
    else:
        _by_link(agreement, Party.GUARDIAN, "ผู้ปกครองของน้อง", worker)


def _by_link(agreement: Agreement, party: Party, name: str, worker: Actor) -> None:
    token = signing.make_link(agreement, party, by=worker)
    signing.sign_by_link(token, text_hash=_mark(agreement), name=name)


def _mark(agreement: Agreement) -> str:
    return drafting.version_of(agreement).text_hash


def _teacher_of(request: Request) -> str:
    """Who teaches beside the work: somebody of the province who is not the host."""
    host = request.offer.organisation
    near = (one for one in stock.organisations() if one.area[:2] == host.area[:2] and one.teaches)
    return next((one.key for one in near if one.key != host.key), PROVIDER_AT)


def _dispute(stage: Stage, agreement: Agreement) -> None:
    """Of the newest day the young person says something else."""
    newest = next(iter(days.days_of(agreement)), None)
    if newest is None:
        return
    account = agreement.enrolment.youth.account_id
    worker = stage.cast.one(Role.CASEWORKER, agreement.office_key)
    by = sessions.load_actor(db.get_one(Account, account)) if account is not None else worker
    set_committed_value(newest, "agreement", agreement)
    with clock.frozen(at(stage.today - timedelta(days=1), 20)):
        worked.dispute(newest, words=DISPUTED, by=by)


def _change(stage: Stage, agreement: Agreement, far: str) -> None:
    """The host pays more: a new version, signed as far as it has come; what was signed holds meanwhile."""
    host = stage.cast.supplier(EMPLOYER_AT)
    draft = drafting.draft_of(agreement)
    with clock.frozen(at(stage.today - timedelta(days=1), 9)):
        better = replace(draft, wage_per_day_satang=draft.wage_per_day_satang + RAISE)
        drafting.change(agreement, better, agreement.provider, by=host)
        drafting.offer(agreement, by=host)
        signing.sign(agreement, Party.HOST, text_hash=_mark(agreement), by=host)
    if far == "review":
        with clock.frozen(at(stage.today - timedelta(days=1), 15)):
            _young_sign(agreement, stage.cast.one(Role.CASEWORKER, agreement.office_key))
            teacher = stage.cast.supplier(stage.key_of(agreement.provider_id))
            signing.sign(agreement, Party.PROVIDER, text_hash=_mark(agreement), by=teacher)
