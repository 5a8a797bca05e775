"""What comes into and goes out of a fund's free money when it may be short: first what is missing, then what is free.

The caller holds the book (`accounts.lock_book`), so what is read here stays true until the entry is written. Because
a fund never has both free money from gifts and a shortfall, the order in which sums come and go doesn't matter.
"""

from marketplace.ledger import accounts
from marketplace.ledger.posting import Line, credit, debit
from models.vocabulary import AccountRole as R


def into(book: str, satang: int) -> list[Line]:
    """The credit lines of money that comes in: it fills a shortfall first."""
    missing = min(satang, accounts.balances(book).get(accounts.code_of(book, R.SHORTFALL), 0))
    lines = [credit(accounts.code_of(book, R.SHORTFALL), missing)] if missing else []
    return lines + ([credit(accounts.code_of(book, R.AVAILABLE), satang - missing)] if satang > missing else [])


def out_of(book: str, satang: int) -> list[Line]:
    """The debit lines of money that has gone whether or not it was free; what was not free is a shortfall."""
    free = min(satang, accounts.balance(accounts.code_of(book, R.AVAILABLE)))
    lines = [debit(accounts.code_of(book, R.AVAILABLE), free)] if free else []
    return lines + ([debit(accounts.code_of(book, R.SHORTFALL), satang - free)] if satang > free else [])
