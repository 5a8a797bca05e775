"""Gifts of the demo: transfers an officer records, two paid online to a service that is only told of, and a refund.

No payment service is asked: what it would tell is written here, and goes through the same door as its messages.
"""

from datetime import timedelta

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.demo.cast import CITY
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at, work_day
from marketplace.earnings import allotting, budgets, levels
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.levels import Reach
from marketplace.kernel import clock
from marketplace.payments import booking, differences, gifts, refunds, settling
from marketplace.payments.gifts import GiftDraft, Transfer
from marketplace.payments.rail import Opened
from marketplace.payments.told import CURRENCY, PAYMENT, REFUND, Told
from models.earning import Fund
from models.gift import Difference, Gift, GiftRefund
from models.session import db
from models.vocabulary import DifferenceKind, FundLevel, GiftWay, GiverKind, Role

BAHT = 100
ACCOUNT = "ธนาคารกรุงไทย 909-0-00000-0 กองทุนเรียนแล้วมีรายได้ เทศบาลนครยะลา"
FIRM = GiftDraft(GiverKind.COMPANY, "ร้านวัสดุก่อสร้างริมเขื่อน", "office@rimkhuean.example", 25_000 * BAHT)
FIRST = GiftDraft(GiverKind.PERSON, "สมศรี ใจกว้าง", "somsri@giver.example", 1_500 * BAHT)
SECOND = GiftDraft(GiverKind.PERSON, "อาลี มีเมตตา", "ali@giver.example", 800 * BAHT)
AWAITED = GiftDraft(GiverKind.PERSON, "พรทิพย์ ยิ้มแย้ม", "porntip@giver.example", 2_000 * BAHT)
FEE_SHARE = 165
"""What the service keeps of ten thousand."""
BACK = 300 * BAHT
WHY_BACK = "ผู้ให้โอนเกินกว่าที่ตั้งใจ"
STATEMENT = "ยอดในบัญชีธนาคารต่างจากสมุด 25 บาท"
PROGRAMME = ("กองทุนเมืองแห่งการเรียนรู้ยะลา", "Yala Learning City Fund", "เงินสมทบโครงการเมืองแห่งการเรียนรู้")
ALONE = ("กองทุนของโอกาสเดียว", "Fund of one opportunity", "กันจากกองทุนเทศบาลนครยะลา")
SLUG = "learning-city-yala"
PART = "แบ่งให้กองทุนของเทศบาล"
EXPLAINED = "ธนาคารหักค่ารักษาบัญชี 25 บาท แล้วคืนให้ในวันถัดมา ตรวจสมุดธนาคารแล้ว"


def schedule(stage: Stage) -> None:
    """Let funds of each level take gifts, and let some come, one go back in part, and two accounts differ."""
    fund = stage.funds[CITY]
    officer = stage.cast.one(Role.OFFICER, CITY, 1)
    approver = stage.cast.one(Role.APPROVER, CITY, 1)
    for ago, act in (
        (112, lambda: _nest(stage, officer)),
        (104, lambda: gifts.allow_gifts(fund, takes=True, transfer_to=ACCOUNT, by=officer)),
        (81, lambda: _came_by_transfer(fund, officer)),
        (60, lambda: _given_online(fund, FIRST)),
        (57, lambda: _arrived(fund, FIRST)),
        (41, lambda: _given_online(fund, SECOND)),
        (39, lambda: _asked_back(officer)),
        (38, lambda: _sent_back(approver)),
        (35, lambda: _arrived(fund, SECOND, less=BACK)),
        (27, lambda: _differs(fund)),
        (24, lambda: _explained(officer)),
        (9, lambda: _set_aside(stage, officer)),
        (3, lambda: _announced(fund)),
    ):
        stage.timeline.at(at(work_day(stage.today - timedelta(days=ago)), 11), act)


def _nest(stage: Stage, officer: Actor) -> None:
    """A fund of the programme with the city's fund as a part of it; both may be given to."""
    city = stage.funds[CITY]
    draft = FundDraft(*PROGRAMME, city.area_code, city.starts_on, city.ends_on)
    reach = Reach(FundLevel.PROGRAMME, programme=SLUG)
    whole = budgets.open_with_budget(draft, 300_000 * BAHT, office_key=CITY, key="programme", by=officer, reach=reach)
    gifts.allow_gifts(whole, takes=True, transfer_to=ACCOUNT, by=officer)
    allotting.place_under(city, whole, by=officer)
    allotting.allot(city, 100_000 * BAHT, key="part", by=officer, note=PART)


