"""Which fund may pay what a posting promises: one of an authority that answers for its place, open when it begins.

Stipends, travel money and what is paid on completion, for milestones and for staying come from a fund; without one
they are promised by nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import and_, func, or_, select

from marketplace.areas.offices import office_key_for, office_name, office_names
from marketplace.i18n import Text, pick, t, use
from marketplace.i18n.lazy import Either, FullDay
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import fund_rules, stipends
from models.area import LocalAuthority, LocalAuthorityArea, ProgrammeArea
from models.earning import Fund
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import AuthorityKind, OpportunityState

if TYPE_CHECKING:
    from marketplace.offers.bounds import Problem
    from marketplace.offers.drafts import PostingDraft

ON_CARDS: Final = (
    "stipend_per_session_satang", "stipend_per_hour_satang", "travel_per_session_satang", "completion_bonus_satang",
)  # fmt: skip
FROM_A_FUND: Final = (*ON_CARDS, "steps_satang", "stays_satang")
NO_FUND: Final = t(
    "Stipends, travel money and what is paid on completion, for milestones or for staying come from a fund."
    " Choose the fund, or leave these sums empty."
)
ANOTHERS: Final = t("This fund is set aside for another posting alone. Choose another fund.")


class Paying(fund_rules.Sums, Protocol):
    """What a draft and a kept posting both say of the fund's part."""

    @property
    def steps_satang(self) -> int: ...

    @property
    def stays_satang(self) -> int: ...

    @property
    def fund_id(self) -> int | None: ...


def lacks_fund(posting: Paying) -> bool:
    """Whether it promises money that no fund stands behind."""
    return posting.fund_id is None and promises(posting)


def promises(posting: Paying) -> bool:
    """Whether any of its money comes from a fund."""
    return any(getattr(posting, name) for name in FROM_A_FUND)


def problems(draft: PostingDraft) -> Iterator[Problem]:
    """What is wrong with the fund that is named; a draft that names none has nothing wrong yet."""
    if draft.fund_id is None:
        return
    fund = db.get(Fund, draft.fund_id)
    if fund is None or fund.closed_at is not None:
        yield "fund", t("There is no such fund.")
    elif not covers(fund, draft.area_code):
        yield "fund", _elsewhere(fund)
    elif fund.ends_on < draft.starts_on:
        yield "fund", t("This fund ends on {day}, before the posting begins.", day=FullDay(fund.ends_on))
    else:
        for refusal in fund_rules.refusals(fund, draft, fund_rules.asked(draft, draft.promises, _longest(draft))):
            yield "fund", refusal


def _longest(draft: PostingDraft) -> int:
    """Minutes of its longest time of learning where they are paid for; no other draft is asked for its times."""
    return stipends.longest(draft) if draft.stipend_per_hour_satang else 0


def covers(fund: Fund, area_code: str) -> bool:
    """Whether the fund's authority answers for a subdistrict, its district or its province, or its programme has it."""
    own = fund.office_key == office_key_for(area_code)
    return own or fund.office_key in offices_over(area_code) or _is_of_programme(fund, area_code)


def choices(
    organisation_ids: Collection[int], *, area_code: str | None = None, kept: int | None = None
) -> tuple[tuple[int, str], ...]:
    """(id, name with its authority) of funds to choose from: those open today in the provinces of these organisations
    and those of the place meant, and the one that is named already. A fund of one posting is offered to no other.
    """
    provinces = select(func.substr(Organisation.area_code, 1, 2)).where(Organisation.id.in_(organisation_ids))
    province = func.substr(Fund.area_code, 1, 2)
    near = or_(province.in_(provinces), province == (area_code or "")[:2])
    is_open = and_(near, Fund.closed_at.is_(None), Fund.ends_on >= clock.today(), Fund.opportunity_id.is_(None))
    found = db.scalars(select(Fund).where(or_(is_open, Fund.id == kept)).order_by(Fund.id)).all()
    named = office_names({fund.office_key for fund in found})
    return tuple((fund.id, f"{pick(fund.name_th, fund.name_en)} · {named[fund.office_key]}") for fund in found)


