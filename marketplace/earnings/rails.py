"""The ways money leaves for young people: each makes, of some lines of a batch, what whoever pays needs for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from marketplace.earnings import bankfile, promptpay, promptpay_qr
from marketplace.earnings.bank_shapes import BankFormat
from marketplace.earnings.bankfile import PayRow
from models.vocabulary import PayMethod

CHARSETS = {"cp874": "windows-874", "utf-8-sig": "utf-8"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is handed to whoever pays: a file or a picture."""

    data: bytes
    content_type: str
    suffix: str


class Rail(Protocol):
    """One way to pay; the books do not know which one was taken."""

    @property
    def name(self) -> str:
        """By what it is remembered."""

    def takes(self, row: PayRow) -> bool:
        """Whether a line can be paid this way."""

    def order(self, rows: Sequence[PayRow], *, batch: str) -> Order:
        """What is needed to pay these lines; raises Conflict when it cannot be made."""


@dataclass(frozen=True, slots=True)
class BulkFile:
    """Many lines in one file, in the format of a bank."""

    format: BankFormat

    @property
    def name(self) -> str:
        """The format's own name."""
        return self.format.name

    def takes(self, row: PayRow) -> bool:
        """A bank needs the whole number; our own file is read by people, who see its end. Nobody pays to nowhere."""
        return bool(row.number) or (bool(row.account_end) and not self.format.pay.whole_numbers)

    def order(self, rows: Sequence[PayRow], *, batch: str) -> Order:
        """The file."""
        shape = self.format.pay
        charset = CHARSETS.get(shape.encodings[0], shape.encodings[0])
        kind = "text/csv" if shape.suffix == "csv" else "text/plain"
        data = bankfile.write_pay_file(rows, shape, batch=batch)
        return Order(data, f"{kind}; charset={charset}", shape.suffix)


@dataclass(frozen=True, slots=True)
class PromptPayByHand:
    """One line at a time: a code that whoever pays scans with the office's banking app."""

    @property
    def name(self) -> str:
        """By what it is remembered."""
        return "promptpay"

    def takes(self, row: PayRow) -> bool:
        """A right PromptPay number that is known in whole."""
        return row.method == PayMethod.PROMPTPAY and promptpay.is_right(row.number)

    def order(self, rows: Sequence[PayRow], *, batch: str) -> Order:  # noqa: ARG002
        """The code of one line, as a drawing."""
        (row,) = rows
        return Order(promptpay_qr.picture(row.number, row.amount_satang), "image/svg+xml", "svg")
