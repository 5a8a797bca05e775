"""Commands for those who operate Okat; each group registers itself in `commands`."""

import importlib
import pkgutil

import click

from blueprints.console.readiness import guarded

commands: list[click.Command] = []
for _found in pkgutil.iter_modules(__path__):
    _module = importlib.import_module(f"blueprints.console.{_found.name}")
    if hasattr(_module, "group") and _module.group not in commands:
        commands.append(guarded(_module.group))
