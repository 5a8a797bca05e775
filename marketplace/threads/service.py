"""Open a thread, write in it, judge what was held. No thread without two vetted adults, and no message without them."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import notices
from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import screening, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.kernel.sealing import seal, unseal
from marketplace.threads import adults, queries
from marketplace.threads.states import MESSAGE
from marketplace.threads.words import TEMPLATES, template
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.session import db
from models.thread import Message, Thread
from models.vocabulary import MessagePart, MessageState
from models.youth import Youth

LONGEST = 600
MORNING, EVENING = time(6), time(21)
"""Between evening and morning, Thai time, messages are kept and shown in the morning."""

YOUTH_PATH = "/youth/messages/{ref}"
MENTOR_PATH = "/mentor/messages/{ref}"
PROVIDER_PATH = "/provider/messages/{ref}"
OFFICE_PATH = "/office/messages/{ref}"


def open_for_match(match: MentorMatch, *, by: Actor) -> Thread:
    """The thread of a running match, made when there is none yet; raises Conflict without two vetted adults."""
    first = adults.of_match(match)
    return _open(match.youth_id, match.office_key, match.area_code, first, by, match_id=match.id)


def open_for_enrolment(enrolment: Enrolment, *, by: Actor) -> Thread:
    """The thread of an approved enrolment; raises Conflict without two vetted adults."""
    first = adults.to_begin(enrolment)
    return _open(enrolment.youth_id, enrolment.office_key, enrolment.area_code, first, by, enrolment_id=enrolment.id)


def write(thread: Thread, *, by: Actor, template_key: str = "", text: str = "") -> Message:
    """Write a template's sentence or words of one's own; raises Invalid, Conflict where two adults are missing.

    Words that may lead elsewhere are held, whoever wrote them, until the second adult has looked, or a colleague of
    the office where the second adult wrote them; at night it is shown in the morning.
    """
    part = part_of(by, thread)
    _stand_in(thread)
    said = text.strip()
    if template_key and template_key not in TEMPLATES[part]:
        raise Invalid(t("Choose one of the sentences, or write your own."), field="text")
    if not template_key and not said:
        raise Invalid(t("Choose one of the sentences, or write your own."), field="text")
    if len(said) > LONGEST:
        raise Invalid(t("Please write at most {count} characters.", count=LONGEST), field="text")
    held = [] if template_key else _held_for(thread, said, part, by)
    if held and part == MessagePart.SECOND and not adults.colleagues_of(thread, by.account_id):
        raise Invalid(screening.told(held), field="text")
    now, ref = clock.now(), ids.new_ref("MS")
    message = Message(
        ref=ref,
        author_id=by.account_id,
        part=part,
        template=template_key,
        text_sealed=None if template_key else seal(said, f"message|text|{ref}"),
        state=MessageState.HELD if held else MessageState.SHOWN,
        held_for=held,
        written_at=now,
        visible_at=shown_from(now),
    )
    thread.messages.append(message)
    db.flush()
    record(by, "thread.write", thread, held=held)
    if held:
        judges = adults.colleagues_of(thread, by.account_id) if part == MessagePart.SECOND else {thread.second_id}
        _tell(judges, thread, "message.held", OFFICE_PATH, now)
    else:
        _tell_others(thread, message)
    return message


def take_over(thread: Thread, *, by: Actor) -> None:
    """An officer of the place becomes the second adult, who has to be somebody else than the first."""
    if by.account_id is None or by.account_id in adults.of(thread):
        raise Conflict(t("You are one of the two already. A colleague has to read along."))
    thread.second_id = by.account_id
    db.flush()
    record(by, "thread.take_over", thread)


def release(thread: Thread, message: Message, *, by: Actor, sure: bool = False) -> None:
    """Show a message that was held, from now on (or in the morning); raises Forbidden for its author.

    Words of danger go on only where whoever passes them on is sure, else Invalid; a young person is told of it.
    """
    _not_own(message, by)
    if speaks_of_danger(message) and not sure:
        raise Invalid(
            t("Say first that passing it on puts nobody in danger. Until then it stays with you."), field="sure"
        )
    now = clock.now()
    advance(MESSAGE, message, "release", by=by, judged_by_id=by.account_id, judged_at=now, visible_at=shown_from(now))
    _tell_others(thread, message)
    if speaks_of_danger(message):
        _tell({message.author_id}, thread, "message.passed_on", _author_path(thread, message), now)


def keep(thread: Thread, message: Message, *, by: Actor) -> None:
    """Words of danger stay with the office: nobody of the other side ever reads them, and their author is told so."""
    _not_own(message, by)
    now = clock.now()
    advance(MESSAGE, message, "refuse", by=by, judged_by_id=by.account_id, judged_at=now, judged_note="")
    _tell({message.author_id}, thread, "message.kept", _author_path(thread, message), now)


def speaks_of_danger(message: Message) -> bool:
    """Whether it was held because somebody may be in danger."""
    return "danger" in (message.held_for or ())


def refuse(thread: Thread, message: Message, note: str, *, by: Actor) -> None:
    """Do not show it; its author reads why. Raises Invalid without words, Forbidden for its author."""
    _not_own(message, by)
    if len(note.strip()) < 5:
        raise Invalid(t("Write to its author why it is not shown."), field="note")
    note = note.strip()[:300]
    advance(MESSAGE, message, "refuse", by=by, judged_by_id=by.account_id, judged_at=clock.now(), judged_note=note)
    _tell({message.author_id}, thread, "message.refused", _author_path(thread, message), clock.now())


def part_of(actor: Actor, thread: Thread) -> MessagePart:
    """As whom somebody writes; raises NotFound for whoever is not in the thread."""
    if actor.youth_id is not None and actor.youth_id == thread.youth_id:
        return MessagePart.YOUTH
    if actor.account_id is not None and actor.account_id == thread.second_id and not actor.is_paused:
        return MessagePart.SECOND
    if adults.is_first(actor, thread):
        return MessagePart.ADULT
    raise NotFound


def text_of(message: Message) -> str:
    """What a message says, in the reader's language where it is a template."""
    if message.template:
        return str(template(message.part, message.template))
    return unseal(message.text_sealed or "", f"message|text|{message.ref}")


