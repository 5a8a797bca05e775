"""What those who teach and those who host do: post, answer, mark attendance, claim completions."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("provider", __name__, url_prefix="/provider")
topics.load(__name__)
