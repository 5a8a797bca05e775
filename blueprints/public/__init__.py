"""Pages anybody may see, without an account."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from blueprints.public import health  # noqa: E402,F401  topics register themselves on bp
