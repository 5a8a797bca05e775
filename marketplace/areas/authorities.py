"""Local authorities by file: ours to begin with, the operator's for the rest. The same file twice changes nothing.

Columns: ref, kind, name_th, name_en, province, areas (codes of 2, 4 or 6 digits parted by `;`, a trailing `~` for
a part of it), source. UTF-8 with or without BOM, or Windows-874.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from marketplace.areas import names
from marketplace.areas.reference import gazetteer
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from models.area import LocalAuthority, LocalAuthorityArea
from models.session import db
from models.vocabulary import AreaLevel, AuthorityKind

COLUMNS = ("ref", "kind", "name_th", "name_en", "province", "areas", "source")
_LONGEST_REF = 37
_DATA = Path(__file__).parent / "data"


class Verdict(NamedTuple):
    """What became of one row; the header is row 1."""

    row: int
    ref: str
    outcome: str
    why: Text | None = None


class _Draft(NamedTuple):
    ref: str
    facts: Mapping[str, str]
    areas: Mapping[str, bool]


def load_authorities() -> int:
    """Bring the authorities we ship up to date and return how many changed."""
    served: dict[str, list[str]] = {}
    for row in _rows((_DATA / "authority_areas.csv").read_bytes()):
        served.setdefault(row["authority"], []).append(row["area"] + ("" if row["whole"] == "1" else "~"))
    drafts = [
        _draft(row | {"areas": ";".join(served.get(row["ref"], []))})
        for row in _rows((_DATA / "local_authorities.csv").read_bytes())
    ]
    return sum(outcome != "unchanged" for outcome in _write(drafts).values())


def import_authorities(path: Path, *, dry_run: bool = False) -> list[Verdict]:
    """Read an operator's file: a verdict for each row (new, changed, unchanged, refused), and nothing half done.

    Raises Invalid for a file that cannot be read or lacks a column.
    """
    drafts: list[_Draft] = []
    verdicts: dict[int, Verdict] = {}
    rows_of: dict[str, int] = {}
    for number, row in enumerate(_rows(path.read_bytes(), COLUMNS), start=2):
        ref = (row["ref"] or "").strip()
        try:
            draft = _draft(row)
            if draft.ref in rows_of:
                raise Invalid(t("Row {row} has the same reference", row=rows_of[draft.ref]))
        except Invalid as refusal:
            why = refusal.message if isinstance(refusal.message, Text) else t("This row cannot be read")
            verdicts[number] = Verdict(number, ref, "refused", why)
            continue
        rows_of[draft.ref] = number
        drafts.append(draft)
    for ref, outcome in _write(drafts, dry_run=dry_run).items():
        verdicts[rows_of[ref]] = Verdict(rows_of[ref], ref, outcome)
    return [verdicts[number] for number in sorted(verdicts)]


def _rows(data: bytes, required: Iterable[str] = ()) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp874")
        except UnicodeDecodeError:
            raise Invalid(t("The file is neither UTF-8 nor Windows-874")) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in required if column not in (reader.fieldnames or ())]
    if missing:
        raise Invalid(t("The file lacks the column {column}", column=missing[0]))
    try:
        return [{name: value or "" for name, value in row.items() if isinstance(name, str)} for row in reader]
    except csv.Error:
        raise Invalid(t("The file cannot be read as CSV")) from None


def _draft(row: Mapping[str, str]) -> _Draft:
    facts = {name: row[name].strip() for name in COLUMNS}
    ref, kind, province = facts.pop("ref"), facts["kind"], facts.pop("province")
    if not ref or len(ref) > _LONGEST_REF or not ref.replace("-", "").isalnum() or not ref.isascii():
        raise Invalid(t("A reference is 1 to {count} Latin letters, digits and hyphens", count=_LONGEST_REF))
    if kind not in {known.value for known in AuthorityKind}:
        raise Invalid(t("{kind} is not a kind of local authority", kind=kind or "-"))
    if not facts["name_th"]:
        raise Invalid(t("The Thai name is missing"))
    if len(province) != 2 or not names.exists(province):
        raise Invalid(t("{code} is not a province code", code=province or "-"))
    if not facts["source"]:
        raise Invalid(t("The source is missing"))
    areas = _areas(facts.pop("areas"), province)
    return _Draft(ref, facts | {"province_code": province}, areas)


def _areas(cell: str, province: str) -> dict[str, bool]:
    """The subdistricts a cell names, each whole or in part."""
    served: dict[str, bool] = {}
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        code, whole = item.removesuffix("~"), not item.endswith("~")
        if not names.exists(code) or not code.startswith(province):
            raise Invalid(t("{code} is not an area of this province", code=code))
        for found in _subdistricts(code):
            served[found] = whole
    return served


def _subdistricts(code: str) -> list[str]:
    if len(code) == 6:
        return [code]
    return [
        one.code for one in gazetteer().values() if one.level is AreaLevel.SUBDISTRICT and one.code.startswith(code)
    ]


def _write(drafts: list[_Draft], *, dry_run: bool = False) -> dict[str, str]:
    known = {one.ref: one for one in db.scalars(select(LocalAuthority))}
    served: dict[int, dict[str, bool]] = {}
    for link in db.execute(
        select(LocalAuthorityArea.local_authority_id, LocalAuthorityArea.area_code, LocalAuthorityArea.whole)
    ):
        served.setdefault(link.local_authority_id, {})[link.area_code] = link.whole
    outcomes: dict[str, str] = {}
    for draft in drafts:
        one = known.get(draft.ref)
        same = one is not None and all(getattr(one, name) == value for name, value in draft.facts.items())
        if one is not None and same and served.get(one.id, {}) == draft.areas:
            outcomes[draft.ref] = "unchanged"
            continue
        outcomes[draft.ref] = "new" if one is None else "changed"
        if not dry_run:
            _store(one or LocalAuthority(ref=draft.ref), draft)
    return outcomes


def _store(one: LocalAuthority, draft: _Draft) -> None:
    for name, value in draft.facts.items():
        setattr(one, name, value)
    db.add(one)
    db.flush()
    db.execute(delete(LocalAuthorityArea).where(LocalAuthorityArea.local_authority_id == one.id))
    if draft.areas:
        db.execute(
            insert(LocalAuthorityArea),
            [
                {"local_authority_id": one.id, "area_code": code, "whole": whole}
                for code, whole in sorted(draft.areas.items())
            ],
        )
