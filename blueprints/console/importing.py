"""`flask import`: opportunities, young people and pledges by file, with a verdict for every row."""

import sys
from pathlib import Path

import click

from marketplace.i18n import use
from marketplace.imports import loading, verdicts
from marketplace.imports.errors import BadFile
from marketplace.imports.verdicts import Outcome, Report

_FILE = click.Path(path_type=Path)
_SHOWN = 20


@click.group("import")
def group() -> None:
    """Bring in opportunities, young people or pledges by file (CSV, XLSX, Parquet)."""


@group.command("template")
@click.argument("kind", type=click.Choice(sorted(loading.KINDS)))
def print_template(kind: str) -> None:
    """Print the header of KIND and two example rows."""
    click.echo(loading.template(kind), nl=False)


@group.command("opportunities")
@click.argument("file", type=_FILE)
@click.option("--org", help="Reference of the organisation whose opportunities these are.")
@click.option("--dry-run", is_flag=True, help="Judge every row and write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Keep nothing unless every row is good.")
@click.option("--output", type=_FILE, help="Write the verdict of each row to this CSV file.")
def import_opportunities(file: Path, org: str | None, dry_run: bool, all_or_nothing: bool, output: Path | None) -> None:
    """Hand the opportunities in FILE to the offices of their places, as submitted postings."""
    _run("opportunities", file, output, organisation=org, dry_run=dry_run, whole=all_or_nothing)


@group.command("youth")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Judge every row and write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Keep nothing unless every row is good.")
@click.option("--output", type=_FILE, help="Write the verdict of each row to this CSV file.")
def import_youth(file: Path, dry_run: bool, all_or_nothing: bool, output: Path | None) -> None:
    """Register the young people in FILE, without accounts."""
    _run("youth", file, output, dry_run=dry_run, whole=all_or_nothing)


@group.command("resources")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Judge every row and write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Keep nothing unless every row is good.")
@click.option("--output", type=_FILE, help="Write the verdict of each row to this CSV file.")
def import_resources(file: Path, dry_run: bool, all_or_nothing: bool, output: Path | None) -> None:
    """Bring in the pledges in FILE; an office looks at each before it is shown."""
    _run("resources", file, output, dry_run=dry_run, whole=all_or_nothing)


def _run(
    kind: str,
    file: Path,
    output: Path | None,
    *,
    dry_run: bool,
    whole: bool,
    organisation: str | None = None,
) -> None:
    with use("en"):
        try:
            report = loading.import_file(
                kind, file, organisation=organisation, dry_run=dry_run, whole=whole, progress=_progress
            )
        except BadFile as refusal:
            click.echo(str(refusal.at(file.name)), err=True)
            sys.exit(2)
        if output is not None:
            output.write_text(verdicts.table(report.verdicts), encoding="utf-8", newline="")
        _say(report, dry_run=dry_run, shown=output is None)


def _say(report: Report, *, dry_run: bool, shown: bool) -> None:
    refused = [verdict for verdict in report.verdicts if verdict.outcome == Outcome.REFUSED]
    for verdict in refused[:_SHOWN] if shown else ():
        click.echo(f"row {verdict.row}, {verdict.field or verdict.ref}: {verdict.why}")
    if shown and len(refused) > _SHOWN:
        click.echo(f"and {len(refused) - _SHOWN} more; --output writes them all")
    counts = ", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in Outcome if report.count(outcome))
    click.echo(f"{'Would be' if dry_run else 'Rows'}: {counts}")


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty() and (done % 100 == 0 or done == whole):
        click.echo(f"\r{done} of {whole} rows", err=True, nl=done == whole)
