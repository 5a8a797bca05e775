"""Funds that a posting may name as the payer of its stipends."""

from collections.abc import Collection

from sqlalchemy import func, select

from marketplace.i18n import pick
from marketplace.kernel import clock
from models.earning import Fund
from models.organisation import Organisation
from models.session import db


def choices(organisation_ids: Collection[int]) -> tuple[tuple[int, str], ...]:
    """(id, name) of the funds open today in the provinces of these organisations."""
    provinces = select(func.substr(Organisation.area_code, 1, 2)).where(Organisation.id.in_(organisation_ids))
    wanted = select(Fund).where(
        func.substr(Fund.area_code, 1, 2).in_(provinces), Fund.closed_at.is_(None), Fund.ends_on >= clock.today()
    )
    return tuple((fund.id, pick(fund.name_th, fund.name_en)) for fund in db.scalars(wanted.order_by(Fund.id)))
