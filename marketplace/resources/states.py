"""The moves of a pledge."""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import ResourceState as S

PLEDGE = Workflow(
    "resource",
    {
        (S.PLEDGED, "start_vetting"): S.IN_VETTING,
        (S.IN_VETTING, "approve"): S.APPROVED,
        (S.IN_VETTING, "reject"): S.REJECTED,
        (S.APPROVED, "open"): S.AVAILABLE,
        (S.AVAILABLE, "pause"): S.PAUSED,
        (S.PAUSED, "resume"): S.AVAILABLE,
        (S.AVAILABLE, "suspend"): S.SUSPENDED,
        (S.PAUSED, "suspend"): S.SUSPENDED,
        (S.AVAILABLE, "fall_due"): S.RENEWAL_DUE,
        (S.RENEWAL_DUE, "renew"): S.AVAILABLE,
        **{
            (state, "withdraw"): S.WITHDRAWN
            for state in (S.PLEDGED, S.IN_VETTING, S.APPROVED, S.AVAILABLE, S.PAUSED, S.RENEWAL_DUE)
        },
    },
)
