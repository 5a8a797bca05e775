"""The moves of a second look and of its round."""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import LookState as L
from models.vocabulary import RoundState as R

LOOK = Workflow(
    "second_look",
    {
        (L.WAITING, "find_true"): L.TRUE,
        (L.WAITING, "find_false"): L.FALSE,
        (L.WAITING, "leave_unclear"): L.UNCLEAR,
        (L.UNCLEAR, "find_true"): L.TRUE,
        (L.UNCLEAR, "find_false"): L.FALSE,
    },
)
ROUND = Workflow("look_round", {(R.OPEN, "publish"): R.PUBLISHED})
