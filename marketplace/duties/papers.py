"""Permits and letters of one placement: an employer adds them, an officer looks at them, and they run out."""

from dataclasses import dataclass
from datetime import date

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.duties import telling, watching
from marketplace.duties.states import PAPER, RUNNING
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from models.enrolment import Enrolment
from models.labour import LabourPaper
from models.session import db
from models.vocabulary import PaperKind

NUMBER_LONGEST = 80
REASON_LONGEST = 300


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper as it was typed in."""

    kind: PaperKind
    number: str
    valid_from: date
    valid_until: date


def add(enrolment: Enrolment, draft: PaperDraft, *, by: Actor) -> LabourPaper:
    """Keep a paper for an officer to look at; raises Invalid, and Conflict for a placement that has ended."""
    if enrolment.state not in RUNNING:
        raise Conflict(t("This placement has ended; nothing can be added."))
    errors: dict[str, object] = {}
    if not draft.number.strip():
        errors["number"] = t("Write the number that stands on the paper.")
    elif len(draft.number.strip()) > NUMBER_LONGEST:
        errors["number"] = t("At most {most} letters.", most=NUMBER_LONGEST)
    if draft.valid_until < draft.valid_from:
        errors["valid_until"] = t("The last day is before the first day.")
    elif draft.valid_until < clock.today():
        errors["valid_until"] = t("This paper has run out already.")
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    paper = LabourPaper(
        ref=ids.new_ref("LP"),
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        kind=draft.kind,
        number=draft.number.strip(),
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        added_by_id=by.account_id,
        added_at=clock.now(),
    )
    db.add(paper)
    db.flush()
    record(by, "labour_paper.add", paper, kind=str(draft.kind))
    telling.paper_added(paper)
    return paper


def confirm(paper: LabourPaper, *, by: Actor) -> None:
    """The paper is right; the placement is judged by it from now on."""
    advance(PAPER, paper, "confirm", by=by, decided_by_id=by.account_id)
    _answered(paper)


def refuse(paper: LabourPaper, *, reason: str, by: Actor) -> None:
    """The paper does not count (any more), with the reason the employer reads; raises Invalid without one."""
    said = reason.strip()
    if not said:
        raise Invalid(t("Say why, so that the employer knows what to do."), field="reason")
    if len(said) > REASON_LONGEST:
        raise Invalid(t("At most {most} letters.", most=REASON_LONGEST), field="reason")
    advance(PAPER, paper, "refuse", by=by, note=said, reason=said, decided_by_id=by.account_id)
    _answered(paper)


def _answered(paper: LabourPaper) -> None:
    telling.paper_answered(paper)
    watching.look_at([paper.enrolment_id])
