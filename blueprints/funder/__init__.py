"""What funders see: what their money became, without a single person in it."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("funder", __name__, url_prefix="/funder")
topics.load(__name__)
