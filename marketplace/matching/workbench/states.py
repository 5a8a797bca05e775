"""The moves of a run: the only table by which its state changes."""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import AllocationState as S

ALLOCATION = Workflow(
    "allocation",
    {
        (S.QUEUED, "start"): S.RUNNING,
        (S.QUEUED, "cancel"): S.CANCELLED,
        (S.RUNNING, "cancel"): S.CANCELLED,
        (S.RUNNING, "propose"): S.PROPOSED,
        (S.RUNNING, "fail"): S.FAILED,
        (S.RUNNING, "put_back"): S.QUEUED,
        (S.PROPOSED, "rerun"): S.QUEUED,
        (S.FAILED, "rerun"): S.QUEUED,
        (S.CANCELLED, "rerun"): S.QUEUED,
        (S.PROPOSED, "apply"): S.APPLYING,
        (S.APPLYING, "finish"): S.APPLIED,
    },
)
AT_WORK = frozenset({S.QUEUED, S.RUNNING, S.APPLYING})
"""States in which the page waits for the worker."""
CHANGEABLE = frozenset({S.PROPOSED, S.FAILED, S.CANCELLED})
"""States in which lines may be locked and changed: a run that came to no end keeps the lines of the plan before it."""
