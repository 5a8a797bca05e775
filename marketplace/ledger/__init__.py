"""The books: one door writes them, anyone may check them."""

from marketplace.ledger.posting import Cause, Entry, Line, NotEnough, credit, debit, post, reverse

__all__ = ["Cause", "Entry", "Line", "NotEnough", "credit", "debit", "post", "reverse"]
