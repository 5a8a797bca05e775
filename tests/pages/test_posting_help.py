"""What helps whoever writes a posting: the page as a young person reads it, doubles told, repeats made."""

from datetime import timedelta
from itertools import pairwise

import pytest

from marketplace.kernel import clock
from marketplace.offers import hints, twins
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import OpportunityState, Role
from tests.factories.enrolments import make_provider, make_staff
from tests.factories.offers import BETONG, make_opportunity, make_organisation
from tests.fixtures.client import Client, read_page
from tests.pages.test_provider_pages import filled

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def organisation(database: object) -> Organisation:
    return make_organisation()


@pytest.fixture
def provider(client: Client, organisation: Organisation) -> Client:
    return client.sign_in(make_provider(organisation.id))


def written(organisation: Organisation, **given: object) -> Opportunity:
    facts = {"organisation": organisation, "state": OpportunityState.DRAFT, "title_th": "ทำขนมไทย"}
    return make_opportunity(**(facts | given))  # type: ignore[arg-type]


class TestPreview:
    @pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "paused", "closed"])
    def test_its_writers_and_its_office_read_it_as_a_young_person_would(
        self, provider: Client, organisation: Organisation, app, state: str
    ) -> None:
        made = written(organisation, state=state, about_th="เล่าต่อ", bring_th="ผ้ากันเปื้อน")
        page = provider.page(f"/opportunities/{made.ref}/preview")
        text = page.get_text(" ")
        for said in ("ทำขนมไทย", "เล่าต่อ", "ผ้ากันเปื้อน", "เปิดรับ"):
            assert said in text
        assert not page.select('main form, main a[href*="sign-up"], script[type="application/ld+json"]')
        assert ("ตอนนี้มีเพียงคุณกับสำนักงาน" in text) is (state not in ("paused", "closed"))
        assert page.select_one(f'a[href="/provider/postings/{made.ref}"]')
        officer = app.test_client().sign_in(make_staff(Role.OFFICER))
        assert officer.page(f"/opportunities/{made.ref}/preview").select_one(f'a[href="/office/postings/{made.ref}"]')

    def test_nobody_else_finds_it(self, organisation: Organisation, client: Client) -> None:
        made = written(organisation)
        path = f"/opportunities/{made.ref}/preview"
        assert client.get(path).status_code == 303
        for account in (make_provider(make_organisation().id), make_staff(Role.OFFICER, area_code=BETONG)):
            assert client.sign_in(account).get(path).status_code == 404
        assert client.get(f"/opportunities/{made.ref}").status_code == 404

    def test_the_posting_leads_to_it(self, provider: Client, organisation: Organisation) -> None:
        draft, public = written(organisation), written(organisation, state="published", title_th="อื่น")
        for one, path in ((draft, f"/opportunities/{draft.ref}/preview"), (public, f"/opportunities/{public.ref}")):
            assert provider.page(f"/provider/postings/{one.ref}").select_one(f'a[href="{path}"]')