def _set_aside(stage: Stage, officer: Actor) -> None:
    """A fund for one opportunity of the city that is still to come, out of the city's fund."""
    city = stage.funds[CITY]
    posting = next((one for one in levels.postings_for(officer) if one.starts_on > clock.today()), None)
    if posting is None:
        return
    draft = FundDraft(*ALONE, city.area_code, clock.today(), city.ends_on)
    reach = Reach(FundLevel.OPPORTUNITY, posting=posting.ref)
    fund = budgets.open_with_budget(
        draft, 60_000 * BAHT, office_key=CITY, key="alone", by=officer, reach=reach, above=city.ref
    )
    gifts.allow_gifts(fund, takes=True, transfer_to=ACCOUNT, by=officer)


def _came_by_transfer(fund: Fund, officer: Actor) -> None:
    came = Transfer("KTB-DEMO-0001", "หนังสือที่ 12/2569", clock.today())
    gifts.record_arrival(fund, FIRM, came, by=officer)


def _announced(fund: Fund) -> None:
    gifts.start(fund, AWAITED, way=GiftWay.TRANSFER, by=SYSTEM, locale="th", back_to=_page)


def _given_online(fund: Fund, draft: GiftDraft) -> None:
    gift = gifts.start(fund, draft, way=GiftWay.ONLINE, by=SYSTEM, locale="th", back_to=_page)
    ends = clock.now() + timedelta(hours=23)
    gifts.opened(gift.ref, Opened(f"cs_demo_{gift.ref}", f"/give/{gift.ref}", ends))
    settling.settle(gift, _told("payment_intent.succeeded", PAYMENT, gift, gift.amount_satang))
    booking.fee(gift, f"fee_demo_{gift.ref}", _fee(draft), by=SYSTEM)


def _arrived(fund: Fund, draft: GiftDraft, less: int = 0) -> None:
    net = draft.amount_satang - _fee(draft) - less
    booking.arrived(fund, f"po_demo_{clock.today():%y%m%d}", net, by=SYSTEM)


def _asked_back(officer: Actor) -> None:
    refunds.ask(_gift(SECOND), BACK, reason=WHY_BACK, by=officer)


def _sent_back(approver: Actor) -> None:
    gift, way_back = _gift(SECOND), db.scalars(select(GiftRefund)).one()
    refunds.approve(way_back, gift, by=approver)
    settling.apply(_told("refund.updated", REFUND, gift, BACK, refund_ref=way_back.ref))


def _differs(fund: Fund) -> None:
    expected = 1_000_000 * BAHT
    differences.found(
        DifferenceKind.BALANCE,
        "demo",
        about=fund.ref,
        fund_id=fund.id,
        expected=expected,
        seen=expected - 25 * BAHT,
        detail=STATEMENT,
    )


def _explained(officer: Actor) -> None:
    of_the_account = select(Difference).where(Difference.kind == DifferenceKind.BALANCE)
    differences.explain(db.scalars(of_the_account).one(), reason=EXPLAINED, by=officer)


def _gift(draft: GiftDraft) -> Gift:
    return db.scalars(select(Gift).where(Gift.giver_email == draft.giver_email)).one()


def _told(kind: str, about: str, gift: Gift, satang: int, refund_ref: str = "") -> Told:
    """What the service would say of a gift, or of a refund of it, that went well."""
    return Told(
        id=f"evt_demo_{about}_{gift.ref}",
        type=kind,
        at=clock.now(),
        live=False,
        foreign=False,
        about=about,
        object_ref=f"{about}_demo_{gift.ref}",
        payment_ref=f"pi_demo_{gift.ref}",
        gift_ref=gift.ref,
        refund_ref=refund_ref,
        amount_satang=satang,
        currency=CURRENCY,
        status="succeeded",
    )


def _fee(draft: GiftDraft) -> int:
    return draft.amount_satang * FEE_SHARE // 10_000


def _page(ref: str) -> str:
    return f"/give/{ref}"
