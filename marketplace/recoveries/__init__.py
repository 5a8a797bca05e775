"""Money that went out and was not due: who has to get it back, since when, how much, and how it ended."""
