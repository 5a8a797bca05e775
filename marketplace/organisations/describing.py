"""What an organisation says of itself in its own words: changed by whoever is in charge of it, shown at once.

What an office has to look at first (name, kind, place, number, who is in charge) is a change of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select, update

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.organisations.policy import IN_CHARGE
from marketplace.people import telling
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

PATH = "/organisations/{ref}"


@dataclass(frozen=True, slots=True)
class Words:
    """How an organisation describes itself, in both languages."""

    about_th: str
    about_en: str


def can_tend_any(actor: Actor) -> Verdict:
    """Whoever is in charge of an organisation."""
    return Verdict.when(bool(actor.organisation_ids(*IN_CHARGE)))


def own(actor: Actor) -> Sequence[Organisation]:
    """The organisations somebody is in charge of, by name."""
    return db.scalars(_own(actor).order_by(Organisation.name_th, Organisation.id)).all()


def one(actor: Actor, ref: str) -> Organisation:
    """One of them; raises NotFound alike for foreign and missing."""
    found = db.scalars(_own(actor).where(Organisation.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def describe(organisation: Organisation, words: Words, *, version: int, by: Actor) -> bool:
    """Change the words; False when nothing is different. Raises Conflict when somebody changed it since `version`."""
    if Words(organisation.about_th, organisation.about_en) == words:
        return False
    changed = db.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.version == version)
        .values(about_th=words.about_th, about_en=words.about_en, version=version + 1)
        .execution_options(synchronize_session=False)
        .returning(Organisation.id)
    ).first()
    if changed is None:
        raise Conflict(t("Somebody else has changed this meanwhile. Reload the page to see it."))
    db.refresh(organisation)
    record(by, "organisation.describe", organisation)
    message = t("An organisation in your area has changed what it says of itself.")
    key, area, path = organisation.office_key, organisation.area_code, PATH.format(ref=organisation.ref)
    event = "organisation.describe"
    telling.office(key, area, Role.OFFICER, event=event, message=message, path=path, about=organisation)
    return True


def _own(actor: Actor) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(actor.organisation_ids(*IN_CHARGE)))
