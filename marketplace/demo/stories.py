"""Who asks for what in the demo and how far it comes: planned before anything is written, the same for every seed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from marketplace.demo import offers
from marketplace.demo.offers import Offer
from marketplace.demo.stock import chance
from marketplace.demo.timeline import working_days_before
from marketplace.demo.youths import Life, imagine
from models.vocabulary import OpportunityKind

OVER = (("completed", 72), ("dropped_out", 14), ("transferred", 3), ("declined", 4), ("refused", 3), ("withdrawn", 4))
RUNNING = (
    ("learning", 68), ("on_break", 5), ("dropped_out", 7), ("claimed", 7), ("more_evidence", 3), ("claim_rejected", 2),
    ("completed", 8),
)  # fmt: skip
COMING = (
    ("awaiting_guardian", 36), ("guardian_case", 18), ("provider_review", 52), ("declined", 16), ("waitlisted", 12),
    ("gives_way", 8), ("provider_accepted", 34), ("officer_review", 18), ("second_review", 12), ("returned", 9),
    ("refused", 9), ("approved", 38), ("withdrawn", 12), ("cancelled", 6),
)  # fmt: skip
HOLDING = frozenset({
    "completed", "dropped_out", "transferred", "learning", "on_break", "claimed", "more_evidence", "claim_rejected",
    "gives_way", "provider_accepted", "officer_review", "second_review", "returned", "approved", "refused", "cancelled",
})  # fmt: skip
"""Stories in which a seat is held at some time."""

LEARNERS = {"over": 4, "running": 5}
DEMO_YOUTH = 0
FILLED = 3
"""Of what is over, one in so many had no seat left."""


@dataclass(frozen=True)
class Story:
    """One request: who asks for what, how it ends (for now), and the day its last step fell on."""

    number: int
    offer: int
    person: int
    ends: str
    day: date


@dataclass
class Script:
    """Everything that will happen."""

    seed: int
    today: date
    lives: list[Life]
    offers: list[Offer]
    stories: list[Story] = field(default_factory=list)

    def busy(self) -> dict[int, int]:
        """The half hours each person keeps free for what they asked for; now and then somebody does not."""
        found: dict[int, int] = {}
        by_number = {offer.number: offer for offer in self.offers}
        for story in self.stories:
            if story.number % 7 or story.person == DEMO_YOUTH:
                found[story.person] = found.get(story.person, 0) | by_number[story.offer].draft.mask
        return found

    def first_asked(self) -> dict[int, date]:
        """The day each person asked for the first time."""
        found: dict[int, date] = {}
        by_number = {offer.number: offer for offer in self.offers}
        for story in self.stories:
            asked = asked_on(story, by_number[story.offer])
            found[story.person] = min(found.get(story.person, asked), asked)
        return found


def write(seed: int, today: date, people: int, sizes: dict[str, int]) -> Script:
    """The whole script for so many people and so many offers of each phase."""
    lives = [imagine(seed, number, today) for number in range(people)]
    phases = tuple(phase for phase, count in sizes.items() for _ in range(count))
    script = Script(seed, today, lives, offers.plan(seed, today, phases))
    casting = _Casting(script)
    for offer in list(script.offers):
        casting.cast(offer)
    script.offers = [casting.seated(offer) for offer in script.offers]
    return script


def asked_on(story: Story, offer: Offer) -> date:
    """The day the application was made."""
    if is_of_the_past(story, offer):
        return offer.draft.starts_on - timedelta(days=16 + story.number % 6)
    return story.day - timedelta(days=_BEFORE.get(story.ends, 5))


def is_of_the_past(story: Story, offer: Offer) -> bool:
    """Whether the request was decided before the offer began; others are still on their way."""
    return offer.phase == "over" or (offer.phase == "running" and story.ends in dict(RUNNING))


_BEFORE = {"awaiting_guardian": 0, "guardian_case": 0, "provider_review": 2, "declined": 4, "withdrawn": 3}


class _Casting:
    """Finds people for offers: of an age that fits, near by, and not asked too often."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: Counter[tuple[int, str]] = Counter()
        self.held: Counter[int] = Counter()
        self.waiting: set[int] = set()
        self.near: dict[str, list[Life]] = {}
        for life in script.lives[1 : len(script.lives) * 9 // 10]:
            for length in (2, 4):
                self.near.setdefault(life.place.area[:length], []).append(life)
        self.ends = iter(_dealt(chance(script.seed, "ends"), COMING))

    def cast(self, offer: Offer) -> None:
        """Give an offer its stories."""
        dice = chance(self.script.seed, "cast", offer.number)
        if offer.phase in ("over", "running"):
            table = OVER if offer.phase == "over" else RUNNING
            most = 3 if offer.draft.kind != OpportunityKind.COURSE else LEARNERS[offer.phase]
            for _ in range(dice.randrange(2, most + 1)):
                self._tell(dice, offer, dice.choices([end for end, _ in table], [weight for _, weight in table])[0])
        elif offer.phase == "coming" and dice.random() < 0.62:
            for _ in range(dice.randrange(2, 5)):
                self._tell(dice, offer, next(self.ends))

    def seated(self, offer: Offer) -> Offer:
        """The offer with as many seats as its stories need; none to spare where somebody waits or it filled."""
        held = self.held[offer.number]
        filled = offer.phase == "over" and held > 1 and offer.number % FILLED == 0
        is_tight = filled or offer.number in self.waiting
        seats = max(held, 1) if is_tight else max(offer.draft.seats, held + 1)
        return replace(offer, draft=replace(offer.draft, seats=seats))

    def _tell(self, dice: Random, offer: Offer, ends: str) -> None:
        person = self._person(dice, offer, ends)
        if person is None:
            return
        self.asked[person.number, offer.phase] += 1
        self.held[offer.number] += ends in HOLDING
        if ends == "waitlisted":
            self.waiting.add(offer.number)
        self._add(offer, person.number, ends, _day(dice, offer, ends, self.script.today))
        if ends == "gives_way" and (second := self._person(dice, offer, "waitlisted")) is not None:
            self.waiting.add(offer.number)
            self.asked[second.number, offer.phase] += 1
            self._add(offer, second.number, "waitlisted", working_days_before(self.script.today, 4))

    def _add(self, offer: Offer, person: int, ends: str, day: date) -> None:
        number = len(self.script.stories)
        self.script.stories.append(Story(number, offer.number, person, ends, day))

    def _person(self, dice: Random, offer: Offer, ends: str) -> Life | None:
        area = offer.draft.area_code
        near = self.near.get(area[: 4 if dice.random() < 0.75 else 2], [])
        taken = {story.person for story in self.script.stories if story.offer == offer.number}
        for life in dice.sample(near, min(len(near), 60)):
            if life.number not in taken and self.asked[life.number, offer.phase] < 2 and _suits(life, offer, ends):
                return life
        return None


def _suits(life: Life, offer: Offer, ends: str) -> bool:
    years = life.age(offer.draft.starts_on)
    if years < offer.draft.age_min or years > (offer.draft.age_max or 99):
        return False
    if ends in ("awaiting_guardian", "guardian_case"):
        alone = life.care not in ("parent", "court")
        return life.age(offer.draft.starts_on + timedelta(days=60)) < 20 and alone == (ends == "guardian_case")
    if ends == "second_review":
        return life.place.area == "950101"
    return True


def _day(dice: Random, offer: Offer, ends: str, today: date) -> date:
    """The day of the last step; what waits for somebody began so long ago that some of it is due now."""
    if offer.phase == "over":
        return offer.draft.ends_on
    if offer.phase == "running":
        return working_days_before(today, dice.randrange(1, 7) if ends == "claimed" else dice.randrange(5, 12))
    ago = {"gives_way": (1, 2), "approved": (1, 12), "provider_accepted": (2, 9), "provider_review": (1, 9)}
    first, last = ago.get(ends, (1, 7))
    return working_days_before(today, dice.randrange(first, last))


def _dealt(dice: Random, table: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Ends in their proportions, shuffled and dealt round by round."""
    while True:
        deck = [end for end, count in table for _ in range(count)]
        dice.shuffle(deck)
        yield from deck
