"""Statements of earnings as they were given out: each keeps what stood on it, under a code anybody can check."""
