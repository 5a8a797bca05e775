"""Reading the bank's answers in the format they were made in: whole or not at all, each bad cell named. Pure."""

from collections.abc import Sequence
from typing import Final

from marketplace.earnings import bank_references
from marketplace.earnings.bank_cells import OtherEra, read_day, read_sum
from marketplace.earnings.bank_layout import Sum, lay_out
from marketplace.earnings.bank_shapes import Cell, Shape
from marketplace.earnings.bankfile import Result
from marketplace.i18n import Text, t, unseen
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.payments.bank_refs import fold
from models.vocabulary import LineOutcome

REFERENCE_MOST, REASON_MOST = 80, 200
ROWS = "rows:"
"""What a difference that is about numbers of rows begins with: those there are, those the file tells of."""
HIDDEN = t("Something that cannot be seen is hidden in this cell. Ask the bank for a new file.")
SAYS_IT_WENT_WELL: Final = frozenset(
    {"-", "0", "00", "000", "0000", "ok", "paid", "done", "success", "successful", "completed"}
    | {"สำเร็จ", "โอนสำเร็จ", "รายการสำเร็จ", "โอนแล้ว", "จ่ายแล้ว", "เรียบร้อย"}
)
"""What banks write in place of a reason beside a payment that went well; it contradicts nothing."""
NOT_USED = t("The file was not used: some of its rows cannot be right.")


class WrongTotal(Invalid):
    """A file whose own total is not what its rows come to; both are kept for people to look at."""

    def __init__(self, why: Text, told_satang: int | None, came_satang: int | None, rows: str = "") -> None:
        super().__init__(why, field="file")
        self.rows = rows
        self.told_satang, self.came_satang = told_satang, came_satang


class Unreadable(Exception):
    """A cell that says nothing usable, in which column, and why."""

    def __init__(self, why: Text, column: str = "") -> None:
        super().__init__(str(why))
        self.why = t("column “{column}”: {why}", column=column, why=why) if column else why


def read_results(data: bytes, shape: Shape) -> tuple[Result, ...]:
    """The answers of a bank; raises Invalid, naming each bad row, and WrongTotal when the sums do not agree."""
    sheet = lay_out(data, shape)
    found, errors, seen = [], dict[int, object](), set[str]()
    for number, cells in sheet.rows:
        try:
            found.append(_result(number, _facts(cells, shape), shape, seen))
        except Unreadable as error:
            errors[number] = error.why
    column = next(one for one in shape.columns if one.fact == "bank_ref")
    for row in bank_references.repeated(found):
        errors[row.row] = Unreadable(bank_references.SAME_REFERENCE, column.head).why
    if errors:
        raise Invalid(NOT_USED, errors={str(number): errors[number] for number in sorted(errors)})
    _agree(sheet.sums, found, shape)
    return tuple(found)


def _facts(cells: Sequence[str], shape: Shape) -> dict[str, tuple[Cell, str]]:
    """What a row says, by fact; raises Unreadable where it has cells too many or other fixed words."""
    if any(cells[len(shape.columns) :]):
        raise Unreadable(t("It has more cells than there are columns."))
    found = {}
    for column, text in zip(shape.columns, cells, strict=False):
        if unseen.hides(text):
            raise Unreadable(HIDDEN, column.head)
        if column.fact:
            found[column.fact] = column, unseen.visible(text).strip()
        elif text.casefold() != column.always.casefold():
            raise Unreadable(t("“{word}” should stand here.", word=column.always), column.head)
    return found


def _result(number: int, facts: dict[str, tuple[Cell, str]], shape: Shape, seen: set[str]) -> Result:
    column, line = facts["line"]
    if not line or line in seen:
        raise Unreadable(t("The line is empty or stands in the file twice."), column.head)
    seen.add(line)
    outcome = _outcome(*facts["outcome"])
    (ref_column, bank_ref), (why_column, why) = facts["bank_ref"], facts["reason"]
    reason = why_column.words.get(why, why)
    if outcome == LineOutcome.PAID and not bank_ref:
        raise Unreadable(t("A paid line needs the bank's reference."), ref_column.head)
    if outcome != LineOutcome.PAID and not reason:
        raise Unreadable(t("A line that was not paid needs a reason."), why_column.head)
    day_column, day = facts["settled_on"]
    try:
        settled_on = read_day(shape, day)
    except OtherEra:
        be, ce = (
            t("In this format the year is of the Buddhist Era."),
            t("In this format the year is of the Common Era."),
        )
        raise Unreadable(be if shape.era == "be" else ce, day_column.head) from None
    except ValueError:
        raise Unreadable(t("The date cannot be read."), day_column.head) from None
    amount = _amount(facts, shape)
    if outcome == LineOutcome.PAID:
        if reason and reason.casefold() not in SAYS_IT_WENT_WELL:
            raise Unreadable(paid_for_a_reason(reason), why_column.head)
        return Result(number, line, outcome, _reference(ref_column, bank_ref), settled_on, "", amount)
    if len(bank_ref) > REFERENCE_MOST:
        _reference(ref_column, bank_ref)
    return Result(number, line, outcome, "", settled_on, with_reference(reason, bank_ref), amount)