class TestTwins:
    @pytest.mark.parametrize(
        ("other", "is_told"),
        [
            ({}, True),
            ({"title_th": "ทําขนม ไทย"}, True),
            ({"title_th": "ทำขนมไทย 2"}, False),
            ({"title_th": "ซ่อมมอเตอร์ไซค์"}, False),
            ({"starts_on": clock.today() + timedelta(days=16)}, True),
            ({"starts_on": clock.today() + timedelta(days=21)}, False),
            ({"area_code": "950102"}, False),
            ({"state": "published"}, True),
            ({"state": "withdrawn"}, False),
            ({"kind": "mentorship"}, False),
        ],
    )
    def test_what_seems_written_twice_is_told(
        self, provider: Client, organisation: Organisation, app, other: dict[str, object], is_told: bool
    ) -> None:
        first, made = written(organisation, **other), written(organisation, state="submitted")
        page = provider.page(f"/provider/postings/{made.ref}")
        assert bool(page.select(f'main a[href="/provider/postings/{first.ref}"]')) is is_told
        assert ("ประกาศซ้ำหรือเปล่า" in page.get_text()) is is_told
        officer = app.test_client().sign_in(make_staff(Role.OFFICER))
        assert ("คล้ายกับ" in officer.page(f"/office/postings/{made.ref}").get_text()) is is_told

    def test_another_organisation_s_is_none_and_no_more_than_three_are_told(self, organisation: Organisation) -> None:
        made = written(organisation)
        written(make_organisation())
        assert twins.of(made) == []
        for _ in range(5):
            written(organisation)
        assert len(twins.of(made)) == 3

    def test_what_was_handed_in_with_the_same_name_and_days_comes_before_drafts(
        self, provider: Client, organisation: Organisation
    ) -> None:
        drafts = [written(organisation) for _ in range(3)]
        slip = written(organisation, state="published", title_th="ทำขนมไทยๆ")
        same = written(organisation, state="submitted")
        made = written(organisation)
        assert list(twins.of(made)) == [same, slip, drafts[0]]
        assert provider.page(f"/provider/postings/{made.ref}").select(f'main a[href="/provider/postings/{same.ref}"]')

    def test_a_published_posting_is_not_asked_about(self, provider: Client, organisation: Organisation) -> None:
        written(organisation)
        made = written(organisation, state="published")
        assert "ประกาศซ้ำหรือเปล่า" not in provider.page(f"/provider/postings/{made.ref}").get_text()


class TestSeries:
    def press(self, client: Client, made: Opportunity, **given: str):
        return client.post(f"/provider/postings/{made.ref}/repeat", data={"rhythm": "month", "many": "3", **given})

    def later(self, made: Opportunity) -> list[Opportunity]:
        return session.query(Opportunity).filter(Opportunity.id > made.id).order_by(Opportunity.id).all()

    @pytest.mark.parametrize("state", ["draft", "published", "closed", "rejected"])
    def test_next_months_are_drafts_on_the_same_weekdays(
        self, provider: Client, organisation: Organisation, state: str
    ) -> None:
        made = written(organisation, state=state, title_th="ทำขนม รุ่นที่ 4 (ป.6)")
        assert self.press(provider, made).status_code == 303
        found = self.later(made)
        assert [one.title_th for one in found] == [f"ทำขนม รุ่นที่ {number} (ป.6)" for number in (5, 6, 7)]
        months = [(one.starts_on.year * 12 + one.starts_on.month) for one in (made, *found)]
        assert months == list(range(months[0], months[0] + 4))
        for earlier, later in pairwise((made, *found)):
            apart = (later.starts_on - earlier.starts_on).days
            assert apart in (28, 35)
        assert {one.starts_on.weekday() for one in found} == {made.starts_on.weekday()}
        assert {one.state for one in found} == {"draft"}
        assert {(one.ends_on - one.starts_on) for one in found} == {made.ends_on - made.starts_on}
        assert all(one.apply_by <= one.ends_on for one in found)
        listed = provider.page("/provider/postings?state=draft").get_text()
        assert all(one.title_th in listed for one in found)

    def test_each_may_follow_the_one_before(self, provider: Client, organisation: Organisation) -> None:
        made = written(organisation)
        self.press(provider, made, rhythm="after", many="2")
        for earlier, later in pairwise((made, *self.later(made))):
            assert timedelta(0) < later.starts_on - earlier.ends_on <= timedelta(days=7)

    def test_what_is_long_over_goes_on_next_week_at_the_earliest(
        self, provider: Client, organisation: Organisation
    ) -> None:
        today = clock.today()
        past = {"starts_on": today - timedelta(days=400), "ends_on": today - timedelta(days=380)}
        made = written(organisation, **past, apply_by=today - timedelta(days=401))
        self.press(provider, made, many="2")
        found = self.later(made)
        assert all(one.starts_on >= today + timedelta(days=7) for one in found)
        assert found[0].starts_on < today + timedelta(days=50)

    @pytest.mark.parametrize("bad", [{"many": "0"}, {"many": "7"}, {"many": "สาม"}, {"many": ""}, {"rhythm": "daily"}])
    def test_a_slip_is_said_at_its_field_and_makes_nothing(
        self, provider: Client, organisation: Organisation, bad: dict[str, str]
    ) -> None:
        made = written(organisation)
        answer = self.press(provider, made, **bad)
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one("details[open] .field-error")
        assert self.later(made) == []

    def test_nothing_is_made_beyond_what_can_be_planned(self, provider: Client, organisation: Organisation) -> None:
        made = written(organisation, ends_on=clock.today() + timedelta(days=740))
        answer = self.press(provider, made, rhythm="after", many="6")
        assert answer.status_code == 422
        assert "ไกลเกิน" in answer.get_data(as_text=True)
        assert self.later(made) == []


