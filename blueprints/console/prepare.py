"""What must be there before the first page: schema, reference data, and in development the demo world."""

from collections.abc import Callable

import click

from marketplace.config import Config
from models import schema


def load_missing_reference(say: Callable[[str], object]) -> None:
    """Load what every installation begins with, once; that it takes a moment is told to `say`."""
    from marketplace.areas import loading

    if loading.is_missing():
        say("Loading provinces, districts and subdistricts ...")
        loading.load_reference()


def prepare(settings: Config, *, demo: bool) -> None:
    """Bring the schema to head, load reference data once, and the demo world into an empty database."""
    from blueprints.console.db import bring_up_lists
    from marketplace.demo import world

    was_behind = not schema.is_current()
    schema.upgrade()
    load_missing_reference(click.echo)
    if was_behind:
        bring_up_lists()
    if demo and not world.is_loaded() and world.may_load():
        click.echo("Loading the demo world (once, about a minute) ...")
        world.load(progress=click.echo, password=settings.demo_password, folder=settings.uploads)


def demo_accounts(settings: Config) -> str:
    """One demo account per role with the password, as a short table; empty without a demo world."""
    from marketplace.demo import world

    if not world.is_loaded():
        return ""
    lines = [f"  {role:<12} {email}" for role, email in world.accounts()]
    return "\n".join(["Demo accounts (password: " + settings.demo_password + ")", *lines])
