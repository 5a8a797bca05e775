"""Documents of an organisation: shown by whoever is in charge of it or brings it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files, organisation_parts
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.pages import render
from blueprints.provider import bp
from blueprints.provider.opening_forms import PaperForm
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.files import checking
from marketplace.i18n import pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.organisations import describing, onboarding, papers, policy, rules, sayings
from marketplace.organisations.states import OPENING

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationPaper


@bp.get("/organisation/<organisation>/papers")
@guard(policy.can_tend, organisation=describing.one)
def show_papers(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, PaperForm())


@bp.post("/organisation/<organisation>/papers")
@limited(limits.UPLOAD)
@guard(policy.can_tend, organisation=describing.one)
@commits
@takes_files
def add_paper(organisation: Organisation) -> ResponseReturnValue:
    return _add(organisation)


@bp.post("/opening/<opening>/papers")
@limited(limits.UPLOAD)
@guard(policy.can_show_papers, opening=onboarding.one)
@commits
@takes_files
def add_opening_paper(opening: Organisation) -> ResponseReturnValue:
    return _add(opening)


@bp.post("/organisation-files/<document>/remove")
@guard(policy.can_remove_paper, document=papers.one)
@commits
def remove_paper(document: OrganisationPaper) -> ResponseReturnValue:
    papers.remove(document, by=actor())
    tell(t("Taken away. It stays in the history."))
    return redirect(_home(papers.organisation_of(document)), 303)


@bp.get("/organisation-files/<document>")
@guard(policy.can_read_paper, document=papers.one)
def show_organisation_file(document: OrganisationPaper) -> ResponseReturnValue:
    return kept_files.send(document)


def _add(organisation: Organisation) -> ResponseReturnValue:
    form, proof = PaperForm.posted().offer(rules.asked(organisation.kind, clock.today())), kept_files.Proof()
    try:
        if proof.taken(form):
            papers.add(organisation, form.draft(), _file(proof), config().uploads, by=actor())
            proof.used()
            tell(t("Kept. An officer looks at it."))
            return redirect(_home(organisation), 303)
    except DomainError as refusal:
        form.take(refusal)
        return _page(organisation, proof.over(form)), refusal.status
    return _page(organisation, proof.over(form)), 422


def _file(proof: kept_files.Proof) -> checking.CheckedFile:
    if not proof.files:
        raise Invalid(t("Choose a photo or a PDF."), field="files")
    return proof.files[-1]


def _home(organisation: Organisation) -> str:
    if organisation.state in OPENING:
        return url_for("provider.show_opening", opening=organisation.ref)
    return url_for("provider.show_papers", organisation=organisation.ref)


def _page(organisation: Organisation, form: PaperForm) -> str:
    if organisation.state in OPENING:
        add = url_for("provider.add_opening_paper", opening=organisation.ref)
        back = url_for("provider.show_opening", opening=organisation.ref)
    else:
        add = url_for("provider.add_paper", organisation=organisation.ref)
        back = url_for("provider.show_organisation", organisation=organisation.ref)
    return render(
        "provider/organisation_papers.html",
        title=pick(organisation.name_th, organisation.name_en),
        state=sayings.STATES[organisation.state],
        needs=organisation_parts.needs(organisation),
        lines=organisation_parts.lines(organisation),
        paper=form.offer(rules.asked(organisation.kind, clock.today())),
        add_href=add,
        back_href=back,
        accept=kept_files.ACCEPTED,
    )
