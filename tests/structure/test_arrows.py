"""The arrows of the house: import-linter keeps them, and does notice when one is turned round."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
VIOLATIONS = {
    "models/base.py": (
        "import marketplace.kernel.clock",
        "blueprints use marketplace, marketplace uses models, never back",
    ),
    "marketplace/kernel/money.py": (
        "import marketplace.access.actor",
        "a room of marketplace uses only the rooms beneath it",
    ),
    "blueprints/forms.py": ("import blueprints.public", "audiences do not know each other"),
    "marketplace/kernel/ids.py": ("import flask", "marketplace and models run without the web"),
    "marketplace/kernel/age.py": ("import sqlalchemy", "the kernel knows no database and no table"),
    "blueprints/fields.py": ("import sqlalchemy", "blueprints never touch the database or Stripe"),
    "blueprints/filters.py": ("import models.account", "of models, blueprints know only the vocabulary"),
    "marketplace/access/verdict.py": ("import stripe", "only the payments room speaks to Stripe"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--config", root / "pyproject.toml", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy in which every arrow is broken once."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for room in ("blueprints", "marketplace", "models"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "data", "*.po"))
    for path, (line, _) in VIOLATIONS.items():
        file = copy / path
        file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8")
    return lint(copy).stdout


@pytest.mark.parametrize("contract", [contract for _, contract in VIOLATIONS.values()])
def test_a_broken_arrow_is_noticed(broken_house: str, contract: str) -> None:
    verdicts = [line for line in broken_house.splitlines() if line.startswith(contract)]
    assert any("BROKEN" in line for line in verdicts), broken_house
