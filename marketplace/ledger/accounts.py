"""Which accounts there are: every fund keeps a book of four, and one more for each youth it owes.

A fund's money at hand (`cash`, a debit account) is always what is free (`available`), promised (`reserved`), owed to
young people (`payable`, one account a youth) and on its way through the bank (`transit`). None goes below zero.

A fund that takes gifts has two more debit accounts beside its cash: what the payment service still holds (`clearing`,
below zero when the service took back more than it held) and what the fund has still to find (`shortfall`).

One more book belongs to no fund: `suspense` holds what came or went and nobody knows yet whose it is, against what lies
of it at the payment service and in the bank account. Its three accounts may be below zero.
"""

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from models.ledger import GENESIS, LedgerAccount, LedgerBook
from models.session import db
from models.vocabulary import AccountKind, AccountRole

_KIND = {
    AccountRole.CASH: AccountKind.ASSET,
    AccountRole.CLEARING: AccountKind.ASSET,
    AccountRole.SHORTFALL: AccountKind.ASSET,
    AccountRole.AVAILABLE: AccountKind.EQUITY,
    AccountRole.RESERVED: AccountKind.EQUITY,
    AccountRole.PAYABLE: AccountKind.LIABILITY,
    AccountRole.TRANSIT: AccountKind.LIABILITY,
    AccountRole.SUSPENSE: AccountKind.LIABILITY,
}
SUSPENSE = "suspense"
"""The book of what belongs to no fund yet."""


def code_of(book: str, role: AccountRole, youth_id: int | None = None) -> str:
    """`<book>/<role>`, and for what a youth is owed `<book>/payable/<youth>`."""
    return f"{book}/{role.value}" if youth_id is None else f"{book}/{role.value}/{youth_id}"


def open_fund_book(book: str, fund_id: int) -> None:
    """Give a fund its book and its four accounts, all empty."""
    book_id = db.execute(
        insert(LedgerBook).values(code=book, seq=0, hash=GENESIS).returning(LedgerBook.id)
    ).scalar_one()
    for role in (AccountRole.CASH, AccountRole.AVAILABLE, AccountRole.RESERVED, AccountRole.TRANSIT):
        _open(book_id, code_of(book, role), role, "fund", fund_id)


def open_payable(book: str, youth_id: int) -> str:
    """The code of the account of what the book's fund owes a youth, opened when it is the first time."""
    code = code_of(book, AccountRole.PAYABLE, youth_id)
    if db.scalar(select(LedgerAccount.id).where(LedgerAccount.code == code)) is None:
        # Under the lock two first earnings at once open one account between them.
        book_id = lock_book(book)
        if db.scalar(select(LedgerAccount.id).where(LedgerAccount.code == code)) is None:
            _open(book_id, code, AccountRole.PAYABLE, "youth", youth_id)
    return code


def open_clearing(book: str, fund_id: int) -> None:
    """Hold a book and see to it that it has the two accounts of gifts."""
    book_id = lock_book(book)
    for role in (AccountRole.CLEARING, AccountRole.SHORTFALL):
        code = code_of(book, role)
        if db.scalar(select(LedgerAccount.id).where(LedgerAccount.code == code)) is None:
            _open(book_id, code, role, "fund", fund_id)


def open_suspense() -> None:
    """Hold the book of what belongs to no fund yet, opened when it is the first time."""
    if db.scalar(select(LedgerBook.id).where(LedgerBook.code == SUSPENSE)) is None:
        build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
        db.execute(build(LedgerBook).values(code=SUSPENSE, seq=0, hash=GENESIS).on_conflict_do_nothing())
    book_id = lock_book(SUSPENSE)
    for role in (AccountRole.CASH, AccountRole.CLEARING, AccountRole.SUSPENSE):
        code = code_of(SUSPENSE, role)
        if db.scalar(select(LedgerAccount.id).where(LedgerAccount.code == code)) is None:
            _open(book_id, code, role, "platform", 0)


def lock_book(book: str) -> int:
    """Hold a book until the transaction ends, so that what is read of it stays true; gives its id."""
    return db.scalars(select(LedgerBook.id).where(LedgerBook.code == book).with_for_update()).one()


def balances(book: str) -> dict[str, int]:
    """What is in each account of a book, in satang, by account code."""
    wanted = (
        select(LedgerAccount.code, LedgerAccount.balance_satang)
        .join(LedgerBook, LedgerBook.id == LedgerAccount.book_id)
        .where(LedgerBook.code == book)
    )
    return dict(db.execute(wanted).all())


def balance(code: str) -> int:
    """What is in one account, in satang."""
    return db.scalars(select(LedgerAccount.balance_satang).where(LedgerAccount.code == code)).one()


def _open(book_id: int, code: str, role: AccountRole, owner_type: str, owner_id: int) -> None:
    kind = _KIND[role]
    db.execute(
        insert(LedgerAccount).values(
            book_id=book_id,
            code=code,
            kind=kind,
            role=role,
            side=1 if kind in (AccountKind.ASSET, AccountKind.EXPENSE) else -1,
            owner_type=owner_type,
            owner_id=owner_id,
            floor_satang=None if role is AccountRole.CLEARING or owner_type == "platform" else 0,
            balance_satang=0,
        )
    )