def paid_for_a_reason(reason: str) -> Text:
    """That a line cannot be paid and have a reason why it was not."""
    return t("It was paid, and yet a reason why it was not stands here: “{text}”. Ask the bank which of the two is"
             " right.", text=reason[:60])  # fmt: skip


def with_reference(reason: str, bank_ref: str) -> str:
    """Why the bank did not pay, with its reference where it names one: what was not paid has none of its own."""
    its = f" ({bank_ref})" if bank_ref else ""
    return f"{reason[: REASON_MOST - len(its)]}{its}"


def _reference(column: Cell, text: str) -> str:
    """The bank's own reference of a payment, whole."""
    if len(text) > REFERENCE_MOST:
        raise Unreadable(t("At most {most} letters; these are {given}.", most=REFERENCE_MOST, given=len(text)),
                         column.head)  # fmt: skip
    if not fold(text):
        raise Unreadable(t("A paid line needs the bank's reference."), column.head)
    return text


def _outcome(column: Cell, text: str) -> LineOutcome:
    words = {word.casefold(): meant for word, meant in column.words.items()}
    if text.casefold() not in words:
        raise Unreadable(t("The outcome is one of {words}.", words=", ".join(column.words)), column.head)
    return LineOutcome(words[text.casefold()])


def _amount(facts: dict[str, tuple[Cell, str]], shape: Shape) -> int | None:
    if "amount" not in facts:
        return None
    column, text = facts["amount"]
    if column.optional and not text:
        return None
    try:
        return read_sum(shape, text)
    except ValueError:
        example = "120050" if shape.amount == "satang" else "1,200.50"
        raise Unreadable(
            t("Write a sum as the format does, for example {example}.", example=example), column.head
        ) from None


def _agree(sums: Sequence[Sum], found: Sequence[Result], shape: Shape) -> None:
    """A file whose own sums are wrong is not used at all."""
    paid = [one for one in found if one.outcome == LineOutcome.PAID]
    totals = {"total": found, "paid_total": paid}
    counts = {"count": found, "paid_count": paid}
    for one in sums:
        if one.name in totals:
            _have_sums(totals[one.name], shape)
            _agree_total(one, sum(row.amount_satang or 0 for row in totals[one.name]), shape)
        elif one.name in counts and not digits(one.text).isdecimal():
            raise _unreadable(
                one, t("A number of rows should stand here, not “{text}”.", text=one.text[:40] or "–"), shape
            )
        elif one.name in counts and digits(one.text).lstrip("0") != (str(len(counts[one.name])).lstrip("0")):
            told, came = one.text[:20], len(counts[one.name])
            raise WrongTotal(
                t("The file says it has {told} rows, but it has {came}. Ask the bank for a new file.",
                  told=told, came=came),
                None, None, rows=f"{ROWS}{came}:{told}",
            )  # fmt: skip


def _unreadable(told: Sum, why: Text, shape: Shape) -> Invalid:
    """A sum of the opening or closing line that says nothing, with its row and its column."""
    column = shape.columns[told.column - 1].head if shape.any_order else str(told.column)
    return Invalid(NOT_USED, errors={str(told.row): Unreadable(why, column).why})


def _have_sums(rows: Sequence[Result], shape: Shape) -> None:
    """A total is held against sums: each row that counts in it has to name its own."""
    column = next((one for one in shape.columns if one.fact == "amount"), None)
    without = [one.row for one in rows if one.amount_satang is None]
    if column is not None and without:
        why = Unreadable(t("The file gives a total, so the sum of this row has to stand here."), column.head).why
        raise Invalid(NOT_USED, errors={str(row): why for row in without})


def _agree_total(told: Sum, came: int, shape: Shape) -> None:
    try:
        total = read_sum(shape, told.text)
    except ValueError:
        example = "120050" if shape.amount == "satang" else "1,200.50"
        why = t(
            "The total cannot be read: “{text}” stands there. Write a sum as the format does, for example {example}.",
            text=told.text[:40] or "–",
            example=example,
        )
        raise _unreadable(told, why, shape) from None
    if total != came:
        why = t("The file says {total} baht in all, but its paid rows come to {paid}. Ask the bank for a new file.",
                total=baht(total), paid=baht(came))  # fmt: skip
        if told.name == "total":
            why = t("The file says {total} baht in all, but its rows come to {sum}. Ask the bank for a new file.",
                    total=baht(total), sum=baht(came))  # fmt: skip
        raise WrongTotal(why, total, came)
