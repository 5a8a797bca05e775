"""What of a paid sum came back because too much had been paid: how much, and why in the words of the correction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.earnings.states import RECEIVED
from marketplace.i18n import Text, t
from marketplace.kernel.money import baht
from marketplace.payments import adjusted
from models.correction import Correction
from models.earning import Earning
from models.session import db


@dataclass(frozen=True, slots=True)
class Part:
    """What came back of one sum, in satang, and how it is told; nothing where all of it was due."""

    satang: int = 0
    words: Text | None = None


def parts_of(earnings: Sequence[Earning]) -> Mapping[int, Part]:
    """The part that came back of each of these sums, by earning id."""
    wanted = (
        select(Correction.earning_id, Correction.amount_satang, Correction.reason)
        .where(
            Correction.earning_id.in_([one.id for one in earnings if one.state in RECEIVED]),
            adjusted.is_a_part(),
        )
        .order_by(Correction.id)
    )
    found: defaultdict[int, Part] = defaultdict(Part)
    for earning_id, satang, reason in db.execute(wanted):
        whole = found[earning_id].satang + satang
        told = t("{sum} baht of it went back to the fund: {reason}", sum=baht(whole), reason=reason)
        found[earning_id] = Part(whole, told)
    return found
