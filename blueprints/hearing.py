"""What is typed into any form is heard: what may not cross is refused, words of danger are passed on to the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, request

from blueprints.session import actor, tell
from marketplace.concerns import hearing, reporting
from marketplace.concerns.hearing import Side
from marketplace.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.i18n import Text

_SIDES = {"youth": Side.THEIRS, "guardian": Side.THEIRS, "account": Side.THEIRS} | dict.fromkeys(
    ("office", "steward", "funder", "console"), Side.OFFICE
)
_INSTEAD = t("Asks the office to look at it.")


def judge(field: Any) -> Text | None:
    """Why a text may not cross, for its writer; None when it may.

    What a young person or a guardian says of danger goes to the office alone, and the rest of the form goes on.
    """
    text, side = field.data or "", _side()
    if not hearing.concerns_somebody(text, side):
        return hearing.refusal(text, side, to_young=_young() is not None) if text else None
    if side is Side.THEIRS and actor().is_known:
        _note(text)
        field.is_for_office = True
        return None
    if _young() is not None:
        _note(text)
    return hearing.refusal(text, side, to_young=_young() is not None)


def listen(field: Any) -> None:
    """Pass on what a text says of danger that the office alone reads anyway: its writer reports it, and it stays."""
    text, side = field.data or "", _side()
    if side is not Side.OFFICE and hearing.concerns_somebody(text, side):
        _young()
        _note(text, is_report=True)


def withhold(fields: Iterable[Any]) -> None:
    """Keep from a form that goes on what only the office may read; a question that needs an answer gets a plain one."""
    for field in fields:
        if getattr(field, "is_for_office", False) and not hasattr(field, "typed"):
            field.typed = field.data
            field.data = str(_INSTEAD) if field.flags.required else ""


def give_back(fields: Iterable[Any]) -> None:
    """Show again what was typed, where the form does not go on after all."""
    for field in fields:
        if hasattr(field, "typed"):
            field.data = field.typed
            del field.typed


def is_waiting() -> bool:
    """Whether something was heard in this request that nobody knows of yet."""
    return bool(g.get("words_heard"))


def pass_on() -> None:
    """Take up what was heard, in the transaction that is open: it may not be the one the page was read in."""
    path = request.path if reporting.is_open_address(request.path) else ""
    who = actor()
    for text, is_report in g.pop("words_heard", {}).items():
        if _side() is Side.THEIRS and who.is_known:
            hearing.take_up_of_theirs(text, by=who, path=path)
            tell(
                t(
                    "What you wrote of danger went to your office alone, and somebody gets in touch. "
                    "Free, day and night: 1300 violence and shelter, 1387 children, 191 police."
                ),
                "stop",
            )
        elif is_report and who.is_known:
            hearing.take_up(text, by=who, path=path, youth_id=g.get("young_person"))
            tell(
                t(
                    "What you wrote of danger was passed on as your report; see it under what you reported. "
                    "If somebody needs help now, call: 1300 violence and shelter, 1387 children, 191 police."
                ),
                "stop",
            )
        elif (young := g.get("young_person")) is not None:
            hearing.take_up_of_adult(text, young, by=who, path=path)


def _note(text: str, *, is_report: bool = False) -> None:
    heard: dict[str, bool] = g.setdefault("words_heard", {})
    heard.setdefault(text, is_report)


def _side() -> Side:
    side, who = _SIDES.get(request.blueprint or "", Side.OTHER), actor()
    is_theirs = who.youth_id is not None or bool(who.ward_ids) or not who.is_known
    return side if side is not Side.THEIRS or is_theirs else Side.OTHER


def _young() -> int | None:
    if "young_person" not in g:
        g.young_person = hearing.young_person(g.get("subjects", ()))
    found: int | None = g.young_person
    return found
