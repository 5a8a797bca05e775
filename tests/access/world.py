"""Two small worlds beside each other: what belongs to the people who ask, and the same things of strangers.

`OBJECTS` knows, for every name that stands in an address, how to find such a thing on either side. An address with a
name that is missing here fails the matrix, so that no new kind of thing can be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, Actor
from marketplace.access.sessions import load_actor
from marketplace.agreements import days, drafting
from marketplace.areas.offices import office_key_for
from marketplace.concerns import handling, reporting
from marketplace.duties import papers, watching
from marketplace.duties.papers import PaperDraft
from marketplace.earnings import decisions, funds, payouts, wages
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.wages import Worked
from marketplace.enquiries import service as enquiries
from marketplace.enrolments import attendance, claims, stay_breaks
from marketplace.files import checking
from marketplace.kernel import clock, ids
from marketplace.kernel.sealing import seal
from marketplace.mentoring import matches, meetings
from marketplace.offers import writings
from marketplace.organisations import appeals, branches, changes, onboarding
from marketplace.organisations import papers as organisation_papers
from marketplace.organisations.branches import BranchDraft
from marketplace.payments import bank_balances, documents, refunds, suspense
from marketplace.payments.bank_balances import Draft, Papers
from marketplace.payments.suspense import ExitDraft
from marketplace.recoveries import service as recoveries
from marketplace.resources import availability, certificates, rates, reservations, uses
from marketplace.resources.rates import RateDraft
from marketplace.threads import service as threads
from marketplace.vetting import facts
from models.account import Account, LoginSession
from models.agreement import Agreement, AgreementSignature, WorkDay
from models.allocation import AllocationRun
from models.bank_balance import BankBalance, BankBalanceFile
from models.concern import Concern
from models.contribution import ContributionCertificate
from models.correction import Correction
from models.earning import Earning, EmployerPayment, Fund
from models.enquiry import Enquiry
from models.enrolment import Claim, Enrolment, Evidence
from models.gift import Difference, Gift, GiftDocument, GiftRefund, SuspenseExit
from models.labour import LabourDuty, LabourFinding, LabourPaper
from models.mentoring import MentorGoal, MentorMatch, MentorMeeting
from models.milestone import Milestone, StayBreak
from models.offer import Opportunity, Session
from models.organisation import (
    Organisation,
    OrganisationBranch,
    OrganisationChange,
    OrganisationPaper,
    TrustAppeal,
)
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.reservation import Reservation, ResourcePause, ResourceUse
from models.resource import Resource
from models.resource_rate import ResourceRate
from models.second_look import SecondLook
from models.session import db
from models.shortlist import Shortlist
from models.statement import IssuedStatement
from models.thread import Thread
from models.vetting import VettingFact
from models.vocabulary import (
    ConcernKind,
    ConcernLevel,
    CorrectionKind,
    CorrectionState,
    DutyKind,
    EnquiryKind,
    MeetingOutcome,
    PaperKind,
    Party,
    RateStanding,
    ResourceKind,
    ResourceUnit,
    Role,
    Support,
    SuspensePlace,
    SuspenseWay,
)
from models.writing import PostingWriting
from models.youth import Guardian, Youth
from tests.factories.agreements import day, terms
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    mark_here,
)
from tests.factories.gifts import make_difference, make_paid_gift, make_suspended
from tests.factories.matching import make_run, make_shortlist
from tests.factories.milestones import make_stay
from tests.factories.money import named, with_account
from tests.factories.offers import SATENG, make_opportunity, make_organisation
from tests.factories.organisations import opening_draft
from tests.factories.pledges import keep, make_help
from tests.factories.second_looks import draw, make_verified
from tests.factories.statements import make_issued
from tests.fixtures.databases import TestDatabase

RATCHABURI = "700101"
EVERY_DAY = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
LOCAL = (Role.CASEWORKER, Role.OFFICER, Role.APPROVER, Role.AUTHORISER)
IDENTITIES = (*(role.value for role in Role), "anonymous", "disabled")


@dataclass
class Side:
    """One of the two worlds: a subdistrict with a youth, an organisation, an office and its money."""

    area: str
    youth: Youth
    guardian: Guardian
    organisation: Organisation
    posting: Opportunity
    draft: Opportunity
    employed: Opportunity
    asked: Enrolment
    unsigned: Enrolment
    reviewed: Enrolment
    learner: Enrolment
    worker: Enrolment
    meeting: Session
    claim: Claim
    proof: Evidence
    fund: Fund
    earning: Earning
    enquiry: Enquiry
    correction: Correction
    recovery: Recovery
    batch: PayoutBatch
    line: PayoutLine
    wage: EmployerPayment
    duty: LabourDuty
    agreement: Agreement
    day: WorkDay
    paper: LabourPaper
    finding: LabourFinding
    gift: Gift
    gift_file: GiftDocument
    compared: BankBalance
    statement_page: BankBalanceFile
    refund: GiftRefund
    difference: Difference
    suspended: Difference
    leaving: SuspenseExit
    pledge: Resource
    shortlist: Shortlist
    kept: Reservation
    use: ResourceUse
    rest: ResourcePause
    fact: VettingFact
    match: MentorMatch
    goal: MentorGoal
    run: AllocationRun
    look: SecondLook
    point: Milestone
    away: StayBreak
    wished: StayBreak
    month_sheet: IssuedStatement
    year_sheet: IssuedStatement
    concern: Concern
    thread: Thread
    lesson: Thread
    document: OrganisationPaper
    branch: OrganisationBranch
    appeal: TrustAppeal
    change: OrganisationChange
    opening: Organisation
    writing: PostingWriting
    rate: ResourceRate
    certificate: ContributionCertificate
    told: MentorMeeting
    session: LoginSession
    accounts: dict[str, Account] = field(default_factory=dict)
    canary: str = ""


OBJECTS: dict[str, Callable[[Side], str]] = {
    "account": lambda side: side.accounts["youth"].ref,
    "address": lambda _: "nothing-0.css",
    "application": lambda side: side.asked.ref,
    "agreement": lambda side: side.agreement.ref,
    "answer": lambda _: "accept",
    "asked": lambda side: side.kept.ref,
    "away": lambda side: side.away.ref,
    "batch": lambda side: side.batch.ref,
    "case": lambda side: side.unsigned.ref,
    "certificate": lambda side: side.certificate.ref,
    "check": lambda side: side.fact.ref,
    "claim": lambda side: side.claim.ref,
    "code": lambda side: side.area,
    "compared": lambda side: side.compared.ref,
    "concern": lambda side: side.concern.ref,
    "correction": lambda side: side.correction.ref,
    "day": lambda side: side.day.ref,
    "difference": lambda side: side.difference.ref,
    "suspended": lambda side: side.suspended.ref,
    "leaving": lambda side: side.leaving.ref,
    "drawn": lambda side: side.look.round.ref,
    "enquiry": lambda side: side.enquiry.ref,
    "draft": lambda side: side.draft.ref,
    "duty": lambda side: side.duty.ref,
    "earning": lambda side: side.earning.ref,
    "earnings": lambda side: side.batch.ref,
    "enrolment": lambda side: side.reviewed.ref,
    "fact": lambda _: "phone",
    "field": lambda _: "level",
    "finding": lambda side: side.finding.ref,
    "fund": lambda side: side.fund.ref,
    "gift": lambda side: side.gift.ref,
    "gift_file": lambda side: side.gift_file.ref,
    "kind": lambda _: "csv",
    "learner": lambda side: side.learner.ref,
    "line": lambda side: side.line.ref,
    "login_session": lambda side: side.session.ref,
    "goal": lambda side: side.goal.ref,
    "look": lambda side: side.look.ref,
    "match": lambda side: side.match.ref,
    "milestone": lambda side: side.point.ref,
    "meeting": lambda side: side.meeting.ref,
    "membership": lambda side: _role_of(side, Role.CASEWORKER, office_key_for(side.area).removeprefix("d:")),
    "number": lambda _: "1",
    "offer": lambda side: side.posting.ref,
    "office": lambda side: office_key_for(side.area),
    "act": lambda _: "start_review",
    "appeal": lambda side: side.appeal.ref,
    "branch": lambda side: side.branch.ref,
    "change": lambda side: side.change.ref,
    "document": lambda side: side.document.ref,
    "opening": lambda side: side.opening.ref,
    "opportunity": lambda side: side.posting.ref,
    "organisation": lambda side: side.organisation.ref,
    "place": lambda side: side.area[:2],
    "party": lambda _: "host",
    "paper": lambda side: side.paper.ref,
    "pledge": lambda side: side.pledge.ref,
    "posting": lambda side: side.posting.ref,
    "run": lambda side: side.run.ref,
    "shared": lambda side: side.shortlist.ref,
    "shortlist": lambda side: side.shortlist.ref,
    "recovery": lambda side: side.recovery.ref,
    "refund": lambda side: side.refund.ref,
    "rest": lambda side: side.rest.ref,
    "slug": lambda _: "abe-yala",
    "statement_page": lambda side: side.statement_page.ref,
    "statement": lambda side: side.month_sheet.ref,
    "thread": lambda side: side.thread.ref,
    "told": lambda side: side.told.ref,
    "token": lambda _: "no-such-token",
    "suffix": lambda _: "csv",
    "verb": lambda _: "pause",
    "use": lambda side: side.use.ref,
    "wage": lambda side: side.wage.ref,
    "writing": lambda side: side.writing.ref,
    "rate": lambda side: side.rate.ref,
    "worker": lambda side: side.worker.ref,
    "youth": lambda side: side.youth.ref,
}
"""What stands for a name of an address."""

SPECIAL: dict[tuple[str, str], Callable[[Side], str]] = {
    ("public.show_opportunity", "ref"): lambda side: side.posting.ref,
    ("public.download_sessions", "ref"): lambda side: side.posting.ref,
    ("public.save_opportunity", "ref"): lambda side: side.posting.ref,
    ("public.forget_opportunity", "ref"): lambda side: side.posting.ref,
    ("public.show_verified_agreement", "ref"): lambda side: side.agreement.ref,
    ("public.show_checked_statement", "code"): lambda side: side.month_sheet.code,
    ("youth.download_issued_year", "statement"): lambda side: side.year_sheet.ref,
    ("public.show_organisation", "ref"): lambda side: side.organisation.ref,
    ("public.show_resource", "ref"): lambda side: side.pledge.ref,
    ("provider.end_staff_role", "membership"): lambda side: _role_of(side, Role.PROVIDER, f"o:{side.organisation.ref}"),
    ("provider.show_staff_role_end", "membership"): lambda side: _role_of(
        side, Role.PROVIDER, f"o:{side.organisation.ref}"
    ),
    ("provider.show_file", "ref"): lambda side: side.proof.ref,
    ("youth.remove_break", "away"): lambda side: side.wished.ref,
    ("office.move_pledge", "verb"): lambda _: "suspend",
    ("provider.move_opening", "verb"): lambda _: "give_up",
    ("provider.show_thread", "thread"): lambda side: side.lesson.ref,
    ("provider.write_in_thread", "thread"): lambda side: side.lesson.ref,
    ("guardian.show_request", "enrolment"): lambda side: side.unsigned.ref,
    ("guardian.sign_request", "enrolment"): lambda side: side.unsigned.ref,
    ("guardian.decline_request", "enrolment"): lambda side: side.unsigned.ref,
}
"""Addresses whose name means something of its own."""


@dataclass(frozen=True)
class World:
    """A side as it is asked about: addresses, keys of accounts, and words nobody from elsewhere may read."""

    things: dict[str, str]
    special: dict[tuple[str, str], str]
    accounts: dict[str, int]
    canary: str


def value_for(endpoint: str, name: str, world: World) -> str:
    """What to put into an address; raises KeyError for a kind of thing nobody has told us about."""
    return world.special.get((endpoint, name)) or world.things[name]


def both(database: TestDatabase, folder: Path) -> tuple[World, World]:
    """What is one's own and the same of strangers in another province, in a database that is still fresh."""
    return database.filled("worlds", lambda: (build(SATENG, 1, folder), build(RATCHABURI, 2, folder)))


