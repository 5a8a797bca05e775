"""Who may do what: actors, verdicts, area scope, sessions and limits. Denied unless said otherwise."""

from marketplace.access.actor import ANONYMOUS, SYSTEM, Actor, Grant
from marketplace.access.scope import AreaScope
from marketplace.access.verdict import Verdict

__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "AreaScope", "Grant", "Verdict"]
