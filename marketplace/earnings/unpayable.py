"""Lines of a batch nobody can be paid by: no account, one changed since, or one the bank has refused since."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.earnings import hands, reachable, refusals
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Conflict
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome

NOWHERE, MOVED, REFUSED = "no_account", "account_changed", "account_refused"


def stuck(batch: PayoutBatch) -> list[tuple[PayoutLine, str]]:
    """The lines of a batch nobody can be paid by, each with why."""
    wanted = select(PayoutLine).where(PayoutLine.batch_id == batch.id).order_by(PayoutLine.id)
    return among(batch, db.scalars(wanted.options(joinedload(PayoutLine.youth))).all())


def among(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> list[tuple[PayoutLine, str]]:
    """The same of lines that were read before."""
    found = [(line, NOWHERE) for line in reachable.nowhere(lines)]
    found += [(line, MOVED) for line in reachable.moved_away(batch, lines)]
    known = {line.id for line, _ in found}
    waiting = [line for line in lines if line.outcome == LineOutcome.PENDING and line.id not in known]
    refused = refusals.unanswered({line.youth_id for line in waiting})
    return found + [(line, REFUSED) for line in waiting if line.youth_id in refused]


def check(batch: PayoutBatch) -> None:
    """Raises Conflict, naming who, while a line has nowhere to go, or its account was changed or refused since."""
    if found := stuck(batch):
        raise Conflict(_said(found))


def _said(found: Sequence[tuple[PayoutLine, str]]) -> Text:
    without, moved, refused = (_called(found, why) for why in (NOWHERE, MOVED, REFUSED))
    if refused and (without or moved):
        who = " · ".join(one for one in (without, moved, refused) if one)
        return t("Some lines have nowhere to go, or their account was changed or refused since: {who}. Take these lines"
                 " out first.", who=who)  # fmt: skip
    if refused:
        return t("The bank has refused the account of {who} since, and nobody has decided about what it sent back."
                 " Decide that first, or take these lines out.", who=refused)  # fmt: skip
    if not moved:
        return t("No account is known for {who}. Take these lines out first.", who=without)
    if not without:
        return t("The account of {who} was changed after this list was made. Take these lines out first.", who=moved)
    return t("No account is known for {who}, and that of {moved} was changed after this list was made. Take these lines"
             " out first.", who=without, moved=moved)  # fmt: skip


def _called(found: Sequence[tuple[PayoutLine, str]], why: str) -> str:
    return " · ".join(hands.payee(line.youth) for line, reason in found if reason == why)
