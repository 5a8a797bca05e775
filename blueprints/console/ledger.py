"""`flask ledger`: the books checked by name, and the chain behind one earning."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from marketplace.config import Config
from marketplace.earnings import proof
from marketplace.enrolments import verify, watch
from marketplace.i18n import use
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from models.session import transactional

SHOWN = 5

group = AppGroup("ledger", help="Check the books and prove an earning.")


@group.command("verify")
def verify_books() -> None:
    """Print every invariant of money with its count; exit 1 when one is broken."""
    broken = False
    for found in verify.invariants():
        broken = broken or bool(found.breaches)
        verdict = f"{len(found.breaches)} broken" if found.breaches else "holds"
        click.echo(f"{found.name:<24}{found.looked_at:>10}  {verdict:<12}{found.promise}")
        for breach in found.breaches[:SHOWN]:
            click.echo(f"    {breach}", err=True)
    sys.exit(int(broken))


@group.command("prove")
@click.argument("earning_ref")
def prove_earning(earning_ref: str) -> None:
    """Print the chain from the payment back to the gift; exit 1 when a link is broken, 2 when there is no earning."""
    settings: Config = current_app.config["OKAT"]
    with use("en"):
        try:
            found = proof.prove(earning_ref, settings.uploads)
        except NotFound:
            click.echo(f"no earning {earning_ref}", err=True)
            sys.exit(2)
        click.echo(f"{found.earning_ref} {found.state}")
        for step in found.steps:
            click.echo(f"{step.name:<16}{'holds' if step.holds else 'BROKEN':<8}{step.shown_by}")
        for step in found.steps:
            for why in step.broken:
                click.echo(f"not proved, {step.name}: {why}", err=True)
    sys.exit(int(not found.holds))


@group.command("resume")
@click.option("--because", required=True, help="Why money may move again; it is kept.")
@click.option(
    "--although-broken", is_flag=True, help="Even while promises are still broken; it is kept with the reason."
)
def resume(because: str, although_broken: bool) -> None:
    """Let money move again once everything agrees; exit 1 when nothing was stopped, 3 while a promise is broken."""
    with use("en"):
        try:
            lifted = transactional(watch.resume)(because, although_broken=although_broken)
        except (Invalid, Conflict) as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(3 if isinstance(refusal, Conflict) else 2)
    click.echo("money moves again" if lifted else "nothing was stopped")
    sys.exit(int(not lifted))
