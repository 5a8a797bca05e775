"""Nobody reaches a young person past Okat.

No page tells how the other side is reached, and no door makes a thread without two vetted adults.
"""

from datetime import timedelta
from itertools import chain

import pytest
from sqlalchemy import delete, func, select, text, update

import blueprints.guard
from marketplace.enrolments.signers import phone_place
from marketplace.kernel import clock
from marketplace.kernel.sealing import blind_index, seal
from marketplace.people import accounts as doors
from marketplace.people import youth as young
from models.account import Account, Membership
from models.base import Base
from models.enrolment import Enrolment, GuardianConsent
from models.organisation import Organisation
from models.session import db
from models.thread import Message, Thread
from models.vetting import VettingFact
from models.vocabulary import Role
from models.youth import Guardian, Youth
from tests.access.pages_of import WALKERS, Sheets, files_of, pages_of
from tests.access.test_matrix import EXPECTED, address, cells, identity_client
from tests.access.world import IDENTITIES

OUTSIDE = (
    "anonymous", "youth", "guardian", "provider", "provider_admin", "employer", "mentor", "funder", "auditor",
    "steward",
)  # fmt: skip
"""Whoever does not work for an office, and the steward and auditor, who see no personal data."""

INSIDE = tuple(sorted(set(IDENTITIES) - set(OUTSIDE) - {"disabled"}))
"""Every other role; a closed account opens nothing that nobody opens."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_TOO = {
    "youth.download_agreement application/pdf", "guardian.download_agreement application/pdf",
    "provider.download_agreement application/pdf", "youth.download_issued_year application/pdf",
    "youth.export_year text/csv",
    "provider.export_applications text/csv", f"provider.export_applications {XLSX}", f"provider.export_staff {XLSX}",
    f"provider.export_claims {XLSX}", f"provider.export_postings {XLSX}", f"provider.export_wages {XLSX}",
    "public.download_sessions text/calendar", "provider.print_law_form application/pdf",
}  # fmt: skip
"""Files that the crawl has to have read, among all that it finds."""

WORDS_OF_CONTACT = ("phone", "email", "address", "contact", "line_user", "line_name")
KNOWN = {
    "account.email", "account.email_key", "account.phone_sealed", "account.phone_index", "youth.phone_sealed",
    "youth.phone_index", "youth.address_sealed", "guardian.phone_sealed", "concern.contact_sealed", "gift.giver_email",
    "organisation_branch.address", "agreement_signature.same_phone", "guardian_consent.same_phone",
    "guardian_consent.signer_phone_sealed",
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
    for consent in db.scalars(select(GuardianConsent)):
        number, asked = reached(40_000_000 + int(consent.id)), db.get_one(Enrolment, consent.enrolment_id)
        consent.signer_phone_sealed = seal(number, phone_place(asked))
        found[f"signer:{consent.id}"] = spellings(number)
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
def test_no_page_or_file_of_any_role_outside_the_office_tells_how_anybody_else_is_reached(
    app, sides, monkeypatch
) -> None:
    contacts, sheets = give_everybody_contacts(), Sheets(monkeypatch)
    wrong, walked, kept = [], 0, set[str]()
    for identity in OUTSIDE:
        client = identity_client(app, sides, identity)
        own = set() if identity == "anonymous" else own_of(sides[0].accounts[identity])
        for path, body in everything_of(client, identity, sides[0], sheets, kept):
            walked += 1
            seen = {whom for whom, values in contacts.items() if whom not in own and any(one in body for one in values)}
            wrong += [f"{identity}: {path} tells of {whom}" for whom in sorted(seen)]
    assert walked > 200
    assert kept >= READ_TOO, f"never read: {READ_TOO - kept}"
    assert not wrong, "\n".join(wrong)


@pytest.mark.only_sqlite
def test_no_page_or_file_of_an_office_tells_how_anybody_of_another_place_is_reached(app, sides, monkeypatch) -> None:
    contacts, sheets, kept = give_everybody_contacts(), Sheets(monkeypatch), set[str]()
    theirs = {f"account:{key}" for key in sides[1].accounts.values()}
    youths = select(Youth.id).where(Youth.account_id == sides[1].accounts["youth"])
    theirs |= {f"youth:{key}" for key in db.scalars(youths)}
    theirs |= {f"guardian:{key}" for key in db.scalars(select(Guardian.id).where(Guardian.youth_id.in_(youths)))}
    db.rollback()
    marks = list(chain.from_iterable(contacts[whom] for whom in theirs))
    ours = list(chain.from_iterable(values for whom, values in contacts.items() if whom not in theirs))
    wrong, shown = [], 0
    for identity in INSIDE:
        client = identity_client(app, sides, identity)
        for path, body in everything_of(client, identity, sides[0], sheets, kept):
            wrong += [f"{identity}: {path} shows {mark}" for mark in marks if mark in body]
            shown += any(mark in body for mark in ours)
    assert f"office.export_thread {XLSX}" in kept
    assert shown, "of its own place an office does know how people are reached, so the marks are seen where they are"
    assert not wrong, "\n".join(wrong)


def everything_of(client, identity: str, side, sheets: Sheets, kept: set[str]):
    """Address and text of every page and every file of an identity; which kinds of files were read is kept."""
    for path in pages_of(client, identity, side):
        yield path, client.get(path).get_data(as_text=True)
    for method, endpoint, path in files_of(client, identity, side):
        answer = client.open(path, method=method)
        assert answer.status_code < 500, f"{identity}: {path}"
        if answer.status_code == 200:
            kept.add(f"{endpoint} {answer.mimetype}")
            yield path, sheets.text_of(answer)
        answer.close()


HELD_TODAY = "m.starts_on <= :today AND (m.ends_on IS NULL OR m.ends_on >= :today)"
FIRST_OF_MATCH = """
    SELECT r.owner_account_id FROM thread h JOIN mentor_match x ON x.id = h.match_id
    JOIN resource r ON r.id = x.resource_id
    WHERE h.id = :thread AND x.state = 'active' AND r.owner_account_id IS NOT NULL AND 8 = (
        SELECT count(DISTINCT f.kind) FROM vetting_fact f WHERE f.resource_id = r.id AND f.struck_at IS NULL
        AND f.done_on <= :today AND (f.valid_until IS NULL OR f.valid_until >= :today))
