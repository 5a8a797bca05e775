"""Signing: signed in or by a one-time link, each over the hash of the exact text; the officer signs last.

A place is signed once: the database decides between two who press at the same moment. A link is for one party of one
version; what was changed meanwhile cannot be signed. While the host or the provider is suspended nobody signs.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.access import ANONYMOUS, Actor
from marketplace.agreements import drafting, pausing, policy, telling
from marketplace.agreements.holding import proposes
from marketplace.agreements.pausing import Pause
from marketplace.agreements.states import AGREEMENT, SIGNABLE
from marketplace.audit import About, record
from marketplace.audit.moves import advance
from marketplace.audit.standing import where
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from marketplace.kernel.sealing import seal, unseal
from marketplace.people import guardian_cases, guardians, links, spelled
from marketplace.people.guardians import Objection, Path
from models.account import Account
from models.agreement import Agreement, AgreementSignature
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import AgreementState, LinkPurpose, Party, SignedHow
from models.youth import Guardian, Youth

NAME_LONGEST = 120
REASON_LEAST = 10
LINKED = (Party.YOUTH, Party.GUARDIAN, Party.HOST, Party.PROVIDER)
"""Who may sign by a link; an officer signs in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks, and whether the question still stands."""

    agreement: Agreement
    party: Party
    open: bool
    heard: bool
    pause: Pause | None = None
    """Why nobody signs now, though the question stands."""


def sign(agreement: Agreement, party: Party, *, text_hash: str, by: Actor) -> None:
    """Sign as a party with one's own account; raises Invalid, Forbidden, Conflict, IllegalMove."""
    if party not in policy.parties_of(by, agreement):
        raise NotFound()
    if party == Party.GUARDIAN and by.account_id not in {one.account_id for one in _guardians(agreement)}:
        raise Forbidden(t("Who has no custody cannot sign here. A case worker finds the way."))
    account = db.get_one(Account, by.account_id)
    _sign(agreement, party, text_hash=text_hash, name=account.name, how=SignedHow.ACCOUNT, by=by)


def approve(agreement: Agreement, *, text_hash: str, by: Actor) -> None:
    """The officer's signature, the last: the agreement counts. The law of labour is asked once more."""
    _admit(by, agreement)
    _check_text(agreement, text_hash)
    drafting.take_turn(agreement)
    if agreement.state != AgreementState.IN_REVIEW:
        raise IllegalMove(where(AGREEMENT, agreement, by=by))
    if (pause := pausing.pause_of(agreement)) is not None:
        raise Invalid(pause.why, field="decision")
    drafting.check_law(agreement)
    account = db.get_one(Account, by.account_id)
    _put(agreement, Party.OFFICER, name=account.name, how=SignedHow.ACCOUNT, by=by)
    terms, began = drafting.terms_of(agreement), agreement.in_force is not None
    new: dict[str, Any] = {"in_force": agreement.number, "starts_on": terms.starts_on, "ends_on": terms.ends_on}
    if terms.ends_on > agreement.ends_on:
        new |= dict.fromkeys(("assess_by", "assess_reminded_on", "assess_missed_on"))
    advance(AGREEMENT, agreement, "approve", by=by, valid_at=clock.now(), **new)
    if began:
        drafting.goes_on(agreement, by=by)
    telling.valid(agreement)


def send_back(agreement: Agreement, *, reason: str, by: Actor) -> None:
    """The officer asks for a change: back to the draft, everybody signs anew."""
    _admit(by, agreement)
    drafting.return_to_draft(agreement, reason=drafting.because(reason), by=by)
    telling.changed(agreement)


def reject(agreement: Agreement, *, reason: str, by: Actor) -> None:
    """The officer says no, with the reason everybody reads; of a change, what was signed before it goes on."""
    _admit(by, agreement)
    said = drafting.because(reason)
    if proposes(agreement):
        drafting.take_back(agreement, reason=said, by=by)
        return
    advance(AGREEMENT, agreement, "reject", by=by, note=said, words=said)
    telling.ended(agreement)


def make_link(agreement: Agreement, party: Party, *, by: Actor) -> str:
    """A fresh one-time link for a party, shown once; older unused ones end. Raises NotFound, Conflict."""
    if party not in LINKED:
        raise NotFound()
    if agreement.state not in SIGNABLE:
        raise Conflict(t("There is nothing to sign now."))
    _check_goes_on(agreement)
    if party == Party.GUARDIAN and not _guardians(agreement):
        raise Conflict(t("No guardian who may sign is recorded. Record instead why it goes on."))
    place = place_of(agreement, party)
    if place.signed_at is not None:
        raise Conflict(t("This part is signed already."))
    links.void(LinkPurpose.AGREEMENT_SIGN, place.id)
    token = links.make(LinkPurpose.AGREEMENT_SIGN, place.id, by=by)
    record(by, "agreement.link", agreement, party=str(party), number=agreement.number)
    return token


