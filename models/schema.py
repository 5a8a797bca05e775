"""The schema's own history: brings a database to the newest revision and says where it stands.

Every function works on the engine the process is bound to, unless it is given another.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models.session import db, reading

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def _bound() -> Engine:
    engine = db().get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("migrations need the process to be bound to an engine")
    return engine


def _config(engine: Engine | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine or _bound()
    return config


def upgrade(revision: str = "head", *, engine: Engine | None = None) -> None:
    """Bring the database up to `revision`; nothing happens when it is there already."""
    command.upgrade(_config(engine), revision)


def downgrade(revision: str, *, engine: Engine | None = None) -> None:
    """Take the database back to `revision` ("base" is an empty one); data of newer tables is lost."""
    command.downgrade(_config(engine), revision)


def heads() -> tuple[str, ...]:
    """The newest revisions on disk; more than one means two branches were never joined."""
    return tuple(ScriptDirectory(str(MIGRATIONS)).get_heads())


def current(*, engine: Engine | None = None) -> str | None:
    """The revision the database is at, or None when it is empty."""
    with (engine or _bound()).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(*, engine: Engine | None = None) -> bool:
    """Whether the database is at the newest revision."""
    return heads() == (current(engine=engine),)


def unready(*, engine: Engine | None = None) -> str | None:
    """In one line why nothing can be asked of the database yet; None where it is at the newest revision."""
    try:
        with reading():
            here = current(engine=engine)
    except DBAPIError as error:
        return f"the database does not answer: {str(error.orig).splitlines()[0]}"
    if heads() == (here,):
        return None
    return f"the database is {f'at {here}' if here else 'empty'}, not at {', '.join(heads())}: run `flask db upgrade`"


def drift(*, engine: Engine | None = None) -> str | None:
    """What the models say and the migrated database does not, in words; None when they agree."""
    try:
        command.check(_config(engine))
    except CommandError as error:
        return str(error)
    return None


def revise(message: str, *, engine: Engine | None = None) -> Path:
    """Write the next numbered revision from the difference between models and database."""
    number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    slug = "_".join(message.lower().split())
    config = _config(engine)
    config.set_main_option("file_template", f"%%(rev)s_{slug}")
    script = command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04d}")
    if script is None or isinstance(script, list):
        raise CommandError("no revision was written")
    return Path(script.path)
