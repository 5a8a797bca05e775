"""An area's own rates for help by file: each row is a rate from a day on, known by its area, kind, unit and day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select

from marketplace.i18n import t, thai, words
from marketplace.imports import cells
from marketplace.imports.cells import Era, Reading
from marketplace.imports.kinds import Judged, Kind, Setting
from marketplace.imports.sheets import Row
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.resources import rates
from marketplace.resources.rates import RateDraft
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit

REQUIRED = ("kind", "unit", "amount", "effective_from", "standing", "source")
OPTIONAL = ("area",)
KINDS = {kind.value: words.word(ResourceKind, kind) for kind in ResourceKind}


def judge(row: Row, era: Era, setting: Setting) -> Judged:
    """The rate a row sets; raises Invalid naming every column that is wrong, another rate from that day included."""
    reading = Reading()
    draft = RateDraft(
        area_code=reading(lambda: _area(row, setting)),
        kind=reading(lambda: cells.called(row, "kind", ResourceKind, KINDS)),
        unit=reading(lambda: cells.called(row, "unit", ResourceUnit, rates.ONE)),
        effective_from=reading(lambda: era.day(row, "effective_from")),
        amount_satang=reading(lambda: _amount(row)),
        standing=reading(lambda: cells.called(row, "standing", RateStanding, rates.STANDINGS)),
        source=reading(lambda: cells.needed(row, "source") and " ".join(row.get("source").split())),
    )
    reading.end()
    before = db.scalars(_standing().where(*_same_place(draft)).order_by(ResourceRate.id.desc())).first()
    if before is None:
        rates.must_be_right(draft)
    elif (before.amount_satang, before.standing, before.source) != (draft.amount_satang, draft.standing, draft.source):
        raise Invalid(
            t("{sum} baht are set from that day on already. Take that rate back first, or name a later day.",
              sum=baht(before.amount_satang)),
            field="effective_from",
        )  # fmt: skip
    return Judged(_key(draft), draft)


def known(_refs: Sequence[str]) -> set[tuple[object, ...]]:
    """Every rate that is set and not taken back."""
    return {_key(one) for one in db.scalars(_standing())}


def keep(draft: RateDraft, setting: Setting) -> None:
    """Set the rate."""
    rates.set_rate(draft, by=setting.by)


def examples(today: date) -> Sequence[Mapping[str, str]]:
    """Two rows as they may look, with the days of either era."""
    first, second = today + timedelta(days=30), today + timedelta(days=60)
    return (
        {
            "kind": "expert_knowledge", "unit": "hours_per_week", "amount": "600",
            "effective_from": f"{first.day}/{first.month}/{first.year + 543}", "standing": "public",
            "source": "มติคณะกรรมการพื้นที่ ครั้งที่ 4/2569 ตามเพดานค่าสมนาคุณวิทยากร",
        },
        {
            "kind": "learning_site", "unit": "hours_per_week", "amount": "80.50",
            "effective_from": second.isoformat(), "standing": "estimate",
            "source": "ค่าใช้ศาลาประชาคมที่ อบต. สามแห่งเก็บจริง เฉลี่ยต่อชั่วโมง",
        },
    )  # fmt: skip


def _key(one: RateDraft | ResourceRate) -> tuple[object, ...]:
    return one.area_code, str(one.kind), str(one.unit), one.effective_from


def _standing() -> Select[ResourceRate]:
    return select(ResourceRate).where(ResourceRate.withdrawn_at.is_(None))


def _same_place(draft: RateDraft) -> tuple[ColumnElement[bool], ...]:
    return (
        ResourceRate.area_code == draft.area_code,
        ResourceRate.kind == draft.kind,
        ResourceRate.unit == draft.unit,
        ResourceRate.effective_from == draft.effective_from,
    )


def _amount(row: Row) -> int:
    cells.needed(row, "amount")
    return cells.satang(row, "amount")


def _area(row: Row, setting: Setting) -> str:
    own = rates.areas_of(setting.by)
    said = thai.digits(row.get("area")).strip() or (own[0] if len(own) == 1 else "")
    if said not in own:
        raise Invalid(t("Rates can be set for these areas: {codes}", codes=", ".join(own)), field="area")
    return said


KIND = Kind(
    "rates", REQUIRED, OPTIONAL, ("effective_from",), examples, judge, known, keep,
    twice=lambda number: t("Row {row} is of the same kind, unit, area and day.", row=number),
    named_by="effective_from",
)  # fmt: skip
