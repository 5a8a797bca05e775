"""Conversations that the office reads along in: what was held comes first, is shown or not, and can be taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting, hearing, thread_parts
from blueprints.guard import commits, guard, limited
from blueprints.office import bp, reach
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.thread_forms import JudgeForm, WriteForm
from marketplace.access import limits
from marketplace.concerns import policy, talking
from marketplace.concerns.words import KINDS, LEVELS, STATES
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.threads import queries, service
from models.vocabulary import ConcernKind, ConcernLevel, ConcernState, MessagePart

if TYPE_CHECKING:
    from models.concern import Concern
    from models.thread import Thread


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """That a concern was opened from a conversation, and where it is for whoever may see it."""

    words: Text
    href: str


ONE, ALL = "office.show_thread", "office.show_messages"


@bp.get("/messages")
@guard(queries.can_open_office)
def show_messages() -> ResponseReturnValue:
    found = thread_parts.lines(queries.of_office(actor()), ONE, actor())
    return render("threads/list.html", lines=found, can_begin=False, begin_href="", form=None)


@bp.get("/messages/<thread>")
@guard(queries.can_read_office, thread=queries.for_office)
def show_thread(thread: Thread) -> ResponseReturnValue:
    return _page(thread)


@bp.post("/messages/<thread>")
@limited(limits.MESSAGE)
@guard(queries.can_read_office, thread=queries.for_office)
@commits
def write_in_thread(thread: Thread) -> ResponseReturnValue:
    if thread.second_id != actor().account_id:
        service.take_over(thread, by=actor())
    form = WriteForm.posted(part=MessagePart.SECOND)
    hearing.hear(form.text.data or "", on=talking.path_of(thread))
    try:
        if form.validate():
            said = talking.write(thread, by=actor(), template_key=form.template.data or "", text=form.text.data or "")
            if talking.accuses(said):
                hearing.settle()
            return redirect(url_for(ONE, thread=thread.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(thread, form, 422)


@bp.post("/messages/<thread>/judge")
@guard(queries.can_read_office, thread=queries.for_office)
@commits
def judge_message(thread: Thread) -> ResponseReturnValue:
    form = JudgeForm.posted()
    try:
        if form.validate():
            message = service.held_one(thread, request.form.get("message", ""))
            match request.form.get("verdict"):
                case "show":
                    service.release(thread, message, by=actor(), sure=form.sure.data)
                    tell(t("Shown now."))
                case "keep":
                    service.keep(thread, message, by=actor())
                    tell(t("It stays with the office. Its author was told."))
                case "hide":
                    service.refuse(thread, message, form.note.data or "", by=actor())
                    tell(t("Not shown. Its author reads why."))
                case _:
                    raise Invalid(t("Choose one of the decisions."))
            return redirect(url_for(ONE, thread=thread.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(thread, judge=form, status=422)


@bp.get("/messages/<thread>/all.<suffix>")
@guard(queries.can_read_office, thread=queries.for_office)
def export_thread(thread: Thread, suffix: str) -> ResponseReturnValue:
    """The whole conversation for a concern: who wrote each message by name, what was held and why."""
    page = thread_parts.one(thread, actor(), MessagePart.SECOND)
    head: list[object] = [
        t("When"),
        t("Who"),
        t("As whom"),
        t("Words of the message"),
        t("State of the message"),
        t("Why it was held"),
    ]
    rows: list[list[object]] = [
        [one.when, name, part, one.text, one.state, "; ".join(str(why) for why in one.reasons)]
        for one, (name, part) in zip(page.messages, thread_parts.authors(thread, actor()), strict=True)
    ]
    return exporting.answer("messages", suffix, head, rows)


def _concerns(thread: Thread) -> tuple[ConcernLine, ...]:
    """What the reader may know of the concerns that were opened from here, and where they are; the gravest first."""
    return tuple(_line(one, is_first=at == 0) for at, one in enumerate(talking.told_to(actor(), thread)))


def _line(found: Concern, *, is_first: bool) -> ConcernLine:
    href = url_for("office.show_concern", concern=found.ref) if policy.can_see(actor(), found) else ""
    level, state = LEVELS[ConcernLevel(found.level)], STATES[ConcernState(found.state)]
    kind = KINDS[ConcernKind(found.kind)]
    if not is_first:
        return ConcernLine(t("Another one, {kind}: {where}, {state}.", kind=kind, where=level, state=state), href)
    if found.state == ConcernState.CLOSED:
        return ConcernLine(t("The concern that was opened about it is closed."), href)
    said = t("A concern was opened about it, {kind}: {where}, {state}.", kind=kind, where=level, state=state)
    return ConcernLine(said, href)


def _tells_of_danger(thread: Thread) -> bool:
    """Whether the young person has written of danger here, whatever became of it."""
    return any(one.part == MessagePart.YOUTH and service.speaks_of_danger(one) for one in thread.messages)


def _page(
    thread: Thread,
    form: WriteForm | None = None,
    status: int = 200,
    judge: JudgeForm | None = None,
) -> ResponseReturnValue:
    concerns = _concerns(thread)
    return render(
        "threads/one.html",
        page=thread_parts.one(thread, actor(), MessagePart.SECOND),
        form=form or WriteForm(part=MessagePart.SECOND),
        judge=judge or JudgeForm(),
        judged=request.form.get("message", ""),
        concerns=concerns,
        reach=reach.of(actor(), thread.youth_id) if concerns or _tells_of_danger(thread) else None,
        judge_href=url_for("office.judge_message", thread=thread.ref),
        export=exporting.links("office.export_thread", thread=thread.ref),
        write_href=url_for(ONE, thread=thread.ref),
        list_href=url_for(ALL),
    ), status
