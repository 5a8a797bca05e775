"""From the first day to the last: who came, who stopped, what was claimed and what an officer made of it."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from marketplace import notices
from marketplace.audit.moves import advance
from marketplace.demo import agreeing, showing
from marketplace.demo.asking import Request
from marketplace.demo.offers import Offer
from marketplace.demo.stage import Stage
from marketplace.demo.stock import chance
from marketplace.demo.timeline import at, work_day
from marketplace.enrolments import applications, attendance, claims, hours_attended, progress
from marketplace.enrolments.attendance import Mark
from marketplace.enrolments.states import ENROLMENT
from models.enrolment import Claim
from models.offer import Session
from models.session import db
from models.vocabulary import AttendanceStatus as A
from models.vocabulary import EnrolmentState as S
from models.vocabulary import Role

NOTES = (
    "ผู้เรียนทำได้ครบทุกหัวข้อ มีชิ้นงานจริงแนบมาด้วย", "มาเรียนสม่ำเสมอ สาธิตให้ครูดูแล้ว และขายของได้จริงหนึ่งวัน",
    "ผ่านแบบทดสอบท้ายหลักสูตร และช่วยเพื่อนในกลุ่ม", "ฝึกงานครบชั่วโมง หัวหน้างานให้คำรับรอง",
)  # fmt: skip
SHORT = "ทำงานจริงได้ครบทุกอย่างแล้ว และทำส่วนที่ขาดเองที่บ้าน"
SEEN_SHORT = "ดูชิ้นงานและคุยกับผู้เรียนแล้ว ทำได้จริงแม้มาไม่ครบ"
MORE = "ขอรูปชิ้นงานหรือบันทึกของครูอีกหนึ่งอย่าง"
NOT_YET = "ชั่วโมงยังไม่ถึงเกณฑ์ของหลักสูตร ขอให้เรียนต่ออีกสองครั้ง"
HERE = 0.9
"""How many of those expected come to work."""

UNMARKED = timedelta(days=2)
"""What was held in the last two days may still wait for its roll, so that a provider has something to do."""


def schedule_offer(stage: Stage, offer: Offer, own: bool) -> None:
    """Let every session of an offer be marked when it is over, and those who were approved begin on the first day."""
    stage.timeline.at(at(offer.draft.starts_on, 0, 30), _begin)
    stage.timeline.at(at(offer.draft.starts_on, 0, 40), lambda: _schedule_marks(stage, offer, own))


def schedule_story(request: Request) -> None:
    """Let a learner finish, pause or stop, and a completion be claimed."""
    story, draft = request.story, request.offer.draft
    timeline, ends = request.stage.timeline, story.ends
    middle = draft.starts_on + (min(draft.ends_on, request.stage.today) - draft.starts_on) * 0.55
    if ends in ("dropped_out", "transferred"):
        timeline.at(at(work_day(middle), 16), lambda: _stop(request))
    elif ends == "on_break":
        timeline.at(at(work_day(middle), 16), lambda: _pause(request))
    elif ends in ("completed", "claimed", "more_evidence", "claim_rejected"):
        over = request.offer.phase == "over"
        claimed = work_day(draft.ends_on + timedelta(days=1)) if over else story.day
        timeline.at(at(claimed, 9, story.number % 50), lambda: _claim(request, claimed))


def _begin() -> None:
    attendance.begin_learning()


def _schedule_marks(stage: Stage, offer: Offer, own: bool) -> None:
    opportunity = stage.postings[offer.number]
    last = stage.today - (UNMARKED if own else timedelta(days=1))
    wanted = select(Session).where(Session.opportunity_id == opportunity.id, Session.held_on <= last)
    for session in db.scalars(wanted.order_by(Session.starts_at)):
        set_committed_value(session, "opportunity", opportunity)
        stage.timeline.at(
            session.ends_at + timedelta(minutes=10),
            lambda held=session: _mark(stage, offer, held),  # type: ignore[misc]
        )


def _mark(stage: Stage, offer: Offer, session: Session) -> None:
    """Mark the roll, or write the log of work; who is late or away is drawn from the session's own stream of chance."""
    here = [one for one in stage.learners.get(offer.number, ()) if one.state in attendance.ATTENDING]
    if not here:
        return
    dice = chance(stage.script.seed, "roll", offer.number, session.number)
    if attendance.is_logged(session):
        for one in here:
            if dice.random() < HERE:
                agreeing.log_day(stage, one, session)
        return
    drawn = {one.ref: Mark(A(dice.choices((A.HERE, A.LATE, A.AWAY), (82, 8, 10))[0])) for one in here}
    # Whoever left within the minutes since it ended was there too.
    marks = {line.enrolment.ref: Mark(A.HERE) for line in attendance.roll(session)} | drawn
    attendance.mark(session, marks, by=stage.cast.supplier(offer.organisation.key, offer.number))


def _stop(request: Request) -> None:
    if request.of.state not in (S.IN_LEARNING, S.ON_BREAK):
        return
    verb = "drop_out" if request.story.ends == "dropped_out" else "transfer"
    note = "ติดต่อไม่ได้สามครั้ง" if verb == "drop_out" else "ย้ายไปเรียนกับญาติอีกจังหวัด"
    applications.close(request.of, verb, by=request.provider, reason="", note=note)


def _pause(request: Request) -> None:
    if request.of.state == S.IN_LEARNING:
        advance(ENROLMENT, request.of, "take_break", by=request.provider, note="พักช่วยงานบ้านสองสัปดาห์")


def _claim(request: Request, day: date) -> None:
    hours = hours_attended.minutes(request.of) // 60
    if request.of.state != S.IN_LEARNING or hours < 1:
        return
    with _told(request):
        claim = claims.make(
            request.of,
            hours=hours,
            note=NOTES[request.story.number % len(NOTES)],
            files=showing.files(request.story.number) if request.stage.folder is not None else [],
            folder=request.stage.folder or Path(),
            by=request.provider,
            short_reason=SHORT,
        )
    set_committed_value(claim, "enrolment", request.of)
    if request.story.ends != "claimed":
        answered = at(work_day(day + timedelta(days=1 + request.story.number % 3)), 14, request.story.number % 50)
        request.stage.timeline.at(answered, lambda: _answer(request, claim))


def _told(request: Request) -> AbstractContextManager[None]:
    """Of the many that were completed long ago nobody reads a notice any more."""
    return notices.quiet() if request.story.ends == "completed" else nullcontext()


def _answer(request: Request, claim: Claim) -> None:
    with _told(request):
        _decide(request, claim)


def _decide(request: Request, claim: Claim) -> None:
    officer = request.office(Role.OFFICER, 1)
    if request.story.ends == "completed":
        is_short = progress.of(request.of).is_short
        claims.verify(claim, by=officer, note=SEEN_SHORT if is_short else "", seen_short=is_short)
    elif request.story.ends == "more_evidence":
        claims.ask_for_evidence(claim, by=officer, note=MORE)
    else:
        claims.reject(claim, by=officer, note=NOT_YET)