def is_anothers(fund_id: int | None, posting_id: int | None = None) -> bool:
    """Whether a fund is set aside for one posting, and not for this."""
    fund = db.get(Fund, fund_id) if fund_id is not None else None
    return fund is not None and fund.opportunity_id not in (None, posting_id)


def must_not_be_anothers(fund_id: int | None, posting_id: int | None = None) -> None:
    """Raises Invalid for a fund that is set aside for another posting."""
    if is_anothers(fund_id, posting_id):
        raise Invalid(ANOTHERS, field="fund")


def named(posting: Paying) -> tuple[str, str] | None:
    """The fund of a posting and the authority it belongs to, in the reader's language."""
    fund = db.get(Fund, posting.fund_id) if posting.fund_id is not None else None
    return None if fund is None else (pick(fund.name_th, fund.name_en), office_name(fund.office_key))


def is_elsewhere(posting: Opportunity) -> bool:
    """Whether the fund it names belongs to an authority that does not answer for its place."""
    fund = db.get(Fund, posting.fund_id) if posting.fund_id is not None else None
    return fund is not None and not covers(fund, posting.area_code)


def refusal(posting: Opportunity) -> Text | None:
    """Why nobody can be approved: it promises money of no fund, or of one that does not answer for its place."""
    if lacks_fund(posting):
        return t(
            "The posting promises stipends, travel money or money on completion but names no fund to pay them."
            " The organisation has to name one first."
        )
    fund = db.get(Fund, posting.fund_id) if posting.fund_id is not None and promises(posting) else None
    if fund is not None and is_anothers(fund.id, posting.replaces_id or posting.id):
        return ANOTHERS
    return None if fund is None or covers(fund, posting.area_code) else _elsewhere(fund)


def lacking(organisation_ids: Collection[int]) -> list[Opportunity]:
    """The published and paused postings of these organisations that promise money without a fund."""
    promised = or_(*(getattr(Opportunity, name) > 0 for name in FROM_A_FUND))
    wanted = select(Opportunity).where(
        Opportunity.organisation_id.in_(organisation_ids),
        Opportunity.state.in_((OpportunityState.PUBLISHED, OpportunityState.PAUSED)),
        Opportunity.fund_id.is_(None),
        promised,
    )
    return list(db.scalars(wanted.order_by(Opportunity.id)))


def _elsewhere(fund: Fund) -> Text:
    names = []
    for locale in ("th", "en"):
        with use(locale):
            names.append(office_name(fund.office_key))
    return t(
        "{fund} is money of {office}, which does not answer for this place. Choose a fund of the place.",
        fund=Either(fund.name_th, fund.name_en or fund.name_th),
        office=Either(*names),
    )


def offices_of(code: str) -> set[str]:
    """The offices that answer for all of an area of any level."""
    if len(code) == 6:
        return offices_over(code)
    pao = select(LocalAuthority.ref).where(
        LocalAuthority.kind == AuthorityKind.PAO, LocalAuthority.province_code == code[:2]
    )
    own = {f"p:{code[:2]}", *({f"d:{code}"} if len(code) == 4 else ())}
    return own | {f"la:{ref}" for ref in db.scalars(pao)}


def offices_over(area_code: str) -> set[str]:
    """The office that answers for a subdistrict, its district and province, and whoever else serves all of it."""
    serving = (
        select(LocalAuthority.ref)
        .outerjoin(LocalAuthorityArea, LocalAuthorityArea.local_authority_id == LocalAuthority.id)
        .where(
            or_(
                and_(LocalAuthorityArea.area_code == area_code, LocalAuthorityArea.whole),
                and_(LocalAuthority.kind == AuthorityKind.PAO, LocalAuthority.province_code == area_code[:2]),
            )
        )
    )
    served = {f"la:{ref}" for ref in db.scalars(serving)}
    return {office_key_for(area_code), f"d:{area_code[:4]}", f"p:{area_code[:2]}", *served}


def _is_of_programme(fund: Fund, area_code: str) -> bool:
    if fund.programme_id is None:
        return False
    within = select(ProgrammeArea.area_code).where(ProgrammeArea.programme_id == fund.programme_id)
    return any(area_code.startswith(code) for code in db.scalars(within))
