"""The tables of moves of a notice that is owed and of a paper that an officer looks at."""

from marketplace.duties import sayings
from marketplace.kernel.workflow import Workflow
from models.vocabulary import DutyState as D
from models.vocabulary import EnrolmentState as E
from models.vocabulary import PaperState as P

DUTY = Workflow(
    "labour_duty",
    {
        (D.DUE, "send"): D.SENT,
        (D.SENT, "undo"): D.DUE,
        (D.DUE, "drop"): D.DROPPED,
        (D.DROPPED, "owe_again"): D.DUE,
    },
)

PAPER = Workflow(
    "labour_paper",
    {
        (P.WAITING, "confirm"): P.CONFIRMED,
        (P.WAITING, "refuse"): P.REFUSED,
        (P.CONFIRMED, "refuse"): P.REFUSED,
    },
    words=sayings.PAPER_STATES,
)

RUNNING = (E.APPROVED, E.ENROLLED, E.IN_LEARNING, E.ON_BREAK)
"""A placement in one of these is coming or under way, and looked at every day."""

OVER = (E.COMPLETED, E.DROPPED_OUT, E.TRANSFERRED, E.WITHDRAWN, E.CANCELLED)
"""A placement that had begun and came to one of these has ended."""
