"""Commands for those who operate Okat; each group registers itself in `commands`."""

import importlib
import pkgutil

import click

commands: list[click.Command] = []
for _found in pkgutil.iter_modules(__path__):
    _module = importlib.import_module(f"blueprints.console.{_found.name}")
    if hasattr(_module, "group"):
        commands.append(_module.group)
