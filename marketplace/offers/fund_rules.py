"""What a fund may pay: for what, for which kinds and fields of opportunities, and how much at once.

A part of a fund is held to its own rules and to those of every fund above it. Nothing said is nothing forbidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, Protocol

from sqlalchemy import func, select

from marketplace.i18n import Text, t, words
from marketplace.i18n.lazy import Either
from marketplace.kernel.money import baht
from marketplace.offers import promises, stipends
from marketplace.offers.promises import Promise
from marketplace.offers.stipends import Stipend
from models.earning import Fund
from models.offer import Opportunity, Slot
from models.session import db
from models.vocabulary import Field, FundUse, MilestoneKind, OpportunityKind, SlotKind

DEEPEST: Final = 6
USES: Final[dict[str, Text]] = {
    FundUse.ATTENDANCE: t("Stipends for attended sessions"),
    FundUse.TRAVEL: t("Travel money"),
    FundUse.COMPLETION: t("Money on completion"),
    FundUse.STEP: t("Milestones"),
    FundUse.STAY: t("Staying"),
    FundUse.THING: t("Things given"),
}
_OF_POINT: Final = {
    MilestoneKind.STEP: FundUse.STEP,
    MilestoneKind.STAY: FundUse.STAY,
    MilestoneKind.THING: FundUse.THING,
}


class Sums(Stipend, Protocol):
    """What a draft and a kept posting both say of the money a fund pays by the session and on completion."""

    @property
    def travel_per_session_satang(self) -> int: ...

    @property
    def completion_bonus_satang(self) -> int: ...


class Asking(Sums, Protocol):
    """The same with what the posting is."""

    @property
    def kind(self) -> str: ...

    @property
    def field(self) -> str: ...


def chain(fund: Fund) -> list[Fund]:
    """A fund and those above it."""
    found = [fund]
    while found[-1].parent_id is not None and len(found) < DEEPEST:
        above = db.get(Fund, found[-1].parent_id)
        if above is None or above in found:
            break
        found.append(above)
    return found


def has_rules(fund: Fund) -> bool:
    """Whether anything is said of what a fund, or one above it, may pay."""
    return any(
        one.uses or one.kinds or one.fields or one.most_per_earning_satang is not None
        or one.most_per_youth_satang is not None or one.most_in_all_satang is not None
        for one in chain(fund)
    )  # fmt: skip


def asked(posting: Asking, points: Collection[Promise], longest: int) -> dict[FundUse, int]:
    """What a posting would have paid, each with the largest single sum in satang.

    `longest` are the minutes of its longest time of learning, which count where it pays by the hour.
    """
    sums = {
        FundUse.ATTENDANCE: stipends.for_time(posting, longest),
        FundUse.TRAVEL: posting.travel_per_session_satang,
        FundUse.COMPLETION: posting.completion_bonus_satang,
    }
    for one in points:
        use = _OF_POINT[one.kind]
        sums[use] = max(sums.get(use, 0), one.satang)
    return {use: satang for use, satang in sums.items() if satang}


def asked_of(opportunity: Opportunity) -> dict[FundUse, int]:
    """The same for a posting that is kept."""
    longest = 0
    if opportunity.stipend_per_hour_satang:
        length = func.max(Slot.end_minute - Slot.start_minute)
        learning = (Slot.opportunity_id == opportunity.id, Slot.kind == SlotKind.LEARN)
        longest = db.scalar(select(length).where(*learning)) or 0
    return asked(opportunity, promises.of(opportunity.id), longest)


def refusals(fund: Fund, posting: Asking, sums: dict[FundUse, int]) -> Iterator[Text]:
    """Every reason for which a fund, or one above it, may not pay this."""
    for one in chain(fund):
        name = Either(one.name_th, one.name_en or one.name_th)
        if one.kinds and posting.kind not in one.kinds:
            kind = words.word(OpportunityKind, posting.kind)
            yield t("{fund} doesn't pay for this kind: {kind}.", fund=name, kind=kind)
        if one.fields and posting.field not in one.fields:
            field = words.word(Field, posting.field)
            yield t("{fund} doesn't pay for this field: {field}.", fund=name, field=field)
        yield from _uses(one, name, sums)


def _uses(fund: Fund, name: object, sums: dict[FundUse, int]) -> Iterator[Text]:
    for use, satang in sums.items():
        if fund.uses and use not in fund.uses:
            yield t("{fund} doesn't pay this: {what}.", fund=name, what=USES[use])
        most = fund.most_per_earning_satang
        if most is not None and satang > most and use != FundUse.THING:
            yield t(
                "{fund} pays at most {most} baht at once; {what} would be {sum} baht.",
                fund=name, most=baht(most), what=USES[use], sum=baht(satang),
            )  # fmt: skip
