"""Documents of an organisation: shown with a file, looked at by an officer, told of before they run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.organisations import policy, rules, sayings, telling
from marketplace.organisations.rules import Standing
from marketplace.organisations.states import ORGANISATION, PAPER, STANDING
from marketplace.vetting.rules import MARKS, mark
from models.organisation import Organisation, OrganisationPaper
from models.session import db
from models.vocabulary import OrganisationPaperKind, OrganisationState, PaperState

LOOKED_AT = (*STANDING, OrganisationState.IN_REVIEW, OrganisationState.SUSPENDED)
"""An officer answers its documents."""

NUMBER_LONGEST = 80
REASON_LONGEST = 300
MOST = 40
"""Documents of one organisation, removed ones not counted."""

LONGEST = timedelta(days=366 * 30)


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A document as it was typed in."""

    kind: str
    number: str
    valid_until: date | None


def add(organisation: Organisation, draft: PaperDraft, file: CheckedFile, folder: Path, *, by: Actor) -> None:
    """Keep a document for an officer to look at; raises Invalid naming each field, Conflict when it is too late."""
    if organisation.state not in (*STANDING, OrganisationState.DRAFT, OrganisationState.INFO_REQUESTED):
        raise Conflict(t("Nothing can be added now. See where it stands above."))
    if errors := _wrong_with(organisation, draft):
        raise Invalid(next(iter(errors.values())), errors=errors)
    if len(of(organisation)) >= MOST:
        raise Invalid(t("There are {most} documents already. Take an old one away first.", most=MOST), field="document")
    paper = OrganisationPaper(
        ref=ids.new_ref("OP"),
        organisation_id=organisation.id,
        kind=draft.kind,
        number=draft.number,
        valid_until=draft.valid_until,
        **checking.kept(file, folder, by.account_id),
    )
    db.add(paper)
    db.flush()
    record(by, "organisation_paper.add", paper, kind=draft.kind)
    if organisation.state in STANDING:
        telling.office(organisation, t("A document of an organisation waits for you."), "organisation.paper")


def remove(paper: OrganisationPaper, *, by: Actor) -> None:
    """Take a document away that does not count; it stays in the history. Raises Conflict."""
    organisation = organisation_of(paper)
    if paper.removed_at is not None or not policy.may_remove(organisation, paper):
        raise Conflict(t("The office has looked at this or is looking at it, so it stays."))
    paper.removed_at = clock.now()
    db.flush()
    record(by, "organisation_paper.remove", paper, kind=paper.kind)


def confirm(paper: OrganisationPaper, *, by: Actor) -> None:
    """The document is right and counts from now on."""
    organisation = _decidable(paper)
    advance(PAPER, paper, "confirm", by=by, decided_by_id=by.account_id, reason="")
    refresh(organisation)
    if organisation.state in STANDING:
        telling.keepers(organisation, t("The office has looked at your document. It counts."), "organisation.paper")


def refuse(paper: OrganisationPaper, *, reason: str, by: Actor) -> None:
    """The document does not count (any more), with the reason its keepers read; raises Invalid without one."""
    organisation, said = _decidable(paper), reason.strip()
    if not said:
        raise Invalid(t("Say why, so that the organisation knows what to do."), field="reason")
    if len(said) > REASON_LONGEST:
        raise Invalid(t("At most {most} letters.", most=REASON_LONGEST), field="reason")
    # The kept reason is a column of the document; the history has it as its note.
    advance(PAPER, paper, "refuse", by=by, note=said, decided_by_id=by.account_id)
    paper.reason = said
    db.flush()
    refresh(organisation)
    told = t("A document of your organisation does not count. See why.")
    telling.keepers(organisation, told, "organisation.paper")


def confirm_waiting(organisation: Organisation, *, by: Actor) -> None:
    """Everything that waits is right; raises Conflict for a document the decider added."""
    for paper in of(organisation):
        if paper.state == PaperState.WAITING:
            if paper.added_by_id == by.account_id:
                raise Conflict(t("You added this yourself. A colleague has to look at it."))
            advance(PAPER, paper, "confirm", by=by, decided_by_id=by.account_id)


def of(organisation: Organisation) -> Sequence[OrganisationPaper]:
    """The documents of an organisation that were not taken away, newest first."""
    wanted = select(OrganisationPaper).where(
        OrganisationPaper.organisation_id == organisation.id, OrganisationPaper.removed_at.is_(None)
    )
    return db.scalars(wanted.order_by(OrganisationPaper.id.desc())).all()


def one(_actor: Actor, ref: str) -> OrganisationPaper:
    """A document that was not taken away; raises NotFound. Who may see it is its page's rule."""
    found = db.scalars(
        select(OrganisationPaper).where(OrganisationPaper.ref == ref, OrganisationPaper.removed_at.is_(None))
    ).first()
    if found is None:
        raise NotFound
    return found


