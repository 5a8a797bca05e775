"""Everybody's own account: signing in and up, leaving fast, devices, words, notices and who looked."""

from flask import Blueprint

from blueprints import topics

bp = Blueprint("account", __name__)
topics.load(__name__)
