"""Whom the bank pays: the name on the ID card and the account, without which no money leaves, and who is asked."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from marketplace import notices
from marketplace.earnings.states import OWED
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.people import desks
from marketplace.people import youth as young
from models.earning import Earning
from models.history import Notice
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import EarningKind, Role
from models.youth import Youth

ASK_AGAIN = timedelta(days=7)
MOST_ASKED = 200
EVENT = "name.needed"
NEEDED = t("Money waits for you. Write your name as on your ID card, so that the bank can pay you.")
ACCOUNT_EVENT = "account.needed"
ACCOUNT_NEEDED = t("Money waits for you. Say which account it should go to, so that the bank can pay you.")
ACCOUNT_FOR_THEM = t(
    "Money waits for somebody without a login whose account is not known. Write it down with them, bank book in hand."
)
FOR_THEM = t("Money waits for somebody whose name on the ID card is not known. Ask them and write it down.")


def nameless(youths: Iterable[Youth]) -> list[Youth]:
    """Those whom no bank can pay yet."""
    return [youth for youth in youths if not young.legal_name(youth)]


def ask_for_names() -> int:
    """Ask whoever money waits for, and their case workers, for the missing name; a step of the worker's round."""
    recently = select(Notice.subject_id).where(
        Notice.event == EVENT, Notice.subject_type == Youth.__tablename__, Notice.visible_at > clock.now() - ASK_AGAIN
    )
    owed = select(Earning.youth_id).where(Earning.state.in_(OWED), Earning.kind != EarningKind.IN_KIND)
    wanted = (
        select(Youth)
        .where(
            Youth.id.in_(owed),
            or_(Youth.first_name_sealed.is_(None), Youth.last_name_sealed.is_(None)),
            Youth.id.not_in(recently),
        )
        .order_by(Youth.id)
        .limit(MOST_ASKED)
    )
    found: Sequence[Youth] = db.scalars(wanted).all()
    for youth in found:
        notices.tell(youth.account_id, event=EVENT, message=NEEDED, path="/youth/name", about=youth)
        for account_id in sorted(_case_workers(youth)):
            path = f"/office/youth/{youth.ref}/name"
            notices.tell(account_id, event=EVENT, message=FOR_THEM, path=path, about=youth)
    return len(found)


def ask_for_accounts() -> int:
    """Ask whoever money waits for where it should go, when they never said; a step of the worker's round.

    For somebody without a login their case workers are asked, who may write it down with them.
    """
    recently = select(Notice.subject_id).where(
        Notice.event == ACCOUNT_EVENT,
        Notice.subject_type == Youth.__tablename__,
        Notice.visible_at > clock.now() - ASK_AGAIN,
    )
    owed = select(Earning.youth_id).where(Earning.state.in_(OWED), Earning.kind != EarningKind.IN_KIND)
    wanted = (
        select(Youth)
        .where(Youth.id.in_(owed), Youth.id.not_in(select(PayoutAccount.youth_id)), Youth.id.not_in(recently))
        .order_by(Youth.id)
        .limit(MOST_ASKED)
    )
    found = db.scalars(wanted).all()
    for youth in found:
        message, path = ACCOUNT_NEEDED, "/youth/money/account"
        notices.tell(youth.account_id, event=ACCOUNT_EVENT, message=message, path=path, about=youth)
        for account_id in sorted(_case_workers(youth)) if youth.account_id is None else ():
            path = f"/office/youth/{youth.ref}/account"
            notices.tell(account_id, event=ACCOUNT_EVENT, message=ACCOUNT_FOR_THEM, path=path, about=youth)
    return len(found)


def _case_workers(youth: Youth) -> set[int]:
    if youth.case_worker_id is not None:
        return {youth.case_worker_id}
    if not youth.office_key:
        return set()
    return desks.accounts_of(youth.office_key, Role.CASEWORKER, area_code=youth.area_code)
