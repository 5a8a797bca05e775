"""Organisations as offices know them: how one comes in, what it shows of itself, and what stops it."""
