"""Threads as every audience meets them: the list with what can be begun, and one thread with its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import hearing
from blueprints.pages import render
from blueprints.session import actor
from blueprints.thread_forms import BeginForm, WriteForm
from marketplace.concerns import talking
from marketplace.enrolments import learner_names
from marketplace.i18n import Text, dates, pick, t
from marketplace.i18n.screening import REASONS
from marketplace.kernel.errors import Invalid
from marketplace.people import desks
from marketplace.people.disclosure import provider_view, view_in
from marketplace.threads import queries, service
from models.vocabulary import MessagePart, MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.access import Actor
    from models.enrolment import Enrolment
    from models.mentoring import MentorMatch
    from models.thread import Message, Thread


@dataclass(frozen=True, slots=True)
class Line:
    """One thread of a list."""

    href: str
    title: str
    note: Text | str
    due: Text | str = ""
    due_kind: str = ""
    due_exact: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message as its reader sees it."""

    ref: str
    who: Text | str
    text: str
    when: str
    is_mine: bool
    state: Text | str
    reasons: tuple[Text, ...]
    note: str
    is_held: bool
    can_judge: bool
    needs_help: bool
    is_danger: bool
    to: Text | str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thread."""

    title: Text | str
    subtitle: str
    second: Text
    messages: tuple[Said, ...]
    ref: str
    has_templates: bool


def title_of(thread: Thread, reader: Actor, names: learner_names.Names | None = None) -> Text | str:
    """Whom a thread is with, as the reader may call them."""
    if reader.youth_id == thread.youth_id:
        if thread.match is not None:
            return pick(thread.match.resource.title_th, thread.match.resource.title_en)
        return pick(_organisation(thread).name_th, _organisation(thread).name_en)
    if thread.second_id == reader.account_id or not queries.is_adult(reader, thread):
        return view_in(reader, thread.youth, thread).called
    return _learner(thread, names)


def about(thread: Thread) -> str:
    """What a thread is about."""
    if thread.match is not None:
        return str(t("Mentoring"))
    enrolment = thread.enrolment
    return pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en) if enrolment is not None else ""


def lines(found: Iterable[Thread], endpoint: str, reader: Actor) -> tuple[Line, ...]:
    """Threads in a list; what waits for the reader's look stands out."""
    threads = tuple(found)
    names = learner_names.of((one.enrolment.opportunity_id, one.youth) for one in threads if one.enrolment is not None)
    return tuple(_line(thread, endpoint, reader, names) for thread in threads)


def subjects(reader: Actor) -> list[tuple[str, Text | str]]:
    """What the reader may begin a thread about."""
    matches, enrolments = queries.to_begin(reader)
    names = learner_names.of_all(enrolments)
    return [
        *((f"match:{one.ref}", _with(one, reader)) for one in matches),
        *((f"enrolment:{one.ref}", _for(one, reader, names)) for one in enrolments),
    ]


def begin(reader: Actor, chosen: str) -> Thread:
    """Open the thread that was chosen among one's own; raises Invalid for anything else."""
    matches, enrolments = queries.to_begin(reader)
    kind, _, ref = chosen.partition(":")
    if kind == "match":
        for match in matches:
            if match.ref == ref:
                return service.open_for_match(match, by=reader)
    for enrolment in enrolments if kind == "enrolment" else ():
        if enrolment.ref == ref:
            return service.open_for_enrolment(enrolment, by=reader)
    raise Invalid(t("Choose from the list."), field="about")


def one(thread: Thread, reader: Actor, part: MessagePart) -> ThreadPage:
    """What the reader reads of a thread."""
    names, learner = desks.names_of([thread.second_id]), _learner(thread)
    return ThreadPage(
        title=title_of(thread, reader),
        subtitle=about(thread),
        second=t("{name} of the office reads along.", name=names.get(thread.second_id, "")),
        messages=tuple(
            _said(one, thread, reader, learner) for one in queries.readable(thread, part, reader.account_id)
        ),
        ref=thread.ref,
        has_templates=True,
    )


def authors(thread: Thread, reader: Actor) -> list[tuple[str, Text | str]]:
    """By name who wrote each message, and as whom: a copy that is handed on says it of everybody, its maker too."""
    names = desks.names_of({one.author_id for one in thread.messages if one.author_id is not None})
    view = view_in(reader, thread.youth, thread)
    return [
        (
            (view.full_name or view.called)
            if one.part == MessagePart.YOUTH
            else names.get(one.author_id or 0, str(t("an account that is gone"))),
            _parts(thread)[MessagePart(one.part)],
        )
        for one in thread.messages
    ]


def listed(found: Iterable[Thread], endpoint: str, begin_endpoint: str, form: BeginForm | None = None) -> str:
    """The page of one's threads."""
    who = actor()
    offered = subjects(who)
    return render(
        "threads/list.html",
        lines=lines(found, endpoint, who),
        form=form or BeginForm(subjects=offered),
        can_begin=bool(offered),
        begin_href=url_for(begin_endpoint),
    )


