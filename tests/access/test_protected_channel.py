"""Nobody reaches a young person past Okat.

No page tells how the other side is reached, and no door makes a thread without two vetted adults.
"""

from itertools import chain

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

import blueprints.guard
from marketplace.kernel.sealing import blind_index, seal
from marketplace.people import accounts as doors
from marketplace.people import youth as young
from marketplace.threads import adults
from models.account import Account, Membership
from models.base import Base
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.offer import Opportunity
from models.session import db
from models.thread import Message, Thread
from models.vetting import VettingFact
from models.vocabulary import Role
from models.youth import Guardian, Youth
from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import EXPECTED, address, cells, identity_client

OUTSIDE = ("anonymous", "youth", "guardian", "provider", "provider_admin", "employer", "mentor", "funder", "auditor")
"""Whoever does not work for an office, and the steward and auditor, who see no personal data."""

WORDS_OF_CONTACT = ("phone", "email", "address", "contact", "line_user", "line_name")
KNOWN = {
    "account.email", "account.email_key", "account.phone_sealed", "account.phone_index", "youth.phone_sealed",
    "youth.phone_index", "youth.address_sealed", "guardian.phone_sealed", "concern.contact_sealed", "gift.giver_email",
    "organisation_branch.address", "agreement_signature.same_phone", "guardian_consent.same_phone",
}  # fmt: skip
"""Columns that say how somebody is reached (or where a named place is), all of them filled below or no person's."""


def reached(number: int) -> str:
    """A number nobody else has, as it is kept."""
    return f"08{number:08d}"


def spellings(number: str) -> tuple[str, ...]:
    """A phone number in the ways a page could show it."""
    return number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"


def give_everybody_contacts() -> dict[str, tuple[str, ...]]:
    """Fill in how everybody is reached; by `kind:id` what no stranger's page may hold."""
    found: dict[str, tuple[str, ...]] = {}
    for account in db.scalars(select(Account)):
        number = reached(10_000_000 + int(account.id))
        account.phone_sealed = seal(number, f"account|phone|{account.ref}")
        account.phone_index = blind_index("phone", number)
        assert doors.phone_of(account) == number
        found[f"account:{account.id}"] = (*spellings(number), account.email or number)
    for youth in db.scalars(select(Youth)):
        number, home = reached(20_000_000 + int(youth.id)), f"บ้านเลขที่ ๗๗๗{youth.id}"
        young.put_phone(youth, number)
        young.put(youth, "address", home)
        found[f"youth:{youth.id}"] = (*spellings(number), home)
    for guardian in db.scalars(select(Guardian)):
        number = reached(30_000_000 + int(guardian.id))
        guardian.phone_sealed = seal(number, f"guardian|phone|{guardian.ref}")
        found[f"guardian:{guardian.id}"] = spellings(number)
    db.commit()
    return found


def own_of(account_id: int | None) -> set[str]:
    """What is one's own: the account, the young person or guardian behind it, and who a guardian looks after."""
    own = {f"account:{account_id}"}
    for youth in db.scalars(select(Youth).where(Youth.account_id == account_id)):
        own |= {f"youth:{youth.id}"}
    for guardian in db.scalars(select(Guardian).where(Guardian.account_id == account_id)):
        own |= {f"guardian:{guardian.id}"}
    db.rollback()
    return own


def test_every_column_that_says_how_somebody_is_reached_is_known_here() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in WORDS_OF_CONTACT)
    }
    assert named == KNOWN


@pytest.mark.only_sqlite
def test_no_page_of_any_role_outside_the_office_tells_how_anybody_else_is_reached(app, sides) -> None:
    contacts = give_everybody_contacts()
    wrong, walked = [], 0
    for identity in OUTSIDE:
        client = identity_client(app, sides, identity)
        own = set() if identity == "anonymous" else own_of(sides[0].accounts[identity])
        for path in pages_of(client, identity, sides[0]):
            body = client.get(path).get_data(as_text=True)
            walked += 1
            seen = {whom for whom, values in contacts.items() if whom not in own and any(one in body for one in values)}
            wrong += [f"{identity}: {path} tells of {whom}" for whom in sorted(seen)]
    assert walked > 150
    assert not wrong, "\n".join(wrong)