def shown_from(moment: datetime) -> datetime:
    """When a message written now is shown: at once by day, at six in the morning by night."""
    local = clock.bangkok(moment)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return clock.instant(day, MORNING.hour * 60)


def _open(
    youth_id: int,
    office_key: str,
    area_code: str,
    first: set[int],
    by: Actor,
    *,
    match_id: int | None = None,
    enrolment_id: int | None = None,
) -> Thread:
    known = queries.of_subject(match_id=match_id, enrolment_id=enrolment_id)
    if known is not None:
        return known
    youth = db.get_one(Youth, youth_id)
    second = adults.second_for(youth, office_key, first)
    if not first or second is None:
        raise Conflict(t("Two adults who were checked have to read along, and there are not two here yet."))
    thread = Thread(
        ref=ids.new_ref("TH"),
        youth_id=youth_id,
        youth=youth,
        match_id=match_id,
        enrolment_id=enrolment_id,
        second_id=second,
        area_code=area_code,
        office_key=office_key,
        opened_by_id=by.account_id,
        opened_at=clock.now(),
        messages=[],
    )
    try:
        with db.begin_nested():
            db.add(thread)
    except IntegrityError:
        again = queries.of_subject(match_id=match_id, enrolment_id=enrolment_id)
        if again is None:
            raise
        return again
    record(by, "thread.open", thread, second=True)
    found = queries.of_subject(match_id=match_id, enrolment_id=enrolment_id)
    if found is None:
        raise NotFound
    _tell({second}, found, "thread.opened", OFFICE_PATH, clock.now())
    return found


def _held_for(thread: Thread, said: str, part: MessagePart, by: Actor) -> list[str]:
    """Why words are held. The office may speak of danger, which is its work; every other reason holds for everybody."""
    found = screening.reasons(said)
    own = next((one for one in reversed(thread.messages) if one.author_id == by.account_id), None)
    if "phone" not in found and own is not None and not own.template and screening.goes_on(text_of(own), said):
        found = sorted([*found, "phone"])
    return [why for why in found if why != "danger"] if part == MessagePart.SECOND else found


def _not_own(message: Message, by: Actor) -> None:
    if message.author_id == by.account_id:
        raise Forbidden(t("You wrote this yourself. A colleague of the office has to look at it."))


def _stand_in(thread: Thread) -> None:
    """See that two adults are there; where the second has left their desk, somebody else of the office takes it."""
    first = adults.of(thread)
    if not first:
        raise Conflict(t("This has ended, so nothing more is written here."))
    if adults.is_second(thread):
        return
    second = adults.second_for(thread.youth, thread.office_key, first)
    if second is None:
        raise Conflict(t("Two adults who were checked have to read along, and there are not two here yet."))
    thread.second_id = second
    record(SYSTEM, "thread.second", thread)


def _tell_others(thread: Thread, message: Message) -> None:
    people: dict[int | None, str] = dict.fromkeys(adults.of(thread), _adult_path(thread))
    people[thread.youth.account_id] = YOUTH_PATH
    people[thread.second_id] = OFFICE_PATH
    people.pop(message.author_id, None)
    for account_id, path in sorted((key, path) for key, path in people.items() if key is not None):
        _tell({account_id}, thread, "message.new", path, message.visible_at)


def _adult_path(thread: Thread) -> str:
    return MENTOR_PATH if thread.match_id is not None else PROVIDER_PATH


def _author_path(thread: Thread, message: Message) -> str:
    paths = {MessagePart.YOUTH: YOUTH_PATH, MessagePart.SECOND: OFFICE_PATH}
    return paths.get(MessagePart(message.part), _adult_path(thread))


def _tell(accounts: set[int | None] | set[int], thread: Thread, event: str, path: str, when: datetime) -> None:
    said = {
        "message.new": t("There is a new message for you."),
        "message.held": t("A message waits until you have looked at it."),
        "message.refused": t("A message of yours was not shown. See why."),
        "message.kept": t("A message of yours stays with your office."),
        "message.passed_on": t("Your office has passed a message of yours on."),
        "thread.opened": t("You read along in a new conversation of a young person."),
    }[event]
    wait = max(when - clock.now(), timedelta(0))
    for account_id in accounts:
        tell = notices.tell_again if event in ("message.new", "message.held") else notices.tell
        tell(account_id, event=event, message=said, path=path.format(ref=thread.ref), about=thread, after=wait)


def held_one(thread: Thread, ref: str) -> Message:
    """A message of a thread that waits to be judged or was; raises Invalid for one of another thread, or none."""
    wanted = select(Message).where(Message.thread_id == thread.id, Message.ref == ref)
    found = db.scalars(wanted).first()
    if found is None:
        raise Invalid(t("This message is not in this conversation."), field="note")
    return found