def build(area: str, number: int, folder: Path) -> World:
    """One side with its people and things, in states in which most verbs can be said."""
    canary = f"ลับมาก{number}"
    youth = make_youth(area_code=area, years=17, nickname=canary)
    guardian = make_guardian(youth)
    guardian.name_sealed = seal("ยายแมะซง", f"guardian|name|{guardian.ref}")
    organisation = make_organisation(area_code=area)
    officer = acting(make_staff(Role.OFFICER, area))
    fund = _fund(area, officer)
    posting = make_opportunity(
        organisation=organisation,
        times=EVERY_DAY,
        starts_on=clock.today() - timedelta(days=7),
        apply_by=clock.today() + timedelta(days=5),
        ends_on=clock.today() + timedelta(days=60),
        stipend_per_session_satang=10_000,
        completion_bonus_satang=30_000,
        fund_id=fund.id,
        with_sessions=True,
        seats=20,
    )
    employed = make_opportunity(
        organisation=organisation,
        times="",
        work=EVERY_DAY,
        wage_per_day_satang=40_000,
        starts_on=clock.today() - timedelta(days=7),
        with_sessions=True,
    )
    learner = make_enrolment("in_learning", youth=youth, opportunity=posting)
    worker = make_enrolment("in_learning", youth=youth, opportunity=employed)
    provider = acting(make_provider(organisation.id))
    meeting = _mark(posting, provider)
    earned = Worked(clock.today() - timedelta(days=3), employed.wage_per_day_satang, employed.pay_day, "WD")
    wages.add_day(worker, organisation.id, earned, by=SYSTEM)
    claim = _claim(learner, provider, folder)
    earning = db.scalars(select(Earning).where(Earning.youth_id == youth.id)).first()
    assert earning is not None
    gift = make_paid_gift(fund)
    agreement = _agreement(worker, organisation)
    worked = _day(agreement)
    side = Side(
        area=area,
        youth=youth,
        guardian=guardian,
        organisation=organisation,
        posting=posting,
        draft=make_opportunity(organisation=organisation, state="draft"),
        employed=employed,
        asked=make_enrolment("provider_review", youth=youth, opportunity=make_opportunity(organisation=organisation)),
        unsigned=make_enrolment(
            "awaiting_guardian", youth=youth, opportunity=make_opportunity(organisation=organisation)
        ),
        reviewed=make_enrolment("officer_review", youth=youth, opportunity=make_opportunity(organisation=organisation)),
        learner=learner,
        worker=worker,
        meeting=meeting,
        claim=claim,
        proof=db.scalars(select(Evidence).where(Evidence.claim_id == claim.id)).one(),
        fund=fund,
        earning=earning,
        enquiry=enquiries.ask(earning, EnquiryKind.NOT_COME, by=SYSTEM),
        batch=_batch(fund, earning, officer),
        correction=_correction(earning, officer),
        recovery=_recovery(earning),
        line=db.scalars(select(PayoutLine).where(PayoutLine.youth_id == youth.id)).one(),
        wage=db.scalars(select(EmployerPayment).where(EmployerPayment.youth_id == youth.id)).one(),
        duty=_owed(worker),
        agreement=agreement,
        day=worked,
        paper=_paper(worker),
        finding=_finding(worker, worked),
        gift=gift,
        gift_file=_gift_file(gift, officer, folder),
        refund=refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=officer),
        difference=make_difference(fund),
        **_compared(fund, officer, folder),
        **_suspense(fund),
        run=make_run([youth], [posting], by=officer),
        shortlist=make_shortlist(youth, [posting], by=officer, shared=True),
        **_pledged(area),
        look=_look(youth, organisation, area),
        point=_point(learner, fund),
        month_sheet=make_issued(youth, "month"),
        year_sheet=make_issued(youth, "year"),
        wished=stay_breaks.ask(
            learner, clock.today() - timedelta(days=9), clock.today() - timedelta(days=8), reason="ป่วย", by=SYSTEM
        ),
        away=stay_breaks.add(learner, clock.today(), clock.today(), reason="ป่วย", by=SYSTEM),
        match=None,  # type: ignore[arg-type]  # set with the accounts
        goal=None,  # type: ignore[arg-type]
        concern=None,  # type: ignore[arg-type]  # set with the accounts
        thread=None,  # type: ignore[arg-type]
        lesson=None,  # type: ignore[arg-type]
        document=_document(organisation, folder),
        branch=branches.open_branch(organisation, BranchDraft("สาขาสอง", "", area, "", ""), by=SYSTEM),
        change=_change(organisation),
        appeal=appeals.make(organisation, "reply", "x", by=SYSTEM),
        opening=None,  # type: ignore[arg-type]  # set with the accounts
        writing=None,  # type: ignore[arg-type]
        rate=None,  # type: ignore[arg-type]
        certificate=None,  # type: ignore[arg-type]
        told=None,  # type: ignore[arg-type]
        session=None,  # type: ignore[arg-type]  # set with the accounts
        canary=canary,
    )
    _people(side)
    world = World(
        things={name: of(side) for name, of in OBJECTS.items()},
        special={key: of(side) for key, of in SPECIAL.items()},
        accounts={name: account.id for name, account in side.accounts.items()},
        canary=canary,
    )
    db.commit()
    return world


