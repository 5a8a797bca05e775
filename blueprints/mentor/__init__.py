"""What mentors and others who pledge help see of their pledges."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("mentor", __name__, url_prefix="/mentor")
topics.load(__name__)
