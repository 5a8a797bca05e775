"""A bank's reference, typed by people: one transfer has one, whatever the letters' case and width and what parts them.

It is kept as it was typed and folded beside it. The database takes a folded one once, so that of two people who write
the same transfer down at the same moment the second is told.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.i18n import t
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid
from models.gift import Gift, GiftRefund
from models.session import db

FIELD = "bank_ref"
LONGEST = 80
KNOWN = t("This bank reference is recorded for another gift.")
_ITS_COLUMNS = ("bank_key", "payment_ref", "service_ref")
OTHER_WAY = t("This bank reference is of another transfer already: one that came, or one that was sent back.")
_ALIKE = str.maketrans(
    # Cyrillic and Greek letters nobody can tell from Latin ones, in capitals and small.
    "АВЕЗКМНОРСТУХЅІЈԌԚԜҺавекмнорстухѕіјԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ",
    "ABE3KMHOPCTYXSIJGQWHabekmhopctyxsijdqwhlABEZHIKMNOPTYXaikvoptux",
)
_THAI = range(0x0E00, 0x0E80)


@dataclass(frozen=True, slots=True)
class BankRef:
    """How a reference is kept, and the key by which the transfer is known."""

    said: str
    key: str


def fold(said: str) -> str:
    """The letters and digits of a reference in one spelling: what looks alike on paper is alike."""
    alike = unicodedata.normalize("NFKD", digits(unicodedata.normalize("NFKC", said)).translate(_ALIKE))
    # Thai vowels and tones stand above and below letters as accents do, but make other words.
    return "".join(c for c in alike if c.isalnum() or ord(c) in _THAI).casefold()


def read(said: str) -> BankRef:
    """A reference as somebody typed it; raises Invalid for none and for one longer than a bank's."""
    tidy = unicodedata.normalize("NFKC", said).strip()
    key = fold(tidy)
    if not key:
        raise Invalid(t("Enter the bank's reference."), field=FIELD)
    if max(len(tidy), len(key)) > LONGEST:
        raise Invalid(t("At most {most} letters.", most=LONGEST), field=FIELD)
    return BankRef(tidy, key)


@contextmanager
def once(model: type[Gift] | type[GiftRefund], ref: BankRef) -> Iterator[None]:
    """Let what is written inside have this reference, if nothing else has: else raises Invalid.

    What somebody else writes at the same moment is waited for.
    """
    for table in (Gift, GiftRefund):
        if db.scalar(select(table.id).where(table.bank_key == ref.key).limit(1)) is not None:
            raise Invalid(KNOWN if table is model else OTHER_WAY, field=FIELD)
    try:
        with db.begin_nested():
            yield
    except IntegrityError as error:
        if not any(name in str(error.orig) for name in _ITS_COLUMNS):
            raise
        raise Invalid(KNOWN, field=FIELD) from error
