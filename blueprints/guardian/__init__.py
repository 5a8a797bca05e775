"""Guardians: what a young person in their care asked for, and their signature; nothing sensitive, ever."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("guardian", __name__)
topics.load(__name__)
