"""Import by file in a browser, alike for every audience: choose, see a verdict for each row, confirm.

Looking writes nothing; the file waits in its owner's folder until it is confirmed or a day has passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Response, request
from wtforms import BooleanField

from blueprints import incoming
from blueprints.fields import DataFile
from blueprints.forms import Form
from blueprints.session import actor, config
from marketplace.i18n import Text, t
from marketplace.imports import loading, uploads, verdicts
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Setting
from marketplace.imports.uploads import Upload
from marketplace.imports.verdicts import Outcome, Report, Verdict

MOST_SHOWN = 200
WORDS = {
    Outcome.NEW: t("New"),
    Outcome.KNOWN: t("Here already, stays as it is"),
    Outcome.ALIKE: t("Maybe here already, left out"),
    Outcome.REFUSED: t("Not accepted"),
    Outcome.LEFT: t("Left out"),
}


class UploadForm(Form):
    """The file."""

    file = DataFile(t("File"))


class ConfirmForm(Form):
    """Whether the good rows come in although others do not."""

    alike = BooleanField(t("Bring in those who may be here already too: they are others"))  # type: ignore[arg-type]  # rendered for its reader
    whole = BooleanField(t("Only if every row is good"))  # type: ignore[arg-type]  # rendered for its reader


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True)
class Shown:
    """What a preview shows of a row where no reference tells rows apart: its columns, and their cells."""

    columns: tuple[Column, ...]
    cells: Callable[[Verdict], tuple[object, ...]]


BY_REFERENCE = Shown((Column(t("Reference")),), lambda verdict: (verdict.ref or "–",))


@dataclass(frozen=True)
class Figure:
    """How many rows end in one way."""

    figure: int
    label: Text


@dataclass(frozen=True)
class PreviewPage:
    """What would become of each row."""

    title: Text
    figures: tuple[Figure, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    more: int
    can_keep: bool
    asks_alike: bool
    file: str


def take() -> str:
    """Keep the chosen file and give the name it waits under; raises BadFile."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadFile(t("Choose a file."))
    if (why := incoming.refusal_of(given, uploads.LARGEST)) is not None:
        raise BadFile(why)
    return uploads.put(_folder(), given.read(), given.filename, by=actor())


def waiting() -> Upload:
    """The file this page is about; raises Conflict when it is gone."""
    return uploads.get(_folder(), request.values.get("file", "")[:60], by=actor())


def preview(kind: str, title: Text, found: Upload, setting: Setting, shown: Shown = BY_REFERENCE) -> PreviewPage:
    """The verdict of each row, those that need a hand first; raises BadFile."""
    report = loading.preview(kind, found.content, found.name, setting)
    ordered = sorted(report.verdicts, key=_urgency)
    return PreviewPage(
        title=title,
        figures=tuple(Figure(report.count(one), WORDS[one]) for one in Outcome if report.count(one)),
        columns=(
            Column(t("Row")),
            *shown.columns,
            Column(t("What becomes of it")),
            Column(t("Why")),
        ),
        rows=tuple(_row(verdict, shown) for verdict in ordered[:MOST_SHOWN]),
        more=max(0, len(ordered) - MOST_SHOWN),
        can_keep=report.count(Outcome.NEW) + report.count(Outcome.ALIKE) > 0,
        asks_alike=report.count(Outcome.ALIKE) > 0,
        file=found.name,
    )


def keep(kind: str, found: Upload, setting: Setting) -> Report:
    """Import the file and forget it; raises BadFile."""
    form = ConfirmForm.posted()
    setting = replace(setting, alike_too=bool(form.alike.data))
    report = loading.keep(kind, found.content, found.name, setting, whole=bool(form.whole.data))
    if report.count(Outcome.NEW):
        uploads.forget(_folder(), found.name, by=actor())
    return report


def said(report: Report) -> Text:
    """What was done, in one sentence."""
    alike = report.count(Outcome.ALIKE)
    if not report.count(Outcome.NEW):
        if alike and not report.count(Outcome.REFUSED):
            return t("Nothing was brought in: those in the file may be here already.")
        return t("Nothing was brought in: not every row is good.")
    refused = report.count(Outcome.REFUSED)
    new = report.count(Outcome.NEW)
    if alike:
        return t("Brought in: {new}. Not accepted: {refused}. Maybe here already: {alike}.",
                 new=new, refused=refused, alike=alike)  # fmt: skip
    return t("Brought in: {new}. Not accepted: {refused}.", new=new, refused=refused)


def template(kind: str) -> Response:
    """The empty table with two example rows, as a file to download."""
    return _download("\ufeff" + loading.template(kind), f"okat-{kind}.csv")


def table(kind: str, found: Upload, setting: Setting) -> Response:
    """The verdict of every row as a file to download; raises BadFile."""
    report = loading.preview(kind, found.content, found.name, setting)
    return _download(verdicts.table(report.verdicts), f"okat-{kind}-verdicts.csv")


def _urgency(verdict: Verdict) -> tuple[bool, bool]:
    """What needs a hand sorts first, then what should be looked at."""
    return verdict.outcome not in (Outcome.REFUSED, Outcome.ALIKE), not verdict.problems


def _row(verdict: Verdict, shown: Shown) -> tuple[object, ...]:
    alone = f"{verdict.field}: " if len(verdict.problems) == 1 and verdict.field else ""
    return str(verdict.row), *shown.cells(verdict), str(WORDS[verdict.outcome]), f"{alone}{verdict.why}" or "–"


def _download(text: str, name: str) -> Response:
    answer = Response(text, content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _folder() -> Path:
    return config().data
