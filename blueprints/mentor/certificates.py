"""The certificate of what one gave: made from what the office confirmed, and there to be printed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import contribution_parts
from blueprints.guard import commits, guard, limited
from blueprints.mentor import bp
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.resources import certificates, pledges

if TYPE_CHECKING:
    from models.contribution import ContributionCertificate
    from models.resource import Resource


@bp.post("/<pledge>/certificate")
@limited(limits.ISSUE, person=lambda: actor().ref)
@guard(pledges.can_change, pledge=pledges.own)
@commits
def issue_certificate(pledge: Resource) -> ResponseReturnValue:
    issued = certificates.issue(pledge, by=actor())
    tell(t("Issued: certificate {code}. Open it below as a PDF.", code=issued.ref))
    return redirect(url_for("mentor.show_pledge", pledge=pledge.ref, _anchor="h-certificates"), 303)


@bp.get("/certificates/<certificate>/pdf")
@guard(certificates.is_giver, certificate=certificates.for_giver)
def download_certificate(certificate: ContributionCertificate) -> ResponseReturnValue:
    return contribution_parts.as_pdf(certificate)
