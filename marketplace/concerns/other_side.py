"""Which adults a page of a young person has on its other side, for those who look into a concern opened there.

Those who were there when the words were written, be they there still or not. Nobody is named by it: whoever looks into
the concern decides that, with one press instead of a search.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from marketplace.people import desks
from marketplace.resources.telling import KEEPERS
from models.account import Account
from models.agreement import Agreement, WorkDay
from models.concern import Concern
from models.enrolment import Enrolment
from models.mentoring import MentorMatch, MentorMeeting
from models.offer import Opportunity
from models.resource import Resource
from models.session import db
from models.thread import Thread

_PAGE = re.compile(r"/(messages|matches|meetings|agreements|days|applications)/([A-Z]{1,3}-[A-Z0-9-]{10,40})")
MOST = 10


class When(NamedTuple):
    """From the first words of a concern to the last."""

    first: datetime
    last: datetime


def of(concern: Concern) -> Sequence[Account]:
    """The mentor or the people of the organisation then; nobody where it was one of them who reported it."""
    found = _PAGE.search(concern.about_path)
    told = [concern.reported_at, *(one.at for one in concern.notes if one.from_reporter)]
    when = When(min(told), max(told))
    accounts = _of_page(found[1], found[2], concern.youth_id, when) if found else set()
    if concern.reporter_id in accounts:
        return ()
    wanted = select(Account).where(Account.id.in_(accounts - {concern.reporter_id or 0}))
    return db.scalars(wanted.order_by(Account.id).limit(MOST)).all()


def _of_page(kind: str, ref: str, youth_id: int | None, when: When) -> set[int]:
    if kind in ("matches", "meetings", "messages"):
        mentors = select(Resource).join(MentorMatch, MentorMatch.resource_id == Resource.id)
        if kind == "meetings":
            mentors = mentors.join(MentorMeeting, MentorMeeting.match_id == MentorMatch.id)
        if kind == "messages":
            mentors = mentors.join(Thread, Thread.match_id == MentorMatch.id)
        which = {"matches": MentorMatch.ref, "meetings": MentorMeeting.ref, "messages": Thread.ref}[kind]
        pledge = db.scalar(mentors.where(which == ref, MentorMatch.youth_id == youth_id))
        if pledge is not None or kind != "messages":
            return _keepers(pledge, when) if pledge is not None else set()
    return _of_organisation(kind, ref, youth_id, when)


def _keepers(pledge: Resource, when: When) -> set[int]:
    if pledge.owner_account_id is not None:
        return {pledge.owner_account_id}
    return _staff(pledge.organisation_id, when)


def _staff(organisation_id: int | None, when: When) -> set[int]:
    return desks.staff_between(organisation_id, *when, *KEEPERS) if organisation_id is not None else set()


def _of_organisation(kind: str, ref: str, youth_id: int | None, when: When) -> set[int]:
    wanted = select(Opportunity.organisation_id).join(Enrolment, Enrolment.opportunity_id == Opportunity.id)
    if kind == "messages":
        wanted = wanted.join(Thread, Thread.enrolment_id == Enrolment.id).where(Thread.ref == ref)
    elif kind == "applications":
        wanted = wanted.where(Enrolment.ref == ref)
    else:
        wanted = wanted.join(Agreement, Agreement.enrolment_id == Enrolment.id)
        if kind == "days":
            wanted = wanted.join(WorkDay, WorkDay.agreement_id == Agreement.id)
        wanted = wanted.where((WorkDay if kind == "days" else Agreement).ref == ref)
    return _staff(db.scalar(wanted.where(Enrolment.youth_id == youth_id)), when)
