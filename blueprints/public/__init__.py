"""Pages anybody may see, without an account."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("public", __name__)
topics.load(__name__)
