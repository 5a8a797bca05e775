"""`flask labour`: young-worker law from the command line, files in and files out, without a database."""

import csv
import sys
from datetime import datetime
from pathlib import Path

import click

from marketplace.i18n import t, use
from marketplace.imports import labour_files
from marketplace.imports.errors import BadFile
from marketplace.kernel import clock
from marketplace.labour.law import rules_on

_FILE = click.Path(path_type=Path)


@click.group("labour")
def group() -> None:
    """Hold work against young-worker law."""


@group.command("check")
@click.option("--input", "source", type=_FILE, required=True, help="Cases: CSV, XLSX or Parquet.")
@click.option("--output", type=_FILE, required=True, help="Where the verdict of each case is written (CSV).")
@click.option("--language", type=click.Choice(["en", "th"]), default="en", help="The language of the reasons.")
def check(source: Path, output: Path, language: str) -> None:
    """Judge every case of a file: ok, needs_action or blocked, with every broken rule."""
    with use("en"):
        try:
            judged = labour_files.judge_file(_content(source), source.name, _progress)
            _write(output, labour_files.table(judged, language))
        except BadFile as refusal:
            file = output if refusal.column == "--output" else source
            click.echo(str(refusal.at(file.name)), err=True)
            sys.exit(2)


@group.command("rules")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules are shown (default today).")
def show_rules(on: datetime | None) -> None:
    """Print the rules in force as CSV, each with its section and source."""
    sheet = csv.writer(sys.stdout, lineterminator="\n")
    sheet.writerow(("rule", "effective_from", "weight", "judged_from", "name", "section", "source"))
    sheet.writerows(
        (row.number, row.since, row.weight.value, "file" if row.judged_from_file else "product", row.name_en,
         row.section_en, row.source)
        for row in rules_on(on.date() if on else clock.today())
    )  # fmt: skip


def _content(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError:
        raise BadFile(t("The file cannot be opened.")) from None


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError:
        raise BadFile(t("The file cannot be written."), column="--output") from None


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty() and (done % 1000 == 0 or done == whole):
        click.echo(f"\r{done} of {whole} cases", err=True, nl=done == whole)
