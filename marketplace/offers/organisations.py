"""What an organisation says of itself: changed by whoever is in charge of it, shown at once wherever it stands.

A new name is read in every listing and found by the search in the same transaction; the office that looks after the
organisation is told, and what it was called before stays in the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select, update

from marketplace import notices
from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers import search
from models.account import Membership
from models.area import LocalAuthority
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

IN_CHARGE = (Role.PROVIDER_ADMIN, Role.EMPLOYER)
PATH = "/organisations/{ref}"


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """How an organisation wants to be called and described, in both languages."""

    name_th: str
    name_en: str
    about_th: str
    about_en: str


def can_tend_any(actor: Actor) -> Verdict:
    """Whoever is in charge of an organisation."""
    return Verdict.when(bool(actor.organisation_ids(*IN_CHARGE)))


def can_tend(actor: Actor, organisation: Organisation) -> Verdict:
    """Whoever is in charge of this one."""
    return Verdict.when(organisation.id in actor.organisation_ids(*IN_CHARGE))


def own(actor: Actor) -> Sequence[Organisation]:
    """The organisations somebody is in charge of, by name."""
    return db.scalars(_own(actor).order_by(Organisation.name_th, Organisation.id)).all()


def one(actor: Actor, ref: str) -> Organisation:
    """One of them; raises NotFound alike for foreign and missing."""
    found = db.scalars(_own(actor).where(Organisation.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def describe(organisation: Organisation, draft: OrganisationDraft, *, version: int, by: Actor) -> bool:
    """Change name and words; False when nothing is different.

    Raises Invalid for a name without a letter, Conflict when somebody changed it since `version`.
    """
    for name in ("name_th", "name_en"):
        said = getattr(draft, name)
        if (said or name == "name_th") and not any(letter.isalpha() for letter in said):
            raise Invalid(t("A name needs letters."), field=name)
    before = _said(organisation)
    if before == draft:
        return False
    changed = db.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.version == version)
        .values(
            name_th=draft.name_th,
            name_en=draft.name_en,
            about_th=draft.about_th,
            about_en=draft.about_en,
            version=version + 1,
        )
        .execution_options(synchronize_session=False)
        .returning(Organisation.id)
    ).first()
    if changed is None:
        raise Conflict(t("Somebody else has changed this meanwhile. Reload the page to see it."))
    db.refresh(organisation)
    renamed = (before.name_th, before.name_en) != (draft.name_th, draft.name_en)
    record(
        by,
        "organisation.describe",
        organisation,
        left=[before.name_th, before.name_en],
        entered=[draft.name_th, draft.name_en],
        words=(before.about_th, before.about_en) != (draft.about_th, draft.about_en),
    )
    if renamed:
        search.index_many(_postings(organisation))
    _tell_office(organisation, renamed=renamed)
    return True


def _own(actor: Actor) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(actor.organisation_ids(*IN_CHARGE)))


def _said(organisation: Organisation) -> OrganisationDraft:
    return OrganisationDraft(organisation.name_th, organisation.name_en, organisation.about_th, organisation.about_en)


def _postings(organisation: Organisation) -> list[int]:
    wanted = select(Opportunity.id).where(Opportunity.organisation_id == organisation.id)
    return list(db.scalars(wanted.order_by(Opportunity.id)))


def _tell_office(organisation: Organisation, *, renamed: bool) -> None:
    said = (
        t("An organisation in your area has a new name. Please see that it is still the same one.")
        if renamed
        else t("An organisation in your area has changed what it says of itself.")
    )
    for account_id in _officers(organisation.office_key):
        notices.tell(
            account_id,
            event="organisation.describe",
            message=said,
            path=PATH.format(ref=organisation.ref),
            about=organisation,
        )


def _officers(office_key: str) -> Sequence[int]:
    kind, _, key = office_key.partition(":")
    today = clock.today()
    authority = select(LocalAuthority.id).where(LocalAuthority.ref == key).scalar_subquery()
    place = Membership.local_authority_id == authority if kind == "la" else Membership.area_code == key
    held = select(Membership.account_id).where(
        Membership.role == Role.OFFICER,
        place,
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    return sorted(set(db.scalars(held)))
