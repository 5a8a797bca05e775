"""Placements that are coming or running with everything the daily look needs, read for many at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.agreements import lawful, outdated, queries
from marketplace.kernel import clock
from marketplace.labour.cases import Case, Notices, Sex
from marketplace.offers import work
from marketplace.offers.work import Timed
from marketplace.people import guardians
from models.enrolment import Enrolment, GuardianConsent
from models.labour import LabourDuty, LabourFinding, LabourPaper, LabourWatch
from models.session import db
from models.vocabulary import DutyKind, DutyState, EnrolmentState, PaperKind, PaperState, WorkContract

AT_ONCE = 400
_OF_TERMS = (LabourFinding.cleared_on.is_(None), LabourFinding.work_day_id.is_(None))


@dataclass(frozen=True)
class Placement:
    """One placement: its person, its terms as signed or else as posted, what is owed, on record, and seen before.

    With signed terms go the dangers and the kind of place that the posting names by now. `changed_on` is the day since
    which the posting is another than what was signed.
    """

    enrolment: Enrolment
    terms: work.Terms
    times: tuple[Timed, ...]
    duties: dict[str, LabourDuty]
    papers: tuple[LabourPaper, ...]
    findings: tuple[LabourFinding, ...]
    watch: LabourWatch | None
    has_consent: bool
    is_signed: bool = False
    changed_on: date | None = None

    @property
    def first_day(self) -> date:
        """The day on which this person's work begins, which is later for somebody approved while it ran.

        Work that still waits for its agreement has not begun: today at the earliest.
        """
        terms, decided = self.terms, self.enrolment.decided_at
        if self.enrolment.state == EnrolmentState.APPROVED and not self.is_signed:
            return min(max(terms.starts_on, clock.today()), terms.ends_on)
        joined = clock.bangkok(decided).date() if decided is not None else terms.starts_on
        return min(max(terms.starts_on, joined), terms.ends_on)

    def papers_on(self, day: date) -> tuple[PaperKind, ...]:
        """The confirmed papers that hold on a day."""
        held = (one for one in self.papers if one.valid_from <= day <= one.valid_until)
        return tuple(sorted({PaperKind(one.kind) for one in held if one.state == PaperState.CONFIRMED}))

    def contract_on(self, day: date) -> WorkContract:
        """Under what the person works on a day; without a paper it is employment."""
        named = next((kind for kind in self.papers_on(day) if kind != PaperKind.NIGHT_PERMIT), None)
        return WorkContract(named.value) if named is not None else WorkContract.EMPLOYMENT

    def case_on(self, day: date) -> Case:
        """The placement as the law sees it on a day; raises Invalid where nothing can be judged."""
        enrolment, contract = self.enrolment, self.contract_on(day)
        needed = guardians.is_needed(enrolment.youth, day)
        case = lawful.case_for(
            self.terms,
            self.times,
            enrolment.youth,
            sex=Sex(enrolment.youth.sex) if enrolment.youth.sex in ("m", "f") else None,
            night_permit=PaperKind.NIGHT_PERMIT in self.papers_on(day),
            contract=contract,
            document_on_record=contract != WorkContract.EMPLOYMENT,
            guardian_agreed=self.has_consent if needed else None,
            notices=self._notices(day),
        )
        owed = self.duties.get(DutyKind.INSURANCE)
        late = owed is not None and owed.state == DutyState.DUE and owed.due_on < day
        # What was recorded is what was signed, and that was before the change.
        records = replace(
            case.records, has_to_be_insured_by_now=True if late else None, conditions_changed_on=self.changed_on
        )
        return replace(case, start=self.first_day, records=records)

    def _notices(self, day: date) -> Notices | None:
        """What the inspector was told; while there is time left, nothing is missing."""
        owed = self.duties.get(DutyKind.START_NOTICE)
        late = owed is not None and owed.state == DutyState.DUE and owed.due_on < day
        return Notices() if late else None


def loaded() -> Select[Enrolment]:
    """Enrolments with their person and their posting."""
    return select(Enrolment).options(
        joinedload(Enrolment.youth, innerjoin=True), joinedload(Enrolment.opportunity, innerjoin=True)
    )


def gathered(enrolment_ids: Iterable[int]) -> Iterator[Placement]:
    """These enrolments as placements, a few statements for some hundreds of them."""
    wanted = sorted(enrolment_ids)
    for first in range(0, len(wanted), AT_ONCE):
        yield from _gathered(wanted[first : first + AT_ONCE])


def _gathered(ids: Sequence[int]) -> Iterator[Placement]:
    found = db.scalars(loaded().where(Enrolment.id.in_(ids)).order_by(Enrolment.id)).all()
    times, agreed = lawful.times_of({one.opportunity_id for one in found}), queries.terms_in_force(ids)
    changed = outdated.by_what_counts(ids)
    duties, papers = _by_enrolment(LabourDuty, ids), _by_enrolment(LabourPaper, ids)
    findings = _by_enrolment(LabourFinding, ids, *_OF_TERMS)
    watches = {one.enrolment_id: one for one in _rows(LabourWatch, ids)}
    consents = set(db.scalars(select(GuardianConsent.enrolment_id).where(GuardianConsent.enrolment_id.in_(ids))))
    for one in found:
        yield Placement(
            enrolment=one,
            terms=lawful.stricter(agreed[one.id], one.opportunity) if one.id in agreed else one.opportunity,
            times=agreed[one.id].timed if one.id in agreed else times[one.opportunity_id],
            duties={duty.kind: duty for duty in duties[one.id]},
            papers=tuple(papers[one.id]),
            findings=tuple(findings[one.id]),
            watch=watches.get(one.id),
            has_consent=one.id in consents,
            is_signed=one.id in agreed,
            changed_on=clock.bangkok(changed[one.id].changed_at).date() if one.id in changed else None,
        )


def _by_enrolment(model: Any, ids: Sequence[int], *wanted: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {key: [] for key in ids}
    for row in _rows(model, ids, *wanted):
        found[row.enrolment_id].append(row)
    return found


def _rows(model: Any, ids: Sequence[int], *wanted: Any) -> Sequence[Any]:
    kept = select(model).where(model.enrolment_id.in_(ids), *wanted)
    return db.scalars(kept.order_by(model.enrolment_id, *([model.id] if hasattr(model, "id") else []))).all()
