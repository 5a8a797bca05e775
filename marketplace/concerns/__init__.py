"""Concerns: what somebody reports, who has to look and by when, whose access waits, and how it ended."""
