"""What a run is asked: whose list, which opportunities, what counts first, and the seed; kept with the run as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, case, exists, func, select

from marketplace.access import Actor
from marketplace.enrolments.states import OVER
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching.policy import CHOOSERS
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import OpportunityKind
from models.youth import Youth

MOST_YOUTH: Final = 5_000
MOST_SEED: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One run as it is asked for; `refs` given means that list alone, else those who wait, narrowed."""

    office: str
    refs: tuple[str, ...] = ()
    area: str = ""
    need: str = ""
    mine: bool = False
    with_cases: bool = False
    offer_area: str = ""
    kinds: tuple[str, ...] = ()
    fund: str = ""

    def kept(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self) | {"refs": list(self.refs), "kinds": list(self.kinds)}


def read(kept: dict[str, Any]) -> Asked:
    """What `kept` wrote, also before a committee decided about those with few options."""
    known = {name: kept[name] for name in Asked.__dataclass_fields__ if name in kept}
    return Asked(**(known | {"refs": tuple(kept["refs"]), "kinds": tuple(kept["kinds"])}))


def offices(actor: Actor) -> dict[str, int]:
    """The offices of the actor's area with young people, each with the number of those who wait without a request."""
    waits = func.sum(case((_has_request(), 0), else_=1))
    wanted = (
        select(Youth.office_key, waits)
        .where(_within(actor), Youth.office_key.is_not(None))
        .group_by(Youth.office_key)
        .order_by(Youth.office_key)
    )
    return {str(key): int(count) for key, count in db.execute(wanted)}


def areas(actor: Actor) -> list[str]:
    """The subdistricts where young people of the actor's area live."""
    wanted = select(Youth.area_code).where(_within(actor), Youth.area_code.is_not(None)).distinct()
    return sorted(str(code) for code in db.scalars(wanted))


def people(actor: Actor, asked: Asked) -> Sequence[Youth]:
    """Whom the run is about, by reference; raises Invalid for nobody, for too many, and for references not found."""
    if asked.refs:
        return _named(actor, asked)
    wanted = [_within(actor), Youth.office_key == asked.office, Youth.birth_date.is_not(None)]
    if not asked.with_cases:
        wanted.append(~_has_request())
    if asked.area:
        wanted.append(Youth.area_code.between(asked.area, asked.area + "99999"))
    if asked.mine:
        wanted.append(Youth.case_worker_id == actor.account_id)
    found = db.scalars(select(Youth).where(*wanted).order_by(Youth.ref)).all()
    if asked.need:
        found = [one for one in found if asked.need in (one.support_needs or ())]
    return _enough(found)


def split(text: str) -> tuple[str, ...]:
    """References pasted or read from a file: by line, comma, semicolon or space, each once."""
    plain = text.replace(",", " ").replace(";", " ").replace("\ufeff", " ")
    return tuple(dict.fromkeys(word.strip("\"'").upper() for word in plain.split() if word.strip("\"'")))


def clean_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    """Kinds of opportunities that there are."""
    return tuple(kind for kind in OpportunityKind if kind in kinds)


def _named(actor: Actor, asked: Asked) -> Sequence[Youth]:
    if len(asked.refs) > MOST_YOUTH:
        raise Invalid(t("At most {most} people in one run.", most=f"{MOST_YOUTH:,}"), field="refs")
    found: list[Youth] = []
    for first in range(0, len(asked.refs), 500):
        some = asked.refs[first : first + 500]
        wanted = (_within(actor), Youth.office_key == asked.office)
        found += db.scalars(select(Youth).where(Youth.ref.in_(some), *wanted))
    missing = [ref for ref in asked.refs if ref not in {one.ref for one in found}]
    if missing:
        text = t("Not found in this office: {refs}", refs=", ".join(ref[:40] for ref in missing[:5]))
        raise Invalid(text, field="refs")
    return _enough(sorted(found, key=lambda one: one.ref))


def _enough(found: Sequence[Youth]) -> Sequence[Youth]:
    if not found:
        raise Invalid(t("Nobody matches this. Take a filter away, or look whether all of them have a request."))
    if len(found) > MOST_YOUTH:
        raise Invalid(t("At most {most} people in one run.", most=f"{MOST_YOUTH:,}"), field="area")
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*CHOOSERS).condition(Youth.area_code, Youth.office_key)


def _has_request() -> ColumnElement[bool]:
    """Somebody who asked for something that has not ended does not wait for a placement."""
    live = Enrolment.state.not_in(sorted(OVER))
    return exists(select(Enrolment.id).where(Enrolment.youth_id == Youth.id, live).correlate(Youth))


def seed_of(text: str) -> int:
    """The seed somebody wrote, or one of the day; raises Invalid."""
    if not text.strip():
        return int(clock.today().strftime("%Y%m%d"))
    if not text.strip().isascii() or not text.strip().isdecimal() or int(text) > MOST_SEED:
        raise Invalid(t("A whole number from 0 to {most}", most=f"{MOST_SEED:,}"), field="seed")
    return int(text)
