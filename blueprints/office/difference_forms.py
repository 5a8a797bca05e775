"""What people make of a difference: its other side found, a reason, or an adjustment for a second person."""

from collections.abc import Iterable
from typing import Self

from wtforms import RadioField, TextAreaField

from blueprints.fields import BahtField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import Text, t
from marketplace.kernel.money import exact

ANSWERS = (
    ("match", t("The other side has come")),
    ("explain", t("Both are right, and this is why")),
    ("propose", t("Adjust the book of the fund; a second person agrees")),
)

RIGHT = ("right", t("The bank is right; keep its answer, a second person agrees"))
RIGHT_NOW = ("right", t("The bank is right now; the book follows it, a second person agrees"))


class DifferenceForm(Form):
    """The answer to a difference; `adjusts` says whether a book may be adjusted by a sum."""

    adjusts = True
    whole: int | None = None
    """The one sum by which the book may be adjusted, where nobody chooses another."""
    adjust: tuple[tuple[str, Text], ...] = ()
    answer = RadioField(t("What is it?"), choices=options(ANSWERS), validators=[needed()])
    way = RadioField(
        t("How the fund's money changes"),
        choices=options((("up", t("The fund has more")), ("down", t("The fund has less")))),
        validate_choice=False,
    )
    amount = BahtField(t("By how much"))
    reason = TextAreaField(t("Where it is found, or why it is so"), validators=[needed(), at_most(400)])

    def validate_way(self, field: RadioField) -> None:
        """An adjustment has a direction that was told."""
        if self.answer.data == "propose" and self.whole is None and field.data not in ("up", "down"):
            raise fail(t("Please answer this."))

    def validate_amount(self, field: BahtField) -> None:
        """An adjustment has a sum."""
        if self.answer.data == "propose" and self.whole is None and not field.data:
            raise fail(t("Enter an amount above zero."))

    def in_words_alone(self) -> Self:
        """The same question where no book is adjusted."""
        self.answer.choices, self.adjusts = options(ANSWERS[:2]), False
        return self

    def of_an_answer(self) -> Self:
        """The same question about another answer of the bank."""
        self.answer.choices, self.adjusts = options((*ANSWERS[:2], RIGHT)), False
        return self

    def of_a_later_sum(self) -> Self:
        """The same question about another sum once a book was adjusted by its line: it follows the bank or stays."""
        self.answer.choices, self.adjusts = options((*ANSWERS[:2], RIGHT_NOW)), False
        return self

    def exactly(self, satang: int) -> Self:
        """The same question where the book is adjusted by all that is unexplained, or not at all."""
        sum_ = f"{'−' if satang < 0 else '+'}{exact(abs(satang))}"
        adjust = ("propose", t("Adjust the book by all of it, {sum} baht; a second person agrees", sum=sum_))
        self.answer.choices, self.adjusts, self.whole = options((*ANSWERS[:2], adjust)), False, satang
        self.adjust = (adjust,)
        return self

    def less_by_two(self) -> Self:
        """The same question where the bank has less than the book, which one person alone does not explain."""
        words = ("explain", t("Nothing is wrong in the book, and this is why; a second person agrees"))
        self.answer.choices = options((words, *self.adjust))
        return self

    def by_two(self, right: tuple[str, Text] | None) -> Self:
        """The same question where one person alone does not say why the bank is wrong that it paid, or paid more."""
        wrong = ("explain", t("The bank is wrong, and this is why; a second person agrees"))
        self.answer.choices = options((wrong, *((right,) if right else ANSWERS[2:] if self.adjusts else ())))
        return self

    def of_a_return(self) -> Self:
        """The same question about money that is said to have come back."""
        ways = (
            ("explain", t("It did not come back, and this is why")),
            ("right", t("It came back; a second person agrees")),
        )
        self.answer.choices, self.adjusts = options(ways), False
        return self

    def without_fund(self, ways: Iterable[tuple[str, Text]]) -> Self:
        """The same question where no fund has a book to adjust."""
        self.answer.choices = options(
            (*ANSWERS[:2], ("propose", t("Take it up into suspense; a second person agrees")))
        )
        self.way.label.text = t("What happened")
        self.way.choices = options(ways)
        return self

    @property
    def satang(self) -> int:
        """The adjustment, below zero where the fund has less."""
        if self.whole is not None:
            return self.whole
        return (self.amount.data or 0) * (1 if self.way.data == "up" else -1)