def asked_by_link(token: str) -> Asked:
    """What the link asks; raises NotFound when there is no such link. Its days stand still while nobody signs."""
    state = links.look(token, LinkPurpose.AGREEMENT_SIGN)
    place = db.get_one(AgreementSignature, state.subject_id)
    agreement = _agreement(place.agreement_id)
    is_now = place.number == agreement.number and agreement.state in SIGNABLE and place.signed_at is None
    # Whoever was found unsafe after the link was made reads the same as behind any other spent link.
    may = place.party != Party.GUARDIAN or bool(_guardians(agreement))
    pause, heard = pausing.pause_of(agreement), place.signed_at is not None
    lasts = state.usable or (pause is not None and not state.was_used and state.expires_at > pause.since)
    return Asked(agreement, Party(place.party), open=lasts and is_now and may, heard=heard, pause=pause)


def objection(asked: Asked, by: Actor) -> Objection | None:
    """Why somebody may read a guardian's link and not sign it; None where nothing speaks against it."""
    youth = asked.agreement.enrolment.youth
    return guardians.objection(youth, by) if asked.party == Party.GUARDIAN else None


def keep_refusal(agreement_id: int, refused: Objection, *, by: Actor) -> None:
    """Write down that somebody tried to sign for the guardian who may only look."""
    record(by, "agreement.guardian_link_refused", About(agreement_id, Agreement.__tablename__), why=refused.code)


def sign_by_link(
    token: str, *, text_hash: str, name: str, by: Actor = ANONYMOUS, same_phone: bool = False
) -> Agreement:
    """Spend the link on a signature; `same_phone` is kept with it and shown to the officer who signs last.

    Raises Forbidden for whoever may only look, NotFound without such a link, Conflict when it is spent or overtaken.
    """
    asked = asked_by_link(token)
    refused = objection(asked, by)
    if refused is not None:
        raise Forbidden(refused.text)
    said = name.strip()
    if not said:
        raise Invalid(t("Please answer this."), field="name")
    if len(said) > NAME_LONGEST:
        raise Invalid(t("At most {most} letters.", most=NAME_LONGEST), field="name")
    if (refusal := spelled.not_a_name(said)) is not None:
        raise Invalid(refusal, field="name")
    if not asked.open:
        raise Conflict(t("This link was used already or is too old. Ask whoever sent it for a new one."))
    _check_goes_on(asked.agreement)
    _check_text(asked.agreement, text_hash)
    links.use(token, LinkPurpose.AGREEMENT_SIGN)
    _sign(asked.agreement, asked.party, text_hash=text_hash, name=said, how=SignedHow.LINK, by=ANONYMOUS)
    if same_phone:
        place_of(asked.agreement, asked.party).same_phone = True
        record(ANONYMOUS, "agreement.same_phone", asked.agreement, party=str(asked.party))
    return asked.agreement


def record_guardian(agreement: Agreement, *, reason: str, text_hash: str, by: Actor) -> None:
    """Where no guardian can sign, a case worker records why it goes on all the same; never a silent block."""
    verdict = policy.can_help_signing(by, agreement)
    if not verdict:
        raise Forbidden(verdict.reason) if verdict.reason else NotFound()
    youth = db.get_one(Youth, agreement.enrolment.youth_id)
    if not way_for(youth).through_case_worker:
        raise Conflict(t("There is a guardian who can sign. Send them a link."))
    said = drafting.because(reason)
    if len(said) < REASON_LEAST:
        raise Invalid(t("Say in at least {least} letters on what basis it goes on.", least=REASON_LEAST), field="words")
    name = db.get_one(Account, by.account_id).name
    _sign(agreement, Party.GUARDIAN, text_hash=text_hash, name=name, how=SignedHow.CASE_WORKER, by=by, reason=said)


def way_for(youth: Youth) -> Path:
    """How the guardian's part is found today: as for a request, through a case worker where asking is not safe."""
    path = guardians.path_for(youth, clock.today())
    if path.signers and guardian_cases.kept_from_guardians([youth.id]):
        return Path(needed=True, reason=t("Contact with the guardian is not safe."))
    return path


def end_guardian_links(youth_id: int) -> None:
    """End the links that are out for the guardian of a young person, of all their agreements."""
    places = (
        select(AgreementSignature.id)
        .join(Agreement, Agreement.id == AgreementSignature.agreement_id)
        .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
        .where(
            Enrolment.youth_id == youth_id,
            AgreementSignature.party == Party.GUARDIAN,
            AgreementSignature.signed_at.is_(None),
        )
    )
    for place_id in db.scalars(places).all():
        links.void(LinkPurpose.AGREEMENT_SIGN, place_id)


