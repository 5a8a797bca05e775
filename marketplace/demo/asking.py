"""A request from the application to the office's answer, step by step through the verbs everybody uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from marketplace.access import ANONYMOUS, Actor
from marketplace.demo.offers import Offer
from marketplace.demo.stage import Stage
from marketplace.demo.stories import Story, asked_on, is_of_the_past
from marketplace.demo.timeline import at
from marketplace.enrolments import answers, applications, approvals, consents
from marketplace.kernel import clock
from marketplace.people import guardians
from models.enrolment import Enrolment
from models.vocabulary import EnrolmentState as S
from models.vocabulary import GuardianBasis, Role

NOTES = ("อยากเริ่มเร็ว ๆ ค่ะ", "ว่างตามเวลานี้พอดี", "", "บ้านอยู่ใกล้ เดินไปได้", "", "อยากได้ใบรับรองไปสมัครงาน")
NO_SIGNATURE = "ยายเป็นผู้ดูแลจริง ติดต่อบิดามารดาไม่ได้ ประชุมร่วมกับ อพม. แล้วเห็นว่าเป็นประโยชน์แก่เยาวชน"
QUESTION = "ขอทราบวิธีเดินทางกลับบ้านในวันที่เลิกค่ำ"
_STEPS: dict[str, tuple[str, ...]] = {
    "awaiting_guardian": ("ask",),
    "guardian_case": ("ask",),
    "provider_review": ("ask", "consent"),
    "declined": ("ask", "consent", "decline"),
    "withdrawn": ("ask", "consent", "withdraw"),
    "waitlisted": ("ask", "consent", "wait"),
    "provider_accepted": ("ask", "consent", "accept"),
    "officer_review": ("ask", "consent", "accept", "look"),
    "second_review": ("ask", "consent", "accept", "first"),
    "returned": ("ask", "consent", "accept", "return"),
    "refused": ("ask", "consent", "accept", "refuse"),
    "cancelled": ("ask", "consent", "accept", "cancel"),
    "gives_way": ("ask", "consent", "accept", "withdraw"),
}
_WHOLE = ("ask", "consent", "accept", "approve")
_HOURS = {"ask": 9, "consent": 11, "accept": 13, "decline": 13, "wait": 13, "look": 14, "approve": 15}


@dataclass
class Request:
    """One story being played."""

    stage: Stage
    story: Story
    offer: Offer
    enrolment: Enrolment | None = None

    @property
    def of(self) -> Enrolment:
        """The enrolment, once it was asked for."""
        if self.enrolment is None:
            raise LookupError(f"story {self.story.number} has not begun")
        return self.enrolment

    @property
    def provider(self) -> Actor:
        """Who answers for the organisation."""
        return self.stage.cast.supplier(self.offer.organisation.key, self.story.number)

    def office(self, role: Role, turn: int = 0) -> Actor:
        """Who holds a role in the office of the young person's place."""
        return self.stage.cast.one(role, self.of.office_key, self.story.number + turn)


def schedule(request: Request) -> None:
    """Let every step of a request happen on its day."""
    for step, moment in steps_of(request):
        act = _ACTS[step]
        request.stage.timeline.at(moment, lambda act=act: act(request))  # type: ignore[misc]


def steps_of(request: Request) -> list[tuple[str, datetime]]:
    """What happens to a request, and when."""
    steps = _STEPS.get(request.story.ends, _WHOLE)
    return list(zip(steps, _moments(request, steps), strict=True))


def _moments(request: Request, steps: tuple[str, ...]) -> list[datetime]:
    """The days of the steps: the first when it was asked, the last on the story's day, others between."""
    story = request.story
    asked, last = asked_on(story, request.offer), story.day
    if is_of_the_past(story, request.offer):
        last = asked + timedelta(days=6)
    found: list[date] = []
    for count in range(len(steps)):
        share = count / max(len(steps) - 1, 1)
        found.append(asked + timedelta(days=round((last - asked).days * share)))
    return [at(day, _HOURS.get(step, 15), story.number % 55) for step, day in zip(steps, found, strict=True)]


def _ask(request: Request) -> None:
    person = request.stage.people[request.story.person]
    opportunity = request.stage.postings[request.offer.number]
    worker = request.stage.cast.one(Role.CASEWORKER, person.youth.office_key or "", request.story.number)
    note = NOTES[request.story.number % len(NOTES)]
    made = applications.apply(opportunity, person.youth, by=person.actor or worker, note=note)
    set_committed_value(made, "youth", person.youth)
    set_committed_value(made, "opportunity", opportunity)
    request.enrolment = made
    request.stage.learners.setdefault(request.offer.number, []).append(made)


def _consent(request: Request) -> None:
    if request.of.state != S.AWAITING_GUARDIAN:
        return
    person = request.stage.people[request.story.person]
    path = guardians.path_for(person.youth, clock.today())
    if not path.signers:
        basis = GuardianBasis.CARER if person.life.care == "carer" else None
        consents.record_route(request.of, by=request.office(Role.CASEWORKER), reason=NO_SIGNATURE, basis=basis)
        return
    guardian = path.signers[0]
    consents.sign(
        request.of,
        by=ANONYMOUS,
        signer_name=guardians.name_of(guardian),
        relation=guardian.relation,
        basis=GuardianBasis(guardian.basis),
        guardian=guardian,
    )


def _accept(request: Request) -> None:
    answers.accept(request.of, by=request.provider)


def _decline(request: Request) -> None:
    reason = ("full", "times_do_not_fit", "level", "too_far")[request.story.number % 4]
    answers.decline(request.of, by=request.provider, reason=reason)


def _wait(request: Request) -> None:
    answers.wait_list(request.of, by=request.provider, reason="full")


def _look(request: Request) -> None:
    approvals.start_review(request.of, by=request.office(Role.OFFICER, 1))


def _first(request: Request) -> None:
    approvals.approve(request.of, by=request.office(Role.OFFICER, 1), why=("all_met",))


def _approve(request: Request) -> None:
    _first(request)
    if request.of.state == S.SECOND_REVIEW:
        approvals.approve(request.of, by=request.office(Role.APPROVER), why=("near_goal",))


def _return(request: Request) -> None:
    officer = request.office(Role.OFFICER, 1)
    approvals.return_for_information(request.of, by=officer, reason="address_unclear", note=QUESTION)


def _refuse(request: Request) -> None:
    reason = ("place_unsafe", "duplicate", "wish_changed")[request.story.number % 3]
    approvals.refuse(request.of, by=request.office(Role.OFFICER, 1), reason=reason)


def _withdraw(request: Request) -> None:
    person = request.stage.people[request.story.person]
    by = person.actor or request.office(Role.CASEWORKER)
    applications.withdraw(request.of, by=by, reason=("found_other", "times", "family")[request.story.number % 3])


def _cancel(request: Request) -> None:
    applications.cancel(request.of, by=request.provider, reason="cancelled", note="ยังเปิดรุ่นนี้ไม่ได้")


_ACTS: dict[str, Callable[[Request], None]] = {
    "ask": _ask, "consent": _consent, "accept": _accept, "decline": _decline, "wait": _wait, "look": _look,
    "first": _first, "approve": _approve, "return": _return, "refuse": _refuse, "withdraw": _withdraw,
    "cancel": _cancel,
}  # fmt: skip