def _point(learner: Enrolment, fund: Fund) -> Milestone:
    """Days of staying that are full, with somebody's word for it still to come."""
    return make_stay(learner, fund, due_on=clock.today() - timedelta(days=1))


def _correction(earning: Earning, officer: Actor) -> Correction:
    """A correction that waits for its second person."""
    kept = Correction(
        ref=ids.new_ref("K"), earning_id=earning.id, kind=CorrectionKind.MORE, state=CorrectionState.PROPOSED,
        amount_satang=100, reason="x", proposed_by_id=officer.account_id, proposed_at=clock.now(),
    )  # fmt: skip
    db.add(kept)
    db.flush()
    return kept


def _recovery(earning: Earning) -> Recovery:
    """Money that has to come back."""
    found = recoveries.open_for(earning, reason="false_completion", cause_ref="L", by=SYSTEM)
    assert found is not None
    return found


def _look(youth: Youth, organisation: Organisation, area: str) -> SecondLook:
    done = make_enrolment("completed", youth=youth, opportunity=make_opportunity(organisation=organisation))
    claim = make_verified(done)
    draw(area)
    return db.scalars(
        select(SecondLook).where(SecondLook.claim_id == claim.id).options(joinedload(SecondLook.round))
    ).one()


def _role_of(side: Side, role: Role, over: str) -> str:
    return f"{side.accounts[role.value].ref}~{role}~{over}"


