"""`flask demo`: an invented world on real places, for whoever wants to look around."""

import sys

import click
from flask import current_app

from blueprints.console.prepare import load_missing_reference
from marketplace.config import Config
from marketplace.demo import world
from marketplace.i18n import use
from marketplace.kernel.errors import Conflict


@click.group("demo")
def group() -> None:
    """Fill an empty database with an invented world."""


@group.command("load")
@click.option("--seed", type=int, default=world.SEED, show_default=True, help="The same seed makes the same world.")
@click.option("--scale", type=click.Choice(world.SCALES), default="small", show_default=True)
def load_world(seed: int, scale: str) -> None:
    """Load the demo world; a second run changes nothing, a database with real people is refused."""
    settings: Config = current_app.config["OKAT"]
    say = click.echo if sys.stdout.isatty() else lambda _line: None
    load_missing_reference(say)
    with use("en"):
        try:
            loaded = world.load(
                progress=say,
                seed=seed,
                scale=scale,
                password=settings.demo_password,
                folder=settings.uploads,
            )
        except Conflict as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)
    click.echo("The demo world is loaded." if loaded else "The demo world is here already; nothing was changed.")
