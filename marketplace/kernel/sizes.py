"""How large something is, in the unit its reader knows from a phone."""

MB = 1024 * 1024


def megabytes(count: int) -> str:
    """Bytes as `12.3` megabytes, rounded up: what is larger than a limit never reads like the limit."""
    whole, tenths = divmod(-(-count * 10 // MB), 10)
    return f"{whole}.{tenths}" if tenths else str(whole)
