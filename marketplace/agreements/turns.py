"""Whose turn it is with an agreement: one sentence that every page says alike."""

from sqlalchemy import select

from marketplace.agreements import pausing, sayings
from marketplace.agreements.holding import proposes
from marketplace.agreements.states import SIGNABLE, SIGNED
from marketplace.i18n import Text, t
from models.agreement import Agreement, AgreementSignature
from models.session import db
from models.vocabulary import AgreementState, Party

_STOPPED = (AgreementState.REJECTED, AgreementState.CANCELLED)


def turn_of(agreement: Agreement | None) -> tuple[Party, ...]:
    """Who has to do something next before it is signed by everybody; nobody once it is."""
    if agreement is None or agreement.state in (*_STOPPED, AgreementState.DRAFT):
        return (Party.HOST,)
    if agreement.state in SIGNED:
        return ()
    unsigned = set(
        db.scalars(
            select(AgreementSignature.party).where(
                AgreementSignature.agreement_id == agreement.id,
                AgreementSignature.number == agreement.number,
                AgreementSignature.signed_at.is_(None),
            )
        )
    )
    open_ = tuple(party for party in Party if party in unsigned)
    # The officer signs last.
    return tuple(party for party in open_ if party != Party.OFFICER) if agreement.state in SIGNABLE else open_


def proposed(agreement: Agreement) -> Text | None:
    """That a change is on its way, what holds until then and whose turn it is; None where none is."""
    if not proposes(agreement):
        return None
    who = ", ".join(str(sayings.PARTIES[party]) for party in turn_of(agreement))
    return t(
        "Version {new} is a change that does not count yet. Version {old}, signed by everybody, holds until"
        " everybody has signed the new one. Next: {who}.",
        new=agreement.number, old=agreement.in_force, who=who,
    )  # fmt: skip


def waits_for(agreement: Agreement | None) -> Text | None:
    """What work waits for, and whose turn it is; None while a version that everybody signed is in force."""
    whose = turn_of(agreement)
    if not whose or (agreement is not None and proposes(agreement)):
        return None
    if agreement is not None and agreement.state not in _STOPPED and (pause := pausing.pause_of(agreement)) is not None:
        return pause.why
    if agreement is None:
        return t("Work begins once the agreement is signed by everybody. The host writes it next.")
    if agreement.state in _STOPPED:
        return t("The agreement came to nothing. Work waits for a new one; the host writes it next.")
    if agreement.state == AgreementState.DRAFT:
        if agreement.offered_at is None:
            return t("Work waits for the agreement. The host finishes it and hands it out next.")
        return t("The agreement is being written anew. Work waits until everybody has signed it; the host is next.")
    if agreement.state in SIGNABLE:
        who = ", ".join(str(sayings.PARTIES[party]) for party in whose)
        return t("Work waits for signatures of the agreement. Still to sign: {who}; then the officer.", who=who)
    return t("Work waits for the officer, who signs the agreement last.")