class TestHints:
    FACTS = ("summary_th", "about_th", "place_th", "bring_th", "title_en", "summary_en")

    def bare(self, organisation: Organisation, **given: object) -> Opportunity:
        return written(organisation, **(dict.fromkeys(self.FACTS, "") | {"supports": []} | given))

    def filled(
        self, organisation: Organisation, counts: tuple[tuple[int, int], tuple[int, int]], **given: object
    ) -> None:
        """Closed ones with and without a summary: how many of each, and how many of these filled."""
        for (many, full), said in zip(counts, ("เรียนแล้วทำขายได้", ""), strict=True):
            for number in range(many):
                taken = 5 if number < full else 1
                facts = {"state": "closed", "seats": 5, "seats_taken": taken, "summary_th": said} | given
                self.bare(organisation, **facts)

    def test_at_most_six_missing_facts_lead_to_their_fields(self, provider: Client, organisation: Organisation) -> None:
        made = self.bare(organisation)
        page = provider.page(f"/provider/postings/{made.ref}")
        leads = [str(link["href"]) for link in page.select('section[aria-labelledby="h-hints"] a')]
        assert len(leads) == 6
        editor = provider.page(f"/provider/postings/{made.ref}/edit")
        for href in leads:
            path, _, anchor = href.partition("#")
            assert path == f"/provider/postings/{made.ref}/edit"
            assert editor.find(id=anchor) is not None

    def test_each_says_how_often_like_postings_filled(self, provider: Client, organisation: Organisation) -> None:
        self.filled(organisation, ((20, 15), (25, 5)))
        self.filled(organisation, ((30, 30), (0, 0)), mode="online")
        self.filled(organisation, ((30, 30), (0, 0)), kind="mentorship")
        made = self.bare(organisation)
        first = hints.of(made)[0]
        assert (first.fact.field, first.with_it, first.without) == ("summary_th", 75, 20)
        assert "75 ใน 100" in provider.page(f"/provider/postings/{made.ref}").get_text()

    def test_of_too_few_no_share_is_told(self, provider: Client, organisation: Organisation) -> None:
        self.filled(organisation, ((9, 9), (30, 0)))
        made = self.bare(organisation)
        assert {hint.with_it for hint in hints.of(made)} == {None}
        assert "ใน 100" not in provider.page(f"/provider/postings/{made.ref}").get_text()

    def test_where_none_of_them_filled_no_share_is_told(self, provider: Client, organisation: Organisation) -> None:
        self.filled(organisation, ((20, 0), (25, 0)))
        made = self.bare(organisation)
        assert {hint.with_it for hint in hints.of(made)} == {None}
        assert "ใน 100" not in provider.page(f"/provider/postings/{made.ref}").get_text()

    def test_a_fact_that_is_told_or_not_missed_is_no_hint(self, organisation: Organisation) -> None:
        told = self.bare(organisation, supports=["meal"], wage_per_day_satang=1, place_th="ห้อง 2", title_en="Sweets")
        assert {hint.fact.field for hint in hints.of(told)} == {"summary_th", "about_th", "bring_th"}
        online = self.bare(organisation, mode="online")
        assert not {"place_th", "travel_per_session"} & {hint.fact.field for hint in hints.of(online)}
        everything = dict.fromkeys(self.FACTS, "คำ") | {"supports": ["meal"], "stipend_per_session_satang": 1}
        assert hints.of(written(organisation, **everything)) == ()


