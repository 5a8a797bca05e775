"""What local offices do: decide enrolments, review postings, verify completions, prepare payouts."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("office", __name__, url_prefix="/office")
topics.load(__name__)
