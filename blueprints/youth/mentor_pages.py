"""Finished values for a young person's mentor: where it stands, the question that waits, and goals; no numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.youth.forms import FACES
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.mentoring import closing, matches, meetings, wishes
from marketplace.people import desks, guardians
from marketplace.threads import queries as threads
from models.vocabulary import MatchState, MeetingOutcome

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.mentoring import MentorMatch, MentorMeeting
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting as the mentor told of it; where to say that it was otherwise, until that is said."""

    words: Text
    answer: Text | None
    otherwise_href: str


@dataclass(frozen=True, slots=True)
class MentorPage:
    """Where it stands and what one can do."""

    title: Text
    text: Text
    kind: str
    lines: tuple[Text | str, ...]
    goals: tuple[str, ...]
    met: tuple[Met, ...]
    asks: bool
    asks_how_it_was: bool
    faces: tuple[tuple[str, Text], ...]
    may_wish: bool
    waits: bool
    runs: bool
    needs_guardian: bool
    offers_href: str
    talk_href: str


def mentor(actor: Actor, youth: Youth) -> MentorPage:
    """The page of a young person who has, had or wants a mentor."""
    match, wish = matches.for_youth(actor), wishes.of(youth.id)
    thought_of = match is None and bool(wishes.live_of([youth.id]))
    waits = thought_of or (wish is not None and wish.waits_since is not None)
    title, text, kind = _stands(match, waits=waits)
    runs = match is not None and match.state == MatchState.ACTIVE
    return MentorPage(
        title=title,
        text=text,
        kind=kind,
        lines=_lines(match) if match is not None else (),
        goals=tuple(goal.words for goal in meetings.goals(match)) if match is not None else (),
        met=tuple(_met(one) for one in _told(match, youth)),
        asks=match is not None and runs and meetings.open_check_in(match) is not None,
        asks_how_it_was=meetings.to_survey(youth.id) is not None,
        faces=FACES,
        may_wish=match is None and not waits,
        waits=waits and not thought_of,
        runs=runs,
        needs_guardian=guardians.is_needed(youth, clock.today()),
        offers_href=url_for("public.show_opportunities", kind="mentorship"),
        talk_href=_talk(match) if match is not None and runs else "",
    )


def _talk(match: MentorMatch) -> str:
    """Their conversation, or where it is begun."""
    thread = threads.of_subject(match_id=match.id)
    return url_for("youth.show_thread", thread=thread.ref) if thread is not None else url_for("youth.show_messages")


def _told(match: MentorMatch | None, youth: Youth) -> list[MentorMeeting]:
    """The meetings of the mentor one has; of the last one what one contradicted, or everything where there is none."""
    before = closing.last_of(youth.id)
    ended = meetings.of(before) if before is not None else ()
    if match is None:
        return list(ended)
    return [*meetings.of(match), *(one for one in ended if one.otherwise_at is not None)]


def said_of(one: MentorMeeting) -> Text:
    """A meeting as the mentor told of it, to whom it was told of."""
    missed = one.outcome == MeetingOutcome.YOUTH_MISSED
    what = t("You did not come") if missed else words.word(MeetingOutcome, one.outcome)
    day = dates.long_date(one.held_on)
    if not one.minutes:
        return t("{day}: {what}", day=day, what=what)
    return t("{day}: {what}, {minutes} minutes", day=day, what=what, minutes=one.minutes)


def _met(one: MentorMeeting) -> Met:
    return Met(said_of(one), _answer(one), url_for("youth.show_otherwise", told=one.ref))


def _answer(one: MentorMeeting) -> Text | None:
    """What became of it that they said it was otherwise; None where they have not."""
    if one.otherwise_at is None:
        return None
    if one.settled_at is None:
        return t("You said that it was otherwise. Your office asks.")
    if one.as_told:
        return t("Your office has asked: it stands as your mentor told it. Talk to your office if that is not right.")
    return t("Your office has asked: it was otherwise, and it does not count.")


def _stands(match: MentorMatch | None, *, waits: bool) -> tuple[Text, Text, str]:
    if match is not None:
        return t("You have a mentor"), t("You meet about once a week. Your office knows about every meeting."), "done"
    if waits:
        return t("You are on the list"), t("We look for somebody who fits. You are told as soon as they say yes."), ""
    return t("No mentor so far"), t("A mentor is a grown-up who listens, knows a trade and has time for you."), "draft"


def _lines(match: MentorMatch) -> tuple[Text | str, ...]:
    resource = match.resource
    called = desks.names_of([resource.owner_account_id] if resource.owner_account_id is not None else [])
    first = next(iter(called.values()), "").partition(" ")[0]
    lines: list[Text | str] = [pick(resource.title_th, resource.title_en)]
    if first:
        lines.insert(0, t("Your mentor is called {name}", name=first))
    if match.ends_on is not None:
        lines.append(t("Until {day}", day=dates.long_date(match.ends_on)))
    if match.chaperone_id is not None:
        name = desks.names_of([match.chaperone_id]).get(match.chaperone_id, "")
        lines.append(t("{name} takes part, so that you are never alone with it", name=name))
    return tuple(lines)
