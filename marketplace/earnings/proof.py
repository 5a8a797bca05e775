"""The chain behind one earning, from the payment back to the gift, each link held against what shows it.

The command and the auditor's page tell the same steps. What cannot be looked at does not hold.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from marketplace.earnings import proof_money, proof_payments, proof_sources
from marketplace.earnings.proof_steps import Step
from marketplace.kernel.errors import NotFound
from models.earning import Earning
from models.session import db


@dataclass(frozen=True, slots=True)
class Proof:
    """The chain of one earning, from the payment back to the fund."""

    earning_ref: str
    state: str
    steps: tuple[Step, ...]

    @property
    def holds(self) -> bool:
        """Whether no step is broken."""
        return all(step.holds for step in self.steps)


def prove(earning_ref: str, folder: Path | None = None) -> Proof:
    """Follow an earning through payment, evidence, verifier, fund and gift; raises NotFound.

    `folder` is where the files lie that were handed in; without it none of them holds.
    """
    earning = db.scalars(select(Earning).where(Earning.ref == earning_ref)).one_or_none()
    if earning is None:
        raise NotFound
    entries = proof_money.entries_of(earning)
    steps = (
        *proof_payments.payments(earning),
        *proof_payments.receipt(earning),
        proof_money.owed(earning, entries),
        *proof_sources.source(earning, folder),
        proof_money.fund(earning),
        *proof_money.donations(earning, folder),
        *(proof_money.entry(entry, entries) for entry in entries),
    )
    return Proof(earning.ref, earning.state, steps)
