"""The list of acts that are killed is whole: it names every write that a room of money knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

from marketplace.corrections.states import CORRECTION
from marketplace.earnings.states import EARNING, EMPLOYER_PAYMENT, PAYOUT
from marketplace.enrolments.milestones import MILESTONE
from marketplace.payments.states import DIFFERENCE, DISPUTE, GIFT, REFUND, SUSPENSE_EXIT
from marketplace.recoveries.states import RECOVERY
from models.vocabulary import EntryKind, LineOutcome
from tests.faults.test_money_kills import DOES

ROOMS = ("earnings", "payments", "corrections", "recoveries")
WORKFLOWS = (
    EARNING, PAYOUT, EMPLOYER_PAYMENT, GIFT, REFUND, DISPUTE, DIFFERENCE, CORRECTION, RECOVERY, MILESTONE,
    SUSPENSE_EXIT,
)  # fmt: skip
MARKETPLACE = Path(__file__).parents[2] / "marketplace"


def test_every_move_of_money_every_kind_of_entry_and_every_line_of_audit_has_an_act_that_is_killed() -> None:
    moves = {f"{workflow.name}.{verb}" for workflow in WORKFLOWS for _, verb in workflow.moves}
    entries = {f"entry.{kind.value}" for kind in EntryKind}
    ends = {f"payout.line_{end.value}" for end in LineOutcome if end != LineOutcome.PENDING}
    wanted = moves | entries | ends | set(recorded())
    assert wanted - frozenset().union(*DOES.values()) == set()


def recorded() -> Iterator[str]:
    """What the rooms of money write into the audit trail, where it stands there as a word or under a name."""
    for room in ROOMS:
        for file in sorted((MARKETPLACE / room).glob("*.py")):
            tree = ast.parse(file.read_text())
            named = dict(_named(tree))
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record" and len(call.args) > 1:
                    word = call.args[1]
                    if isinstance(word, ast.Constant):
                        yield str(word.value)
                    elif isinstance(word, ast.Name):
                        yield named[word.id]


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The words a module gives names to."""
    for line in tree.body:
        if isinstance(line, ast.Assign):
            names = [at for target in line.targets for at in ast.walk(target) if isinstance(at, ast.Name)]
            words = [at for at in ast.walk(line.value) if isinstance(at, ast.Constant)]
            yield from ((name.id, str(word.value)) for name, word in zip(names, words, strict=False))


def test_the_rooms_are_read() -> None:
    assert {"fund.arrive", "payout.remove_line", "correction.again", "recovery.open", "gift.documents"} <= set(
        recorded()
    )
