"""Pledges of the demo: mentors, rooms, rides, childcare, tools and knowledge all over its places."""

from datetime import date, timedelta

from marketplace.demo import stock
from marketplace.demo.cast import Cast
from marketplace.demo.stock import chance
from marketplace.demo.timeline import at
from marketplace.kernel import clock
from marketplace.resources import pledges
from marketplace.resources.pledges import PledgeDraft
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceUnit, Role

COUNT = 138
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
    db.flush()


def _vet(resource: Resource, cast: Cast, number: int) -> None:
    """Most are there to be used; some wait for a look, a few rest."""
    if number % 29 == 11:
        return
    steps = ["start_vetting"]
    if number % 23 != 3:
        steps += ["approve", "open"]
    if number % 31 == 7 and len(steps) > 1:
        steps.append("pause")
    officer = cast.one(Role.OFFICER, resource.office_key, number)
    for verb in steps:
        pledges.move(resource, verb, by=officer)
