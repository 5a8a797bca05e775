"""What the books say of one earning: what is owed, each entry, the fund it is paid from and whose money that is."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from marketplace.earnings import answers_kept, origins, proof_gifts, sayings
from marketplace.earnings.origins import Inflow
from marketplace.earnings.proof_gifts import Papers
from marketplace.earnings.proof_steps import DONATION, EARNING, FUND, LEDGER, Step, step
from marketplace.earnings.returned import Part, parts_of
from marketplace.earnings.statement import what_of
from marketplace.earnings.states import GONE
from marketplace.i18n import dates, pick, t
from marketplace.kernel.money import baht
from marketplace.ledger.posting import lines_of
from marketplace.ledger.verify import holds
from models.earning import Earning, Fund
from models.ledger import LedgerBook, LedgerEntry
from models.session import db
from models.vocabulary import EarningState, EntryKind

_WAY: tuple[str, ...] = (EntryKind.ACCRUE, EntryKind.SEND, EntryKind.PAY)
_FAR = {EarningState.SENT: 2, EarningState.PAID: 3, EarningState.CONFIRMED: 3}
"""How many of these entries stand in each state; one in all others that are owed."""

NOT_AS_BOOKED = t("The books say something else of it than its state does.")
OTHER_KIND = t("It came to be owed as something else.")
OTHER_SUM = t("The books hold another sum.")
BROKEN_ENTRY = t("The entry is not what its hash says.")
OTHER_FUND = t("It is booked in another fund.")
NOT_WHOLE = t("The money that came in does not cover it.")


def entries_of(earning: Earning) -> Sequence[LedgerEntry]:
    """Every entry about an earning, in order."""
    about = (LedgerEntry.cause_type == "earning", LedgerEntry.cause_ref == earning.ref)
    return db.scalars(select(LedgerEntry).where(*about).order_by(LedgerEntry.id)).all()


def owed(earning: Earning, entries: Sequence[LedgerEntry]) -> Step:
    """The entries that stand must say of this earning what its state and its sum say."""
    undone = {entry.reverses_id for entry in entries}
    standing = [entry for entry in entries if entry.id not in undone and entry.kind in _WAY]
    if earning.state in GONE or earning.accrue_entry_id is None:
        expected = list[str]()
    else:
        expected = list(_WAY[: _FAR.get(EarningState(earning.state), 1)])
    return step(
        EARNING,
        [
            earning.ref,
            what_of(earning),
            t("{sum} baht", sum=baht(earning.amount_satang)),
            sayings.EARNING[earning.state],
            parts_of([earning]).get(earning.id, Part()).words or "",
        ],
        (sorted(entry.kind for entry in standing) == sorted(expected), NOT_AS_BOOKED),
        (all(_moved(entry) == earning.amount_satang for entry in standing), OTHER_SUM),
        (answers_kept.kind_stands(earning), OTHER_KIND),
    )


def fund(earning: Earning) -> Step:
    """The fund, which is the one in whose book it is owed."""
    found = db.get_one(Fund, earning.fund_id)
    booked = select(LedgerBook.code).join(LedgerEntry, LedgerEntry.book_id == LedgerBook.id)
    code = db.scalar(booked.where(LedgerEntry.id == earning.accrue_entry_id)) if earning.accrue_entry_id else None
    return step(
        FUND,
        [found.ref, pick(found.name_th, found.name_en), found.source],
        (code is None or code == found.ref, OTHER_FUND),
    )


def donations(earning: Earning, folder: Path | None) -> list[Step]:
    """The grants and gifts the money came from, oldest first; together they are the sum less what came back of it."""
    if earning.accrue_entry_id is None or earning.state in GONE:
        return []
    found = origins.origins_of(earning.accrue_entry_id, earning.amount_satang)
    owing = db.get_one(LedgerEntry, earning.accrue_entry_id)
    due = earning.amount_satang - origins.came_back(owing)
    whole = sum(one.satang for one in found) == due or origins.is_short(owing.book_id)
    told = [_donation(one, proof_gifts.papers(one.kind, one.cause, folder), whole=whole) for one in found]
    return told or [step(DONATION, [t("No money came in before")], (whole, NOT_WHOLE))]


def _donation(one: Inflow, shown: Papers, *, whole: bool) -> Step:
    return step(
        DONATION,
        [
            t("No. {number}: {what}", number=one.seq, what=sayings.ENTRY[one.kind]),
            one.cause,
            t("{sum} baht", sum=baht(one.satang)),
            *shown.lines,
        ],
        (whole, NOT_WHOLE),
        *dict.fromkeys(shown.asked),
    )


def entry(one: LedgerEntry, every: Sequence[LedgerEntry]) -> Step:
    """One entry as it stands in its book, held against its hash."""
    numbers: dict[int, int] = {other.id: other.seq for other in every}
    undone = numbers.get(one.reverses_id or 0)
    return step(
        LEDGER,
        [
            t("No. {number}: {what}", number=one.seq, what=sayings.ENTRY[one.kind]),
            t("{sum} baht, {when}", sum=baht(_moved(one)), when=dates.date_time(one.at)),
            t("Undoes entry {number}", number=undone) if undone is not None else "",
            t("Hash {hash}", hash=bytes(one.hash).hex()),
            t("Follows {hash}", hash=bytes(one.prev_hash).hex()),
        ],
        (holds(one.id), BROKEN_ENTRY),
    )


def _moved(one: LedgerEntry) -> int:
    return sum(satang for _, satang in lines_of(one.id) if satang > 0)
