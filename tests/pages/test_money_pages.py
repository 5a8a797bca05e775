"""Money in pages: funds, earnings and batches through three people; proofs without names; giving without persons."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from marketplace.earnings import decisions, funds, payouts
from marketplace.kernel import clock
from models.earning import Earning, Fund
from models.history import AuditEvent, ReadLog
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import EarningKind, EarningState, LineOutcome, PayoutState, Role
from tests.factories.enrolments import acting, give_role, make_account, make_enrolment, make_staff, make_youth
from tests.factories.money import (
    People,
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    pay,
    release,
)
from tests.factories.offers import BETONG, make_opportunity

ROLES = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER)


class Desk:
    """An office with its three people, each in a browser of their own."""

    def __init__(self, app) -> None:
        self.app = app
        self.accounts = {role: make_staff(role, name=f"{role} คนหนึ่ง") for role in ROLES}
        self.people = People(*(acting(self.accounts[role]) for role in ROLES))
        self.officer, self.approver, self.authoriser = (
            app.test_client().sign_in(self.accounts[role]) for role in ROLES
        )

    def sign_in(self, account):
        return self.app.test_client().sign_in(account)


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def shown(day) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def plain_earning(fund: Fund, **given) -> Earning:
    """An earning whose sum is what the rule of its opportunity gives."""
    offer = make_opportunity(stipend_per_session_satang=100_00, fund_id=fund.id)
    return make_earning(fund, enrolment=make_enrolment(state="in_learning", opportunity=offer), **given)


def snapshot() -> dict[str, str]:
    """Every row of every table but those of sessions and rate windows, as text."""
    session.rollback()
    names = set(inspect(session.get_bind()).get_table_names()) - {"login_session", "rate_window", "alembic_version"}
    return {
        name: repr(sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")))))
        for name in sorted(names)
        if "_fts" not in name
    }


def test_an_officer_opens_a_fund_and_changes_its_budget(desk) -> None:
    page = desk.officer.page("/office/funds/new")
    place = page.find("select", attrs={"name": "place"}).find("option")["value"]
    today = clock.today()
    given = {
        "place": place, "name_th": "กองทุนเรียนรู้", "source": "ข้อบัญญัติ 1/2569", "budget": "๑๐,๐๐๐",
        "starts_on": shown(today), "ends_on": shown(today + timedelta(days=300)),
    }  # fmt: skip
    for _ in range(2):
        answer = desk.officer.post("/office/funds/new", data=given | {"once": "f" * 20})
        assert answer.status_code == 303
    fund = session.scalars(select(Fund)).one()
    assert funds.sheet(fund).cash == 10_000_00
    where = f"/office/funds/{fund.ref}/budget"
    desk.officer.page(where)
    assert desk.officer.post(where, data={"way": "up", "amount": "500", "note": "มติสภา"}).status_code == 303
    cut = desk.officer.post(where, data={"way": "down", "amount": "10,600", "note": "โอนกลับ"})
    assert cut.status_code == 422
    assert "โอนกลับ" in cut.get_data(as_text=True)
    assert desk.officer.post(where, data={"way": "down", "amount": "200.50", "note": "โอนกลับ"}).status_code == 303
    assert funds.sheet(fund).cash == 10_299_50
    assert "10,299.50" in desk.officer.page(f"/office/funds/{fund.ref}").get_text()
    assert "กองทุนเรียนรู้" in desk.approver.page("/office/funds").get_text()


@pytest.mark.parametrize(
    "bad",
    [
        {"name_th": " "},
        {"source": ""},
        {"budget": "0"},
        {"budget": "-5"},
        {"budget": "มาก"},
        {"starts_on": "31/2/2569"},
        {"ends_on": "1/1/2560"},
        {"place": "d:1001"},
    ],
)
def test_a_bad_fund_comes_back_with_everything_typed(desk, bad) -> None:
    today = clock.today()
    place = desk.officer.page("/office/funds/new").find("option")["value"]
    given = {
        "place": place, "name_th": "กองทุนเรียนรู้", "name_en": "ชื่อที่พิมพ์ไว้", "source": "ข้อบัญญัติ", "budget": "500",
        "starts_on": shown(today), "ends_on": shown(today),
    }  # fmt: skip
    answer = desk.officer.post("/office/funds/new", data=given | bad)
    assert answer.status_code == 422
    assert "ชื่อที่พิมพ์ไว้" in answer.get_data(as_text=True)
    assert session.scalars(select(Fund)).all() == []


def test_the_book_of_a_fund_reads_as_a_statement_and_as_a_file_without_formulas(desk) -> None:
    fund = make_fund(1_000_00)
    funds.cut(fund, 100_00, key="x", by=desk.people.officer, note="=HYPERLINK(0)")
    plain_earning(fund)
    book = desk.officer.page(f"/office/funds/{fund.ref}/book").get_text()
    assert "เพิ่มเงิน" in book
    assert "ค้างจ่ายเยาวชน" in book
    answer = desk.officer.get(f"/office/funds/{fund.ref}/book.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["no"] for row in rows] == ["1", "2", "3"]
    assert [row["free"] for row in rows] == ["1000.00", "900.00", "800.00"]
    assert (rows[-1]["owed"], rows[-1]["at_hand"]) == ("100.00", "900.00")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_only_what_is_in_order_is_approved_at_once_and_pressing_twice_is_harmless(desk) -> None:
    fund = make_fund()
    easy, flagged = plain_earning(fund), plain_earning(fund, satang=333_00)
    page = desk.officer.page(f"/office/funds/{fund.ref}")
    assert [box["value"] for box in page.find_all("input", attrs={"name": "pick"})] == [easy.ref]
    chosen = {"pick": [easy.ref, flagged.ref, "EA-NOWHERE"], "once": "p" * 20}
    for _ in range(2):
        assert desk.officer.post(f"/office/funds/{fund.ref}/earnings", data=chosen).status_code == 303
    assert (easy.state, flagged.state) == (EarningState.APPROVED, EarningState.ACCRUED)
    again = desk.officer.post(f"/office/funds/{fund.ref}/earnings", data={"pick": [easy.ref]})
    assert again.status_code == 409
    assert "333" in desk.officer.page(f"/office/earnings/{flagged.ref}").get_text()


def test_an_earning_is_held_with_a_reason_resumed_and_rejected(desk) -> None:
    fund = make_fund(500_00)
    earning = plain_earning(fund)
    where = f"/office/earnings/{earning.ref}"
    bare = desk.officer.post(where, data={"decision": "hold", "note": "คำที่พิมพ์ไว้"})
    assert bare.status_code == 422
    assert "คำที่พิมพ์ไว้" in bare.get_data(as_text=True)
    assert desk.officer.post(where, data={"decision": "hold", "hold_reason": "sum_unclear"}).status_code == 303
    assert earning.state == EarningState.HELD
    assert "ต้องตรวจยอดเงิน" in desk.officer.page(f"/office/funds/{fund.ref}").get_text()
    assert desk.officer.post(where, data={"decision": "approve"}).status_code == 409
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 303
    other = {"decision": "reject", "reject_reason": "other"}
    assert desk.officer.post(where, data=other).status_code == 422
    assert desk.officer.post(where, data=other | {"note": "ซ้ำกับรอบก่อน"}).status_code == 303
    assert (earning.state, funds.sheet(fund).available) == (EarningState.REJECTED, 500_00)
    assert desk.officer.post(where, data={"decision": "sideways"}).status_code == 422


def test_an_earning_without_money_says_so_and_is_resumed_when_money_comes(desk) -> None:
    fund = make_fund(0)
    earning = plain_earning(fund)
    where = f"/office/earnings/{earning.ref}"
    assert "กองทุนมีเงินไม่พอ" in desk.officer.page(where).get_text()
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 422
    funds.grant(fund, 100_00, key="late", by=desk.people.officer)
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 303
    assert earning.state == EarningState.ACCRUED


def test_a_batch_goes_through_three_people_to_closed(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    decisions.approve(earning, by=desk.people.officer)
    today = shown(clock.today())
    answer = desk.officer.post(f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": today})
    where = answer.headers["Location"]
    assert "นูรีน" in desk.officer.page(where).get_text()
    assert desk.officer.post(f"{where}/lock").status_code == 303
    waiting = desk.officer.page(where)
    assert waiting.find("form", action=f"{where}/approve") is None
    assert "ผู้อนุมัติ" in waiting.get_text()
    assert desk.officer.post(f"{where}/approve").status_code == 403
    assert where in str(desk.approver.page("/office/batches").find("section", attrs={"aria-labelledby": "h-mine"}))
    assert desk.approver.post(f"{where}/approve").status_code == 303
    assert desk.approver.post(f"{where}/authorise").status_code == 403
    assert desk.authoriser.post(f"{where}/bank-file").status_code == 403
    assert desk.authoriser.post(f"{where}/authorise").status_code == 303
    file = desk.authoriser.post(f"{where}/bank-file")
    assert "text/csv" in file.content_type
    assert "100.00" in file.data.decode("utf-8-sig")
    assert session.scalars(select(ReadLog.what)).all() == ["payout:payment"]
    assert desk.authoriser.post(f"{where}/release").status_code == 303
    page = desk.officer.page(where).get_text()
    for name in ("officer คนหนึ่ง", "approver คนหนึ่ง", "authoriser คนหนึ่ง"):
        assert name in page
    assert desk.officer.post(f"{where}/reconcile").status_code == 409
    line = session.scalars(select(PayoutLine)).one()
    desk.officer.page(f"/office/lines/{line.ref}")
    bad = desk.officer.post(f"/office/lines/{line.ref}", data={"outcome": "paid", "settled_on": today})
    assert bad.status_code == 422
    paid = {"outcome": "paid", "settled_on": today, "bank_ref": "KTB-77", "once": "k" * 20}
    for _ in range(2):
        assert desk.officer.post(f"/office/lines/{line.ref}", data=paid).status_code == 303
    assert desk.officer.post(f"/office/lines/{line.ref}", data=paid | {"once": "n" * 20}).status_code == 409
    assert desk.officer.post(f"{where}/reconcile").status_code == 303
    assert desk.officer.post(f"{where}/close").status_code == 303
    assert (earning.state, line.outcome) == (EarningState.PAID, LineOutcome.PAID)
    assert "KTB-77" in desk.officer.page(where).get_text()


def test_who_prepared_is_told_that_a_colleague_approves(desk) -> None:
    give_role(desk.accounts[Role.OFFICER], Role.APPROVER, area_code="95")
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    payouts.lock(batch, by=desk.people.officer)
    assert "คุณเป็นผู้จัดทำ" in desk.officer.page(f"/office/batches/{batch.ref}").get_text()
    assert desk.officer.post(f"/office/batches/{batch.ref}/approve").status_code == 403
    assert batch.state == PayoutState.LOCKED


def test_a_batch_is_sent_back_with_words_and_an_old_page_no_longer_counts(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund), plain_earning(fund))
    where = f"/office/batches/{batch.ref}"
    desk.officer.post(f"{where}/lock")
    old = desk.approver.page(where).find("input", attrs={"name": "version"})["value"]
    assert desk.approver.post(f"{where}/return", data={"note": " ", "version": old}).status_code == 422
    assert desk.approver.post(f"{where}/return", data={"note": "ชื่อไม่ตรง", "version": old}).status_code == 303
    assert "ชื่อไม่ตรง" in desk.officer.page(where).get_text()
    line = lines(batch)[0]
    assert desk.officer.post(f"/office/lines/{line.ref}/remove", data={"reason": ""}).status_code == 422
    removed = desk.officer.post(f"/office/lines/{line.ref}/remove", data={"reason": "person_unclear"})
    assert removed.status_code == 303
    assert batch.total_satang == 100_00
    desk.officer.post(f"{where}/lock")
    assert desk.approver.post(f"{where}/approve", data={"version": old}).status_code == 409
    assert batch.state == PayoutState.LOCKED
    kept = desk.officer.post(f"/office/lines/{lines(batch)[0].ref}/remove", data={"reason": "other"})
    assert kept.status_code == 409


def test_a_batch_is_given_up_only_with_a_reason(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, earning)
    where = f"/office/batches/{batch.ref}/abort"
    assert desk.approver.post(where, data={"note": ""}).status_code == 422
    assert desk.approver.post(where, data={"note": "ผิดวัน"}).status_code == 303
    assert (batch.state, earning.state) == (PayoutState.ABORTED, EarningState.APPROVED)


def result_file(*rows: str) -> dict[str, object]:
    content = "\n".join(("line,outcome,bank_ref,settled_on,reason", *rows)).encode()
    return {"file": (io.BytesIO(content), "results.csv")}


def test_the_banks_file_is_taken_whole_or_not_at_all(desk) -> None:
    fund = make_fund()
    first, second = plain_earning(fund), plain_earning(fund)
    batch = make_batch(fund, desk.people, first, second)
    release(batch, desk.people)
    one, two = lines(batch)
    day, where = f"{clock.today():%Y-%m-%d}", f"/office/batches/{batch.ref}/results"
    bad = desk.officer.post(where, data=result_file(f"{one.ref},paid,KTB-1,{day},", f"{two.ref},paid,,{day},"))
    assert bad.status_code == 422
    assert "แถว 3" in bad.get_data(as_text=True)
    assert one.outcome == LineOutcome.PENDING
    good = result_file(f"{one.ref},paid,KTB-1,{day},", f"{two.ref},failed,,{day},ปิดบัญชี")
    assert desk.officer.post(where, data=good).status_code == 303
    assert (first.state, second.state) == (EarningState.PAID, EarningState.FAILED)
    assert "โอนไม่สำเร็จ" in desk.officer.page(f"/office/earnings/{second.ref}").get_text()
    assert desk.officer.post(f"/office/earnings/{second.ref}", data={"decision": "retry"}).status_code == 303
    assert second.state == EarningState.APPROVED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"a,b\n1,2\n",
        "บรรทัด,ผล\n".encode("cp874"),
        b"line,outcome\n",
        b"line,outcome\n" + b"a" * 200_000,
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk, content) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    answer = desk.officer.post(
        f"/office/batches/{batch.ref}/results", data={"file": (io.BytesIO(content), "results.csv")}
    )
    assert answer.status_code == 422
    assert 'class="errors"' in answer.get_data(as_text=True)


def test_nobody_decides_on_their_own_money(desk) -> None:
    fund = make_fund()
    youth = make_youth(account_id=desk.accounts[Role.OFFICER].id, with_account=False)
    offer = make_opportunity(stipend_per_session_satang=100_00)
    earning = make_earning(fund, enrolment=make_enrolment(state="in_learning", youth=youth, opportunity=offer))
    page = desk.officer.page(f"/office/funds/{fund.ref}")
    assert page.find("input", attrs={"name": "pick"}) is None
    assert desk.officer.post(f"/office/earnings/{earning.ref}", data={"decision": "approve"}).status_code == 403
    assert earning.state == EarningState.ACCRUED


def addresses(fund: Fund, earning: Earning, batch: PayoutBatch) -> dict[str, list[str]]:
    line = lines(batch)[0]
    return {
        "get": [
            f"/office/funds/{fund.ref}", f"/office/funds/{fund.ref}/book", f"/office/funds/{fund.ref}/book.csv",
            f"/office/funds/{fund.ref}/budget", f"/office/earnings/{earning.ref}", f"/office/batches/{batch.ref}",
            f"/office/lines/{line.ref}",
        ],
        "post": [
            f"/office/funds/{fund.ref}/budget", f"/office/funds/{fund.ref}/batches",
            f"/office/funds/{fund.ref}/earnings", f"/office/earnings/{earning.ref}", f"/office/lines/{line.ref}",
            f"/office/lines/{line.ref}/remove",
            *(
                f"/office/batches/{batch.ref}/{step}"
                for step in ("lock", "return", "approve", "authorise", "release", "reconcile", "close", "abort",
                             "bank-file", "results")
            ),
        ],
    }  # fmt: skip


def test_foreign_and_missing_sound_the_same(desk) -> None:
    fund = make_fund(area_code=BETONG)
    earning = make_earning(fund)
    away = People(*(acting(make_staff(role, BETONG)) for role in ROLES))
    batch = make_batch(fund, away, earning)
    found = addresses(fund, earning, batch)
    missing = {
        method: [path.replace(fund.ref, "F-X").replace(earning.ref, "EA-X").replace(batch.ref, "B-X")
                 .replace(lines(batch)[0].ref, "P-X") for path in paths]
        for method, paths in found.items()
    }  # fmt: skip
    youth = desk.sign_in(
        make_youth().account_id and session.get_one(type(desk.accounts[Role.OFFICER]), make_youth().account_id)
    )
    before = snapshot()
    for browser in (desk.officer, desk.approver, desk.authoriser, youth):
        for method in ("get", "post"):
            for foreign, nowhere in zip(found[method], missing[method], strict=True):
                answers = [getattr(browser, method)(path).status_code for path in (foreign, nowhere)]
                assert answers == [404, 404], (foreign, answers)
    assert snapshot() == before


def test_reading_writes_nothing_and_illegal_moves_change_nothing(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, plain_earning(fund))
    found, where = addresses(fund, earning, batch), f"/office/batches/{batch.ref}"
    session.commit()
    before = snapshot()
    for path in (*found["get"], "/office/funds", "/office/funds/new", "/office/batches"):
        assert desk.officer.get(path).status_code == 200
    for browser, step in (
        (desk.approver, "approve"), (desk.authoriser, "authorise"), (desk.authoriser, "release"),
        (desk.officer, "reconcile"), (desk.officer, "close"), (desk.approver, "return"),
    ):  # fmt: skip
        assert browser.post(f"{where}/{step}", data={"note": "คำ"}).status_code == 409, step
    line, today = lines(batch)[0], shown(clock.today())
    early = {"outcome": "paid", "bank_ref": "X", "settled_on": today}
    assert desk.officer.post(f"/office/lines/{line.ref}", data=early).status_code == 409
    assert snapshot() == before


def test_an_auditor_follows_a_payment_by_references_and_sees_no_name(desk) -> None:
    fund = make_fund()
    earning = make_earning_in(EarningState.CONFIRMED, fund, desk.people)
    auditor = desk.sign_in(make_staff(Role.AUDITOR, "95"))
    listed = auditor.page("/steward/proofs")
    assert earning.ref in listed.get_text()
    proof = auditor.page(f"/steward/proofs/{earning.ref}").get_text()
    assert "ถูกต้องทุกข้อต่อ" in proof
    assert fund.ref in proof
    assert "KTB-0001" in proof
    batch = session.scalars(select(PayoutBatch)).one()
    pages = (
        listed.main, auditor.page(f"/steward/proofs/{earning.ref}").main, auditor.page(f"/office/batches/{batch.ref}").main,
        auditor.page(f"/office/lines/{lines(batch)[0].ref}").main, auditor.page(f"/office/earnings/{earning.ref}").main,
    )  # fmt: skip
    assert not any("นูรีน" in page.get_text() for page in pages)
    assert auditor.page("/steward/proofs?q=KTB-0001").find("a", href=f"/steward/proofs/{earning.ref}")
    assert auditor.page("/steward/proofs?q=%25").find("a", href=f"/steward/proofs/{earning.ref}") is None
    assert "ถูกต้องทุกข้อ" in auditor.page("/steward/books").get_text()
    elsewhere = desk.sign_in(make_staff(Role.AUDITOR, "10"))
    assert elsewhere.get(f"/steward/proofs/{earning.ref}").status_code == 404
    assert earning.ref not in elsewhere.page("/steward/proofs").get_text()
    assert desk.officer.get("/steward/proofs").status_code == 404


def funder(desk, area: str | None = "95"):
    account = make_account("บริษัทใจดี")
    give_role(account, Role.FUNDER, **({"area_code": area} if area else {}))
    return desk.sign_in(account)


def paid_earnings(desk, fund: Fund, count: int) -> None:
    made = [plain_earning(fund) for _ in range(count)]
    batch = make_batch(fund, desk.people, *made)
    release(batch, desk.people)
    for number, line in enumerate(lines(batch)):
        pay(line, desk.people, f"KTB-{fund.ref}-{number}")


def test_a_funder_sees_sums_and_no_small_number_of_people(desk) -> None:
    fund = make_fund(10_000_00)
    paid_earnings(desk, fund, 3)
    page = funder(desk).page("/funder/")
    text_shown = page.get_text(" ")
    assert "10,000" in text_shown
    assert "300" in text_shown
    assert "น้อยกว่า 10 คน" in text_shown
    assert "นูรีน" not in text_shown


def test_what_a_small_number_leaves_of_a_shown_one_is_not_shown(desk) -> None:
    fund = make_fund(10_000_00)
    paid_earnings(desk, fund, 11)
    for _ in range(3):
        plain_earning(fund)
    text_shown = funder(desk).page("/funder/").get_text(" ")
    assert "14" in text_shown
    assert "ไม่แสดง เพื่อไม่ให้รู้ว่าเป็นใคร" in text_shown


def test_a_funder_bound_to_nothing_or_elsewhere_sees_no_fund(desk) -> None:
    make_fund()
    for area in (None, "10"):
        assert "ยังไม่มีกองทุน" in funder(desk, area).page("/funder/").get_text()


def test_english_readers_find_every_page_in_english(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    for path in ("/office/funds", f"/office/funds/{fund.ref}", "/office/batches", f"/office/batches/{batch.ref}"):
        assert desk.officer.page(f"{path}?lang=en").html["lang"] == "en"


def test_taking_the_file_for_the_bank_is_kept_each_time(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    for _ in range(2):
        assert desk.officer.post(f"/office/batches/{batch.ref}/bank-file").status_code == 200
    wanted = select(AuditEvent).where(AuditEvent.action == "payout.bank_file")
    assert len(session.scalars(wanted).all()) == 2


def test_something_in_kind_is_handed_over_and_never_in_a_batch(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund, kind=EarningKind.IN_KIND)
    where = f"/office/earnings/{earning.ref}"
    assert desk.officer.post(where, data={"decision": "approve"}).status_code == 303
    assert desk.officer.post(where, data={"decision": "deliver", "note": "จักรยาน"}).status_code == 303
    assert earning.state == EarningState.PAID
