"""Telling people: a notice in the app for each event, and a row for the outside where somebody can be reached."""

from marketplace.notices.service import UNDO, cancel, is_told, mark_read, quiet, tell, tell_again

__all__ = ["UNDO", "cancel", "is_told", "mark_read", "quiet", "tell", "tell_again"]
