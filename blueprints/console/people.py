"""`flask people`: the first administrator, without any default password."""

import click
from flask import current_app
from flask.cli import AppGroup

from marketplace.config import Config
from marketplace.kernel.errors import DomainError
from marketplace.people import security

group = AppGroup("people", help="People who run this installation.")


@group.command("create-admin")
@click.argument("email")
def create_admin(email: str) -> None:
    """Make EMAIL a steward of the whole country and print a link that sets the password once."""
    settings: Config = current_app.config["OKAT"]
    try:
        token = security.invite_steward(email)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from refusal
    click.echo("Open this link within two days to set the password; it works once:")
    click.echo(f"  {_origin(settings)}/set-password/{token}")


def _origin(settings: Config) -> str:
    if settings.trusted_hosts:
        return f"{'https' if settings.secure_cookies else 'http'}://{settings.trusted_hosts[0].lstrip('.')}"
    return f"http://127.0.0.1:{settings.port}"
