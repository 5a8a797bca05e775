"""The job queue: SQLite beside the database by default, PostgreSQL or Redis when `JOBS_URL` says so."""

import importlib
import logging
from functools import lru_cache
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

from marketplace.jobs.rounds import Step, is_night_missed, minute_round, night_round, tidy

log = logging.getLogger("okat.jobs")
STEPS: tuple[tuple[str, str], ...] = (
    ("offers", "marketplace.enrolments.waitlist:pass_on_expired"),
    ("pledges", "marketplace.resources.asking:lapse"),
    ("vetting", "marketplace.resources.vetting:tick"),
    ("matches", "marketplace.mentoring.matches:expire"),
    ("mentoring", "marketplace.mentoring.matches:end_what_stands_on_nothing"),
    ("check_ins", "marketplace.mentoring.meetings:ask_how_it_goes"),
    ("agreements", "marketplace.agreements.ending:begin_due"),
    ("agreements_off", "marketplace.agreements.ending:end_with_enrolments"),
    ("concerns", "marketplace.concerns.clocks:tick"),
    ("clocks", "marketplace.enrolments.clocks:tick"),
    ("postings", "marketplace.offers.telling:tick"),
    ("claims", "marketplace.enrolments.claim_telling:tick"),
    ("enquiries", "marketplace.enquiries.service:remind"),
    ("notices", "marketplace.notices.outbox:deliver"),
    ("payments", "marketplace.payments.rounds:work"),
    ("attendance", "marketplace.enrolments.attendance:begin_learning"),
    ("attended", "marketplace.enrolments.attended_pay:settle_ended"),
    ("held", "marketplace.earnings.resuming:resume_all"),
    ("names", "marketplace.earnings.payees:ask_for_names"),
    ("accounts", "marketplace.earnings.payees:ask_for_accounts"),
    ("released", "marketplace.enrolments.watch:look_after_release"),
)


NIGHTLY: tuple[tuple[str, str], ...] = (
    ("guardians", "marketplace.enrolments.alone:nightly"),
    ("listing", "marketplace.offers.search:relist_unfunded"),
    ("days", "marketplace.offers.search:relist_moved"),
    ("stays", "marketplace.enrolments.stay_round:nightly"),
    ("funds", "marketplace.earnings.running_dry:nightly"),
    ("labour", "marketplace.duties.watching:nightly"),
    ("assessments", "marketplace.agreements.closing:nightly"),
    ("organisations", "marketplace.organisations.papers:nightly"),
    ("trust", "marketplace.organisations.trust:nightly"),
    ("stripe", "marketplace.payments.reconciling:nightly"),
    ("bank", "marketplace.earnings.bank_differences:nightly"),
    ("devices", "marketplace.audit.devices:nightly"),
    ("books", "marketplace.enrolments.watch:look"),
    ("anchor", "marketplace.ledger.anchors:drop_anchor"),
)

AT_MIDNIGHT: tuple[tuple[str, str], ...] = (
    ("days", "marketplace.offers.search:relist_moved"),
    ("guardians", "marketplace.enrolments.alone:nightly"),
)
"""What the new day has made wrong and people see at once; the night does it again, should nobody have worked then."""


def queue_for(url: str) -> Huey:
    """A queue on the given store; raises ValueError on an unknown scheme."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return SqliteHuey("okat", filename=url.removeprefix("sqlite:///"), results=False)
    if scheme.startswith("postgresql"):
        return PostgresHuey("okat", dsn=url.replace("postgresql+psycopg", "postgresql"), results=False)
    if scheme in ("redis", "rediss"):
        return RedisHuey("okat", url=url, results=False)
    raise ValueError(f"no job queue for {scheme!r}")


def schedule(queue: Huey) -> None:
    """Put the rounds on the queue's clock."""

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey ships no types
    def every_minute() -> None:
        minute_round(steps())

    # 00:00 in Thailand.
    @queue.periodic_task(crontab(minute="0", hour="17"))  # type: ignore[untyped-decorator]
    def every_midnight() -> None:
        minute_round(steps(AT_MIDNIGHT))

    # 02:20 in Thailand: huey's clock is UTC.
    @queue.periodic_task(crontab(minute="20", hour="19"))  # type: ignore[untyped-decorator]
    def every_night() -> None:
        night_round(steps(NIGHTLY))

    # A machine that is switched off at night does in the morning what it missed.
    @queue.periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
    def a_missed_night() -> None:
        if is_night_missed():
            night_round(steps(NIGHTLY))

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def every_minute_placing() -> None:
        _place()

    _placing_task(queue)

    @queue.periodic_task(crontab(minute="17", hour="*/6"))  # type: ignore[untyped-decorator]
    def tidy_up() -> None:
        minute_round((("tidy", tidy),))


def wake(url: str) -> None:
    """Let the worker look for runs that wait now, rather than at its next minute."""
    _placing_task(_client(url)).schedule(delay=1)


@lru_cache(maxsize=4)
def _client(url: str) -> Huey:
    return queue_for(url)


def _placing_task(queue: Huey) -> Any:
    """The task by which runs are taken up; known to whoever asks and to whoever works."""
    known = getattr(queue, "okat_placing", None)
    if known is None:

        @queue.task()  # type: ignore[untyped-decorator]
        def place_waiting() -> None:
            _place()

        known = queue.okat_placing = place_waiting
    return known


def _place() -> None:
    """Runs have transactions of their own, so this is no step of the minute's round."""
    try:
        importlib.import_module("marketplace.matching.workbench.work").work()
    except Exception:
        log.exception("placing failed")


def steps(wanted: tuple[tuple[str, str], ...] = STEPS) -> tuple[tuple[str, Step], ...]:
    """The steps of a round, a minute's unless told otherwise, resolved by name: the queue knows no room's inside."""
    found: list[tuple[str, Step]] = []
    for name, address in wanted:
        module, _, function = address.partition(":")
        found.append((name, getattr(importlib.import_module(module), function)))
    return tuple(found)
