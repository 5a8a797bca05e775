"""What a young person answers about their life: seven questions, and four more asked in place, each kept when given.

Nothing is asked twice and everything may stay open. Answers of somebody without an account are the same value,
carried by their own browser until an account keeps them.
"""

import base64
import binascii
import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from marketplace.access import Actor
from marketplace.areas import names
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.people import birth, contact
from marketplace.people import youth as young
from models.session import db
from models.vocabulary import Field, Language, Support, Transport
from models.youth import Youth

QUESTIONS = 7
FARTHEST_MINUTES = 600
HIGHEST_LEVEL = 6
DEAREST_SATANG = 100_000_000
MOST_SKILLS, LONGEST_SKILL = 12, 40
ASKED_IN_PLACE = ("level", "languages", "has_documents", "transport")
"""Asked once, when a result first depends on them."""

QUESTION_OF = {
    "birth_date": 1,
    "area_code": 2,
    "point": 2,
    "free": 3,
    "interests": 4,
    "skills": 4,
    "support_needs": 5,
    "shared_needs": 5,
    "travel_minutes_max": 6,
    "cost_per_month_max_satang": 7,
    "need_per_month_satang": 7,
}
"""Which of the seven questions asks for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was told so far; None is 'still open', for an upper limit 'no limit'. `free` is a mask of half hours."""

    birth_date: date | None = None
    area_code: str | None = None
    free: int | None = None
    interests: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    support_needs: tuple[str, ...] = ()
    shared_needs: tuple[str, ...] = ()
    travel_minutes_max: int | None = None
    cost_per_month_max_satang: int | None = None
    need_per_month_satang: int | None = None
    level: int | None = None
    languages: tuple[str, ...] | None = None
    has_documents: bool | None = None
    transport: str | None = None
    step: int = 0

    @property
    def is_begun(self) -> bool:
        """Whether any of the seven questions was passed."""
        return self.step > 0

    @property
    def next_question(self) -> int | None:
        """The question to go on with; None when all seven were passed."""
        return self.step + 1 if self.step < QUESTIONS else None

    def is_open(self, field: str) -> bool:
        """Whether a field that `QUESTION_OF` or `ASKED_IN_PLACE` names has no answer yet."""
        return getattr(self, "area_code" if field == "point" else field) is None


NONE_YET = Answers()


def given(answers: Answers, question: int, **changes: Any) -> Answers:
    """The answers after one more question (0 for one asked in place); raises Invalid at the field that cannot be."""
    changed = replace(answers, **changes, step=max(answers.step, question))
    refused = {name: refusal for name in changes if (refusal := _refusal(name, changed)) is not None}
    if refused:
        raise Invalid(next(iter(refused.values())), errors=refused)
    shared = tuple(need for need in changed.shared_needs if need in changed.support_needs)
    return replace(changed, shared_needs=shared)


def skills_of(text: str) -> tuple[str, ...]:
    """Skills as they were typed, parted by commas or lines, each once and in order."""
    pieces = text.replace("\n", ",").replace(";", ",").replace("，", ",").split(",")
    return tuple(dict.fromkeys(filter(None, (contact.plain(each, longest=300, field="skills") for each in pieces))))


def of(youth: Youth) -> Answers:
    """What this young person has told."""
    return Answers(
        birth_date=youth.birth_date,
        area_code=youth.area_code,
        free=None if youth.free_mask is None else week.from_bytes(youth.free_mask),
        interests=tuple(youth.interests or ()),
        skills=tuple(youth.skills or ()),
        support_needs=tuple(youth.support_needs or ()),
        shared_needs=tuple(youth.shared_needs or ()),
        travel_minutes_max=youth.travel_minutes_max,
        cost_per_month_max_satang=youth.cost_per_month_max_satang,
        need_per_month_satang=youth.need_per_month_satang,
        level=youth.level,
        languages=None if youth.languages is None else tuple(youth.languages),
        has_documents=youth.has_documents,
        transport=youth.transport,
        step=youth.profile_step,
    )


