"""Who may look at the installation's reference data and health: its stewards and auditors."""

from marketplace.access import Actor, Verdict
from models.vocabulary import Role


def can_see_reference(actor: Actor) -> Verdict:
    """Stewards and auditors; it holds no personal data."""
    return Verdict.when(actor.has(Role.STEWARD, Role.AUDITOR))
