"""What is typed into any form is heard: what may not cross is refused, words of danger are passed on to the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, get_template_attribute, request
from markupsafe import Markup

from blueprints.session import actor, help_now, tell_of_help
from marketplace.concerns import hearing, reporting
from marketplace.concerns.hearing import Side
from marketplace.i18n import t, unseen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

    from marketplace.i18n import Text

_SIDES = {"youth": Side.THEIRS, "guardian": Side.THEIRS, "account": Side.THEIRS} | dict.fromkeys(
    ("office", "steward", "funder", "console"), Side.OFFICE
)
_INSTEAD = t("Asks the office to look at it.")
_PLACE = "<!--help {nonce}-->"
_TO_OFFICE = t("What you wrote of danger went to your office alone, and somebody gets in touch.")
_AS_REPORT = t("What you wrote of danger was passed on to the office as your report.")
_TOLD = t("The office has been told that somebody may be in danger.")

WORDS = (
    "note", "reason", "short_reason", "words", "tasks", "text", "done", "told", "pause_reason", "end_reason",
)  # fmt: skip
"""The fields people write sentences in; numbers, names and passwords are never shown again."""


def judge(field: Any) -> Text | None:
    """Why a text may not cross, for its writer; None when it may.

    What a young person or a guardian says of danger goes to the office alone, and the rest of the form goes on.
    """
    text, side = field.data or "", _side()
    if not hearing.concerns_somebody(text, side):
        return hearing.refusal(text, side, to_young=_young() is not None) if text else None
    if _hear(text, side) and side is Side.THEIRS:
        field.is_for_office = True
        return None
    return hearing.refusal(text, side, to_young=_young() is not None)


def listen(field: Any) -> None:
    """Pass on what a text says of danger that the office alone reads anyway: its writer reports it, and it stays."""
    text, side = field.data or "", _side()
    if side is not Side.OFFICE and hearing.concerns_somebody(text, side):
        _young()
        _note(text, is_report=True)


def listen_to_the_rest() -> None:
    """Hear also the sentences of a request that was refused before any form was read."""
    known = {_squeezed(text) for text in (*g.get("words_heard", {}), *g.get("words_passed_on", ()))}
    for name in WORDS:
        for text in request.form.getlist(name):
            if _squeezed(text) not in known:
                hear(unseen.visible(text).replace("\r\n", "\n").strip())


def hear(text: str, *, on: str = "") -> None:
    """Pass on what a text says of danger, secrets or pressure whatever becomes of it; `on` is the page it is about."""
    side = _side()
    if text and hearing.concerns_somebody(text, side) and _hear(text, side) and on:
        g.heard_on = on


def settle() -> None:
    """Nothing more is to be done: what was heard was taken up where it was kept."""
    g.pop("words_heard", None)


def about(youth_id: int) -> None:
    """Whom the page of a link is about, where nobody is signed in whose rule would tell."""
    g.young_person = youth_id


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


def passed_on() -> tuple[str, ...]:
    """The texts of this request that were passed on."""
    texts: tuple[str, ...] = g.get("words_passed_on", ())
    return texts


def was_heard(text: str) -> bool:
    """Whether a text of this request was passed on."""
    return is_among(text, passed_on())


def is_among(text: str, texts: Iterable[str]) -> bool:
    """Whether a text is one of several, gaps aside."""
    return _squeezed(text) in map(_squeezed, texts)


def sounds_of_danger(text: str) -> bool:
    """Whether a text that nobody was told of sounds of danger; what an office writes is its work."""
    return _side() is not Side.OFFICE and hearing.tells_of_danger(text)


def pass_on(*, undone: bool = False) -> None:
    """Take up what was heard, in the transaction that is open: it may not be the one the page was read in.

    `undone` is a request that was refused: its words are passed on all the same, and nothing else of it.
    """
    path, who, told = _path(), actor(), set[str]()
    for heard, is_report in g.pop("words_heard", {}).items():
        text = heard[: reporting.LONGEST].strip()
        g.words_passed_on = (*g.get("words_passed_on", ()), heard)
        young, ref = g.get("young_person"), ""
        if _side() is Side.THEIRS and who.is_known:
            ref, words = hearing.take_up_of_theirs(text, by=who, path=path, youth_id=young).ref, _TO_OFFICE
        elif is_report and who.is_known:
            ref, words = hearing.take_up(text, by=who, path=path, youth_id=young).ref, _AS_REPORT
        elif young is not None:
            hearing.take_up_of_adult(text, young, by=who, path=path)
            if not hearing.tells_of_danger(text):
                continue
            words = _TOLD
        else:
            continue
        if words.key not in told:
            tell_of_help(words, ref=ref, undone=undone)
            told.add(words.key)


def tell_taken_up(concern_ref: str) -> None:
    """Say to whoever wrote of danger where it is read by the office alone that it is their report now."""
    tell_of_help(_AS_REPORT, ref=concern_ref)


def place_for_help() -> Markup | str:
    """Where a page that is made before its words are passed on will say so."""
    return Markup(_PLACE.format(nonce=g.get("nonce", ""))) if is_waiting() else ""  # noqa: S704


def said_on(response: Response) -> Response:
    """The answer with what was passed on said on it, where it is a page; else the next page says it."""
    place = _PLACE.format(nonce=g.get("nonce", ""))
    if response.is_streamed or response.mimetype != "text/html":
        return response
    body = response.get_data(as_text=True)
    if place in body:
        flash = get_template_attribute("components/flash.html", "flash")
        response.set_data(body.replace(place, str(flash(help_now())), 1))
    return response


def _hear(text: str, side: Side) -> bool:
    """Keep words in mind to be passed on; whether there is somebody to pass them on for.

    Who tells of danger reports it. Who asks for secrecy or puts pressure on a young person is whom it is about.
    """
    young = _young()
    if side is Side.THEIRS and actor().is_known:
        _note(text, is_report=True)
        return True
    if young is None:
        return False
    _note(text, is_report=not hearing.accuses(text, side))
    return True


def _note(text: str, *, is_report: bool) -> None:
    heard: dict[str, bool] = g.setdefault("words_heard", {})
    heard.setdefault(text, is_report)


def _squeezed(text: str) -> str:
    """A text without its gaps, by which it is known again."""
    return "".join(unseen.visible(text).split())


def _path() -> str:
    """The page the words were written on."""
    path: str = g.get("heard_on") or request.path
    return path if reporting.is_open_address(path) else ""


def _side() -> Side:
    side, who = _SIDES.get(request.blueprint or "", Side.OTHER), actor()
    is_theirs = who.youth_id is not None or bool(who.ward_ids) or not who.is_known
    return side if side is not Side.THEIRS or is_theirs else Side.OTHER


def _young() -> int | None:
    if "young_person" not in g:
        g.young_person = hearing.young_person(g.get("subjects", ()))
    found: int | None = g.young_person
    return found
