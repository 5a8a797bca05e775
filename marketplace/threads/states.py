"""The moves of a message that was held."""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import MessageState as S

MESSAGE = Workflow("message", {(S.HELD, "release"): S.SHOWN, (S.HELD, "refuse"): S.REFUSED})
