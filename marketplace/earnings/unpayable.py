"""Lines of a batch nobody can be paid by: no account, one changed since, or one the bank has refused since.

So is a line whose sums the bank says it has paid before, or otherwise than was kept, until people have answered that.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.earnings import bank_differences, contradicted, hands, reachable, refusals
from marketplace.earnings.states import PAYOUT
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Conflict
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome

NOWHERE, MOVED, REFUSED = "no_account", "account_changed", "account_refused"
GAINSAID = "bank_says_otherwise"


def stuck(batch: PayoutBatch) -> list[tuple[PayoutLine, str]]:
    """The lines of a batch nobody can be paid by, each with why."""
    wanted = select(PayoutLine).where(PayoutLine.batch_id == batch.id).order_by(PayoutLine.id)
    return among(batch, db.scalars(wanted.options(joinedload(PayoutLine.youth))).all())


def among(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> list[tuple[PayoutLine, str]]:
    """The same of lines that were read before."""
    gainsaid = contradicted.of_lines(lines)
    found = [(line, GAINSAID) for line in lines if line.id in gainsaid]
    found += [(line, NOWHERE) for line in reachable.nowhere(lines) if line.id not in gainsaid]
    found += [(line, MOVED) for line in reachable.moved_away(batch, lines) if line.id not in gainsaid]
    known = {line.id for line, _ in found}
    waiting = [line for line in lines if line.outcome == LineOutcome.PENDING and line.id not in known]
    refused = refusals.unanswered({line.youth_id for line in waiting})
    return found + [(line, REFUSED) for line in waiting if line.youth_id in refused]


def check(batch: PayoutBatch, lines: Sequence[PayoutLine] | None = None) -> None:
    """Raises Conflict, naming who or what, while one of these lines cannot be paid; without lines, any of the batch."""
    found = stuck(batch) if lines is None else among(batch, lines)
    must_not_be_gainsaid(batch, [line for line, why in found if why == GAINSAID])
    if found:
        raise Conflict(_said(found))


def must_not_be_gainsaid(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> None:
    """Raises Conflict while the bank may have paid the sums of these lines before, and nobody has answered that."""
    if (told := gainsaid(batch, lines)) is not None:
        raise Conflict(told)


def gainsaid(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Text | None:
    """That the bank said otherwise of an earlier payment of these sums, by which differences, and what to do."""
    refs = [one.ref for one in contradicted.among(lines)]
    if not refs:
        return None
    if not PAYOUT.allows(batch.state, "take_out"):
        return bank_differences.gainsaid(refs)
    return t("The bank said something else about a payment of these sums: {refs}. Answer that first, under"
             " “Differences”, or take these lines out.", refs=" · ".join(refs))  # fmt: skip


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