def _fund(area: str, officer: Actor) -> Fund:
    today = clock.today()
    draft = FundDraft(
        name_th=f"กองทุน {area}",
        name_en="",
        source="มติสภา",
        area_code=area,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=200),
    )
    fund = funds.open_fund(draft, by=officer)
    funds.grant(fund, 10_000_000, key=f"grant-{fund.ref}", by=officer)
    return fund


def _mark(offer: Opportunity, provider: Actor) -> Session:
    wanted = select(Session).where(Session.opportunity_id == offer.id, Session.held_on < clock.today())
    held = db.scalars(wanted.order_by(Session.number.desc())).first()
    assert held is not None
    meeting = attendance.session_of(provider, held.ref)
    mark_here(meeting, by=provider)
    return meeting


def _claim(learner: Enrolment, provider: Actor, folder: Path) -> Claim:
    proof = checking.check(b"%PDF-1.4\n%%EOF\n", "proof.pdf")
    return claims.make(learner, hours=1, note="x", files=[proof], folder=folder, by=provider, short_reason="x")


def _gift_file(gift: Gift, officer: Actor, folder: Path) -> GiftDocument:
    documents.attach(gift, [checking.check(b"%PDF-1.4\n%%EOF\n", "order.pdf")], folder, by=officer)
    return documents.of(gift)[0]


