"""What is typed into the editor is kept as it stands, for its writer alone, on every device; nothing comes of it."""

import pytest

from marketplace.kernel import clock
from marketplace.offers import postings, writings
from models.history import AuditEvent
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from models.writing import PostingWriting
from tests.factories.enrolments import acting, give_role, make_account, make_provider
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import Client, read_page
from tests.pages.test_posting_bounds import filled

pytestmark = pytest.mark.usefixtures("database")
NEW, KEEP = "/provider/postings/new", "/provider/postings/writing"
HALF = {"title_th": "ทำขนม", "starts_on": "3/", "seats": "สิบ", "times-0-start": "25.61", "wage_per_day": "สามร้อย"}
QUIETLY = {"Accept": "application/json"}


@pytest.fixture
def writer(app):
    """A provider, with as many browsers as they have devices."""
    account = make_provider(make_organisation().id)
    db.commit()
    return account, lambda: app.test_client().sign_in(account)


def value(page, name: str) -> str:
    found = page.select_one(f"[name={name}]")
    return found.get("value") or found.get_text()


def edited(posting: Opportunity) -> str:
    return f"/provider/postings/{posting.ref}"


def test_half_a_posting_is_kept_as_typed_and_seen_from_another_device(writer) -> None:
    _account, device = writer
    answer = device().post(KEEP, data=HALF)
    assert answer.status_code == 303
    there = device().page(answer.headers["Location"])
    for name, text in HALF.items():
        assert value(there, name) == text
    assert "บันทึกไว้เมื่อ" in there.get_text()
    assert not there.select(".errors, [aria-invalid=true]"), "nothing is judged before somebody keeps it"
    assert db.query(Opportunity).count() == 0
    listed = device().page("/provider/postings")
    assert answer.headers["Location"] in [one["href"] for one in listed.select("ul.tasks a")]


def test_a_page_saves_while_somebody_types_and_says_when(writer) -> None:
    _account, device = writer
    with clock.frozen(clock.instant(clock.today(), 10 * 60 + 42)):
        phone = device()
        first = phone.post(KEEP, data=HALF, headers=QUIETLY).get_json()
        assert first["said"].replace("\xa0", " ") == "บันทึกไว้เมื่อ 10.42 น."
        assert first["address"] == f"{NEW}?writing={first['writing']}"
        again = {**HALF, "title_th": "ทำขนมไทย", "writing": first["writing"], "writing_version": str(first["version"])}
        second = phone.post(KEEP, data=again, headers=QUIETLY).get_json()
        assert (second["writing"], second["version"]) == (first["writing"], first["version"] + 1)
        assert db.query(PostingWriting).count() == 1
        assert value(phone.page(second["address"]), "title_th") == "ทำขนมไทย"
        assert db.query(AuditEvent).filter_by(action="posting_writing.begin").count() == 1


def test_two_devices_do_not_write_over_each_other_unasked(writer) -> None:
    _account, device = writer
    phone, desk = device(), device()
    first = phone.post(KEEP, data=HALF, headers=QUIETLY).get_json()
    seen = {"writing": first["writing"], "writing_version": str(first["version"])}
    assert desk.post(KEEP, data={**seen, "title_th": "ที่โต๊ะ"}, headers=QUIETLY).status_code == 200
    late = phone.post(KEEP, data={**seen, "title_th": "ที่โทรศัพท์"}, headers=QUIETLY)
    assert late.status_code == 409
    assert "เครื่องอื่น" in late.get_json()["said"]
    assert value(desk.page(first["address"]), "title_th") == "ที่โต๊ะ"
    # Without scripts the page comes back with what was typed here; whoever saves again was told.
    answer = phone.post(KEEP, data={**seen, "title_th": "ที่โทรศัพท์"})
    assert answer.status_code == 409
    page = read_page(answer)
    assert value(page, "title_th") == "ที่โทรศัพท์"
    assert "เครื่องอื่น" in page.get_text()
    knowing = {name: value(page, name) for name in ("writing", "writing_version", "title_th")}
    assert phone.post(KEEP, data=knowing).status_code == 303
    assert value(desk.page(first["address"]), "title_th") == "ที่โทรศัพท์"


def test_what_was_finished_elsewhere_is_not_begun_again_unasked(writer) -> None:
    _account, device = writer
    phone = device()
    first = phone.post(KEEP, data=HALF, headers=QUIETLY).get_json()
    seen = {"writing": first["writing"], "writing_version": str(first["version"])}
    made = device().post(NEW, data=filled() | seen)
    assert made.status_code == 303
    assert db.query(PostingWriting).count() == 0
    late = phone.post(KEEP, data=HALF | seen, headers=QUIETLY)
    assert (late.status_code, late.get_json()["writing"]) == (409, "")
    assert db.query(PostingWriting).count() == 0
    assert phone.get(first["address"]).status_code == 404


