"""Pledges of the demo: mentors, rooms, rides, childcare, tools and knowledge all over its places."""

from datetime import date, timedelta

from marketplace.access import SYSTEM, Actor
from marketplace.demo import stock
from marketplace.demo.cast import Cast
from marketplace.demo.stock import chance
from marketplace.demo.timeline import at
from marketplace.kernel import clock, week
from marketplace.resources import availability, pledges
from marketplace.resources.availability import Times
from marketplace.resources.pledges import PledgeDraft
from marketplace.vetting import facts
from models.mentoring import MentorProfile
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceUnit, Role, VettingCheck

COUNT = 138
REFERENCES = "ครูใหญ่โรงเรียนในตำบล\nประธานกลุ่มแม่บ้าน"
OWN = 4
"""How many of them belong to the demo mentor."""


def load(cast: Cast, organisations: dict[str, Organisation], today: date, count: int = COUNT) -> int:
    """Let people pledge, and the office look at most of it."""
    found, keys = stock.pledges(), sorted(organisations)
    mentor = cast.one(Role.MENTOR, "95")
    for number in range(count):
        dice = chance(cast.seed, "pledge", number)
        pledge = found[number % len(found)]
        place = dice.choices(stock.places(), [one.weight for one in stock.places()])[0]
        own = number < OWN
        organisation = organisations[dice.choice(keys)]
        area = "950101" if own else place.area
        by = mentor if own else cast.supplier(next(key for key in keys if organisations[key] is organisation))
        with clock.frozen(at(today - timedelta(days=170 - number), 10)):
            draft = PledgeDraft(
                kind=ResourceKind(pledge.kind),
                title_th=pledge.facts["title_th"],
                about_th=pledge.facts["about_th"],
                when_th=pledge.facts["when_th"],
                area_code=area if own else organisation.area_code,
                unit=ResourceUnit(pledge.facts["unit"]),
                capacity=dice.randrange(pledge.least, pledge.most + 1),
            )
            resource = pledges.pledge(draft, by=by)
            _tell(resource, pledge, place.languages)
            if not own:
                resource.organisation_id, resource.owner_account_id = organisation.id, None
        with clock.frozen(at(today - timedelta(days=166 - number), 14)):
            _vet(resource, cast, number)
    return count


def _tell(resource: Resource, pledge: stock.Pledge, languages: tuple[str, ...]) -> None:
    for name in ("title_en", "about_en", "when_en"):
        setattr(resource, name, pledge.facts[name])
    resource.skills, resource.languages = list(pledge.skills), list(languages[:2])
    free = week.mask_within(week.parse(pledge.facts["times"])) or None
    supports = tuple(need for need in pledge.facts["supports"].split(";") if need)
    availability.tell(resource, Times(free, supports, asks_first=bool(pledge.facts["asks"])), by=SYSTEM)
    if resource.kind == ResourceKind.MENTOR:
        db.add(
            MentorProfile(resource_id=resource.id, gender="f" if stock.turn_of(resource.ref) % 2 else "m", load_most=2)
        )
    db.flush()


def _vet(resource: Resource, cast: Cast, number: int) -> None:
    """Most are there to be used; some wait for a look, a few rest."""
    if number % 29 == 11:
        return
    worker = cast.one(Role.CASEWORKER, resource.office_key, number)
    officer = cast.one(Role.OFFICER, resource.office_key, number)
    pledges.move(resource, "start_vetting", by=worker)
    steps: list[str] = []
    whole = number % 23 != 3
    if whole:
        steps += ["approve", "open"]
    _check(resource, worker, officer, whole=whole)
    if number % 31 == 7 and len(steps) > 1:
        steps.append("pause")
    for verb in steps:
        pledges.move(resource, verb, by=officer)


def _check(resource: Resource, worker: Actor, officer: Actor, *, whole: bool) -> None:
    """The facts a case worker gathers and an officer approves; where it is not whole, only the first three."""
    today = clock.today()
    needed = facts.needed_of(resource, today)
    for check in needed if whole else needed[:3]:
        by = officer if check is VettingCheck.APPROVAL else worker
        note = REFERENCES if check is VettingCheck.REFERENCES else ""
        facts.record(resource, check, today - timedelta(days=1), by=by, note=note)
