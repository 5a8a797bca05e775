"""Where the demo is played: everybody and everything already there, and the acts that put offers into the world."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm.attributes import set_committed_value

from marketplace import notices
from marketplace.areas.offices import office_key_for
from marketplace.demo.cast import Cast
from marketplace.demo.offers import Offer
from marketplace.demo.stories import Script
from marketplace.demo.timeline import Timeline, at, work_day
from marketplace.demo.youths import Person
from marketplace.offers import postings
from models.agreement import Agreement
from models.earning import Fund
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

LEAD = timedelta(days=30)
KEPT = timedelta(days=50)
CHANGES = "ช่วยเขียนให้ชัดว่าใครดูแลผู้เรียนระหว่างพัก และเพิ่มรูปสถานที่"
REFUSAL = "สถานที่ยังไม่ผ่านการตรวจ ขอให้ติดต่อสำนักงานก่อนส่งใหม่"


@dataclass
class Stage:
    """What the acts share."""

    script: Script
    cast: Cast
    timeline: Timeline
    organisations: dict[str, Organisation]
    funds: dict[str, Fund]
    folder: Path | None = None
    people: dict[int, Person] = field(default_factory=dict)
    postings: dict[int, Opportunity] = field(default_factory=dict)
    learners: dict[int, list[Enrolment]] = field(default_factory=dict)
    agreements: dict[int, Agreement] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day the demo is loaded on."""
        return self.script.today

    def key_of(self, organisation_id: int) -> str:
        """The name by which the demo knows an organisation."""
        return next(key for key, one in self.organisations.items() if one.id == organisation_id)


def fund_of(funds: Mapping[str, Fund], area: str) -> Fund:
    """The fund that carries what is offered in a place: of the office that answers for it, else of its district."""
    return funds.get(office_key_for(area)) or funds[f"d:{area[:4]}"]


def written_on(offer: Offer, today: date) -> date:
    """The day an offer is written."""
    if offer.phase in ("over", "running"):
        return offer.draft.starts_on - LEAD
    if offer.phase == "coming":
        return today - timedelta(days=26 + offer.number % 14)
    return today - timedelta(days=3 + offer.number % 6)


def schedule(stage: Stage, offer: Offer) -> None:
    """Let an offer be written, reviewed and, in its time, closed."""
    day = written_on(offer, stage.today)
    moment = at(day, 9, offer.number % 50)
    stage.timeline.at(moment, lambda: _write(stage, offer))
    steps = _AFTERWARDS.get(offer.phase, ("publish",))
    for count, step in enumerate(steps, start=1):
        later = at(work_day(day + timedelta(days=count)), 10 + count, offer.number % 50)
        stage.timeline.at(later, lambda step=step: _do(stage, offer, step))  # type: ignore[misc]
    if offer.phase == "over":
        stage.timeline.at(at(offer.draft.ends_on + timedelta(days=2), 8), lambda: _do(stage, offer, "close"))
        stage.timeline.at(at(offer.draft.ends_on + KEPT, 8), lambda: _do(stage, offer, "archive"))


_AFTERWARDS = {
    "draft": (),
    "submitted": ("submit",),
    "in_review": ("submit", "look"),
    "changes": ("submit", "request_changes"),
    "rejected": ("submit", "reject"),
    "paused": ("submit", "publish", "pause"),
    "withdrawn": ("submit", "withdraw"),
}


def _write(stage: Stage, offer: Offer) -> None:
    fund_id = fund_of(stage.funds, offer.draft.area_code).id if offer.funded else None
    draft = replace(offer.draft, fund_id=fund_id, promises=offer.points)
    organisation = stage.organisations[offer.organisation.key]
    supplier = stage.cast.supplier(offer.organisation.key, offer.number)
    opportunity = postings.create(draft, organisation, by=supplier)
    set_committed_value(opportunity, "organisation", organisation)
    stage.postings[offer.number] = opportunity
    if offer.phase not in _AFTERWARDS:
        with notices.quiet():
            postings.submit(opportunity, by=supplier)


def _do(stage: Stage, offer: Offer, step: str) -> None:
    """One step of a posting; of the many that were published in the past nobody reads a notice any more."""
    with nullcontext() if offer.phase in _AFTERWARDS else notices.quiet():
        _step(stage, offer, step)


def _step(stage: Stage, offer: Offer, step: str) -> None:
    opportunity = stage.postings[offer.number]
    supplier = stage.cast.supplier(offer.organisation.key, offer.number)
    officer = stage.cast.one(Role.OFFICER, office_key_for(opportunity.area_code), offer.number)
    if step == "submit":
        postings.submit(opportunity, by=supplier)
    elif step == "publish":
        postings.publish(opportunity, by=officer)
    elif step == "look":
        postings.move(opportunity, "start_review", by=officer)
    elif step == "request_changes":
        postings.request_changes(opportunity, by=officer, note=CHANGES)
    elif step == "reject":
        postings.reject(opportunity, by=officer, note=REFUSAL)
    else:
        postings.move(opportunity, step, by=supplier)
    if step == "publish":
        db.flush()
