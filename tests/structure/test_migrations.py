"""The schema's history: one line of revisions that goes up, down and up again and leaves nothing out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from models import schema
from tests.fixtures.databases import KINDS, empty


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path, shared: Path, worker_id: str) -> Iterator[Engine]:
    """An empty database, for nobody else."""
    name = f"okat_{worker_id}_{request.node.originalname}"[:60]
    made = empty(request.param, tmp_path, name, shared)
    yield made
    made.dispose()


def test_there_is_one_head() -> None:
    assert len(schema.heads()) == 1


def test_each_file_is_named_by_its_revision() -> None:
    files = sorted((schema.MIGRATIONS / "versions").glob("*.py"))
    numbers = [file.name.split("_")[0] for file in files]
    assert numbers == [f"{number:04d}" for number in range(1, len(files) + 1)]
    for file, number in zip(files, numbers, strict=True):
        assert f'revision = "{number}"' in file.read_text(encoding="utf-8")


def test_migrations_do_not_import_models() -> None:
    for file in (schema.MIGRATIONS / "versions").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "import models" not in text
        assert "from models" not in text


def test_models_say_nothing_the_migrations_left_out(engine: Engine) -> None:
    schema.upgrade(engine=engine)
    assert schema.drift(engine=engine) is None


def test_up_down_and_up_again(engine: Engine) -> None:
    schema.upgrade(engine=engine)
    before = described(engine)
    schema.downgrade("base", engine=engine)
    assert set(described(engine)) == {"alembic_version"}
    schema.upgrade(engine=engine)
    assert described(engine) == before
    assert schema.is_current(engine=engine)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    schema.upgrade(engine=engine)
    before = described(engine)
    schema.upgrade(engine=engine)
    assert described(engine) == before


def described(engine: Engine) -> dict[str, list[str]]:
    """Tables with their columns, as the database tells them."""
    found = inspect(engine)
    found.clear_cache()
    return {table: sorted(column["name"] for column in found.get_columns(table)) for table in found.get_table_names()}
