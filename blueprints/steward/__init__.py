"""What those who keep the reference data and those who audit see; no personal data."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("steward", __name__, url_prefix="/steward")
topics.load(__name__)
