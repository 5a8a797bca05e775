"""A second look at verified completions by somebody else: drawn by risk, and published as a rate with its interval."""
