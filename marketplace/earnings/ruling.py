"""The rules of a fund as an officer keeps them; every change stands in the audit trail."""

from dataclasses import asdict, dataclass

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.earnings import families
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.ledger import accounts
from models.earning import Fund
from models.session import db
from models.vocabulary import Field, FundUse, OpportunityKind


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fund may pay; an empty list allows everything, no ceiling is none."""

    uses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    most_per_youth_satang: int | None = None
    most_per_earning_satang: int | None = None
    most_in_all_satang: int | None = None


def of(fund: Fund) -> Rules:
    """What holds now."""
    lists = (tuple(fund.uses), tuple(fund.kinds), tuple(fund.fields))
    return Rules(*lists, fund.most_per_youth_satang, fund.most_per_earning_satang, fund.most_in_all_satang)


def keep(fund: Fund, rules: Rules, *, by: Actor) -> None:
    """Let these rules hold from now on; raises Invalid for what is none."""
    for name, known in (("uses", FundUse), ("kinds", OpportunityKind), ("fields", Field)):
        if not set(getattr(rules, name)) <= {str(one) for one in known}:
            raise Invalid(t("Choose from the list."), field=name)
    for name in ("most_per_youth", "most_per_earning", "most_in_all"):
        satang = getattr(rules, f"{name}_satang")
        if satang is not None and satang <= 0:
            raise Invalid(t("Enter an amount above zero."), field=name)
    _must_leave_what_is_given(fund, rules.most_in_all_satang)
    before = of(fund)
    fund.uses, fund.kinds, fund.fields = list(rules.uses), list(rules.kinds), list(rules.fields)
    fund.most_per_youth_satang = rules.most_per_youth_satang
    fund.most_per_earning_satang = rules.most_per_earning_satang
    fund.most_in_all_satang = rules.most_in_all_satang
    db.flush()
    record(by, "fund.rules", fund, before=asdict(before), after=asdict(rules))


def _must_leave_what_is_given(fund: Fund, most: int | None) -> None:
    """Refuse a ceiling below what the fund and its parts have paid, owe and have promised; their books are held."""
    if most is None or most == fund.most_in_all_satang:
        return
    for one in reversed(families.parts(fund.id)):
        accounts.lock_book(one.ref)
    if (has := families.committed(fund)) > most:
        raise Invalid(
            t("{sum} baht are paid, owed or promised already. The ceiling cannot be lower.", sum=baht(has)),
            field="most_in_all",
        )