@pytest.mark.only_sqlite
def test_no_page_of_an_office_tells_how_anybody_of_another_place_is_reached(app, sides) -> None:
    contacts = give_everybody_contacts()
    theirs = {f"account:{key}" for key in sides[1].accounts.values()}
    youths = select(Youth.id).where(Youth.account_id == sides[1].accounts["youth"])
    theirs |= {f"youth:{key}" for key in db.scalars(youths)}
    theirs |= {f"guardian:{key}" for key in db.scalars(select(Guardian.id).where(Guardian.youth_id.in_(youths)))}
    db.rollback()
    marks = list(chain.from_iterable(contacts[whom] for whom in theirs))
    ours = list(chain.from_iterable(values for whom, values in contacts.items() if whom not in theirs))
    wrong, shown = [], 0
    for identity in sorted(set(WALKERS) - set(OUTSIDE) - {"steward"}):
        client = identity_client(app, sides, identity)
        for path in pages_of(client, identity, sides[0]):
            body = client.get(path).get_data(as_text=True)
            wrong += [f"{identity}: {path} shows {mark}" for mark in marks if mark in body]
            shown += any(mark in body for mark in ours)
    assert shown, "of its own place an office does know how people are reached, so the marks are seen where they are"
    assert not wrong, "\n".join(wrong)


class Watching:
    """The session of the guard: every act runs whole, is looked at, and leaves no trace."""

    def __init__(self, known: set[int]) -> None:
        self.known, self.made, self.lone = known, 0, list[str]()

    def __getattr__(self, name: str):
        return getattr(db, name)

    def commit(self) -> None:
        db.flush()
        whole = (
            joinedload(Thread.match).joinedload(MentorMatch.resource),
            joinedload(Thread.enrolment).joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
        )
        new = select(Thread).where(Thread.id.not_in(self.known)).options(*whole)
        for thread in db.scalars(new.execution_options(populate_existing=True)):
            self.made += 1
            first = adults.of(thread)
            if not first or thread.second_id in first or not adults.is_second(thread):
                self.lone.append(thread.ref)
        db.rollback()


def press_everything(app, sides, watching: Watching, bodies: list[dict[str, str]]) -> int:
    """Every POST route, as every role that may, about one's own things; gives how many were pressed."""
    pressed = 0
    for endpoint, method, names in cells(app):
        expected = EXPECTED[(endpoint, method)]
        if method != "POST" or endpoint in ("account.sign_out", "account.quick_exit"):
            continue
        for identity in WALKERS:
            if not expected.allows(identity, own=True) or ("all" in expected.who and identity != "youth"):
                continue
            client = identity_client(app, sides, identity)
            for body in bodies if endpoint.endswith("begin_thread") else bodies[:1]:
                answer = client.post(address(client, endpoint, names, sides[0]), data=body)
                assert answer.status_code < 500, f"{identity}: {endpoint}"
                answer.close()
                pressed += 1
    return pressed


@pytest.fixture
def bodies(sides) -> list[dict[str, str]]:
    """What a page of messages sends: nothing, a mentor's match, or an enrolment of the same young person."""
    own = sides[0]
    return [{}, {"about": f"match:{own.things['match']}"}, {"about": f"enrolment:{own.things['learner']}"}]


def forget_threads() -> None:
    db.execute(delete(Message))
    db.execute(delete(Thread))
    db.commit()


@pytest.mark.only_sqlite
def test_what_makes_a_thread_makes_it_with_two_vetted_adults(app, sides, bodies, monkeypatch) -> None:
    forget_threads()
    watching = Watching(set())
    monkeypatch.setattr(blueprints.guard, "db", watching)
    begun = [name for name in app.view_functions if name.endswith("begin_thread")]
    for endpoint in begun:
        for identity in ("youth", "provider", "employer", "mentor"):
            if EXPECTED[(endpoint, "POST")].allows(identity, own=True):
                client = identity_client(app, sides, identity)
                for body in bodies:
                    client.post(address(client, endpoint, [], sides[0]), data=body).close()
    assert watching.made > 0, "with everybody in place threads do begin"
    assert watching.lone == []


@pytest.mark.only_sqlite
@pytest.mark.parametrize("gone", ["second", "first"])
def test_no_door_of_any_role_makes_a_thread_with_fewer_than_two_vetted_adults(
    app, sides, bodies, monkeypatch, gone: str
) -> None:
    forget_threads()
    if gone == "second":
        # Nobody of the office is left to read along; what they may press is pressed by nobody.
        seconds = (Role.CASEWORKER, Role.OFFICER)
        db.execute(update(Account).where(
            Account.id.in_(select(Membership.account_id).where(Membership.role.in_(seconds)))
        ).values(disabled_at=func.now()))  # fmt: skip
    else:
        db.execute(delete(VettingFact))
    db.commit()
    watching = Watching(set())
    monkeypatch.setattr(blueprints.guard, "db", watching)
    assert press_everything(app, sides, watching, bodies) > 250
    assert watching.lone == []
    if gone == "second":
        assert watching.made == 0
