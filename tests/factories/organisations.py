"""Organisations on their way in, and their documents."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from marketplace.access import Actor
from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.organisations import onboarding, papers
from marketplace.organisations.onboarding import OpeningDraft
from marketplace.organisations.papers import PaperDraft
from models.organisation import Organisation, OrganisationPaper
from models.vocabulary import OrganisationKind, OrganisationPaperKind
from tests.factories.enrolments import acting, make_account
from tests.factories.offers import SATENG

PDF = b"%PDF-1.4\n%%EOF\n"
NEEDED = (
    OrganisationPaperKind.REGISTRATION,
    OrganisationPaperKind.SAFEGUARDING,
    OrganisationPaperKind.PLACE_PHOTO,
)
"""What an employer has to show."""


def opening_draft(area_code: str = SATENG, **given: str) -> OpeningDraft:
    """An employer as it describes itself."""
    facts: dict[str, Any] = {
        "kind": OrganisationKind.EMPLOYER,
        "name_th": "ร้านซ่อมจักรยานป้าแดง",
        "name_en": "",
        "area_code": area_code,
        "registration_no": "0955560000011",
        "about_th": "ซ่อมจักรยานมายี่สิบปี สอนงานช่างให้คนรุ่นใหม่",
        "about_en": "",
    }
    return OpeningDraft(**(facts | given))


def show(
    organisation: Organisation, kind: str, until: date | None = None, *, by: Actor, number: str = "12/2569"
) -> OrganisationPaper:
    """One document added; one year long where it runs out."""
    ends = until or (clock.today() + timedelta(days=365) if kind == OrganisationPaperKind.SAFEGUARDING else None)
    file = checking.check(PDF, "เอกสาร.pdf")
    papers.add(organisation, PaperDraft(kind, number, ends), file, Path(mkdtemp()), by=by)
    return papers.of(organisation)[0]


def make_opening(*, complete: bool = True, by: Actor | None = None, **given: str) -> tuple[Organisation, Actor]:
    """An organisation being filled in with every document it needs, and whoever brings it in."""
    opener = by or acting(make_account("แดง"))
    organisation = onboarding.begin(opening_draft(**given), by=opener)
    for kind in NEEDED if complete else ():
        show(organisation, kind, by=opener)
    return organisation, opener


def make_active(officer: Actor, **given: str) -> tuple[Organisation, Actor]:
    """One that came the whole way in."""
    organisation, opener = make_opening(**given)
    onboarding.submit(organisation, by=opener)
    onboarding.act(organisation, "start_review", by=officer)
    onboarding.act(organisation, "activate", by=officer)
    return organisation, opener
