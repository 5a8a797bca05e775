"""What holds: the version everybody signed goes on until another is signed by everybody, or it ends.

A change is proposed as a new version beside the one in force. Work, the log, wages and the law go by the one in force.
"""

from sqlalchemy import ColumnElement, and_, case, or_

from marketplace.agreements.states import IN_FORCE, UNSIGNED
from models.agreement import Agreement


def holds(agreement: Agreement) -> bool:
    """Whether a version that everybody signed is in force."""
    return agreement.state in IN_FORCE or proposes(agreement)


def proposes(agreement: Agreement) -> bool:
    """Whether a change is on its way while the version before it is in force."""
    return agreement.in_force is not None and agreement.state in UNSIGNED


def number(agreement: Agreement) -> int:
    """The version that counts: the one in force, else the one that is being made."""
    return agreement.in_force if agreement.in_force is not None and proposes(agreement) else agreement.number


def holding() -> ColumnElement[bool]:
    """The condition of `holds` on rows."""
    beside = and_(Agreement.in_force.is_not(None), Agreement.state.in_(UNSIGNED))
    return or_(Agreement.state.in_(IN_FORCE), beside)


def counting() -> ColumnElement[int]:
    """`number` of rows."""
    return case(
        (and_(Agreement.in_force.is_not(None), Agreement.state.in_(UNSIGNED)), Agreement.in_force),
        else_=Agreement.number,
    )
