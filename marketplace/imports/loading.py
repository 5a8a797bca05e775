"""One file from first look to last row: judged without writing, then kept row by row in one transaction.

A preview and an import judge alike. A row that is refused leaves nothing behind; of the others either all that can
be kept are kept, or, when the whole file was asked for, none unless every row is good.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.i18n import Text, t
from marketplace.imports import opportunities, rates, resources, sheets, verdicts, youth
from marketplace.imports.cells import Era
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Judged, Kind, Setting
from marketplace.imports.sheets import Sheet
from marketplace.imports.verdicts import Outcome, Report, Verdict
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from models.organisation import Organisation
from models.session import db, transactional

KINDS: dict[str, Kind] = {kind.name: kind for kind in (opportunities.KIND, youth.KIND, resources.KIND)}
"""What an operator may bring in."""

ALL: dict[str, Kind] = {**KINDS, rates.KIND.name: rates.KIND}
"""The same with what only somebody of the area may."""

AT_ONCE = 500
_HIDDEN = t("Something that cannot be seen was hidden in this cell. Type it anew, then bring the file again.")
Progress = Callable[[int, int], None]


def template(name: str) -> str:
    """The header of a kind of file and two rows as an example."""
    kind = ALL[name]
    written = io.StringIO(newline="")
    sheet = csv.DictWriter(written, kind.columns, restval="", lineterminator="\r\n")
    sheet.writeheader()
    sheet.writerows(kind.examples(clock.today()))
    return written.getvalue()


def preview(name: str, content: bytes, file: str, setting: Setting) -> Report:
    """What an import would make of each row; nothing is written. Raises BadFile."""
    kind = ALL[name]
    judged = _judged(kind, sheets.read(content, file, kind.required), setting)
    return Report(tuple(verdict for verdict, _ in judged))


def keep(
    name: str,
    content: bytes,
    file: str,
    setting: Setting,
    *,
    whole: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Import a file within the caller's transaction; `whole` keeps nothing unless every row is good."""
    kind = ALL[name]
    judged = _judged(kind, sheets.read(content, file, kind.required), setting)
    if whole and any(verdict.outcome == Outcome.REFUSED for verdict, _ in judged):
        return Report(tuple(_left(verdict) for verdict, _ in judged))
    said: list[Verdict] = []
    for done, (verdict, found) in enumerate(judged, start=1):
        said.append(_kept(kind, verdict, found, setting) if found is not None else verdict)
        progress(done, len(judged))
    return Report(tuple(said))


@transactional
def import_file(
    name: str,
    path: Path,
    *,
    organisation: str | None = None,
    dry_run: bool = False,
    whole: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Import an operator's file as one transaction of its own. Raises BadFile."""
    setting = Setting(organisation=_organisation(organisation) if organisation else None)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(t("The file cannot be opened.")) from error
    if dry_run:
        return preview(name, content, path.name, setting)
    return keep(name, content, path.name, setting, whole=whole, progress=progress)


def _judged(kind: Kind, sheet: Sheet, setting: Setting) -> list[tuple[Verdict, Judged | None]]:
    """Every row with its verdict, and what will be kept of those that are new."""
    era = Era(row.get(column) for row in sheet.rows for column in kind.dates)
    known = _known(kind, sheet)
    seen: dict[tuple[object, ...], int] = {}
    found: list[tuple[Verdict, Judged | None]] = []
    for row in sheet.rows:
        ref = row.get("ref")[:60]
        try:
            sheets.refuse_ragged(row)
            if row.hidden:
                raise Invalid(_HIDDEN, errors=dict.fromkeys(row.hidden, _HIDDEN))
            judged = kind.judge(row, era, setting)
            if judged.key in seen:
                raise Invalid(kind.twice(seen[judged.key]), field=kind.named_by)
        except BadFile as refusal:
            found.append((Verdict(row.number, ref, Outcome.REFUSED, (("", refusal.why),), cells=row.cells), None))
            continue
        except Invalid as refusal:
            found.append((replace(verdicts.refused(row.number, ref, refusal), cells=row.cells), None))
            continue
        seen[judged.key] = row.number
        if judged.key in known:
            found.append((Verdict(row.number, ref, Outcome.KNOWN, draft=judged.draft), None))
        else:
            found.append((Verdict(row.number, ref, Outcome.NEW, judged.notes, draft=judged.draft), judged))
    if kind.moved is not None:
        again = kind.moved([(row, verdict) for row, (verdict, _) in zip(sheet.rows, found, strict=True)], setting)
        found = [(verdict, judged) for verdict, (_, judged) in zip(again, found, strict=True)]
    return found if kind.alike is None else _apart(kind.alike, found, setting)


def _apart(
    alike: Callable[[Sequence[Any], Setting], Sequence[Text | None]],
    found: Sequence[tuple[Verdict, Judged | None]],
    setting: Setting,
) -> list[tuple[Verdict, Judged | None]]:
    """The same with those left out that may be here already."""
    whys = iter(alike([judged.draft for _, judged in found if judged is not None], setting))
    apart: list[tuple[Verdict, Judged | None]] = []
    for verdict, judged in found:
        why = next(whys) if judged is not None else None
        held = replace(verdict, outcome=Outcome.ALIKE, problems=(("", why),)) if why is not None else verdict
        apart.append((held, judged if why is None else None))
    return apart


def _known(kind: Kind, sheet: Sheet) -> set[tuple[object, ...]]:
    refs = sorted({" ".join(row.get("ref").split()) for row in sheet.rows})
    parts = (refs[first : first + AT_ONCE] for first in range(0, len(refs), AT_ONCE))
    return {key for part in parts for key in kind.known(part)}


def _kept(kind: Kind, verdict: Verdict, found: Judged, setting: Setting) -> Verdict:
    try:
        with db.begin_nested():
            kind.keep(found.draft, setting)
    except (Invalid, Conflict) as refusal:
        return verdicts.refused(verdict.row, verdict.ref, refusal)
    return verdict


def _left(verdict: Verdict) -> Verdict:
    return replace(verdict, outcome=Outcome.LEFT) if verdict.outcome == Outcome.NEW else verdict


def _organisation(ref: str) -> Organisation:
    found = db.scalar(select(Organisation).where(Organisation.ref == ref))
    if found is None:
        raise BadFile(t("There is no such organisation."))
    return found
