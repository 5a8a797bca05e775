"""The steps of a payout batch: which its reader may take, what each does, and what has to be there first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.money_forms import StepForm
from marketplace.earnings import bank_differences, handed_over, payees, settlement, unpayable
from marketplace.i18n import Text, dates, t
from models.vocabulary import LineOutcome, PayoutState

if TYPE_CHECKING:
    from models.payout import PayoutBatch, PayoutLine


@dataclass(frozen=True, slots=True)
class Step:
    """A step the reader may take now."""

    action: str
    label: Text
    text: Text
    face: str = ""
    asks: Text | None = None
    form: StepForm | None = None
    open: bool = False


_STEPS: dict[str, tuple[Text, Text]] = {
    "lock": (t("Close the list"), t("Nothing is added or taken out after this. An approver looks at it next.")),
    "approve": (t("Approve the batch"), t("You agree with every line and with the sum. An authoriser follows.")),
    "authorise": (t("Authorise the payment"), t("You allow the money to leave. The file for the bank is then there.")),
    "release": (t("Release to the bank"), t("You say the bank has been told. Every line is then on its way.")),
    "reconcile": (t("It agrees with the bank"), t("Every line has the bank's answer and the sums agree.")),
    "close": (t("Close the batch"), t("Nothing more is done with it.")),
    "return": (t("Send it back"), t("It opens again for who prepared it, with your words.")),
    "take_out": (
        t("Take out the lines that cannot be paid"),
        t(
            "They wait for the next batch. The list opens again: it is closed, approved and authorised anew with its"
            " new sum."
        ),
    ),
    "abort": (t("Give up this batch"), t("Nothing is paid. What it holds waits for the next batch.")),
}
_CHECKED = (PayoutState.LOCKED, PayoutState.APPROVED, PayoutState.AUTHORISED)
_ASKS = {"return": t("What has to change"), "abort": t("Why it is given up")}


def others(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Iterator[str]:
    """The steps beside the next one, where there is something to take."""
    if unpayable.among(batch, lines):
        yield "take_out"
    yield from ("return", "abort")


def missing(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Text | None:
    """What has to be there before the next step, whoever takes it."""
    if batch.state == PayoutState.OPEN and not lines:
        return t("The batch is empty.")
    if batch.state == PayoutState.OPEN and payees.nameless(one.youth for one in lines):
        return t("A name on an ID card is missing. Have it written down, or take the line out.")
    if batch.state in _CHECKED and (stuck := _stuck(batch, lines)) is not None:
        return stuck
    waiting = sum(1 for one in lines if one.outcome == LineOutcome.PENDING)
    if batch.state == PayoutState.RELEASED and waiting:
        return t("Lines without the bank's answer: {count}", count=waiting)
    differing = len(bank_differences.open_of(batch)) if batch.state == PayoutState.RELEASED else 0
    return settlement.unanswered(differing) if differing else None


def _stuck(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Text | None:
    """Why lines of a batch cannot be paid as they are, and what to do first."""
    whys = {why for _, why in unpayable.among(batch, lines)}
    if unpayable.GAINSAID in whys:
        return t("The bank said something else about an earlier payment of some of these sums, as shown above. Answer"
                 " that first, or take these lines out; then it goes on.")  # fmt: skip
    if whys - {unpayable.REFUSED}:
        return t("Some lines have nowhere to go, or their account was changed. Take them out, then it goes on.")
    if whys:
        return t("The bank has refused the account of some lines since. Decide about what it sent back, with a reason"
                 " if it is paid there again, or take these lines out; then it goes on.")  # fmt: skip
    return None


def stops(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Text | None:
    """Why there is no file for the bank now, of a batch that may have one."""
    if batch.state == PayoutState.AUTHORISED:
        return _stuck(batch, lines)
    return unpayable.gainsaid(batch, lines)


def _told(batch: PayoutBatch, verb: str) -> Text | None:
    """What to look after: a release of what nobody has told a bank, and a file that may be at the bank already."""
    handed = handed_over.of(batch)
    if verb == "release" and handed.file_at is None and not handed.codes:
        return t(
            "Nobody has taken the file for the bank or a code of a line yet. Release it once the bank knows of it."
        )
    file_at = handed.file_at if verb == "take_out" else None
    if file_at is None:
        return None
    return t("A file with these lines was taken {when}. Make sure that the bank does not pay from it. The lines wait"
             " for the next batch, and this one is closed, approved and authorised anew.",
             when=dates.date_time(file_at))  # fmt: skip


def step(batch: PayoutBatch, verb: str, came_back: Mapping[str, StepForm]) -> Step:
    label, text = _STEPS[verb]
    asks = _ASKS.get(verb)
    return Step(
        action=url_for(f"office.{verb}_payout", batch=batch.ref),
        label=label,
        text=_told(batch, verb) or text,
        face="danger" if verb in ("abort", "take_out") else "2",
        asks=asks or t("Why"),
        form=came_back.get(verb) or (StepForm.of(verb) if asks is not None else None),
        open=verb in came_back,
    )