def test_a_posting_that_is_refused_keeps_what_was_written_and_its_version(writer) -> None:
    _account, device = writer
    phone = device()
    first = phone.post(KEEP, data=HALF, headers=QUIETLY).get_json()
    seen = {"writing": first["writing"], "writing_version": str(first["version"])}
    answer = phone.post(NEW, data=HALF | seen)
    assert answer.status_code == 422
    page = read_page(answer)
    assert [value(page, name) for name in seen] == list(seen.values())
    assert db.query(PostingWriting).count() == 1


def test_the_change_of_a_published_posting_waits_beside_it_and_says_when_it_is_behind(writer) -> None:
    account, device = writer
    posting = make_opportunity(title_th="เดิม")
    organisation_id = posting.organisation_id
    give_role(account, Role.PROVIDER, organisation_id=organisation_id)
    path = edited(posting)
    db.commit()
    phone = device()
    answer = phone.post(f"{path}/writing", data={"title_th": "ใหม่", "seats": "หลาย"})
    assert answer.headers["Location"] == f"{path}/edit"
    assert value(device().page(f"{path}/edit"), "seats") == "หลาย"
    db.expire_all()
    assert (db.query(Opportunity).one().title_th, db.query(Opportunity).one().state) == ("เดิม", "published")
    assert device().post(f"{path}/writing", data={"title_th": "ก"}, headers=QUIETLY).status_code == 409
    assert "มีคนอื่นแก้" not in phone.page(f"{path}/edit").get_text()
    colleague = acting(make_provider(organisation_id))
    fresh = db.query(Opportunity).one()
    with clock.frozen(clock.now() + writings.KEPT_FOR / 90):
        draft = postings.draft_of(fresh)
        postings.edit(fresh, type(draft)(**{**draft.__dict__, "bring_th": "ดินสอ"}), by=colleague)
        db.commit()
    assert "มีคนอื่นแก้" in phone.page(f"{path}/edit").get_text()
    ref = db.query(PostingWriting).one().ref
    assert phone.post(f"{KEEP}/{ref}/forget").status_code == 303
    assert value(phone.page(f"{path}/edit"), "title_th") == "เดิม"


def test_nobody_else_reads_saves_or_throws_away_what_somebody_writes(writer, app) -> None:
    account, device = writer
    ref = device().post(KEEP, data=HALF, headers=QUIETLY).get_json()["writing"]
    colleague = make_account("เพื่อนร่วมงาน")
    give_role(colleague, Role.PROVIDER, organisation_id=min(acting(account).organisation_ids()))
    db.commit()
    other = app.test_client().sign_in(colleague)
    assert other.get(f"{NEW}?writing={ref}").status_code == 404
    assert other.post(f"{KEEP}/{ref}/forget").status_code == 404
    told = {"writing": ref, "writing_version": "1", "title_th": "ของฉัน"}
    assert other.post(KEEP, data=told, headers=QUIETLY).status_code == 409
    assert "ทำขนม" not in other.page("/provider/postings").get_text()
    db.expire_all()
    assert db.query(PostingWriting).one().title == "ทำขนม"


def test_too_much_is_refused_and_nothing_that_is_no_answer_is_kept(writer, client: Client) -> None:
    account, _device = writer
    client.sign_in(account)
    answer = client.post(KEEP, data={"about_th": "ก" * (writings.MOST_LETTERS + 1)}, headers=QUIETLY)
    assert answer.status_code == 422
    assert client.post(KEEP, data={"about_th": "ก" * (writings.MOST_LETTERS + 1)}).status_code == 422
    assert db.query(PostingWriting).count() == 0
    client.post(KEEP, data={"title_th": "ก\x00ข", "strange": "x", "csrf": "y", "times-0-start": "9"})
    assert db.query(PostingWriting).one().answers == {"title_th": ["กข"], "times-0-start": ["9"]}
    for _ in range(writings.MOST - 1):
        assert client.post(KEEP, data=HALF, headers=QUIETLY).status_code == 200
    assert client.post(KEEP, data=HALF, headers=QUIETLY).status_code == 422


def test_what_nobody_goes_on_with_is_forgotten_after_a_while(writer) -> None:
    account, _device = writer
    writings.keep({"title_th": ["เก่า"]}, by=acting(account))
    with clock.frozen(clock.now() + writings.KEPT_FOR / 2):
        writings.keep({"title_th": ["ใหม่"]}, by=acting(account))
    with clock.frozen(clock.now() + writings.KEPT_FOR * 1.2):
        assert writings.sweep() == 1
    assert [one.title for one in db.query(PostingWriting)] == ["ใหม่"]
