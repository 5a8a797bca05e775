"""Where services outside tell us something: each message is signed, and kept once."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("hooks", __name__, url_prefix="/hooks")
topics.load(__name__)
