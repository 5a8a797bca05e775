"""One file per claim of speed; each runs its baseline beside it and prints one line of JSON with the ratio."""
