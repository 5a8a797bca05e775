"""The moves of a pledge, of what is reserved of it, and of a bundle of such reservations."""

from marketplace.i18n import words
from marketplace.kernel.workflow import Workflow
from models.vocabulary import BundleState as B
from models.vocabulary import ReservationState as R
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
        **{(state, "suspend"): S.SUSPENDED for state in (S.APPROVED, S.AVAILABLE, S.PAUSED, S.RENEWAL_DUE)},
        (S.SUSPENDED, "look_again"): S.IN_VETTING,
        (S.SUSPENDED, "reject"): S.REJECTED,
        (S.AVAILABLE, "fall_due"): S.RENEWAL_DUE,
        (S.RENEWAL_DUE, "renew"): S.AVAILABLE,
        **{
            (state, "withdraw"): S.WITHDRAWN
            for state in (S.PLEDGED, S.IN_VETTING, S.APPROVED, S.AVAILABLE, S.PAUSED, S.RENEWAL_DUE, S.SUSPENDED)
        },
    },
    words={state: words.word(S, state) for state in S},
)

RESERVATION = Workflow(
    "reservation",
    {
        (R.HELD, "confirm"): R.CONFIRMED,
        (R.CONFIRMED, "take_back"): R.HELD,
        (R.HELD, "release"): R.RELEASED,
        (R.CONFIRMED, "release"): R.RELEASED,
        (R.CONFIRMED, "finish"): R.USED,
    },
)

BUNDLE = Workflow(
    "bundle",
    {
        (B.HELD, "confirm"): B.CONFIRMED,
        (B.CONFIRMED, "take_back"): B.HELD,
        **{(state, "break"): B.BROKEN for state in (B.HELD, B.CONFIRMED)},
        **{(state, "release"): B.RELEASED for state in (B.HELD, B.CONFIRMED)},
        (B.CONFIRMED, "finish"): B.USED,
    },
)
