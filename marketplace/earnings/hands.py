"""Through whose hands money goes: the three people of a batch, the history of a move, and how a payee is called.

Officers, approvers and authorisers of the area see names, because they pay people; everybody else who may look
(province, auditor) sees references.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.access import Actor, Verdict
from marketplace.audit import history
from marketplace.audit.trail import Subject
from marketplace.earnings.policy import READERS
from marketplace.people import youth as young
from models.account import Account
from models.earning import Earning, Fund
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

PAYERS = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER)


@dataclass(frozen=True, slots=True)
class Hand:
    """One of the people a batch needs, and when they did their part; nobody yet when `at` is None."""

    role: Role
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One move that was made, by whom and why."""

    verb: str
    to_state: str
    by: str
    at: datetime
    reason: str
    note: str


def three_of(batch: PayoutBatch) -> tuple[Hand, Hand, Hand]:
    """Who prepared, who approved and who authorised, in this order."""
    named = names_of({batch.prepared_by_id, batch.approved_by_id, batch.authorised_by_id})
    return (
        Hand(Role.OFFICER, named.get(batch.prepared_by_id, ""), batch.prepared_at),
        Hand(Role.APPROVER, named.get(batch.approved_by_id or 0, ""), batch.approved_at),
        Hand(Role.AUTHORISER, named.get(batch.authorised_by_id or 0, ""), batch.authorised_at),
    )


def steps_of(subject: Subject) -> tuple[Step, ...]:
    """The history of a batch or an earning, oldest first."""
    moves = history(subject)
    named = names_of({move.actor_id for move in moves})
    return tuple(
        Step(move.verb, move.to_state, named.get(move.actor_id or 0, ""), move.at, move.reason, move.note)
        for move in moves
    )


def names_of(account_ids: Collection[int | None]) -> dict[int, str]:
    """What accounts are called, by id."""
    known = [account_id for account_id in account_ids if account_id is not None]
    found = db.execute(select(Account.id, Account.name).where(Account.id.in_(known)))
    return {account_id: name for account_id, name in found}  # noqa: C416


def sees_names(actor: Actor, fund: Fund) -> bool:
    """Whether the reader pays people out of this fund, and so sees who they are."""
    return actor.scope(*PAYERS).covers(fund.area_code, fund.office_key)


def payee(youth: Youth) -> str:
    """A young person's name as a payer needs it: in full when it is known."""
    full = young.legal_name(youth)
    return full or youth.nickname or youth.alias


def can_see_earning(actor: Actor, earning: Earning) -> Verdict:
    """Staff of the area of its fund; the young person has a page of their own."""
    return Verdict.when(actor.scope(*READERS).covers(earning.fund.area_code, earning.fund.office_key))
