"""Mentoring: from a wish to a match, its meetings, how it goes and how it ends."""