def try_begin(found: Iterable[Thread], endpoint: str, begin_endpoint: str) -> ResponseReturnValue:
    """Begin a thread, or show the list again with what was wrong."""
    form = BeginForm.posted(subjects=subjects(actor()))
    try:
        if form.validate():
            thread = begin(actor(), form.about.data or "")
            return redirect(url_for(endpoint, thread=thread.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return listed(found, endpoint, begin_endpoint, form), 422


def show(thread: Thread, endpoint: str, list_endpoint: str, form: WriteForm | None = None) -> str:
    """The page of one thread for whoever is in it."""
    part = service.part_of(actor(), thread)
    return render(
        "threads/one.html",
        page=one(thread, actor(), part),
        form=form or WriteForm(part=part),
        write_href=url_for(endpoint, thread=thread.ref),
        list_href=url_for(list_endpoint),
    )


def try_write(thread: Thread, endpoint: str, list_endpoint: str) -> ResponseReturnValue:
    """Write, or show the thread again with what was typed."""
    form = WriteForm.posted(part=service.part_of(actor(), thread))
    hearing.hear(form.text.data or "", on=talking.path_of(thread))
    try:
        if form.validate():
            said = talking.write(thread, by=actor(), template_key=form.template.data or "", text=form.text.data or "")
            _tell_reporter(said, thread)
            return redirect(url_for(endpoint, thread=thread.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return show(thread, endpoint, list_endpoint, form), 422


def _tell_reporter(said: Message, thread: Thread) -> None:
    """What was held for danger is taken up with the message; an adult who reported it by that hears so."""
    if not said.held_for or not (service.speaks_of_danger(said) or talking.accuses(said)):
        return
    hearing.settle()
    if said.part == MessagePart.ADULT and not talking.accuses(said):
        concern = talking.reported_by(actor(), thread)
        hearing.tell_taken_up(concern.ref if concern is not None else "")


def _line(thread: Thread, endpoint: str, reader: Actor, names: learner_names.Names) -> Line:
    part = MessagePart.SECOND if thread.second_id == reader.account_id else MessagePart.ADULT
    if reader.youth_id == thread.youth_id:
        part = MessagePart.YOUTH
    seen = queries.readable(thread, part, reader.account_id)
    reads_along = part == MessagePart.SECOND or not queries.is_adult(reader, thread)
    held = (
        reads_along
        and part != MessagePart.YOUTH
        and any(one.state == MessageState.HELD and one.author_id != reader.account_id for one in thread.messages)
    )
    last = dates.date_time(seen[-1].written_at) if seen else t("nothing written yet")
    return Line(
        href=url_for(endpoint, thread=thread.ref),
        title=str(title_of(thread, reader, names)),
        note=t("{about}, {last}", about=about(thread), last=last),
        due=t("A message waits for you") if held else "",
        due_kind="late" if held else "",
    )


def _said(message: Message, thread: Thread, reader: Actor, learner: str) -> Said:
    who = _parts(thread) | {MessagePart.YOUTH: learner}
    held = message.state == MessageState.HELD
    state: Text | str = ""
    if held:
        by_second = message.part == MessagePart.SECOND
        state = (
            t("Waits until a colleague of the office has looked")
            if by_second
            else t("Waits until the second adult has looked")
        )
    elif message.state == MessageState.REFUSED:
        kept = service.speaks_of_danger(message) and not message.judged_note
        state = t("Stays with the office; the other side does not read it") if kept else t("Was not shown")
    elif message.judged_at is not None and service.speaks_of_danger(message):
        state = t("The office passed it on to: {who}", who=_reads(message, thread))
    elif message.visible_at > message.written_at and message.author_id == reader.account_id:
        state = t("Shown from {when}", when=dates.date_time(message.visible_at))
    mine = message.author_id == reader.account_id
    return Said(
        ref=message.ref,
        who=t("You") if mine else who[MessagePart(message.part)],
        text=service.text_of(message),
        when=dates.date_time(message.written_at),
        is_mine=mine,
        state=state,
        reasons=tuple(REASONS[key] for key in message.held_for if key in REASONS) if message.held_for else (),
        note=message.judged_note,
        is_held=held,
        can_judge=held and not mine,
        is_danger=service.speaks_of_danger(message),
        to=_reads(message, thread),
        needs_help=mine and message.part == MessagePart.YOUTH and "danger" in (message.held_for or ()),
    )


def _reads(message: Message, thread: Thread) -> Text | str:
    """Who of the two sides reads a message when it is shown."""
    other = MessagePart.ADULT if message.part == MessagePart.YOUTH else MessagePart.YOUTH
    return _parts(thread)[other]


def _parts(thread: Thread) -> dict[MessagePart, Text | str]:
    """What each side of a thread is called."""
    return {
        MessagePart.YOUTH: t("Young person"),
        MessagePart.ADULT: pick(thread.match.resource.title_th, thread.match.resource.title_en)
        if thread.match is not None
        else pick(_organisation(thread).name_th, _organisation(thread).name_en),
        MessagePart.SECOND: t("The office"),
    }


def _with(match: MentorMatch, reader: Actor) -> Text | str:
    if reader.youth_id == match.youth_id:
        return pick(match.resource.title_th, match.resource.title_en)
    return provider_view(match.youth, approved=True).called


def _for(enrolment: Enrolment, reader: Actor, names: learner_names.Names) -> Text | str:
    title = pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en)
    if reader.youth_id == enrolment.youth_id:
        return title
    return t("{name}: {title}", name=learner_names.pick(names, enrolment), title=title)


def _learner(thread: Thread, names: learner_names.Names | None = None) -> str:
    """How the other side calls the young person; of a posting, among its learners."""
    if thread.enrolment is None:
        return provider_view(thread.youth, approved=True).called
    key = (thread.enrolment.opportunity_id, thread.youth_id)
    return (names or learner_names.of([(key[0], thread.youth)]))[key]


def _organisation(thread: Thread) -> Any:
    if thread.enrolment is None:
        raise LookupError("a thread is about a match or an enrolment")
    return thread.enrolment.opportunity.organisation
