"""Who may do what with money: one's own is seen and confirmed, an office decides, and three people pay out."""

from marketplace.access import Actor, Verdict
from marketplace.earnings.states import PAYOUT
from marketplace.i18n import t
from models.earning import Earning, EmployerPayment, Fund
from models.payout import PayoutBatch, PayoutLine
from models.vocabulary import LineOutcome, PayoutState, Role
from models.youth import Youth

READERS = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.PROVINCE, Role.AUDITOR)
"""Who sees funds and batches of their area."""

SENDABLE = (PayoutState.AUTHORISED, PayoutState.RELEASED, PayoutState.RECONCILED, PayoutState.CLOSED)
PAYABLE = (PayoutState.AUTHORISED, PayoutState.RELEASED)
STATEMENT_READERS = (Role.CASEWORKER, Role.OFFICER, Role.APPROVER)
EMPLOYERS = (Role.EMPLOYER, Role.PROVIDER_ADMIN)


def can_see_funds(actor: Actor) -> Verdict:
    """Anybody with an office of money somewhere."""
    return Verdict.when(actor.has(*READERS))


def can_open_fund(actor: Actor) -> Verdict:
    """An officer, for their own area."""
    return Verdict.when(actor.has(Role.OFFICER))


def can_see_fund(actor: Actor, fund: Fund) -> Verdict:
    """Staff of the area, and auditors."""
    return Verdict.when(_covers(actor, fund, *READERS))


def can_manage_fund(actor: Actor, fund: Fund) -> Verdict:
    """An officer of the area: budget, and batches to prepare."""
    return _staff(actor, fund, Role.OFFICER)


def can_see_earning(actor: Actor, earning: Earning) -> Verdict:
    """The youth, and staff of the area."""
    return Verdict.when(_is_own(actor, earning.youth_id) or _covers(actor, earning.fund, *READERS))


def can_decide(actor: Actor, earning: Earning) -> Verdict:
    """An officer of the area, never about their own money."""
    verdict = _staff(actor, earning.fund, Role.OFFICER)
    if verdict and (_is_own(actor, earning.youth_id) or earning.youth_id in actor.ward_ids):
        return Verdict.no(t("Nobody decides on their own money. A colleague has to do it."))
    return verdict


def can_confirm(actor: Actor, earning: Earning) -> Verdict:
    """The youth alone."""
    return Verdict.when(_is_own(actor, earning.youth_id))


def can_see_batch(actor: Actor, batch: PayoutBatch) -> Verdict:
    """Staff of the area, and auditors."""
    return can_see_fund(actor, batch.fund)


def can_change_batch(actor: Actor, batch: PayoutBatch) -> Verdict:
    """An officer of the area: lines, lock, reconcile and close."""
    return _staff(actor, batch.fund, Role.OFFICER)


def can_abort(actor: Actor, batch: PayoutBatch) -> Verdict:
    """Any of the three offices; the same for taking out lines that cannot be paid."""
    return _staff(actor, batch.fund, Role.OFFICER, Role.APPROVER, Role.AUTHORISER)


def can_approve(actor: Actor, batch: PayoutBatch) -> Verdict:
    """An approver of the area who did not prepare it."""
    return _third(_staff(actor, batch.fund, Role.APPROVER), actor, batch.prepared_by_id)


def can_authorise(actor: Actor, batch: PayoutBatch) -> Verdict:
    """An authoriser of the area who neither prepared nor approved it; the same for its release."""
    verdict = _staff(actor, batch.fund, Role.AUTHORISER)
    return _third(verdict, actor, batch.prepared_by_id, batch.approved_by_id)


def can_settle_line(actor: Actor, line: PayoutLine) -> Verdict:
    """An officer of the area enters what the bank answered."""
    return can_change_batch(actor, line.batch)


_WHO = {
    "lock": can_change_batch,
    "return": can_approve,
    "approve": can_approve,
    "authorise": can_authorise,
    "release": can_authorise,
    "reconcile": can_change_batch,
    "close": can_change_batch,
    "abort": can_abort,
    "take_out": can_abort,
}


def steps_for(actor: Actor, batch: PayoutBatch) -> frozenset[str]:
    """The verbs this person may say about the batch now."""
    return frozenset(verb for verb in PAYOUT.verbs(batch.state) if _WHO[verb](actor, batch))


def can_export(actor: Actor, batch: PayoutBatch) -> Verdict:
    """Who tells the bank: officer and authoriser, once it is authorised."""
    verdict = _staff(actor, batch.fund, Role.OFFICER, Role.AUTHORISER)
    if verdict and batch.state not in SENDABLE:
        return Verdict.no(t("The file for the bank is there once the batch is authorised."))
    return verdict


def can_pay_by_hand(actor: Actor, line: PayoutLine) -> Verdict:
    """Who tells the bank, for a line the bank has not answered."""
    verdict = can_export(actor, line.batch)
    if verdict and (line.outcome != LineOutcome.PENDING or line.batch.state not in PAYABLE):
        return Verdict.no(t("This line already has the bank's answer."))
    return verdict


def can_see_statement(actor: Actor, youth: Youth) -> Verdict:
    """The youth, and staff who look after them."""
    scope = actor.scope(*STATEMENT_READERS)
    return Verdict.when(_is_own(actor, youth.id) or scope.covers(youth.area_code, youth.office_key))


def can_see_wages(actor: Actor) -> Verdict:
    """Staff of an employer."""
    return Verdict.when(bool(actor.organisation_ids(*EMPLOYERS)))


def can_report_wage(actor: Actor, payment: EmployerPayment) -> Verdict:
    """Staff of the employer who owes it."""
    return Verdict.when(payment.organisation_id in actor.organisation_ids(*EMPLOYERS))


def can_confirm_wage(actor: Actor, payment: EmployerPayment) -> Verdict:
    """The youth alone."""
    return Verdict.when(_is_own(actor, payment.youth_id))


def _is_own(actor: Actor, youth_id: int) -> bool:
    return actor.youth_id is not None and actor.youth_id == youth_id


def _covers(actor: Actor, fund: Fund, *roles: Role) -> bool:
    return actor.scope(*roles).covers(fund.area_code, fund.office_key)


def _staff(actor: Actor, fund: Fund, *roles: Role) -> Verdict:
    """Yes with the role here; hidden from strangers, and refused in words to colleagues with another role."""
    if _covers(actor, fund, *roles):
        return Verdict.yes()
    if _covers(actor, fund, *READERS):
        return Verdict.no(t("Somebody with another role does this."))
    return Verdict.hidden()


def _third(verdict: Verdict, actor: Actor, *others: int | None) -> Verdict:
    if verdict and actor.account_id in others:
        return Verdict.no(t("Who prepares, who approves and who authorises a batch must be three people."))
    return verdict
