"""Where a matter stands when a step comes too early or too late: who brought it there, when, and what comes next."""

from typing import Protocol

from marketplace.access import Actor
from marketplace.audit.trail import history
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from marketplace.kernel.errors import Conflict
from marketplace.kernel.workflow import Workflow
from models.account import Account
from models.session import db
from models.vocabulary import Role

COLLEAGUES = (Role.CASEWORKER, Role.OFFICER, Role.APPROVER, Role.AUTHORISER, Role.PROVINCE, Role.STEWARD)
"""Who reads the name of whoever was quicker; to others a name may be what they are not to know."""


class Standing(Protocol):
    """A row with a state and a version."""

    __tablename__: str
    state: str
    version: int

    @property
    def id(self) -> int:
        """Its key."""


def where(workflow: Workflow, subject: Standing, *, by: Actor) -> Text:
    """What to tell somebody whose step does not fit the state a matter is in."""
    is_colleague, outside = by.has(*COLLEAGUES), workflow.outside
    if is_colleague or outside is None:
        at_state, words, nexts, told = subject.state, workflow.words, workflow.nexts, None
    else:
        at_state, words, nexts, told = outside.state(subject), outside.words, outside.nexts, outside.moves
    state = words.get(at_state)
    step = nexts.get(at_state) or t("Reload the page to see what can be done now.")
    if state is None:
        return t(
            "This step does not fit where it stands now. Reload the page to see where that is and what can be done."
        )
    moves = history(subject)
    if told is not None:
        moves = told(subject, moves)
    if not moves:
        return t("This cannot be done now. It stands at “{state}”. {next}", state=state, next=step)
    at = date_time(moves[-1].at)
    if moves[-1].verb == "revise" and is_colleague:
        return t("{name} changed what it says on {at}. Read it again.", name=_name(moves[-1].actor_id), at=at)
    if moves[-1].verb == "revise":
        return t("What it says was changed on {at}. Read it again.", at=at)
    if is_colleague:
        name = _name(moves[-1].actor_id)
        return t("{name} brought this to “{state}” on {at}. {next}", name=name, state=state, at=at, next=step)
    return t("Since {at} this stands at “{state}”. {next}", state=state, at=at, next=step)


def must_be_seen(workflow: Workflow, subject: Standing, version: int | None, *, by: Actor) -> None:
    """Raise Conflict when a page showed another version than there is now; a page that does not tell is believed."""
    if version is not None and version != subject.version:
        raise Conflict(where(workflow, subject, by=by))


def _name(account_id: int | None) -> str:
    account = db.get(Account, account_id) if account_id is not None else None
    return account.name if account is not None else "Okat"
