"""What a young person does: answer about their life, see what fits, ask for it, live it, and see every baht."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("youth", __name__, url_prefix="/youth")
topics.load(__name__)
