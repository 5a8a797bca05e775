"""`flask db`: the schema's history from the command line."""

import click

from marketplace.offers import search
from models import schema
from models.session import transactional


@click.group("db")
def group() -> None:
    """Bring the database to the newest schema and keep it there."""


@transactional
def bring_up_lists() -> int:
    """Give rows of the list that an older schema wrote the days of now, so that nobody waits for the night."""
    return search.relist_moved()


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_schema(revision: str) -> None:
    """Bring the database up to REVISION (the newest by default)."""
    schema.upgrade(revision)
    if schema.is_current():
        bring_up_lists()
    click.echo(f"The database is at {schema.current()}.")


@group.command("current")
def show_current() -> None:
    """Print the revision of the database and the newest one."""
    click.echo(f"database {schema.current() or 'empty'}, newest {', '.join(schema.heads())}")


@group.command("check")
def check_schema() -> None:
    """Exit 1 when the database is behind or the models say something else."""
    if not schema.is_current():
        raise click.ClickException(f"the database is at {schema.current()}, not at {', '.join(schema.heads())}")
    if difference := schema.drift():
        raise click.ClickException(difference)
    click.echo("Database and models agree.")


@group.command("revision")
@click.argument("message")
def write_revision(message: str) -> None:
    """Write the next numbered migration from what the models say more than the database."""
    click.echo(f"Wrote {schema.revise(message).name}; read it before you trust it.")
