"""An opportunity in the words of schema.org, for search engines: a course is a Course, a placement a JobPosting."""

from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.areas import names
from marketplace.i18n import pick
from marketplace.kernel import clock, week
from marketplace.kernel.money import baht_plain
from marketplace.offers.cards import weekly
from marketplace.offers.coming import Span
from models.offer import Opportunity
from models.organisation import Organisation
from models.vocabulary import Language, Mode, OpportunityKind

Facts = dict[str, Any]

_COURSE_MODES: Mapping[str, str] = {Mode.ONSITE: "Onsite", Mode.ONLINE: "Online", Mode.HYBRID: "Blended"}
_TONGUES: Mapping[str, str] = {
    Language.THAI: "th", Language.MALAY: "ms", Language.ENGLISH: "en", Language.KAREN: "kar", Language.NORTHERN: "nod",
    Language.ISAN: "tts", Language.KHMER: "km", Language.BURMESE: "my", Language.LAO: "lo", Language.CHINESE: "zh",
    Language.SIGN: "tsq",
}  # fmt: skip
"""Our languages by their tags of BCP 47."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def structured(opportunity: Opportunity, organisation: Organisation, span: Span, *, url: str) -> Facts:
    """The opportunity as JSON-LD; its days are those on which something is held."""
    body = (
        _job(opportunity, organisation, span)
        if opportunity.kind == OpportunityKind.PLACEMENT
        else _course(opportunity, organisation, span)
    )
    return {"@context": "https://schema.org", **body, "url": url, "inLanguage": _tongues(opportunity.languages)}


def _course(opportunity: Opportunity, organisation: Organisation, span: Span) -> Facts:
    free = not opportunity.cost_per_month_satang
    return {
        "@type": "Course",
        "name": pick(opportunity.title_th, opportunity.title_en),
        "description": _description(opportunity),
        "courseCode": opportunity.ref,
        "provider": _organisation(organisation),
        "isAccessibleForFree": free,
        "offers": {
            "@type": "Offer",
            "category": "Free" if free else "Paid",
            "price": baht_plain(opportunity.cost_per_month_satang),
            "priceCurrency": "THB",
        },
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": _COURSE_MODES[opportunity.mode],
            "startDate": span.runs[0].isoformat(),
            "endDate": span.runs[1].isoformat(),
            "courseWorkload": f"PT{_minutes_a_week(opportunity)}M",
            "courseSchedule": [_schedule(span, slot) for slot in weekly(opportunity.slots)],
            "location": _place(opportunity),
            "maximumAttendeeCapacity": opportunity.seats,
        },
    }


def _job(opportunity: Opportunity, organisation: Organisation, span: Span) -> Facts:
    published = opportunity.published_at or opportunity.created_at
    facts: Facts = {
        "@type": "JobPosting",
        "title": pick(opportunity.title_th, opportunity.title_en),
        "description": _description(opportunity),
        "identifier": {"@type": "PropertyValue", "name": "Okat", "value": opportunity.ref},
        "datePosted": clock.bangkok(published).date().isoformat(),
        "validThrough": clock.instant(span.asks_until, 24 * 60).isoformat(),
        "employmentType": ["PART_TIME", "INTERN"],
        "hiringOrganization": _organisation(organisation),
        "jobLocation": _place(opportunity),
        "totalJobOpenings": opportunity.seats,
        "jobStartDate": span.opens.isoformat(),
    }
    unit, satang = (
        ("DAY", opportunity.wage_per_day_satang)
        if opportunity.wage_per_day_satang
        else ("HOUR", opportunity.wage_per_hour_satang)
    )
    if satang:
        facts["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": "THB",
            "value": {"@type": "QuantitativeValue", "value": baht_plain(satang), "unitText": unit},
        }
    return facts


def _tongues(languages: Iterable[str]) -> list[str]:
    return [_TONGUES[language] for language in languages if language in _TONGUES]


def _organisation(organisation: Organisation) -> Facts:
    return {"@type": "Organization", "name": pick(organisation.name_th, organisation.name_en)}


def _place(opportunity: Opportunity) -> Facts:
    if opportunity.mode == Mode.ONLINE:
        return {"@type": "VirtualLocation", "name": "Online"}
    code = opportunity.area_code
    return {
        "@type": "Place",
        "name": pick(opportunity.place_th, opportunity.place_en) or names.address(code),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": names.plain(code[:4]),
            "addressRegion": names.plain(code[:2]),
            "addressCountry": "TH",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": opportunity.lat, "longitude": opportunity.lon},
    }


def _schedule(span: Span, slot: week.Slot) -> Facts:
    return {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": f"https://schema.org/{_DAYS[slot.weekday]}",
        "startTime": week.clock_text(slot.start_minute),
        "endTime": week.clock_text(slot.end_minute),
        "startDate": span.runs[0].isoformat(),
        "endDate": span.runs[1].isoformat(),
        "scheduleTimezone": "Asia/Bangkok",
    }


def _minutes_a_week(opportunity: Opportunity) -> int:
    return sum(slot.minutes for slot in weekly(opportunity.slots))


def _description(opportunity: Opportunity) -> str:
    said = pick(opportunity.about_th, opportunity.about_en) or pick(opportunity.summary_th, opportunity.summary_en)
    return said or pick(opportunity.title_th, opportunity.title_en)
