"""`flask areas`: what an operator adds to the country we ship: local authorities and outlines."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from marketplace.areas import loading
from marketplace.i18n import use
from marketplace.kernel.errors import Invalid

group = AppGroup("areas", help="Add local authorities and outlines by file.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("import-authorities")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_authorities(file: Path, dry_run: bool) -> None:
    """Read local authorities from a CSV file: a verdict for each row."""
    with use("en"):
        try:
            verdicts = loading.import_authorities(file, dry_run=dry_run)
        except Invalid as refusal:
            _bad_input(file, refusal)
        for verdict in verdicts:
            click.echo(
                f"row {verdict.row}: {verdict.ref or '-'}: {verdict.outcome}{f': {verdict.why}' if verdict.why else ''}"
            )


@group.command("load-outlines")
@click.argument("file", type=_FILE)
def load_outlines(file: Path) -> None:
    """Read outlines of areas from a GeoJSON file."""
    with use("en"):
        try:
            loaded = loading.load_outlines(file)
        except Invalid as refusal:
            _bad_input(file, refusal)
        click.echo(f"Stored: {loaded.stored} outlines.")
        if loaded.unknown:
            click.echo(f"Not areas of ours: {', '.join(sorted(set(loaded.unknown))[:20])}")


def _bad_input(file: Path, refusal: Invalid) -> NoReturn:
    click.echo(f"{file.name}: {refusal}", err=True)
    sys.exit(2)
