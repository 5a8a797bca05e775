"""A whole list placed at once, by people: asked for, worked out on a clock, looked through, changed and applied.

A run proposes; it never decides. What comes of it are applications, each with the checks of any other.
"""