def _compared(fund: Fund, officer: Actor, folder: Path) -> dict[str, BankBalance | BankBalanceFile]:
    """What a bank's statement of yesterday says, before the fund had anything in the book."""
    papers = Papers([checking.check(b"%PDF-1.4\n%%EOF\n", "statement.pdf")], folder)
    with clock.frozen(clock.now() + timedelta(days=1)):
        compared = bank_balances.write(
            fund, Draft(clock.today() - timedelta(days=1), 0, "1/2569"), by=officer, papers=papers
        )
    return {"compared": compared, "statement_page": bank_balances.files_of(compared)[0]}


def _suspense(fund: Fund) -> dict[str, Difference | SuspenseExit]:
    """Money of no fund, a part of which waits for a second person to let it go to one."""
    first, second = (acting(make_account()) for _ in range(2))
    fund.takes_gifts = True
    found = make_suspended(first, second)
    way, place = SuspenseWay.FUND, SuspensePlace.CLEARING
    return {
        "suspended": found,
        "leaving": suspense.propose(found, ExitDraft(10_00, way, place, fund.ref, "", "ของกองทุนนี้"), by=first),
    }


def _batch(fund: Fund, earning: Earning, officer: Actor) -> PayoutBatch:
    decisions.approve(earning, by=officer)
    with_account(named(db.get_one(Youth, earning.youth_id)))
    return payouts.prepare(fund, until=clock.today(), pay_on=clock.today() + timedelta(days=3), by=officer)


