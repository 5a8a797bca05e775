"""Who may do what with money that comes in: the office of the fund, two people where it goes back."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.bank_balance import BankBalance, BankBalanceFile
from models.earning import Fund
from models.gift import Difference, Gift, GiftDocument, GiftRefund, SuspenseExit
from models.vocabulary import Role

READERS = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.PROVINCE, Role.AUDITOR)
PLATFORM = (Role.STEWARD, Role.AUDITOR)


def can_see_gifts(actor: Actor, fund: Fund) -> Verdict:
    """Staff of the fund's office, and auditors."""
    return Verdict.when(_covers(actor, fund, *READERS))


def can_keep_gifts(actor: Actor, fund: Fund) -> Verdict:
    """Officers of the fund's office."""
    return _staff(actor, fund, Role.OFFICER)


def can_see_gift(actor: Actor, gift: Gift) -> Verdict:
    """Staff of the fund's office, and auditors."""
    return Verdict.when(_covers(actor, gift.fund, *READERS))


def can_keep_gift(actor: Actor, gift: Gift) -> Verdict:
    """Officers of the fund's office."""
    return _staff(actor, gift.fund, Role.OFFICER)


def can_see_gift_file(actor: Actor, gift_file: GiftDocument) -> Verdict:
    """Whoever may see the gift."""
    return can_see_gift(actor, gift_file.gift)


def can_decide_refund(actor: Actor, refund: GiftRefund) -> Verdict:
    """Approvers of the fund's office, but never who asked."""
    verdict = _staff(actor, refund.gift.fund, Role.APPROVER)
    if verdict and actor.account_id == refund.asked_by_id:
        return Verdict.no(t("Who asks and who approves must be two people."))
    return verdict


def can_record_refund(actor: Actor, refund: GiftRefund) -> Verdict:
    """Officers of the fund's office say that a transfer was sent back."""
    return _staff(actor, refund.gift.fund, Role.OFFICER)


def can_see_differences(actor: Actor) -> Verdict:
    """Staff with money of an office, auditors, and stewards for what belongs to no office."""
    return Verdict.when(actor.has(*READERS, Role.STEWARD))


def can_see_difference(actor: Actor, difference: Difference) -> Verdict:
    """Staff of the fund's office; where there is no fund, stewards and auditors of the whole country."""
    if difference.fund is None:
        return Verdict.when(actor.scope(*PLATFORM).national)
    return Verdict.when(_covers(actor, difference.fund, *READERS))


def can_answer_difference(actor: Actor, difference: Difference) -> Verdict:
    """Officers of the fund's office; where there is no fund, stewards."""
    if difference.fund is None:
        return Verdict.when(actor.scope(Role.STEWARD).national)
    return _staff(actor, difference.fund, Role.OFFICER)


def can_agree_difference(actor: Actor, difference: Difference) -> Verdict:
    """Approvers of the fund's office, where there is no fund stewards; but never who proposed."""
    if difference.fund is None:
        verdict = Verdict.when(actor.scope(Role.STEWARD).national)
    else:
        verdict = _staff(actor, difference.fund, Role.APPROVER)
    if verdict and actor.account_id == difference.proposed_by_id:
        return Verdict.no(t("Who proposes and who agrees must be two people."))
    return verdict


def can_see_balances(actor: Actor) -> Verdict:
    """Staff with money of an office, and auditors."""
    return Verdict.when(actor.has(*READERS))


def can_see_balance(actor: Actor, compared: BankBalance) -> Verdict:
    """Staff of the fund's office, and auditors."""
    return Verdict.when(_covers(actor, compared.fund, *READERS))


def can_see_balance_file(actor: Actor, page: BankBalanceFile) -> Verdict:
    """Whoever may see the comparison."""
    return can_see_balance(actor, page.balance)


def can_write_balance(actor: Actor, fund: Fund) -> Verdict:
    """Officers of the fund's office."""
    return _staff(actor, fund, Role.OFFICER)


def can_see_suspense(actor: Actor) -> Verdict:
    """Stewards and auditors of the whole country."""
    return Verdict.when(actor.scope(*PLATFORM).national)


def can_pass_on(actor: Actor, suspended: Difference) -> Verdict:
    """Stewards, where it belongs to no fund."""
    return Verdict.when(suspended.fund_id is None and actor.scope(Role.STEWARD).national)


def can_decide_exit(actor: Actor, leaving: SuspenseExit) -> Verdict:
    """Stewards, but never who proposed."""
    if not actor.scope(Role.STEWARD).national:
        return Verdict.hidden()
    if actor.account_id == leaving.proposed_by_id:
        return Verdict.no(t("Who proposes and who agrees must be two people."))
    return Verdict.yes()


def _covers(actor: Actor, fund: Fund, *roles: Role) -> bool:
    return actor.scope(*roles).covers(fund.area_code, fund.office_key)


def _staff(actor: Actor, fund: Fund, *roles: Role) -> Verdict:
    if _covers(actor, fund, *roles):
        return Verdict.yes()
    if _covers(actor, fund, *READERS):
        return Verdict.no(t("Somebody with another role does this."))
    return Verdict.hidden()