class TestTheWeek:
    SPREAD = {"spread-days": ["1", "3", "4"], "spread-start": "๑๖.๓๐", "spread-end": "19:00", "spread-kind": "learn"}

    def rows(self, page) -> list[tuple[str, ...]]:
        """Day, beginning and end of each row that says something."""
        found = []
        for row in page.select(".times-row"):
            day = row.select_one("select option[selected]")
            said = (day["value"] if day else "", *(str(box.get("value", "")) for box in row.select("input")))
            found.append(said)
        return [said for said in found if any(said)]

    def test_one_time_is_put_into_several_days_and_nothing_is_kept_yet(self, provider: Client) -> None:
        typed = filled(title_th="คำที่พิมพ์ไว้") | self.SPREAD
        answer = provider.post("/provider/postings/new", data=typed | {"put": "y"})
        page = read_page(answer)
        assert page.find(id="title_th")["value"] == "คำที่พิมพ์ไว้"
        assert self.rows(page) == [("0", "16.30", "๑๙.๓๐"), *((day, "16.30", "19.00") for day in "134")]
        assert not page.select(".errors, #spread-days input[checked]")
        assert session.query(Opportunity).count() == 0
        sent = filled() | {
            f"times-{at}-{name}": value
            for at, row in enumerate(self.rows(page))
            for name, value in zip(("weekday", "start", "end"), row, strict=True)
        }
        assert provider.post("/provider/postings/new", data=sent).status_code == 303
        kept = session.query(Slot).order_by(Slot.weekday).all()
        assert [(one.weekday, one.start_minute, one.end_minute) for one in kept] == [
            (0, 990, 1170), (1, 990, 1140), (3, 990, 1140), (4, 990, 1140),
        ]  # fmt: skip

    def test_whoever_only_keeps_the_draft_has_them_kept_too(self, provider: Client) -> None:
        assert provider.post("/provider/postings/new", data=filled() | self.SPREAD).status_code == 303
        assert session.query(Slot).count() == 4

    def test_enter_without_a_time_to_spread_keeps_the_draft(self, provider: Client) -> None:
        assert provider.post("/provider/postings/new", data=filled(put="y")).status_code == 303

    @pytest.mark.parametrize(
        ("lacking", "field"),
        [
            ({"spread-days": []}, "spread-days"),
            ({"spread-start": ""}, "spread-start"),
            ({"spread-end": "25.00"}, "spread-end"),
            ({"spread-days": ["9"]}, "spread-days"),
        ],
    )
    @pytest.mark.parametrize("pressed", [{"put": "y"}, {}])
    def test_what_is_lacking_is_said_at_its_field(
        self, provider: Client, lacking: dict[str, object], field: str, pressed: dict[str, str]
    ) -> None:
        answer = provider.post("/provider/postings/new", data=filled() | self.SPREAD | lacking | pressed)
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.find(id=f"{field}-error") is not None
        assert page.select_one("details[open]")
        assert self.rows(page) == [("0", "16.30", "๑๙.๓๐")]
        assert session.query(Opportunity).count() == 0

    def test_what_stands_there_is_not_put_twice_and_rows_are_left_to_go_on_with(self, provider: Client) -> None:
        spread = self.SPREAD | {"spread-days": list("0123456"), "put": "y"}
        page = read_page(provider.post("/provider/postings/new", data=filled(**{"times-0-end": "19.00"}) | spread))
        assert [row[0] for row in self.rows(page)] == list("0123456")
        assert len(page.select(".times-row")) == 9

    def test_more_than_a_week_can_hold_is_refused(self, provider: Client) -> None:
        full = {
            f"times-{at}-{name}": value
            for at in range(24)
            for name, value in (("weekday", str(at % 7)), ("start", f"{8 + at // 7}.00"), ("end", f"{8 + at // 7}.30"))
        }
        spread = self.SPREAD | {"spread-days": list("0123456"), "put": "y"}
        answer = provider.post("/provider/postings/new", data=filled() | full | spread)
        assert answer.status_code == 422
        assert read_page(answer).find(id="spread-days-error") is not None
        assert len(self.rows(read_page(answer))) == 24