def _document(organisation: Organisation, folder: Path) -> OrganisationPaper:
    """One that waits for an officer."""
    file = checking.check(b"%PDF-1.4\n%%EOF\n", "letter.pdf")
    draft = organisation_papers.PaperDraft("registration", "1/2569", None)
    organisation_papers.add(organisation, draft, file, folder, by=SYSTEM)
    return organisation_papers.of(organisation)[0]


def _change(organisation: Organisation) -> OrganisationChange:
    made = changes.propose(organisation, {"name_th": "ชื่อใหม่"}, by=SYSTEM)
    assert made is not None
    return made


def _owed(worker: Enrolment) -> LabourDuty:
    watching.look_at([worker.id])
    owed = (LabourDuty.enrolment_id == worker.id, LabourDuty.kind == DutyKind.START_NOTICE)
    return db.scalars(select(LabourDuty).where(*owed)).one()


def _agreement(worker: Enrolment, organisation: Organisation) -> Agreement:
    """One that runs; who signed it matters to no door."""
    drawn = drafting.draw_up(worker, terms(wage_per_day_satang=40_000), organisation, by=SYSTEM)
    drafting.offer(drawn, by=SYSTEM)
    drawn.state, drawn.valid_at = "active", clock.now()
    last = update(AgreementSignature).where(
        AgreementSignature.agreement_id == drawn.id, AgreementSignature.party == Party.OFFICER
    )
    db.execute(last.values(signed_at=clock.now(), how="link", text_hash="0" * 64))
    db.flush()
    return drawn


def _day(agreement: Agreement) -> WorkDay:
    return days.enter(agreement, day(), by=SYSTEM)


def _finding(worker: Enrolment, worked: WorkDay) -> LabourFinding:
    """What was found of a worked day."""
    found = LabourFinding(
        ref=ids.new_ref("LF"), enrolment_id=worker.id, work_day_id=worked.id, rule="LW06", cause="day", weight="blocks",
        why_th="กลางคืน", why_en="at night", found_on=clock.today(),
    )  # fmt: skip
    db.add(found)
    db.flush()
    return found


def _paper(worker: Enrolment) -> LabourPaper:
    today = clock.today()
    return papers.add(worker, PaperDraft(PaperKind.NIGHT_PERMIT, "1/2569", today, today), by=SYSTEM)


def _pledged(area: str) -> dict[str, Any]:
    """A pledge with something kept and given of it, and days of rest."""
    pledge = make_help(Support.QUIET, area_code=area)
    kept = keep(pledge)
    reservations.confirm(kept, by=SYSTEM)
    today = clock.today()
    return {
        "pledge": pledge,
        "kept": kept,
        "fact": facts.of(pledge)[0],
        "use": uses.tell(kept, 1, today, by=SYSTEM),
        "rest": availability.rest(pledge, today + timedelta(days=90), today + timedelta(days=91), by=SYSTEM),
    }