def organisation_of(paper: OrganisationPaper) -> Organisation:
    """Whose document it is."""
    return db.get_one(Organisation, paper.organisation_id)


def standing(organisation: Organisation, *, waiting: bool = False) -> Standing:
    """What the confirmed documents (or those that wait too) add up to today."""
    counting = rules.SHOWN if waiting else rules.COUNTED
    return rules.standing(of(organisation), organisation.kind, clock.today(), counting=counting)


def refresh(organisation: Organisation) -> None:
    """Bring the last day and the state up to the documents.

    Whoever came before documents were asked for is held to them once all of them were shown.
    """
    now = standing(organisation)
    if organisation.papers_until is None and not now.holds:
        return
    organisation.papers_until = now.until
    db.flush()
    if organisation.state == OrganisationState.RENEWAL_DUE and now.holds:
        advance(ORGANISATION, organisation, "renew", by=SYSTEM)


def nightly() -> int:
    """Tell of documents that run out in 30, 14, 7 and 0 days, each once, and let fall due what has run out."""
    return _remind(clock.today()) + _fall_due(clock.today())


def _remind(today: date) -> int:
    newer, done = aliased(OrganisationPaper), 0
    replaced = (
        select(newer.id)
        .where(
            newer.organisation_id == OrganisationPaper.organisation_id,
            newer.kind == OrganisationPaper.kind,
            newer.state == PaperState.CONFIRMED,
            func.coalesce(newer.valid_until, date.max) > OrganisationPaper.valid_until,
        )
        .exists()
    )
    soon = (
        select(OrganisationPaper, Organisation)
        .join(Organisation, Organisation.id == OrganisationPaper.organisation_id)
        .where(
            OrganisationPaper.state == PaperState.CONFIRMED,
            OrganisationPaper.valid_until <= today + timedelta(days=max(MARKS)),
            func.coalesce(OrganisationPaper.days_told, 1) > 0,
            ~replaced,
            Organisation.state.in_(STANDING),
        )
        .order_by(OrganisationPaper.id)
    )
    for paper, organisation in db.execute(soon).all():
        reached = mark(paper.valid_until or date.max, today)
        if reached is None or (paper.days_told is not None and reached >= paper.days_told):
            continue
        paper.days_told = reached
        message = _runs_out(paper, organisation, today)
        telling.keepers(organisation, message, "organisation.expires")
        telling.office(organisation, message, "organisation.expires")
        done += 1
    db.flush()
    return done


def _runs_out(paper: OrganisationPaper, organisation: Organisation, today: date) -> Text:
    """Which document of whom, and whether it has run out: a night may have been missed."""
    paper_name, name = sayings.PAPERS[paper.kind], organisation.name_th
    if paper.valid_until is not None and paper.valid_until < today:
        return t("{paper} of {name} has run out on {day}.", paper=paper_name, name=name, day=paper.valid_until)
    return t("{paper} of {name} runs out on {day}.", paper=paper_name, name=name, day=paper.valid_until)


def _fall_due(today: date) -> int:
    due = select(Organisation).where(Organisation.state == OrganisationState.ACTIVE, Organisation.papers_until < today)
    found = db.scalars(due.order_by(Organisation.id)).all()
    for organisation in found:
        advance(ORGANISATION, organisation, "fall_due", by=SYSTEM, reason="run_out")
        message = t(
            "A document of {name} has run out. Nothing new can be published until it is renewed.",
            name=organisation.name_th,
        )
        telling.keepers(organisation, message, "organisation.due")
        telling.office(organisation, message, "organisation.due")
    return len(found)


def _decidable(paper: OrganisationPaper) -> Organisation:
    organisation = organisation_of(paper)
    if organisation.state not in LOOKED_AT:
        raise Conflict(t("Take the organisation into review first."))
    return organisation


def _wrong_with(organisation: Organisation, draft: PaperDraft) -> dict[str, object]:
    today, errors = clock.today(), dict[str, object]()
    asked = {one.kind: one for one in rules.asked(organisation.kind, today)}
    if draft.kind not in list(asked):
        errors["document"] = t("Choose from the list.")
        return errors
    if len(draft.number) > NUMBER_LONGEST:
        errors["number"] = t("At most {most} letters.", most=NUMBER_LONGEST)
    elif draft.kind == OrganisationPaperKind.REGISTRATION and not draft.number:
        errors["number"] = t("Write the number that stands on the paper.")
    if draft.valid_until is None and asked[OrganisationPaperKind(draft.kind)].runs_out:
        errors["valid_until"] = t("Write the last day on which it holds.")
    elif draft.valid_until is not None and draft.valid_until < today:
        errors["valid_until"] = t("This paper has run out already.")
    elif draft.valid_until is not None and draft.valid_until > today + LONGEST:
        errors["valid_until"] = t("This day is too far away. Look at the year again.")
    return errors
