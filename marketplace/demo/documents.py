"""The papers of the demo's organisations: most hold for long, some run out soon, one waits for the office."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PIL import Image

from marketplace.access import Actor
from marketplace.demo.cast import PROVIDER_AT
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.kernel import clock
from marketplace.organisations import papers, rules
from marketplace.organisations.papers import PaperDraft
from models.organisation import Organisation
from models.session import db
from models.vocabulary import OrganisationPaperKind as Kind
from models.vocabulary import Role

RUNS_OUT_IN: Mapping[str, int] = {
    PROVIDER_AT: 25, "ban-opun": 12, "muean-phuean": 5, "bannang-barber": -4, "si-wilai-farm": -9,
}  # fmt: skip
"""In how many days the first paper of these runs out; the last two have one that did."""

RENEWS = "muean-phuean"
"""Its new paper waits for the office."""

SOONEST, LATEST = 40, 330
HOLDS = timedelta(days=364)
FIRST_DAY = timedelta(days=278)
NIGHTS = 35
NAMES: Mapping[Kind, str] = {
    Kind.REGISTRATION: "หนังสือรับรอง", Kind.LICENCE: "ใบอนุญาต", Kind.SAFEGUARDING: "คำมั่นคุ้มครองเด็ก",
    Kind.PLACE_PHOTO: "รูปสถานที่", Kind.INSURANCE: "กรมธรรม์", Kind.COMMUNITY_LETTER: "หนังสือผู้ใหญ่บ้าน",
}  # fmt: skip


@dataclass(frozen=True)
class _Keeper:
    """An organisation with whoever shows its papers and whoever looks at them."""

    organisation: Organisation
    supplier: Actor
    officer: Actor
    number: int


def load(stage: Stage) -> None:
    """Give every organisation what it needs, as a supplier showed it and an officer confirmed it, and tell of ends."""
    if stage.folder is None:
        return
    sheet = _sheet()
    for number, (key, row) in enumerate(stage.organisations.items()):
        organisation = db.get_one(Organisation, row.id)
        officer = stage.cast.one(Role.OFFICER, organisation.office_key, number)
        keeper = _Keeper(organisation, stage.cast.supplier(key, 0), officer, number)
        ends = stage.today + timedelta(days=RUNS_OUT_IN.get(key, SOONEST + number * 37 % (LATEST - SOONEST)))
        _show(stage, keeper, sheet, ends)
        if key == RENEWS:
            with clock.frozen(at(stage.today - timedelta(days=1), 14)):
                _add(stage, keeper, sheet, Kind.SAFEGUARDING, ends + HOLDS)
    for ago in range(NIGHTS, 0, -1):
        with clock.frozen(at(stage.today - timedelta(days=ago), 3)):
            papers.nightly()


def _show(stage: Stage, keeper: _Keeper, sheet: CheckedFile, ends: date) -> None:
    """Everything it needs, shown on one day and confirmed on the next; what runs out does so on `ends` or later."""
    shown = max(ends - HOLDS, stage.today - FIRST_DAY)
    with clock.frozen(at(shown, 10, keeper.number)):
        for turn, one in enumerate(one for one in rules.asked(keeper.organisation.kind, shown) if one.needed):
            until = ends + timedelta(days=0 if one.kind == Kind.SAFEGUARDING else 30 * turn)
            _add(stage, keeper, sheet, one.kind, until if one.runs_out else None)
    with clock.frozen(at(shown + timedelta(days=1), 13, keeper.number)):
        papers.confirm_waiting(keeper.organisation, by=keeper.officer)
        papers.refresh(keeper.organisation)


def _add(stage: Stage, keeper: _Keeper, sheet: CheckedFile, kind: Kind, until: date | None) -> None:
    number = f"0{keeper.organisation.area_code[:2]}5560001{keeper.number:03}" if kind == Kind.REGISTRATION else ""
    file = replace(sheet, given_name=checking.named(f"{NAMES[kind]}.jpg", sheet.media_type))
    if stage.folder is not None:
        papers.add(keeper.organisation, PaperDraft(kind, number, until), file, stage.folder, by=keeper.supplier)


def _sheet() -> CheckedFile:
    """One plain sheet for all of them, through the same check as any upload."""
    drawn = io.BytesIO()
    Image.new("RGB", (600, 840), (250, 248, 240)).save(drawn, "PNG")
    return checking.check(drawn.getvalue(), "sheet.png")
