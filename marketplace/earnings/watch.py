"""The nightly look at every promise of money: when one is broken, money stops until a person says why it may go on."""

import logging

from marketplace.earnings import verify
from marketplace.ledger import stops

log = logging.getLogger("okat.money")


def look() -> str:
    """Check the books and stop money where they do not agree; gives what was found."""
    broken = [found.name for found in verify.invariants() if found.breaches]
    if not broken:
        return ""
    if stops.stop(broken):
        log.critical("money is stopped: %s", ", ".join(broken))
    return f"broken: {', '.join(broken)}"
