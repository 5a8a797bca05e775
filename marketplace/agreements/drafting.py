"""Drawing up an agreement: from the posting and the youth to terms, to the exact text, and anew at every change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor
from marketplace.agreements import holding, lawful, pausing, telling, written
from marketplace.agreements.holding import holds, proposes
from marketplace.agreements.states import AGREEMENT, DRAFTABLE
from marketplace.agreements.text import Names, Terms, exact_text, hash_of, pack, unpack
from marketplace.areas import names
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t, use
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, at_fields
from marketplace.kernel.sealing import seal, unseal
from marketplace.kernel.week import Slot
from marketplace.labour.cases import shifts_problem
from marketplace.labour.rates import NoRate
from marketplace.offers.work import Timed
from marketplace.people import guardians, links
from marketplace.people import youth as young
from models.agreement import Agreement, AgreementSignature, AgreementVersion
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import AgreementState, EnrolmentState, LinkPurpose, Party, SlotKind
from models.youth import Youth

FIELD_OF = {
    "LW01": "starts_on", "LW05": "times", "LW06": "times", "LW08": "times", "LW09": "times", "LW15": "wage_per_day",
    "LW16": "wage_per_day", "LW21": "times",
}  # fmt: skip
"""Where a broken rule of labour is shown in the form of the terms."""

_NOT_BEGUN = (EnrolmentState.APPROVED, EnrolmentState.ENROLLED)
MOVING = (
    "state",
    "version",
    "number",
    "in_force",
    "provider_id",
    "starts_on",
    "ends_on",
    "offered_at",
    "valid_at",
    "words",
)
REASON_LONGEST = 400


@dataclass(frozen=True, slots=True)
class TermsDraft:
    """What the host fills in; the rest stands in the posting."""

    tasks: str
    learning_goals: str
    site: str
    tutor: str
    starts_on: date
    ends_on: date
    times: tuple[Timed, ...]
    wage_per_day_satang: int


def suggested(enrolment: Enrolment) -> TermsDraft:
    """The terms as the posting has them, from the day on which this person can begin."""
    offer = enrolment.opportunity
    return TermsDraft(
        tasks=offer.summary_th,
        learning_goals="",
        site=offer.place_th,
        tutor="",
        starts_on=min(max(offer.starts_on, clock.today()), offer.ends_on),
        ends_on=offer.ends_on,
        times=lawful.times_of([offer.id])[offer.id],
        wage_per_day_satang=offer.wage_per_day_satang,
    )


def draw_up(enrolment: Enrolment, draft: TermsDraft, provider: Organisation, *, by: Actor) -> Agreement:
    """A new agreement with its first version; raises Invalid, and Conflict where one lives already."""
    if enrolment.state not in DRAFTABLE:
        raise Conflict(t("An agreement is drawn up once the placement is approved."))
    offer = enrolment.opportunity
    _check_goes_on(offer.organisation_id, provider.id)
    terms = _checked(enrolment, draft)
    agreement = Agreement(
        ref=ids.new_ref("A"),
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        host_id=offer.organisation_id,
        provider_id=provider.id,
        provider=provider,
        area_code=enrolment.area_code,
        office_key=enrolment.office_key,
        number=1,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        created_by_id=by.account_id,
        created_at=clock.now(),
    )
    try:
        with db.begin_nested():
            db.add(agreement)
            db.flush()
    except IntegrityError as error:
        raise Conflict(t("There is an agreement about this placement already. Open it instead.")) from error
    _write(agreement, terms, provider, by)
    record(by, "agreement.draw_up", agreement, enrolment=enrolment.ref)
    return agreement


def change(agreement: Agreement, draft: TermsDraft, provider: Organisation, *, by: Actor) -> None:
    """A new version to sign; one that everybody signed holds until then. Raises Invalid where nothing changes."""
    _check_goes_on(agreement.host_id, provider.id)
    terms = _checked(agreement.enrolment, draft)
    if terms == terms_of(agreement) and provider.id == agreement.provider_id:
        raise Invalid(t("Nothing was changed. What was signed stays signed."))
    told = agreement.state != AgreementState.DRAFT
    new: dict[str, Any] = {"number": _next_number(agreement), "provider_id": provider.id}
    if not holds(agreement):
        new |= {"starts_on": terms.starts_on, "ends_on": terms.ends_on}
    _void_links(agreement)
    if told:
        advance(AGREEMENT, agreement, "change", by=by, **new)
    else:
        take_turn(agreement)
        for name, value in new.items():
            setattr(agreement, name, value)
        agreement.version += 1
        db.flush()
    _write(agreement, terms, provider, by)
    record(by, "agreement.change", agreement, number=agreement.number)
    if told:
        telling.changed(agreement)


def take_back(agreement: Agreement, *, reason: str = "", by: Actor) -> None:
    """Give up a change that waits to be signed: the version everybody signed goes on. Raises Conflict without one."""
    if agreement.in_force is None or not proposes(agreement):
        raise Conflict(t("No change is on its way."))
    _void_links(agreement)
    signed = version_of(agreement, agreement.in_force)
    back: dict[str, Any] = {"number": signed.number, "provider_id": signed.provider_id or agreement.provider_id}
    advance(AGREEMENT, agreement, "take_back", by=by, note=reason, words=reason, **back)
    goes_on(agreement, by=by)
    telling.taken_back(agreement)


def goes_on(agreement: Agreement, *, by: Actor) -> None:
    """Work that has begun runs on under the version that counts now, without waiting for a first day."""
    placement = db.get_one(Enrolment, agreement.enrolment_id)
    if agreement.starts_on <= clock.today() and placement.state not in _NOT_BEGUN:
        advance(AGREEMENT, agreement, "begin", by=by)


def offer(agreement: Agreement, *, by: Actor) -> None:
    """Hand it to everybody to read and sign; raises Invalid where the law, its words or a suspension forbid it."""
    _check_goes_on(agreement.host_id, agreement.provider_id)
    check_law(agreement)
    written.check(terms_of(agreement))
    _refresh(agreement, by)
    for party in _asked(agreement):
        db.add(AgreementSignature(agreement_id=agreement.id, number=agreement.number, party=party))
    advance(AGREEMENT, agreement, "offer", by=by, offered_at=clock.now())
    telling.to_sign(agreement)


def return_to_draft(agreement: Agreement, *, reason: str, by: Actor) -> None:
    """An officer asks for a change: the same terms wait as a new version, unsigned."""
    terms = terms_of(agreement)
    _void_links(agreement)
    advance(AGREEMENT, agreement, "return", by=by, note=reason, words=reason, number=_next_number(agreement))
    _write(agreement, terms, db.get_one(Organisation, agreement.provider_id), by)


def cancel(agreement: Agreement, *, reason: str, by: Actor) -> None:
    """It comes to nothing, with a reason everybody reads."""
    said = because(reason)
    was_offered = agreement.offered_at is not None
    _void_links(agreement)
    advance(AGREEMENT, agreement, "cancel", by=by, note=said, words=said)
    if was_offered:
        telling.ended(agreement)


def because(reason: str) -> str:
    """Why something does not go on, in words everybody reads; raises Invalid."""
    said = reason.strip()
    if not said:
        raise Invalid(t("Say why, in a few words that the young person may read."), field="words")
    if len(said) > REASON_LONGEST:
        raise Invalid(t("At most {most} letters.", most=REASON_LONGEST), field="words")
    return said


def check_law(agreement: Agreement, number: int | None = None) -> None:
    """Hold the terms against the law of labour for this person; raises Invalid with the rule in plain words."""
    why = law_against(agreement, number)
    if why is not None:
        raise Invalid(t("The law does not allow this placement: {why}", why=why))


def law_against(agreement: Agreement, number: int | None = None) -> Text | None:
    """What the law of labour has against these terms for this person from today on; None where it allows them."""
    placement = db.get_one(Enrolment, agreement.enrolment_id)
    terms = lawful.stricter(terms_of(agreement, number), db.get_one(Opportunity, placement.opportunity_id))
    youth = db.get_one(Youth, placement.youth_id)
    verdict = lawful.judge_terms(terms, terms.timed, youth, max(terms.starts_on, clock.today()))
    return verdict.blocking[0].text if verdict.blocking else None


def version_of(agreement: Agreement, number: int | None = None) -> AgreementVersion:
    """One version, the newest unless told otherwise."""
    wanted = select(AgreementVersion).where(
        AgreementVersion.agreement_id == agreement.id, AgreementVersion.number == (number or agreement.number)
    )
    return db.scalars(wanted).one()


def terms_of(agreement: Agreement, number: int | None = None) -> Terms:
    """The terms of one version, the newest unless told otherwise."""
    return unpack(version_of(agreement, number).terms)


def terms_in_force(agreement: Agreement) -> Terms:
    """The terms that work goes by: those in force, while a change of them waits."""
    return terms_of(agreement, holding.number(agreement))


def text_of(agreement: Agreement, number: int | None = None) -> str:
    """The exact text of a version, the newest unless told otherwise; readers have asked a policy."""
    version = version_of(agreement, number)
    return unseal(version.text_sealed, _place(agreement, version.number))


def take_turn(agreement: Agreement) -> None:
    """Wait for whoever changes or signs the same agreement at this moment, and see what they did."""
    db.refresh(agreement, MOVING, with_for_update=True)


def needs_guardian(agreement: Agreement) -> bool:
    """Whether a guardian signs too: under 20 today, not married and not emancipated."""
    return guardians.is_needed(db.get_one(Youth, agreement.enrolment.youth_id), clock.today())


def _check_goes_on(host_id: int, provider_id: int) -> None:
    pause = pausing.between(host_id, provider_id)
    if pause is not None:
        raise Invalid(pause.bars_writing)


def _asked(agreement: Agreement) -> Sequence[Party]:
    return [party for party in Party if party != Party.GUARDIAN or needs_guardian(agreement)]


def _refresh(agreement: Agreement, by: Actor) -> None:
    """A new version where the words would be others today: a name was corrected, or nobody signs for them any more."""
    terms, provider = terms_of(agreement), db.get_one(Organisation, agreement.provider_id)
    text = exact_text(agreement.ref, agreement.number, terms, _names(agreement, provider))
    if hash_of(text) != version_of(agreement).text_hash:
        agreement.number = _next_number(agreement)
        db.flush()
        _write(agreement, terms, provider, by)


def _write(agreement: Agreement, terms: Terms, provider: Organisation, by: Actor) -> None:
    text = exact_text(agreement.ref, agreement.number, terms, _names(agreement, provider))
    db.add(
        AgreementVersion(
            agreement_id=agreement.id,
            number=agreement.number,
            terms=pack(terms),
            text_sealed=seal(text, _place(agreement, agreement.number)),
            text_hash=hash_of(text),
            provider_id=provider.id,
            made_by_id=by.account_id,
            made_at=clock.now(),
        )
    )
    db.flush()


def _names(agreement: Agreement, provider: Organisation) -> Names:
    youth = db.get_one(Youth, agreement.enrolment.youth_id)
    full = young.legal_name(youth)
    return Names(
        youth=full or youth.nickname or youth.alias,
        host=db.get_one(Organisation, agreement.host_id).name_th,
        provider=provider.name_th,
        needs_guardian=needs_guardian(agreement),
    )


def _checked(enrolment: Enrolment, draft: TermsDraft) -> Terms:
    """The whole terms, or Invalid with a sentence at each field."""
    errors = written.wrong(draft) | _wrong_days(enrolment, draft) | _wrong_times(draft)
    if draft.wage_per_day_satang < enrolment.opportunity.wage_per_day_satang:
        errors["wage_per_day"] = t("The wage is not below the one they applied for.")
    terms = _terms(enrolment, draft)
    if not errors:
        errors = _broken(enrolment, terms)
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    return terms


def _wrong_days(enrolment: Enrolment, draft: TermsDraft) -> dict[str, object]:
    posting = enrolment.opportunity
    if draft.ends_on < draft.starts_on:
        return {"ends_on": t("The last day is before the first day.")}
    if not posting.starts_on <= draft.starts_on <= draft.ends_on <= posting.ends_on:
        return {"starts_on": t("The days lie within those of the posting.")}
    return {}


def _wrong_times(draft: TermsDraft) -> dict[str, object]:
    working = [slot for slot, kind in draft.times if kind != SlotKind.LEARN]
    if not working:
        return {"times": t("Enter at least one time of work.")}
    wrong = shifts_problem(working)
    return {"times": wrong} if wrong else {}


def _broken(enrolment: Enrolment, terms: Terms) -> dict[str, object]:
    """Rules of labour that these terms break for this person, at their fields."""
    try:
        verdict = lawful.judge_terms(terms, terms.timed, db.get_one(Youth, enrolment.youth_id), terms.starts_on)
    except NoRate:
        return {"starts_on": t("No minimum wage is known for this place in that time.")}
    return at_fields((FIELD_OF.get(one.number, "tasks"), one.text) for one in verdict.blocking)


def _terms(enrolment: Enrolment, draft: TermsDraft) -> Terms:
    posting = enrolment.opportunity
    # The text is Thai whatever language its writer reads.
    with use("th"):
        place = names.address(posting.area_code)
    times = sorted((slot.weekday, slot.start_minute, slot.end_minute, str(kind)) for slot, kind in draft.times)
    return Terms(
        title=posting.title_th,
        tasks=draft.tasks.strip(),
        learning_goals=draft.learning_goals.strip(),
        site=draft.site.strip(),
        tutor=draft.tutor.strip(),
        area_code=posting.area_code,
        place=place,
        place_type=posting.place_type,
        hazards=tuple(posting.hazards),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        times=tuple(times),
        wage_per_day_satang=draft.wage_per_day_satang,
        wage_per_hour_satang=posting.wage_per_hour_satang,
        pay_day=posting.pay_day,
    )


def _next_number(agreement: Agreement) -> int:
    """One more than any version there is: one that was given up keeps its number."""
    newest = select(func.max(AgreementVersion.number)).where(AgreementVersion.agreement_id == agreement.id)
    return (db.scalar(newest) or 0) + 1


def _void_links(agreement: Agreement) -> None:
    wanted = select(AgreementSignature.id).where(AgreementSignature.agreement_id == agreement.id)
    for signature_id in db.scalars(wanted):
        links.void(LinkPurpose.AGREEMENT_SIGN, signature_id)


def _place(agreement: Agreement, number: int) -> str:
    return f"agreement|text|{agreement.ref}|{number}"


def draft_of(agreement: Agreement) -> TermsDraft:
    """The terms that count, as the form takes them."""
    terms = terms_of(agreement)
    return TermsDraft(
        tasks=terms.tasks,
        learning_goals=terms.learning_goals,
        site=terms.site,
        tutor=terms.tutor,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        times=tuple((Slot(day, start, end), SlotKind(kind)) for day, start, end, kind in terms.times),
        wage_per_day_satang=terms.wage_per_day_satang,
    )
