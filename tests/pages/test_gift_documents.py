"""The document behind a transfer as a file: added at once or later, never exchanged, held against its fingerprint."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from marketplace.earnings import funds, proof, proof_steps, verify
from marketplace.files import checking
from marketplace.kernel import clock
from models.earning import Fund
from models.gift import Gift, GiftDocument
from models.session import db as session
from models.vocabulary import GiftState, GiftWay, Role
from tests.factories.desk import Desk, typed
from tests.factories.enrolments import make_staff
from tests.factories.gifts import make_gift
from tests.factories.money import make_earning, make_fund
from tests.fixtures.client import read_page

pytestmark = pytest.mark.usefixtures("database")
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


@pytest.fixture
def fund(db) -> Fund:
    return make_fund(0)


def filled(**given: object) -> dict[str, object]:
    return {
        "received_on": typed(clock.today()), "bank_ref": "KTB-78", "document_ref": "หนังสือที่ 12/2569",
        "giver_kind": "authority", "giver_name": "อบต.สะเตง", "amount": "20,000", **given,
    }  # fmt: skip


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


def arrive(desk: Desk, fund: Fund, *files: tuple[io.BytesIO, str], **given: object) -> object:
    return desk.officer.post(f"/office/funds/{fund.ref}/gifts/arrival", data=filled(files=list(files), **given))


def kept() -> list[GiftDocument]:
    return list(session.scalars(select(GiftDocument).order_by(GiftDocument.id)))


def breaches() -> list[str]:
    session.flush()
    return [one.name for one in verify.invariants() if one.breaches]


def test_a_transfer_of_an_authority_comes_with_its_document(app, desk, fund) -> None:
    assert arrive(desk, fund, file(PDF, "หนังสือสั่งการ.pdf"), file(photo(), "สลิป.png")).status_code == 303
    gift, (order, slip) = session.scalars(select(Gift)).one(), kept()
    assert (order.media_type, slip.media_type, slip.given_name) == ("application/pdf", "image/jpeg", "สลิป.jpg")
    lies = Path(app.config["OKAT"].uploads) / slip.stored_name
    assert hashlib.sha256(lies.read_bytes()).hexdigest() == slip.sha256
    page = desk.officer.page(f"/office/gifts/{gift.ref}")
    assert page.find("a", href=f"/office/gift-files/{order.ref}") is not None
    assert "ยังไม่มีไฟล์เอกสาร" not in page.get_text()
    assert "ยังไม่มีไฟล์เอกสาร" not in desk.officer.page(f"/office/funds/{fund.ref}/gifts").get_text()
    with desk.approver.get(f"/office/gift-files/{order.ref}") as answer:
        assert (answer.data, answer.headers["Content-Disposition"][:10]) == (PDF, "attachment")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    stranger = app.test_client().sign_in(make_staff(Role.AUDITOR, "70"))
    assert stranger.get(f"/office/gift-files/{order.ref}").status_code == 404
    with app.test_client().sign_in(make_staff(Role.AUDITOR, "95")).get(f"/office/gift-files/{order.ref}") as answer:
        assert answer.data == PDF
    assert breaches() == []


def carried_in(answer) -> list[str]:
    return [box["value"] for box in read_page(answer).select("input[name=carried][checked]")]


@pytest.mark.parametrize("kind", ["authority", "employer"])
def test_the_number_alone_is_taken_and_the_file_asked_for_until_it_is_there(desk, fund, kind) -> None:
    refused = arrive(desk, fund, file(PDF, "a.pdf"), document_ref="", giver_kind=kind)
    assert (refused.status_code, len(carried_in(refused))) == (422, 1)
    assert arrive(desk, fund, giver_kind=kind).status_code == 303
    gift = session.scalars(select(Gift)).one()
    where = f"/office/gifts/{gift.ref}"
    for page in (where, f"/office/funds/{fund.ref}/gifts"):
        assert "ยังไม่มีไฟล์เอกสาร" in desk.approver.page(page).get_text()
    assert desk.approver.post(f"{where}/files", data={"files": file(PDF, "a.pdf")}).status_code == 403
    nothing = desk.officer.post(f"{where}/files", data={})
    assert nothing.status_code == 422
    assert 'id="files-error"' in nothing.get_data(as_text=True)
    mixed = desk.officer.post(f"{where}/files", data={"files": [file(PDF, "a.pdf"), file(b"MZ", "a.exe")]})
    assert mixed.status_code == 422
    assert desk.officer.post(f"{where}/files", data={"carried": carried_in(mixed)}).status_code == 303
    assert "ยังไม่มีไฟล์เอกสาร" not in desk.officer.page(where).get_text()
    again = desk.officer.post(f"{where}/files", data={"files": file(PDF, "b.pdf")})
    assert again.status_code == 422
    assert desk.officer.post(f"{where}/files", data={"files": file(photo(), "c.png")}).status_code == 303
    assert [one.given_name for one in kept()] == ["a.pdf", "c.jpg"]


def test_a_gift_of_a_firm_is_not_asked_for_a_file_and_may_have_one(desk, fund) -> None:
    assert arrive(desk, fund, giver_kind="company").status_code == 303
    gift = session.scalars(select(Gift)).one()
    assert "ยังไม่มีไฟล์เอกสาร" not in desk.officer.page(f"/office/gifts/{gift.ref}").get_text()
    answer = desk.officer.post(f"/office/gifts/{gift.ref}/files", data={"files": file(PDF, "a.pdf")})
    assert answer.status_code == 303


def test_an_announced_transfer_takes_its_file_when_it_is_recorded_and_none_before(desk, fund) -> None:
    gift = make_gift(fund, 500_00, way=GiftWay.TRANSFER)
    where = f"/office/gifts/{gift.ref}"
    assert desk.officer.post(f"{where}/files", data={"files": file(PDF, "a.pdf")}).status_code == 409
    came = {key: filled()[key] for key in ("received_on", "bank_ref", "document_ref")}
    bad = desk.officer.post(f"{where}/transfer", data=came | {"files": file(b"MZ", "a.exe")})
    assert bad.status_code == 422
    bad = desk.officer.post(f"{where}/transfer", data=came | {"document_ref": "", "files": file(PDF, "a.pdf")})
    carried = carried_in(bad)
    assert session.get_one(Gift, gift.id, populate_existing=True).state == GiftState.STARTED
    assert desk.officer.post(f"{where}/transfer", data=came | {"carried": carried}).status_code == 303
    assert [one.gift_id for one in kept()] == [gift.id]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "order.svg"), (b"MZ\x90\x00", "order.exe"), (b"", "order.pdf"), (b"GIF89a" + bytes(50), "a.gif"),
        (PDF[:-6] + b"<script>alert(1)</script>%%EOF", "both.pdf"), (b"%PDF-1.4\n/OpenAction 1\n%%EOF\n", "acts.pdf"),
        (b"%PDF-1.4\nno end", "half.pdf"), (b"%PDF-1.4\n" + bytes(30_000) + b"%%EOF\n", "large.pdf"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_at_its_field_and_everything_typed_is_kept(
    desk, fund, monkeypatch, content, name
) -> None:
    monkeypatch.setattr(checking, "LARGEST", 20_000)
    answer = arrive(desk, fund, file(PDF, "good.pdf"), file(content, name))
    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="files-error"' in said
    for typed_in in ("หนังสือที่ 12/2569", "อบต.สะเตง", "KTB-78"):
        assert typed_in in said
    assert (session.scalars(select(Gift)).all(), kept(), funds.sheet(fund).cash) == ([], [], 0)
    assert arrive(desk, fund, file(PDF, "good.pdf")).status_code == 303


def test_something_behind_a_picture_is_not_kept_with_it(app, desk, fund) -> None:
    assert arrive(desk, fund, file(photo() + SVG, "both.png")).status_code == 303
    lies = Path(app.config["OKAT"].uploads) / kept()[0].stored_name
    assert b"<script" not in lies.read_bytes()


def test_a_form_too_large_to_take_in_leads_back_to_its_form_and_books_nothing(desk, fund) -> None:
    where = f"/office/funds/{fund.ref}/gifts/arrival"
    answer = desk.officer.post(
        where, data=b"--x\r\n" + b"x" * 13_000_000, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert where in answer.get_data(as_text=True)
    assert session.scalars(select(Gift)).all() == []


def test_more_than_five_at_once_are_refused(desk, fund) -> None:
    many = [file(PDF[:-6] + b"%" * number + b"\n%%EOF\n", f"{number}.pdf") for number in range(6)]
    assert arrive(desk, fund, *many).status_code == 422
    assert kept() == []


@pytest.mark.on_both
@pytest.mark.parametrize("act", [update(GiftDocument).values(sha256="0" * 64), delete(GiftDocument)])
def test_the_database_neither_exchanges_nor_loses_a_document(desk, fund, act) -> None:
    assert arrive(desk, fund, file(PDF, "a.pdf")).status_code == 303
    mark = session.begin_nested()
    with pytest.raises(DBAPIError):
        session.execute(act)
    mark.rollback()
    assert len(kept()) == 1


def test_the_chain_of_an_earning_holds_each_document_against_its_fingerprint(app, desk, fund) -> None:
    assert arrive(desk, fund, file(PDF, "a.pdf")).status_code == 303
    folder, document = Path(app.config["OKAT"].uploads), kept()[0]
    earning = make_earning(session.get_one(Fund, fund.id))
    session.commit()

    def donation() -> proof_steps.Step:
        return next(one for one in proof.prove(earning.ref, folder).steps if one.name == proof_steps.DONATION)

    assert donation().holds
    assert document.sha256 in donation().shown_by
    assert "12/2569" in donation().shown_by
    lies = folder / document.stored_name
    lies.write_bytes(PDF + b" ")
    assert not donation().holds
    lies.unlink()
    assert not donation().holds
    lies.write_bytes(PDF)
    assert donation().holds
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER gift_document_kept"))
        session.execute(text("UPDATE gift_document SET sha256 = 'x'"))
        session.expire_all()
        assert not donation().holds
        assert set(breaches()) == {"I3 append-only", "M6 prints"}


def test_the_chain_says_that_a_document_is_still_missing_and_holds(desk, fund) -> None:
    assert arrive(desk, fund).status_code == 303
    earning = make_earning(session.get_one(Fund, fund.id))
    step = next(one for one in proof.prove(earning.ref).steps if one.name == proof_steps.DONATION)
    assert step.holds
    assert "ยังไม่มีไฟล์เอกสาร" in step.shown_by
