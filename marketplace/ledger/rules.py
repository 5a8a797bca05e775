"""The rules an accountant reads: for each kind of event, which accounts an entry may debit and credit, with an example.

They are not only told: `verify.ruled` holds every entry in the books against them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind as K


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an example, in satang: a debit above zero, a credit below."""

    role: R
    satang: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of entry may touch, and one worked example."""

    debits: frozenset[R]
    credits: frozenset[R]
    example: tuple[Leg, ...]


def _rule(debits: tuple[R, ...], credits: tuple[R, ...], *example: tuple[R, int]) -> Rule:
    return Rule(frozenset(debits), frozenset(credits), tuple(Leg(role, satang) for role, satang in example))


RULES: Mapping[K, Rule] = {
    K.GRANT: _rule((R.CASH,), (R.AVAILABLE, R.SHORTFALL), (R.CASH, 100_000_00), (R.AVAILABLE, -100_000_00)),
    K.DONATION: _rule(
        (R.CLEARING, R.CASH), (R.AVAILABLE, R.SHORTFALL), (R.CLEARING, 1_000_00), (R.AVAILABLE, -1_000_00)
    ),
    K.FEE: _rule((R.AVAILABLE, R.SHORTFALL), (R.CLEARING,), (R.AVAILABLE, 16_50), (R.CLEARING, -16_50)),
    K.ARRIVE: _rule((R.CASH, R.CLEARING), (R.CASH, R.CLEARING), (R.CASH, 983_50), (R.CLEARING, -983_50)),
    K.REFUND: _rule((R.AVAILABLE, R.SHORTFALL), (R.CLEARING, R.CASH), (R.AVAILABLE, 200_00), (R.CLEARING, -200_00)),
    K.DISPUTE: _rule(
        (R.AVAILABLE, R.SHORTFALL), (R.CLEARING,),
        (R.AVAILABLE, 300_00), (R.SHORTFALL, 1_200_00), (R.CLEARING, -1_500_00),
    ),
    K.RESTORE: _rule(
        (R.CLEARING, R.CASH), (R.AVAILABLE, R.SHORTFALL),
        (R.CLEARING, 1_500_00), (R.SHORTFALL, -1_200_00), (R.AVAILABLE, -300_00),
    ),
    K.CUT: _rule((R.AVAILABLE,), (R.CASH,), (R.AVAILABLE, 5_000_00), (R.CASH, -5_000_00)),
    K.ALLOT: _rule(
        (R.AVAILABLE, R.CASH), (R.CASH, R.AVAILABLE, R.SHORTFALL), (R.AVAILABLE, 20_000_00), (R.CASH, -20_000_00)
    ),
    K.ADJUST: _rule((R.AVAILABLE, R.CASH), (R.AVAILABLE, R.CASH), (R.AVAILABLE, 25_00), (R.CASH, -25_00)),
    K.SUSPEND: _rule(
        (R.CLEARING, R.SUSPENSE), (R.CLEARING, R.SUSPENSE), (R.CLEARING, 70_00), (R.SUSPENSE, -70_00)
    ),
    K.SETTLE: _rule(
        (R.SUSPENSE, R.CASH, R.CLEARING, R.AVAILABLE, R.SHORTFALL),
        (R.SUSPENSE, R.CASH, R.CLEARING, R.AVAILABLE, R.SHORTFALL),
        (R.SUSPENSE, 70_00), (R.CASH, -70_00),
    ),
    K.RESERVE: _rule((R.AVAILABLE,), (R.RESERVED,), (R.AVAILABLE, 3_000_00), (R.RESERVED, -3_000_00)),
    K.RELEASE: _rule((R.RESERVED,), (R.AVAILABLE,), (R.RESERVED, 500_00), (R.AVAILABLE, -500_00)),
    K.ACCRUE: _rule(
        (R.RESERVED, R.AVAILABLE), (R.PAYABLE,), (R.RESERVED, 120_00), (R.AVAILABLE, 30_00), (R.PAYABLE, -150_00)
    ),
    K.SEND: _rule((R.PAYABLE,), (R.TRANSIT,), (R.PAYABLE, 150_00), (R.TRANSIT, -150_00)),
    K.PAY: _rule((R.TRANSIT,), (R.CASH,), (R.TRANSIT, 150_00), (R.CASH, -150_00)),
    K.REVERSAL: _rule(tuple(R), tuple(R), (R.TRANSIT, 150_00), (R.PAYABLE, -150_00)),
}  # fmt: skip
"""Every kind of entry, in the order in which money travels; a reversal mirrors the entry it names."""

ORDER: tuple[R, ...] = (
    R.CASH, R.CLEARING, R.SHORTFALL, R.PAYABLE, R.TRANSIT, R.SUSPENSE, R.AVAILABLE, R.RESERVED,
)  # fmt: skip
"""The chart of the books: assets, then liabilities, then what is the fund's own; suspense has a book of its own."""


def allows(kind: str, role: str, satang: int) -> bool:
    """Whether an entry of this kind may debit (above zero) or credit this kind of account."""
    rule = RULES.get(kind)  # type: ignore[call-overload]
    return rule is not None and role in (rule.debits if satang > 0 else rule.credits)
