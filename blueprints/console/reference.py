"""`flask reference`: the data every installation begins with."""

import click
from flask.cli import AppGroup

from marketplace.areas import loading

group = AppGroup("reference", help="Load the country, its offices and its programmes.")


@group.command("load")
def load_reference() -> None:
    """Bring reference data up to date; a second run changes nothing."""
    loaded = loading.load_reference()
    click.echo(
        f"Changed: {loaded.areas} areas, {loaded.authorities} local authorities, "
        f"{loaded.programmes} programmes, {loaded.settings} settings."
    )
