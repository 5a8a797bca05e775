"""Pages of one's own account: finished words and links."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from blueprints.account.forms import LANGUAGES
from marketplace.access import Actor, sessions
from marketplace.i18n import Text, dates, t, words
from marketplace.notices.queries import Told, count_new
from marketplace.organisations import policy
from marketplace.people import accounts, contact
from marketplace.people.disclosure import FACT_NAMES, WHY_NAMES, Fact, Why
from marketplace.people.queries import Look
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Row:
    """One fact with the way to change it."""

    label: Text
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """One place where the account is open."""

    name: str
    since: str
    here: bool
    end_href: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The account at a glance."""

    facts: tuple[Row, ...]
    devices: tuple[Device, ...]
    has_others: bool
    new_notices: int
    seen_href: str
    opening_href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    text: str
    note: str
    href: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """Things that happened, newest first."""

    lines: tuple[Line, ...]
    has_new: bool = False


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month as a wall shows it; days outside it are empty."""

    title: str
    today: str
    day_names: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[str, ...], ...]


def account(actor: Actor) -> AccountPage:
    """The account of whoever asks."""
    own = accounts.one(actor)
    details = url_for("account.show_details")
    facts = (
        Row(t("Name"), own.name or "–", details),
        Row(t("Sign in with"), own.email or contact.phone_shown(accounts.phone_of(own))),
        Row(t("Language"), LANGUAGES[own.locale], details),
        Row(t("Password"), "••••••••", url_for("account.show_password")),
    )
    devices = tuple(
        Device(
            name=found.label or str(t("Unknown device")),
            since=str(t("since {when}", when=dates.date_time(found.created_at))),
            here=found.ref == actor.session_ref,
            end_href=url_for("account.end_session", login_session=found.ref),
        )
        for found in sessions.live_sessions(own.id)
    )
    seen = url_for("account.show_seen") if actor.youth_id is not None else ""
    opening = url_for("provider.show_openings") if policy.can_open(actor) else ""
    return AccountPage(facts, devices, any(not device.here for device in devices), count_new(actor), seen, opening)


def notices(told: Iterable[Told]) -> ListPage:
    """What somebody was told."""
    lines = tuple(Line(str(one.message), str(when_told(one)), one.path, one.new) for one in told)
    return ListPage(lines, any(line.new for line in lines))


def when_told(one: Told) -> Text | str:
    """When something was told, and how often where it was more than once."""
    when = dates.date_time(one.at)
    return t("{count} times, last {when}", count=one.times, when=when) if one.times > 1 else when


def looks(found: Iterable[Look]) -> ListPage:
    """Who looked, at what, when and why."""
    return ListPage(tuple(Line(_who(look), _what(look)) for look in found))


def month(today: date) -> MonthPage:
    """The month of a day."""
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return MonthPage(
        title=dates.month_year(today),
        today=str(today.day),
        day_names=tuple((dates.day_name(day, short=True), dates.day_name(day)) for day in range(7)),
        weeks=tuple(tuple(str(day) if day else "" for day in week) for week in weeks),
    )


def _who(look: Look) -> str:
    role = str(words.word(Role, look.role)) if look.role else ""
    return " · ".join(filter(None, (look.name, role))) or str(t("Okat"))


def _what(look: Look) -> str:
    if look.what == "labour_form":
        return str(t("Your name and birth date, for a notice to the labour inspector"))
    if look.what == "statement":
        said = t("A statement of your earnings, by its code")
        return " · ".join((str(said), dates.date_time(look.at)))
    fact = str(FACT_NAMES[Fact(look.what)]) if look.what in tuple(Fact) else str(t("Your page"))
    why = str(WHY_NAMES[Why(look.reason)]) if look.reason in tuple(Why) else ""
    return " · ".join(filter(None, (fact, why, dates.date_time(look.at))))
