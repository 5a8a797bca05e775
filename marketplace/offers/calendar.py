"""The sessions of an opportunity as a calendar file any phone can read, in Thailand's time."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from marketplace.areas import names
from marketplace.i18n import pick, t
from marketplace.kernel import clock
from models.offer import Opportunity, Session
from models.vocabulary import Mode, Precision

ZONE = "Asia/Bangkok"


def sessions_ics(opportunity: Opportunity, sessions: Sequence[Session], *, url: str) -> bytes:
    """One event a session; a cancelled one says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Okat//Sessions//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", pick(opportunity.title_th, opportunity.title_en))
    calendar.add_component(_thailand())
    for session in sessions:
        calendar.add_component(_event(opportunity, session, url))
    written: bytes = calendar.to_ical()
    return written


def where(opportunity: Opportunity) -> str:
    """The place with its subdistrict, district and province, as a map or a driver needs it."""
    if opportunity.mode == Mode.ONLINE:
        return str(t("Online, from home"))
    place = pick(opportunity.place_th, opportunity.place_en)
    return ", ".join(filter(None, (place, names.address(opportunity.area_code))))


def _event(opportunity: Opportunity, session: Session, url: str) -> Event:
    event = Event()
    event.add("uid", f"{session.ref}@okat")
    event.add("dtstamp", clock.now())
    event.add("dtstart", clock.bangkok(session.starts_at).replace(tzinfo=None), {"TZID": ZONE})
    event.add("dtend", clock.bangkok(session.ends_at).replace(tzinfo=None), {"TZID": ZONE})
    event.add("summary", pick(opportunity.title_th, opportunity.title_en))
    event.add("location", where(opportunity))
    if opportunity.mode != Mode.ONLINE and opportunity.point_precision == Precision.PLACE:
        event.add("geo", (opportunity.lat, opportunity.lon))
    told = (pick(opportunity.summary_th, opportunity.summary_en), pick(opportunity.bring_th, opportunity.bring_en), url)
    event.add("description", "\n".join(filter(None, told)))
    event.add("url", url)
    event.add("status", "CANCELLED" if session.cancelled else "CONFIRMED")
    return event


def _thailand() -> Timezone:
    """Thailand keeps one time all year."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", clock.bangkok(clock.now()).replace(1970, 1, 1, 0, 0, 0, 0, tzinfo=None))
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone
