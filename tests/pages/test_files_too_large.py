"""A file far too large is refused at its field with everything typed kept, on every form that takes files."""

import io
import tracemalloc
from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints import incoming
from marketplace.enrolments import attendance, claims
from marketplace.files import checking
from marketplace.imports import uploads
from marketplace.kernel import clock
from marketplace.kernel.sizes import MB
from models.account import Account
from models.offer import Session
from models.session import db
from models.vocabulary import GiftWay, Role
from models.youth import Youth
from tests.factories.desk import Desk, plain_earning, typed
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff, mark_here
from tests.factories.gifts import make_gift
from tests.factories.milestones import make_stay
from tests.factories.money import make_batch, make_fund, release
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.organisations import make_opening
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
EVERY_DAY = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
TOO_LARGE = 13 * MB
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
POLYGLOT = b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n"
Posted = tuple[str, str, dict[str, str], str]
"""Where it goes, the name of its field, what is typed, and a part of it that has to be on the page again."""


def learner():
    return make_enrolment("in_learning", opportunity=make_opportunity(kind="course"))


def owner(youth_id: int) -> Account:
    return db.get_one(Account, db.get_one(Youth, youth_id).account_id)


def own_milestone(app: Flask) -> tuple[Client, Posted]:
    point = make_stay(one := learner(), make_fund())
    client = app.test_client().sign_in(owner(one.youth_id))
    return client, (f"/youth/milestones/{point.ref}", "files", {"proof": "สลิปเดือนนี้"}, "สลิปเดือนนี้")


def said_milestone(app: Flask) -> tuple[Client, Posted]:
    point = make_stay(one := learner(), make_fund())
    client = app.test_client().sign_in(make_provider(one.opportunity.organisation_id))
    return client, (f"/provider/milestones/{point.ref}", "files", {"proof": "สลิปเดือนนี้"}, "สลิปเดือนนี้")


def new_claim(app: Flask) -> tuple[Client, Posted]:
    one = learner()
    client = app.test_client().sign_in(make_provider(one.opportunity.organisation_id))
    return client, (f"/provider/learners/{one.ref}/claim", "files", {"hours": "1", "note": "ทำได้ดี"}, "ทำได้ดี")


def more_proof(app: Flask) -> tuple[Client, Posted]:
    ran = {"starts_on": clock.today() - timedelta(days=7), "ends_on": clock.today() + timedelta(days=60)}
    offer = make_opportunity(times=EVERY_DAY, apply_by=clock.today(), with_sessions=True, **ran)
    one, by = make_enrolment("in_learning", opportunity=offer), make_provider(offer.organisation_id)
    past = select(Session.ref).where(Session.opportunity_id == offer.id, Session.held_on < clock.today())
    mark_here(
        attendance.session_of(acting(by), db.scalars(past.order_by(Session.number.desc())).first()), by=acting(by)
    )
    facts = {"hours": 1, "note": "x", "files": [], "folder": app.config["OKAT"].uploads, "short_reason": "x"}
    claim = claims.make(one, by=acting(by), **facts)
    claim.state = "more_evidence_needed"
    client = app.test_client().sign_in(by)
    return client, (f"/provider/claims/{claim.ref}", "files", {"note": "ส่งรูปเพิ่ม"}, "ส่งรูปเพิ่ม")


def paper(app: Flask) -> tuple[Client, Posted]:
    organisation = make_organisation()
    client = app.test_client().sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    where = f"/provider/organisation/{organisation.ref}/papers"
    return client, (where, "files", {"document": "registration", "number": "กศ 77/2569"}, "กศ 77/2569")


def opening_paper(app: Flask) -> tuple[Client, Posted]:
    organisation, by = make_opening()
    client = app.test_client().sign_in(db.get_one(Account, by.account_id))
    where = f"/provider/opening/{organisation.ref}/papers"
    return client, (where, "files", {"document": "registration", "number": "กศ 77/2569"}, "กศ 77/2569")


def an_arrival(app: Flask) -> tuple[Client, Posted]:
    said = {
        "received_on": typed(clock.today()), "bank_ref": "KTB-78", "document_ref": "หนังสือที่ 12/2569",
        "giver_kind": "authority", "giver_name": "อบต.สะเตง", "amount": "20,000",
    }  # fmt: skip
    return Desk(app).officer, (f"/office/funds/{make_fund(0).ref}/gifts/arrival", "files", said, "อบต.สะเตง")


def transfer(app: Flask) -> tuple[Client, Posted]:
    gift = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER)
    said = {"received_on": typed(clock.today()), "bank_ref": "KTB-78", "document_ref": "หนังสือที่ 12/2569"}
    return Desk(app).officer, (f"/office/gifts/{gift.ref}/transfer", "files", said, "หนังสือที่ 12/2569")


def gift_file(app: Flask) -> tuple[Client, Posted]:
    client, (where, _, said, _) = an_arrival(app)
    came = client.post(where, data=said).location
    return client, (f"{came}/files", "files", {}, "")


def bank_statement(app: Flask) -> tuple[Client, Posted]:
    said = {"day": typed(clock.today() - timedelta(days=1)), "balance": "20,000", "statement_ref": "บัญชี 78", "seen": ""}
    return Desk(app).officer, (f"/office/funds/{make_fund(0).ref}/bank-balances/new", "files", said, "บัญชี 78")


def youth_list(app: Flask) -> tuple[Client, Posted]:
    return app.test_client().sign_in(make_staff(Role.OFFICER)), ("/office/import", "file", {}, "")


def postings(app: Flask) -> tuple[Client, Posted]:
    return app.test_client().sign_in(make_provider(make_organisation().id)), ("/provider/import", "file", {}, "")


def bank_answer(app: Flask) -> tuple[Client, Posted]:
    desk, fund = Desk(app), make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    return desk.officer, (f"/office/batches/{batch.ref}/results", "file", {}, "")


def references(app: Flask) -> tuple[Client, Posted]:
    client = app.test_client().sign_in(make_staff(Role.OFFICER))
    return client, ("/office/allocations/new", "file", {"title": "รอบเดือนหน้า"}, "รอบเดือนหน้า")


def rates(app: Flask) -> tuple[Client, Posted]:
    return app.test_client().sign_in(make_staff(Role.COMMITTEE, "95")), ("/office/help-rates/import", "file", {}, "")


FORMS = {
    "youth.say_milestone": own_milestone,
    "provider.say_milestone": said_milestone,
    "provider.make_claim": new_claim,
    "provider.add_proof": more_proof,
    "provider.add_paper": paper,
    "provider.add_opening_paper": opening_paper,
    "office.record_arrival": an_arrival,
    "office.record_transfer": transfer,
    "office.add_gift_files": gift_file,
    "office.write_bank_balance": bank_statement,
    "office.upload_import": youth_list,
    "provider.upload_import": postings,
    "office.take_results": bank_answer,
    "office.start_allocation": references,
    "office.upload_rate_file": rates,
}

TABLES = (youth_list, postings, references, rates)


def sent(client: Client, posted: Posted, *files: tuple[bytes, str]):
    where, field, typed_in, _ = posted
    return send(client, where, [*typed_in.items(), *((field, one) for one in files)])


def send(client: Client, where: str, parts: Iterable[tuple[str, str | tuple[bytes, str]]]):
    """The form as a browser sends it, whole in memory."""
    body = b""
    for name, said in parts:
        content, file = (said.encode(), "") if isinstance(said, str) else (said[0], f'; filename="{said[1]}"')
        body += f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return client.post(where, data=body + b"--b--\r\n", content_type="multipart/form-data; boundary=b")


def test_every_view_that_takes_files_is_tried_here(app: Flask) -> None:
    assert {name for name, view in app.view_functions.items() if hasattr(view, "okat_takes_files")} == set(FORMS)
    assert incoming.LARGEST_FILE == checking.LARGEST == uploads.LARGEST


@pytest.mark.parametrize("form", FORMS)
def test_a_file_too_large_is_refused_at_its_field_and_what_was_typed_is_kept(app: Flask, form: str) -> None:
    client, posted = FORMS[form](app)
    answer = sent(client, posted, (b"\xff\xd8" + b"x" * TOO_LARGE, "ใหญ่มาก.jpg"))
    page = read_page(answer)
    assert answer.status_code == 422
    told = page.find(id=f"{posted[1]}-error")
    assert told is not None
    assert "13.1 MB" in told.get_text()
    typed_in = [(one.get("value") or one.get_text()).strip() for one in page.select("input, textarea")]
    assert not posted[3] or posted[3] in typed_in


@pytest.mark.parametrize(("make", "most"), [(bank_answer, 2), (youth_list, 10), (references, 10)])
def test_a_file_of_rows_is_no_picture_and_has_its_own_limit(app: Flask, make, most: int) -> None:
    client, posted = make(app)
    for size in (most * MB + 1, TOO_LARGE):
        told = read_page(sent(client, posted, (b"x" * size, "แถว.csv"))).find(id="file-error")
        assert f"ไม่เกิน {most} MB" in told.get_text()
        assert "รูป" not in told.get_text()
    page = client.page(posted[0].removesuffix("/results"))
    field = page.find("input", type="file")
    assert (field["data-most"], f"เกิน {most} MB" in field["data-too-large"]) == (str(most * MB), True)


@pytest.mark.parametrize(("content", "name"), [(SVG, "รูป.svg"), (SVG, "รูป.jpg"), (POLYGLOT, "ใบ.pdf")])
@pytest.mark.parametrize(
    "form", [name for name in FORMS if FORMS[name] not in (youth_list, postings, references, rates)]
)
def test_what_only_looks_like_a_photo_is_refused_at_its_field_too(app: Flask, form, content, name) -> None:
    client, posted = FORMS[form](app)
    answer = sent(client, posted, (content, name))
    page = read_page(answer)
    assert answer.status_code == 422
    assert page.find(id=f"{posted[1]}-error") or page.select(".errors li")
    typed_in = [(one.get("value") or one.get_text()).strip() for one in page.select("input, textarea")]
    assert not posted[3] or posted[3] in typed_in


def test_several_that_are_too_much_together_say_so_and_one_too_large_leaves_room_for_the_others(app: Flask) -> None:
    client, posted = own_milestone(app)
    together = sent(client, posted, (b"%PDF-" + b"x" * 7 * MB, "1.pdf"), (b"%PDF-" + b"x" * 7 * MB, "2.pdf"))
    assert together.status_code == 422
    assert "รวมกัน" in read_page(together).find(id="files-error").get_text()
    room = incoming.Room()
    large, small = incoming.Incoming(room), incoming.Incoming(room)
    for _ in range(60):
        large.write(b"x" * MB)
    small.write(b"y" * 9 * MB)
    assert (large.is_cut, large.size, small.is_cut) == (True, 60 * MB, False)
    small.seek(0)
    assert small.read() == b"y" * 9 * MB
    small.close()


def test_far_more_than_a_request_may_have_is_not_read_and_the_page_says_what_to_do(app: Flask, monkeypatch) -> None:
    monkeypatch.setattr(incoming, "MOST_READ", 20 * MB)
    client, posted = paper(app)
    answer = sent(client, posted, (b"x" * 21 * MB, "a.jpg"))
    assert answer.status_code == 413
    text = read_page(answer).get_text()
    assert "21.1 MB" in text
    assert "10 MB" in text
    assert posted[0] in answer.get_data(as_text=True)


def test_text_is_never_read_beyond_its_room_though_files_may_be(app: Flask) -> None:
    client, posted = paper(app)
    many = {f"n{number}": "x" * 900_000 for number in range(20)}
    answer = send(client, posted[0], [*posted[2].items(), *many.items()])
    assert answer.status_code == 413


def test_where_no_files_are_taken_a_form_is_read_no_further_than_before(app: Flask) -> None:
    client = app.test_client().sign_in(make_staff(Role.OFFICER))
    large = [("name", "วารุณี"), ("file", (b"x" * TOO_LARGE, "a.jpg"))]
    assert send(client, "/account/details", large).status_code == 413


HEAD = (
    b'--b\r\nContent-Disposition: form-data; name="number"\r\n\r\n77/2569\r\n'
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
)
TAIL = b"\r\n--b--\r\n"


def test_sixty_megabytes_are_let_go_of_as_they_come(app: Flask) -> None:
    class Body(io.RawIOBase):
        """A photo nobody holds: made while it is read."""

        def __init__(self) -> None:
            self.parts = iter([HEAD, *([b"z" * MB] * 60), TAIL])
            self.left = b""

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            while not self.left and (part := next(self.parts, None)) is not None:
                self.left = part
            found, self.left = self.left[:size], self.left[size:]
            return found

    parser = incoming.Parser(max_form_memory_size=1_000_000)
    tracemalloc.start()
    _, form, files = parser.parse(Body(), "multipart/form-data", None, {"boundary": "b"})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form["number"] == "77/2569"
    assert "60 MB" in str(incoming.refusal_of(files["files"]))
    assert most < 5 * MB