def keep(youth: Youth, answers: Answers, *, by: Actor) -> None:
    """Remember the answers; another subdistrict means another office from now on, and a page of before is stale."""
    before = of(youth)
    changed = [each.name for each in fields(Answers) if getattr(before, each.name) != getattr(answers, each.name)]
    if not changed:
        return
    if "area_code" in changed and answers.area_code is not None:
        young.move(youth, answers.area_code, by=by)
        youth.lat = youth.lon = None
    if "birth_date" in changed:
        birth.change(youth, answers.birth_date, by=by)
    for name in set(changed) - {"area_code", "birth_date", "free", "step"}:
        value = getattr(answers, name)
        setattr(youth, name, list(value) if isinstance(value, tuple) else value)
    youth.free_mask = None if answers.free is None else week.to_bytes(answers.free)
    youth.profile_step, youth.version = answers.step, youth.version + 1
    db.flush()
    record(by, "youth.answers", youth, fields=sorted(changed))


def merged(kept: Answers, brought: Answers) -> Answers:
    """What an account knows, completed by what its browser brought; what was kept before stays."""
    missing = {
        each.name: getattr(brought, each.name)
        for each in fields(Answers)
        if getattr(kept, each.name) in (None, ()) and each.name not in ("step", "shared_needs")
    }
    if "support_needs" in missing:
        missing["shared_needs"] = brought.shared_needs
    return replace(kept, **missing, step=max(kept.step, brought.step))


def write(answers: Answers) -> str:
    """The answers as one short text, for the browser of somebody without an account."""
    told: dict[str, object] = {
        each.name: value for each in fields(Answers) if (value := getattr(answers, each.name)) not in (None, (), 0)
    }
    if answers.birth_date is not None:
        told["birth_date"] = answers.birth_date.isoformat()
    if answers.free is not None:
        told["free"] = base64.b85encode(week.to_bytes(answers.free)).decode()
    for name in ("level", "has_documents", "travel_minutes_max", "cost_per_month_max_satang", "need_per_month_satang"):
        if (value := getattr(answers, name)) is not None:
            told[name] = value
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Answers:
    """The answers `write` wrote; what cannot be read is no answer."""
    try:
        told = json.loads(text)
        if "birth_date" in told:
            told["birth_date"] = date.fromisoformat(told["birth_date"])
        if "free" in told:
            told["free"] = week.from_bytes(base64.b85decode(told["free"]))
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
        found = Answers(**values)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return NONE_YET
    return found if all(_refusal(each.name, found) is None for each in fields(Answers)) else NONE_YET


def _refusal(name: str, answers: Answers) -> Text | None:
    value = getattr(answers, name)
    if value is None:
        return None
    match name:
        case "birth_date":
            return birth.refusal(value)
        case "area_code":
            return None if names.exists(value) and len(value) == 6 else t("Choose a subdistrict.")
        case "skills":
            return _skills(value)
        case "interests" | "support_needs" | "shared_needs" | "languages":
            return None if set(value) <= _KNOWN[name] else t("Choose from the list.")
        case "transport":
            return None if value in set(Transport) else t("Choose from the list.")
    limit = _LARGEST.get(name)
    return None if limit is None or 0 <= value <= limit else t("This number is too large.")


def _skills(skills: tuple[str, ...]) -> Text | None:
    if len(skills) > MOST_SKILLS:
        return t("Please name at most {most}.", most=MOST_SKILLS)
    if any(len(skill) > LONGEST_SKILL for skill in skills):
        return t("Put a comma between two skills, each at most {most} letters.", most=LONGEST_SKILL)
    return None


_NEEDS = frozenset(each.value for each in Support)
_KNOWN: dict[str, frozenset[str]] = {
    "interests": frozenset(each.value for each in Field),
    "support_needs": _NEEDS,
    "shared_needs": _NEEDS,
    "languages": frozenset(each.value for each in Language),
}
_LARGEST = {
    "level": HIGHEST_LEVEL,
    "travel_minutes_max": FARTHEST_MINUTES,
    "cost_per_month_max_satang": DEAREST_SATANG,
    "need_per_month_satang": DEAREST_SATANG,
    "step": QUESTIONS,
}
