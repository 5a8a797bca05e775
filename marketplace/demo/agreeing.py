"""Placements of the demo employer: agreements on every step of their way, a log of days, and what the law asks."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor, sessions
from marketplace.agreements import days, drafting, queries, signing
from marketplace.agreements.days import DayDraft
from marketplace.agreements.drafting import TermsDraft
from marketplace.demo.cast import EMPLOYER_AT, PROVIDER_AT
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.duties import notices, watching
from marketplace.duties.placements import loaded
from marketplace.kernel import clock
from marketplace.people import guardians
from models.account import Account
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.labour import LabourDuty
from models.offer import Opportunity
from models.session import db
from models.vocabulary import DutyState, EnrolmentState, OpportunityKind, Party, Role, SlotKind

GOALS = "เตรียมวัตถุดิบได้เอง ทำอาหารใต้ได้ 3 อย่าง คิดเงินและทอนได้ถูก"
DONE = ("ล้างผักและเตรียมเครื่องแกง", "ช่วยหน้าเตาและจัดโต๊ะ", "รับรายการอาหารและคิดเงิน", "ทำข้าวยำตามสูตรเอง")
NOBODY = "ไม่มีผู้ปกครองที่ลงชื่อได้ ผู้จัดการรายกรณีคุยกับน้องและญาติแล้ว"
HOW_FAR = ("logged", "review", "partly")
"""How far the agreements have come, one after the other; whoever comes next has none yet."""

WRITTEN_BEFORE = timedelta(days=24)
LOGGED = 4


def load(stage: Stage) -> None:
    """Let the placements of the demo employer have their agreements, and the law be looked at."""
    found = _placements(stage)
    _keep_the_law(stage, found)
    for number, enrolment in enumerate(found[: len(HOW_FAR)]):
        _Signing(stage, enrolment, number).go(HOW_FAR[number])


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
    return db.scalars(wanted.order_by(Enrolment.id).execution_options(populate_existing=True)).all()


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


class _Signing:
    """One agreement and the people around it."""

    def __init__(self, stage: Stage, enrolment: Enrolment, number: int) -> None:
        self.stage, self.enrolment, self.number = stage, enrolment, number
        self.host = stage.cast.supplier(EMPLOYER_AT, number)
        self.teacher = stage.cast.supplier(PROVIDER_AT, number)
        self.worker = stage.cast.one(Role.CASEWORKER, enrolment.office_key, number)
        self.officer = stage.cast.one(Role.OFFICER, enrolment.office_key, number)
        self.written = stage.today - WRITTEN_BEFORE

    def go(self, far: str) -> None:
        """Write, hand out and sign as far as it has come."""
        first = self.written if far == "logged" else self.stage.today - timedelta(days=3)
        with clock.frozen(at(first, 9, 10 + self.number)):
            agreement = self._write(first)
            drafting.offer(agreement, by=self.host)
            self._sign(agreement, Party.HOST, self.host)
        with clock.frozen(at(first + timedelta(days=1), 15, self.number)):
            self._by_link(agreement, Party.YOUTH, self.enrolment.youth.nickname or self.enrolment.youth.alias)
            if far == "partly":
                return
            if any(one.party == Party.GUARDIAN for one in signing.places_of(agreement)):
                self._guardian(agreement)
            self._sign(agreement, Party.PROVIDER, self.teacher)
        if far == "logged":
            with clock.frozen(at(first + timedelta(days=2), 10)):
                signing.approve(agreement, text_hash=self._mark(agreement), by=self.officer)
            self._log(agreement)

    def _write(self, first: date) -> Agreement:
        terms = drafting.suggested(self.enrolment)
        draft = TermsDraft(
            tasks=terms.tasks or "ช่วยงานครัวและหน้าร้าน",
            learning_goals=GOALS,
            site=terms.site or self.stage.organisations[EMPLOYER_AT].name_th,
            tutor="หัวหน้าครัว",
            starts_on=max(first, self.enrolment.opportunity.starts_on),
            ends_on=terms.ends_on,
            times=terms.times,
            wage_per_day_satang=terms.wage_per_day_satang,
        )
        made = drafting.draw_up(self.enrolment, draft, self.stage.organisations[PROVIDER_AT], by=self.host)
        return queries.whole(made.id)

    def _sign(self, agreement: Agreement, party: Party, by: Actor) -> None:
        signing.sign(agreement, party, text_hash=self._mark(agreement), by=by)

    def _by_link(self, agreement: Agreement, party: Party, name: str) -> None:
        token = signing.make_link(agreement, party, by=self.worker)
        signing.sign_by_link(token, text_hash=self._mark(agreement), name=name)

    def _guardian(self, agreement: Agreement) -> None:
        if guardians.path_for(self.enrolment.youth, clock.today()).through_case_worker:
            signing.record_guardian(agreement, reason=NOBODY, text_hash=self._mark(agreement), by=self.worker)
        else:
            self._by_link(agreement, Party.GUARDIAN, "ผู้ปกครองของน้อง")

    def _mark(self, agreement: Agreement) -> str:
        return drafting.version_of(agreement).text_hash

    def _log(self, agreement: Agreement) -> None:
        """Some days worked as agreed, confirmed and seen; of the last one the young person says something else."""
        terms = drafting.terms_of(agreement)
        slots = {slot.weekday: slot for slot, kind in terms.timed if kind == SlotKind.WORK}
        day = terms.starts_on + timedelta(days=3)
        written: list[WorkDay] = []
        while len(written) < LOGGED and day < self.stage.today:
            slot = slots.get(day.weekday())
            if slot is not None:
                with clock.frozen(at(day, 18)):
                    done = DONE[len(written) % len(DONE)]
                    draft = DayDraft(day, slot.start_minute, slot.end_minute, 0, done)
                    written.append(days.enter(agreement, draft, by=self.host))
            day += timedelta(days=1)
        for one in written[:-1]:
            days.confirm(one, by=self.host)
        if written:
            days.dispute(written[-1], words="วันนั้นอยู่ช่วยเก็บร้านถึงหกโมงเย็น", by=self._youth())

    def _youth(self) -> Actor:
        """The young person, or whoever speaks for one without an account."""
        account = self.enrolment.youth.account_id
        return sessions.load_actor(db.get_one(Account, account)) if account is not None else self.worker