def loaded_enrolment(enrolment: Enrolment) -> Enrolment:
    """The same with its posting and organisation."""
    wanted = select(Enrolment).where(Enrolment.id == enrolment.id).execution_options(populate_existing=True)
    offer = joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation)
    return db.scalars(wanted.options(offer)).one()


def _concern(side: Side, reporter: Account) -> Concern:
    """Reported by the young person under their name, in the hands of the case worker."""
    draft = reporting.Draft(ConcernKind.VIOLENCE, text=side.canary, shows_name=True)
    concern, _ = reporting.report(draft, by=load_actor(reporter))
    concern.area_code, concern.office_key, concern.level = side.area, office_key_for(side.area), ConcernLevel.OFFICE
    handling.take(concern, by=load_actor(side.accounts["caseworker"]))
    return concern


def _rate(side: Side) -> ResourceRate:
    """What the province says that an hour of a volunteer will be worth."""
    return rates.set_rate(
        RateDraft(
            side.area[:2], ResourceKind.VOLUNTEER, ResourceUnit.HOURS_PER_WEEK, clock.today() + timedelta(days=9),
            60_00, RateStanding.ESTIMATE, "มติที่ประชุมคณะกรรมการ",
        ),
        by=load_actor(side.accounts["province"]),
    )  # fmt: skip


def _certificate(side: Side) -> ContributionCertificate:
    """Of help that the case worker confirmed."""
    kept = keep(side.pledge)
    reservations.confirm(kept, by=SYSTEM)
    uses.confirm(uses.tell(kept, 1, clock.today(), by=SYSTEM), by=load_actor(side.accounts["caseworker"]))
    return certificates.issue(side.pledge, by=load_actor(side.accounts["caseworker"]))


def _people(side: Side) -> None:
    own = db.get_one(Account, side.youth.account_id)
    side.accounts["youth"] = own
    for role in Role:
        if role == Role.YOUTH:
            continue
        side.accounts[role.value] = account = make_account(f"{role.value}-{side.area}")
        if role in LOCAL:
            make_staff(role, side.area, account=account)
        elif role in (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER):
            give_role(account, role, organisation_id=side.organisation.id)
        elif role in (Role.PROVINCE, Role.COMMITTEE, Role.FUNDER, Role.AUDITOR):
            give_role(account, role, area_code=side.area[:2])
        else:
            give_role(account, role)
    side.guardian.account_id = side.accounts["guardian"].id
    side.pledge.owner_account_id = side.accounts["mentor"].id
    mentor = make_help(Support.LANGUAGE_HELP, area_code=side.area, owner_account_id=side.accounts["mentor"].id)
    side.youth.case_worker_id = side.accounts["caseworker"].id
    side.match = matches.propose(side.youth, mentor, by=SYSTEM)
    matches.request(side.match, by=SYSTEM)
    matches.accept(side.match, by=SYSTEM)
    side.told = meetings.tell(side.match, clock.today(), 0, MeetingOutcome.YOUTH_MISSED, two_deep=False, by=SYSTEM)
    side.goal = meetings.set_goal(side.match, "ทำขนมขายเอง", by=SYSTEM)
    side.concern = _concern(side, own)
    side.thread = threads.open_for_match(side.match, by=SYSTEM)
    side.lesson = threads.open_for_enrolment(loaded_enrolment(side.learner), by=SYSTEM)
    side.accounts["disabled"] = make_staff(Role.OFFICER, side.area)
    side.accounts["disabled"].disabled_at = clock.now()
    side.opening = onboarding.begin(opening_draft(side.area), by=load_actor(side.accounts["provider"]))
    side.writing = writings.keep({"title_th": ["ร้าน"]}, by=load_actor(side.accounts["provider"]))
    side.rate = _rate(side)
    side.certificate = _certificate(side)
    side.session = LoginSession(
        ref=f"S-{side.area}",
        token_hash=side.area.ljust(64, "0"),
        account_id=own.id,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    db.add(side.session)
    db.flush()
