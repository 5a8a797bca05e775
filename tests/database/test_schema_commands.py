"""`flask db`: what an operator sees on an empty, a current and a strayed database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from blueprints.console.db import group
from marketplace.offers import search
from models import schema
from models.session import connect
from tests.fixtures.databases import KINDS, empty, rest


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path, shared: Path, worker_id: str) -> Iterator[Engine]:
    """An empty database the process is bound to."""
    made = empty(request.param, tmp_path, f"okat_{worker_id}_{request.node.originalname}"[:60], shared)
    yield connect(made.url.render_as_string(hide_password=False))
    rest()
    made.dispose()


def run(*words: str) -> Result:
    return CliRunner().invoke(group, words)


def test_an_empty_database_is_brought_up_and_says_so(engine: Engine) -> None:
    assert "database empty" in run("current").output
    done = run("upgrade")
    assert done.exit_code == 0
    assert schema.heads()[0] in done.output
    assert schema.is_current()
    assert run("check").exit_code == 0


def test_bringing_the_schema_up_brings_the_lists_up_too(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(search, "relist_moved", lambda: asked.append(schema.current() or ""))
    run("upgrade", "0032")
    assert asked == []
    run("upgrade")
    assert asked == [*schema.heads()]


def test_a_database_that_is_behind_fails_the_check(engine: Engine) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "the database is at None" in done.output


def test_a_database_somebody_altered_fails_the_check(engine: Engine) -> None:
    run("upgrade")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE organisation ADD COLUMN stray integer"))
    done = run("check")
    assert done.exit_code == 1
    assert "stray" in done.output


def test_a_failed_migration_leaves_nothing_behind(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_text((schema.MIGRATIONS / "env.py").read_text("utf8"), "utf8")
    (broken / "versions" / "0001_broken.py").write_text(
        'from alembic import op\nrevision, down_revision = "0001", None\n\n'
        'def upgrade():\n    op.execute("CREATE TABLE half (id integer)")\n    op.execute("no such thing")\n',
        "utf8",
    )
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    assert run("upgrade").exit_code == 1
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "half")