"""
FIRST_OF_ENROLMENT = f"""
    SELECT m.account_id FROM thread h JOIN enrolment e ON e.id = h.enrolment_id
    JOIN opportunity o ON o.id = e.opportunity_id JOIN organisation g ON g.id = o.organisation_id
    JOIN membership m ON m.organisation_id = g.id JOIN account a ON a.id = m.account_id
    WHERE h.id = :thread AND e.state IN ('approved', 'enrolled', 'in_learning', 'on_break') AND g.state = 'active'
    AND (g.papers_until IS NULL OR g.papers_until >= :today) AND a.disabled_at IS NULL
    AND m.role IN ('provider', 'provider_admin', 'employer') AND {HELD_TODAY}
"""
SECOND = f"""
    SELECT a.id FROM thread h JOIN account a ON a.id = h.second_id JOIN membership m ON m.account_id = a.id
    LEFT JOIN local_authority l ON l.id = m.local_authority_id
    WHERE h.id = :thread AND a.disabled_at IS NULL AND m.role IN ('caseworker', 'officer') AND {HELD_TODAY}
    AND (m.granted_by_id IS NULL OR m.granted_by_id <> a.id) AND h.office_key IN ('la:' || l.ref, 'd:' || m.area_code)
"""


def two_vetted_adults(thread_id: int) -> bool:
    """Whether the tables themselves show two: a side that was let in or passed all eight checks, and the office.

    It asks nothing of what makes threads: the rules stand here a second time, in the words of the tables.
    """
    given = {"thread": thread_id, "today": clock.today()}
    first = {key for asked in (FIRST_OF_MATCH, FIRST_OF_ENROLMENT) for key in db.scalars(text(asked), given)}
    second = set(db.scalars(text(SECOND), given))
    return len(second) == 1 and bool(first) and not first & second


class Watching:
    """The session of the guard: every act runs whole, is looked at, and leaves no trace."""

    def __init__(self, known: set[int]) -> None:
        self.known, self.made, self.lone, self.kinds = known, 0, list[str](), set[str]()

    def __getattr__(self, name: str):
        return getattr(db, name)

    def commit(self) -> None:
        db.flush()
        new = select(Thread).where(Thread.id.not_in(self.known))
        for thread in db.scalars(new.execution_options(populate_existing=True)):
            self.made += 1
            self.kinds.add("match" if thread.match_id is not None else "enrolment")
            if not two_vetted_adults(thread.id):
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
    assert watching.kinds == {"match", "enrolment"}, "with everybody in place threads do begin"
    assert watching.lone == []


@pytest.mark.only_sqlite
@pytest.mark.parametrize("gone", ["second", "checks", "papers and checks"])
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
    if "papers" in gone:
        db.execute(update(Organisation).values(papers_until=clock.today() - timedelta(days=1)))
    db.commit()
    watching = Watching(set())
    monkeypatch.setattr(blueprints.guard, "db", watching)
    assert press_everything(app, sides, watching, bodies) > 250
    assert watching.lone == []
    if gone == "checks":
        assert watching.kinds == {"enrolment"}, (
            "an organisation shows papers, a mentor eight checks; none makes up for them"
        )
    else:
        assert watching.made == 0
