"""The demo world as a whole: loaded once, in one transaction, into a database where nobody real lives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from sqlalchemy import func, select, update

from marketplace.areas.offices import office_keys_for
from marketplace.config import DEMO_PASSWORD
from marketplace.demo import (
    agreeing,
    asking,
    cast,
    comparing,
    documents,
    giving,
    helping,
    leads,
    learning,
    money,
    placing,
    pledging,
    stage,
    staying,
    stock,
    stories,
    volume,
    watching,
    youths,
)
from marketplace.demo.cast import Cast
from marketplace.demo.stage import Stage
from marketplace.demo.stories import Script
from marketplace.demo.timeline import Timeline, at
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict
from marketplace.offers import search
from marketplace.organisations import trust
from marketplace.people import passwords
from models.account import Account
from models.earning import Earning
from models.enrolment import Enrolment
from models.history import Notice, OutboxMessage
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db, refresh_statistics, transactional, unit_of_work
from models.vocabulary import OrganisationState, Role
from models.worker import Heartbeat
from models.youth import Youth

SEED = 2569
SCALES = ("small", "province")
MARK = "demo world"
SINCE = timedelta(days=280)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How many young people, pledges, and offers of each phase."""

    people: int
    pledges: int
    offers: dict[str, int]


SMALL = Size(
    people=620,
    pledges=pledging.COUNT,
    offers={
        "over": 50, "running": 64, "coming": 204, "submitted": 11, "in_review": 4, "changes": 5, "draft": 7,
        "rejected": 3, "paused": 4, "withdrawn": 2,
    },
)  # fmt: skip


def is_loaded() -> bool:
    """Whether this database holds a finished demo world."""
    with unit_of_work():
        return db.get(Heartbeat, MARK) is not None


def may_load() -> bool:
    """Whether nobody real is here: no account that is not the demo's, and no young person."""
    with unit_of_work():
        return _is_empty()


def accounts() -> list[tuple[str, str]]:
    """The role and the sign-in of each demo account."""
    return [(role.value, cast.email_of(role)) for role in cast.ROLES]


def load(
    *,
    progress: Progress = lambda _line: None,
    seed: int = SEED,
    scale: str = "small",
    password: str = DEMO_PASSWORD,
    folder: Path | None = None,
    size: Size = SMALL,
) -> bool:
    """Load the demo world; False when it is there already. Raises Conflict for a database with real people.

    `folder` is where proofs are kept; without it claims have words only. The world is one transaction, so one that
    was interrupted has never begun.
    """
    if is_loaded():
        return False
    started = monotonic()
    with ids.dealt(Random(f"{seed}|refs")):
        _load(progress, seed, password, folder, size)
        if scale == "province":
            volume.load(seed, clock.today(), progress)
    progress(f"Done in {monotonic() - started:.0f} s.")
    return True


@transactional
def _load(progress: Progress, seed: int, password: str, folder: Path | None, size: Size) -> None:
    if not _is_empty():
        raise Conflict(t("This database holds real people, so the demo world is not loaded into it."))
    now = clock.now()
    today = clock.today()
    script = stories.write(seed, today, size.people, size.offers)
    leads.add(script)
    played = _set_up(script, password, folder, size)
    progress("  organisations, staff and pledges are there")
    _schedule(played)
    for ago in (120, 90, 60, 30, 14, 0):
        count = played.timeline.run(now if ago == 0 else at(today - timedelta(days=ago), 0))
        refresh_statistics()
        progress(f"  {ago:>3} days ago: {count} acts" if ago else f"  up to now: {count} acts")
    helping.load(played)
    agreeing.load(played)
    placing.load(played)
    watching.load(played)
    documents.load(played)
    db.flush()
    trust.nightly()
    _settle_down()
    progress(f"  {_counted()}")
    db.add(Heartbeat(name=MARK, at=now, detail=f"seed {seed}"))


def _set_up(script: Script, password: str, folder: Path | None, size: Size) -> Stage:
    since = script.today - SINCE
    with clock.frozen(at(since, 9)):
        people = cast.assemble(script.seed, passwords.hashed(password), since)
        organisations = _organisations(people, since)
        officers = {office: people.one(Role.OFFICER, office) for office in money.BUDGETS}
    with clock.frozen(at(script.today - timedelta(days=236), 10)):
        funds = money.open_funds(officers, script.today)
    pledging.load(people, organisations, script.today, size.pledges)
    return Stage(script, people, Timeline(clock.now()), organisations, funds, folder)


def _organisations(people: Cast, since: date) -> dict[str, Organisation]:
    found = {}
    offices = office_keys_for(one.area for one in stock.organisations())
    for number, one in enumerate(stock.organisations()):
        row = Organisation(
            ref=ids.new_ref("G"),
            kind=one.kind,
            name_th=one.name_th,
            name_en=one.name_en,
            about_th=one.about_th,
            about_en=one.about_en,
            area_code=one.area,
            office_key=offices[one.area],
            state=OrganisationState.ACTIVE,
            visited_on=since + timedelta(days=20 + number) if number % 5 else None,
            created_at=clock.now(),
        )
        db.add(row)
        db.flush()
        cast.staff_organisation(people, row, one.key, hires=not one.teaches, since=since)
        found[one.key] = row
    return found


def _schedule(played: Stage) -> None:
    """Put everything that will happen on the timeline: people, offers, requests, learning, money."""
    script = played.script
    busy, first = script.busy(), script.first_asked()
    for life in script.lives:
        asked = first.get(life.number)
        day = min(life.since, asked - timedelta(days=3 + life.number % 9)) if asked else life.since
        played.timeline.at(at(day, 8, life.number % 55), lambda one=life: _enter(played, one, busy))  # type: ignore[misc]
    by_number = {offer.number: offer for offer in script.offers}
    with_people = {story.offer for story in script.stories}
    for offer in script.offers:
        stage.schedule(played, offer)
        if offer.number in with_people and offer.phase in ("over", "running"):
            own = offer.organisation.key in (cast.PROVIDER_AT, cast.EMPLOYER_AT)
            learning.schedule_offer(played, offer, own=own)
    for story in script.stories:
        request = asking.Request(played, story, by_number[story.offer])
        asking.schedule(request)
        for step, moment in asking.steps_of(request):
            if step == "approve":
                agreeing.schedule(request, moment)
        if by_number[story.offer].phase in ("over", "running"):
            learning.schedule_story(request)
    money.schedule(played)
    giving.schedule(played)
    comparing.schedule(played)
    staying.schedule(played)


def _enter(played: Stage, life: youths.Life, busy: dict[int, int]) -> None:
    person = youths.register(life, played.cast, busy.get(life.number, 0))
    played.people[life.number] = person
    if life.number % 6 or life.number == 0:
        money.pay_to(person)


def _settle_down() -> None:
    """What was told in the past has long been delivered, and mostly read, and lists say the days of today."""
    db.flush()
    search.relist_moved()
    recent = clock.now() - timedelta(days=2)
    db.execute(update(OutboxMessage).values(sent_at=OutboxMessage.send_after, attempts=1))
    db.execute(update(Notice).where(Notice.visible_at < recent).values(read_at=Notice.visible_at))


def _is_empty() -> bool:
    real = db.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1))
    anybody = db.scalar(select(Youth.id).limit(1))
    return real is None and anybody is None


def _counted() -> str:
    what = (("opportunities", Opportunity), ("young people", Youth), ("enrolments", Enrolment), ("earnings", Earning))
    return ", ".join(f"{db.scalar(select(func.count()).select_from(model))} {name}" for name, model in what)
