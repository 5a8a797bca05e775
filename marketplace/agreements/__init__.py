"""Placements that are under way or about to be: what the law asks of them, and what was told to whom."""
