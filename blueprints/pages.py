"""Answering with a page: templates get finished values and the shell around them."""

from typing import Any

from flask import render_template

from blueprints.shell import shell


def render(template: str, **values: Any) -> str:
    """Render a template inside the shell of whoever looks."""
    return render_template(template, shell=shell(), **values)
