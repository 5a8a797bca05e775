"""Certificates of contribution as they are listed, printed and checked: what was given, and nobody who was helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from flask import Response, render_template, url_for

from blueprints import worth_parts
from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.areas.offices import office_name
from marketplace.i18n import Text, current_locale, dates, pick, t, words
from marketplace.i18n.citations import cite
from marketplace.kernel import clock, paper
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import exact
from marketplace.resources import amounts, certificates, rates
from models.vocabulary import ResourceKind

if TYPE_CHECKING:
    from marketplace.resources.certificates import Content, RateLine, Row
    from models.contribution import ContributionCertificate
    from models.resource import Resource


@dataclass(frozen=True, slots=True)
class Issued:
    """One that was given out, in a list."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class CertificatesPart:
    """What was certified of a pledge's giver, and the button for what was confirmed since."""

    issue_href: str
    issued: tuple[Issued, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One kind of help on the sheet."""

    kind: Text
    amount: Text
    area: str
    worth: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on the paper."""

    title: Text
    giver: str
    office: str
    period: str
    issued: str
    given: tuple[Given, ...]
    total: str
    estimated: Text | str
    rates: tuple[str, ...]
    code: str
    verify_href: str
    check_href: str
    picture: str


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What anybody may check: no full name of a person, and nobody who was helped."""

    facts: tuple[Fact, ...]
    given: tuple[Fact, ...]


def part(pledge: Resource, *, issue: str, download: str, may_issue: bool = True) -> CertificatesPart:
    """The part of a pledge's page; `issue` and `download` are the endpoints of whoever looks."""
    return CertificatesPart(
        issue_href=url_for(issue, pledge=pledge.ref) if may_issue and certificates.can_be_issued(pledge) else "",
        issued=tuple(
            Issued(
                t(
                    "Certificate of {day}, for {period}",
                    day=dates.short_date(clock.bangkok(one.issued_at).date(), year=True),
                    period=dates.date_range(one.first_on, one.last_on),
                ),
                url_for(download, certificate=one.ref),
            )
            for one in certificates.of(pledge)
        ),
    )


def as_pdf(certificate: ContributionCertificate) -> Response:
    """The certificate as a sheet in the reader's language, with a square that leads to where anybody checks it."""
    sheet = _sheet(certificate)
    html = render_template("resources/certificate_paper.html", page=sheet, locale=current_locale())
    response = Response(paper.pdf(html, title=str(sheet.title)), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-{certificate.ref}.pdf")
    return response


def checked(certificate: ContributionCertificate) -> CheckedPage:
    """The page behind the square on the sheet."""
    content = certificates.content_of(certificate)
    return CheckedPage(
        facts=(
            Fact(t("Given by"), _half_named(certificate)),
            Fact(t("Confirmed and issued by"), _office(certificate)),
            Fact(t("Issued"), _issued_on(certificate)),
            Fact(t("Period"), dates.date_range(certificate.first_on, certificate.last_on)),
            Fact(t("Worth together"), t("{sum} baht", sum=exact(content.worth_satang))),
        ),
        given=tuple(Fact(words.word(ResourceKind, row.kind), _amount(row)) for row in content.rows),
    )


def _sheet(certificate: ContributionCertificate) -> Sheet:
    content = certificates.content_of(certificate)
    address = url_for("public.show_verified_contribution", certificate=certificate.ref, _external=True)
    return Sheet(
        title=t("Certificate of contribution"),
        giver=_named(certificate),
        office=_office(certificate),
        period=dates.date_range(certificate.first_on, certificate.last_on),
        issued=_issued_on(certificate),
        given=tuple(_given(row) for row in content.rows),
        total=exact(content.worth_satang),
        estimated=_estimated(content),
        rates=tuple(_rate(one) for one in content.rates),
        code=certificate.ref,
        verify_href=address,
        check_href=url_for("public.show_verify", _external=True),
        picture=segno.make(address, error="m").svg_data_uri(scale=4, border=0),
    )


def _given(row: Row) -> Given:
    return Given(
        kind=words.word(ResourceKind, row.kind),
        amount=_amount(row),
        area=", ".join(names.titled(code) for code in row.areas),
        worth=exact(row.worth_satang),
    )


def _amount(row: Row) -> Text:
    amount = amounts.words(row.unit, row.amount)
    if row.days == 1:
        return t("{amount} on one day", amount=amount)
    return t("{amount} on {days} days", amount=amount, days=row.days)


def _estimated(content: Content) -> Text | str:
    if not content.estimated_satang:
        return ""
    return t("Of this worth, {sum} baht stands on estimates.", sum=exact(content.estimated_satang))


def _rate(one: RateLine) -> str:
    said = t(
        "{kind}: {sum} baht for {one}",
        kind=words.word(ResourceKind, one.kind),
        sum=worth_parts.sum_of(one.rate),
        one=rates.ONE[one.unit],
    )
    since = t("in force from {day}", day=dates.short_date(one.rate.effective_from, year=True))
    return f"{said} · {since} · {rates.STANDINGS[one.rate.standing]} ({cite(one.rate.source)})"


def _named(certificate: ContributionCertificate) -> str:
    giver = certificates.giver_of(certificate)
    if giver.organisation is not None:
        return pick(giver.organisation.name_th, giver.organisation.name_en)
    return giver.person


def _half_named(certificate: ContributionCertificate) -> str:
    """An organisation by its name; of a person the first name and how the family name begins, to compare with paper."""
    if certificate.organisation_id is not None:
        return _named(certificate)
    first, _, family = _named(certificate).strip().partition(" ")
    return f"{first} {family.strip()[:1]}…" if family.strip() else first


def _office(certificate: ContributionCertificate) -> str:
    try:
        return office_name(certificate.office_key)
    except NotFound:
        return names.titled(certificate.area_code[:4])


def _issued_on(certificate: ContributionCertificate) -> str:
    return dates.long_date(clock.bangkok(certificate.issued_at).date(), weekday=False)
