"""`flask routes policy`: every endpoint and method with the rule that guards it."""

import sys

import click
from flask import current_app
from flask.cli import routes_command, with_appcontext

from blueprints.guard import Rule


@click.group("routes", invoke_without_command=True)
@click.pass_context
def group(context: click.Context) -> None:
    """Show the routes; `routes policy` shows who may use them."""
    if context.invoked_subcommand is None:
        context.invoke(routes_command, sort="endpoint", all_methods=False)


@group.command("policy")
@with_appcontext
def show_policy() -> None:
    """One line per endpoint and method: endpoint, method, rule, policy; exit 1 when one is bare."""
    bare = 0
    for route in sorted(current_app.url_map.iter_rules(), key=lambda found: (found.endpoint, found.rule)):
        rule: Rule | None = getattr(current_app.view_functions[route.endpoint], "okat_rule", None)
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            click.echo(f"{route.endpoint}\t{method}\t{route.rule}\t{rule.name if rule else 'BARE'}")
            bare += rule is None
    sys.exit(1 if bare else 0)
