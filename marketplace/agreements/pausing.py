"""While the office has suspended the host or the provider of learning nobody signs; what is signed stays signed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from marketplace.agreements.states import SIGNABLE
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.kernel import clock
from marketplace.people import links
from models.agreement import Agreement, AgreementSignature
from models.organisation import Organisation
from models.session import db
from models.vocabulary import LinkPurpose


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when nobody signs, and because of whom."""

    since: datetime
    name: Either

    @property
    def why(self) -> Text:
        """What whoever would sign now reads."""
        return t(
            "The office has suspended {name}. Nobody signs until that ends; what is signed already stays signed.",
            name=self.name,
        )

    @property
    def bars_writing(self) -> Text:
        """What whoever would write or hand out an agreement now reads."""
        return t(
            "The office has suspended {name}. No agreement is written or handed out until that ends.", name=self.name
        )


def pause_of(agreement: Agreement) -> Pause | None:
    """Why nobody signs this one now, as the database has it; None where both go on."""
    return between(agreement.host_id, agreement.provider_id)


def between(host_id: int, provider_id: int) -> Pause | None:
    """The same of a host and a provider of learning, the first that was suspended."""
    wanted = select(Organisation.suspended_at, Organisation.name_th, Organisation.name_en).where(
        Organisation.id.in_((host_id, provider_id)), Organisation.suspended_at.is_not(None)
    )
    found = [
        Pause(since, Either(thai, english or thai)) for since, thai, english in db.execute(wanted) if since is not None
    ]
    return min(found, key=lambda one: one.since, default=None)


def lift(organisation_id: int, since: datetime) -> None:
    """A suspension that began at a moment has ended: the links that are out get the time back in which none signed."""
    of_it = or_(Agreement.host_id == organisation_id, Agreement.provider_id == organisation_id)
    waiting = db.scalars(select(Agreement).where(of_it, Agreement.state.in_(SIGNABLE)).order_by(Agreement.id)).all()
    for agreement in waiting:
        other = pause_of(agreement)
        until = clock.now() if other is None else max(since, other.since)
        links.stand_still(LinkPurpose.AGREEMENT_SIGN, _unsigned(agreement), since=since, until=until)


def _unsigned(agreement: Agreement) -> list[int]:
    wanted = select(AgreementSignature.id).where(
        AgreementSignature.agreement_id == agreement.id,
        AgreementSignature.number == agreement.number,
        AgreementSignature.signed_at.is_(None),
    )
    return list(db.scalars(wanted))
