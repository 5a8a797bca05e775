"""Finished values for agreements from outside: the link of one party, and what anybody may check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprints import agreement_parts
from blueprints.agreement_parts import View
from blueprints.parts import Fact
from marketplace.agreements import queries, sayings
from marketplace.agreements.states import SIGNED
from marketplace.i18n import Text, dates, t

if TYPE_CHECKING:
    from marketplace.agreements.queries import Verified
    from marketplace.agreements.signing import Asked
    from marketplace.people.guardians import Objection


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What one party reads and signs by a link."""

    view: View
    party: Text
    action: str
    why_not: Text | None = None
    warning: Text | None = None


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """What is said where there is nothing to sign."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class VerifiedPage:
    """What anybody may check: no names, no terms."""

    title: Text
    text: Text
    kind: str
    facts: tuple[Fact, ...]
    parties: tuple[Fact, ...]
    mark: str


SAME_PHONE = t(
    "The young person was signed in on this phone not long ago. Only the party named here signs."
    " The office sees that it was signed on the same phone, and may call."
)


def asked(found: Asked, action: str, *, objection: Objection | None = None, same_phone: bool = False) -> LinkPage:
    """The page of a link that still stands; with an objection it is only read."""
    agreement = queries.whole(found.agreement.id)
    why_not = objection.text if objection else _paused(found)
    warning = SAME_PHONE if same_phone and why_not is None else None
    return LinkPage(
        agreement_parts.view(agreement, pdf_href=""), sayings.PARTIES[found.party], action, why_not, warning
    )


def _paused(found: Asked) -> Text | None:
    """Why nobody signs now, and what becomes of the link meanwhile."""
    if found.pause is None:
        return None
    return t("{why} Keep this link. Its days stand still meanwhile, and you sign with it then.", why=found.pause.why)


def closed(found: Asked, *, thanked: bool) -> ClosedPage:
    """The page of one that does not; only whoever signed in this browser is thanked."""
    if found.heard and not thanked:
        return ClosedPage(
            t("Somebody has signed with this link already"),
            t(
                "Each link signs once, and nothing more was written down now."
                " If it was not you who signed, tell whoever sent you the link at once."
            ),
        )
    if found.heard:
        return ClosedPage(t("Thank you, you have signed"), t("Everybody else signs too; then the officer signs last."))
    return ClosedPage(
        t("This link no longer works"), t("It was used already or is too old. Ask whoever sent it for a new one.")
    )


def verified(found: Verified) -> VerifiedPage:
    """The page behind the code on the sheet."""
    good = found.state in SIGNED
    return VerifiedPage(
        title=t("This agreement is genuine and signed by everybody")
        if good
        else t("This agreement does not count now"),
        text=t(
            "Version {number} holds. A change, version {new}, is proposed and does not count yet.",
            number=found.number,
            new=found.proposed,
        )
        if found.proposed
        else sayings.NEXT[found.state],
        kind="done" if good else "stop",
        facts=(
            Fact(t("Reference"), found.ref),
            Fact(t("Version that counts"), str(found.number)),
            Fact(t("State"), sayings.STATES[found.state]),
        ),
        parties=tuple(
            Fact(
                sayings.PARTIES[one.party],
                t("signed {day}", day=dates.date_time(one.signed_at)) if one.signed_at else t("not yet"),
            )
            for one in found.parties
        ),
        mark=" ".join(found.text_hash[at : at + 8] for at in range(0, len(found.text_hash), 8)),
    )