def place_of(agreement: Agreement, party: Party) -> AgreementSignature:
    """Where a party signs the version that counts; raises NotFound where it is not asked."""
    wanted = select(AgreementSignature).where(
        AgreementSignature.agreement_id == agreement.id,
        AgreementSignature.number == agreement.number,
        AgreementSignature.party == party,
    )
    found = db.scalars(wanted).first()
    if found is None:
        raise NotFound()
    return found


def places_of(agreement: Agreement, number: int | None = None) -> list[AgreementSignature]:
    """Every place of a version, the newest unless told otherwise, in the order of the parties."""
    wanted = select(AgreementSignature).where(
        AgreementSignature.agreement_id == agreement.id, AgreementSignature.number == (number or agreement.number)
    )
    order = list(Party)
    fresh = db.scalars(wanted.execution_options(populate_existing=True))
    return sorted(fresh, key=lambda one: order.index(Party(one.party)))


def name_in(agreement: Agreement, place: AgreementSignature) -> str:
    """Who signed in a place."""
    seal_of = _seal_of(agreement, Party(place.party), place.number)
    return unseal(place.name_sealed, seal_of) if place.name_sealed else ""


def _sign(
    agreement: Agreement, party: Party, *, text_hash: str, name: str, how: SignedHow, by: Actor, reason: str = ""
) -> None:
    _check_text(agreement, text_hash)
    drafting.take_turn(agreement)
    if agreement.state not in SIGNABLE:
        raise IllegalMove(where(AGREEMENT, agreement, by=by))
    _check_goes_on(agreement)
    # Between reading and the lock a new version may have come.
    _check_text(agreement, text_hash)
    _put(agreement, party, name=name, how=how, by=by, reason=reason)
    left = [one for one in places_of(agreement) if one.signed_at is None and one.party != Party.OFFICER]
    last = not left and agreement.state == AgreementState.PARTLY_SIGNED
    advance(AGREEMENT, agreement, "sign_last" if last else "sign", by=by, role=str(party))
    if last:
        telling.to_review(agreement)


def _put(agreement: Agreement, party: Party, *, name: str, how: SignedHow, by: Actor, reason: str = "") -> None:
    """Fill the place, if it is still empty; the hash is that of the text as it is kept, not as it was sent."""
    filled = (
        update(AgreementSignature)
        .where(
            AgreementSignature.agreement_id == agreement.id,
            AgreementSignature.number == agreement.number,
            AgreementSignature.party == party,
            AgreementSignature.signed_at.is_(None),
        )
        .values(
            signed_at=clock.now(),
            text_hash=drafting.version_of(agreement).text_hash,
            how=how,
            signer_id=by.account_id,
            name_sealed=seal(name, _seal_of(agreement, party, agreement.number)),
            reason=reason,
        )
        .returning(AgreementSignature.id)
    )
    try:
        with db.begin_nested():
            done = db.execute(filled).first()
    except IntegrityError as error:
        raise Conflict(t("You have signed this for somebody else already. Another person has to sign here.")) from error
    if done is None:
        raise Conflict(t("This part is signed already."))


def _check_goes_on(agreement: Agreement) -> None:
    if (pause := pausing.pause_of(agreement)) is not None:
        raise Conflict(pause.why)


def _check_text(agreement: Agreement, text_hash: str) -> None:
    if text_hash != drafting.version_of(agreement).text_hash:
        raise Invalid(t("The text was changed while you read it. Please read it again."), field="agreed")


def _guardians(agreement: Agreement) -> tuple[Guardian, ...]:
    """Who may sign for this young person today; nobody where it is not safe to ask them."""
    return way_for(db.get_one(Youth, agreement.enrolment.youth_id)).signers


def _admit(by: Actor, agreement: Agreement) -> None:
    verdict = policy.can_decide(by, agreement)
    if not verdict:
        raise Forbidden(verdict.reason) if verdict.reason else NotFound()


def _agreement(agreement_id: int) -> Agreement:
    way = joinedload(Agreement.enrolment, innerjoin=True)
    wanted = select(Agreement).options(
        way.joinedload(Enrolment.youth, innerjoin=True), way.joinedload(Enrolment.opportunity, innerjoin=True)
    )
    return db.scalars(wanted.where(Agreement.id == agreement_id)).one()


def _seal_of(agreement: Agreement, party: Party, number: int) -> str:
    return f"agreement|signer|{agreement.ref}|{number}|{party}"
