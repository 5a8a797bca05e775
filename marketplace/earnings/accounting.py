"""The accountant's reports for an auditor's own areas."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement

from marketplace.access import Actor
from marketplace.ledger import reports
from marketplace.ledger.reports import JournalLine, TrialRow
from models.earning import Fund
from models.vocabulary import Role


def trial(actor: Actor, day: date) -> Sequence[TrialRow]:
    """The trial balance of the auditor's funds at the end of a day."""
    return reports.trial_balance(day, _audited(actor), suspense=_all(actor))


def journal(actor: Actor, first: date, last: date) -> Iterator[JournalLine]:
    """The journal of the auditor's funds, from one day to another."""
    return reports.journal(first, last, _audited(actor), suspense=_all(actor))


def _audited(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(Role.AUDITOR).condition(Fund.area_code, Fund.office_key)


def _all(actor: Actor) -> bool:
    """Whoever audits the whole country audits what belongs to no fund yet."""
    return actor.scope(Role.AUDITOR).national
