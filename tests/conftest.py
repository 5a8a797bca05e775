"""Fixtures every test may use. Tests run on SQLite; `--databases` and the markers below add PostgreSQL."""

import base64
import gc
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as cases
from sqlalchemy.orm import Session, scoped_session

from marketplace.config import Config
from marketplace.kernel.sealing import Keyring, use_keys
from marketplace.payments import rail
from models.session import db as session_registry
from tests.fixtures import postgres
from tests.fixtures.client import Client
from tests.fixtures.compiling import in_turn
from tests.fixtures.databases import KINDS, PostgresDatabase, SqliteDatabase, TestDatabase
from tests.fixtures.fake_stripe import KEY, SECRET, FakeStripe, serve
from wsgi import create_app

pytest_plugins = ["tests.fixtures.browser"]

# A machine that is busy with other things is no defect of what a test tries.
cases.register_profile("okat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
cases.load_profile("okat")

KEYS = Keyring({"test": base64.b16decode("5A" * 32)}, "test", base64.b16decode("A5" * 32))


EVERY = 5
"""Of the cases of one test, PostgreSQL sees every fifth, from the first on; a full run sees all on both."""
OF_PAGES = 4
"""Of the tests of pages in one file, which ask the rooms that are tried whole, it sees every fourth."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--databases",
        choices=("sqlite", "postgresql", "marked", "both"),
        default="marked",
        help="which databases to run on: marked (default) is SQLite, and PostgreSQL for tests marked on_both",
    )
    parser.addoption("--full", action="store_true", help="run the exhaustive tests too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", kinds_for(metafunc), indirect=True)


def kinds_for(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    """The kinds of database this test runs on."""
    chosen, marks = metafunc.config.getoption("--databases"), {mark.name for mark in metafunc.definition.iter_markers()}
    if chosen in KINDS:
        return (chosen,)
    if "only_sqlite" in marks and not metafunc.config.getoption("--full"):
        return ("sqlite",)
    return KINDS if chosen == "both" or "on_both" in marks else ("sqlite",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    left_out = pytest.mark.skip(reason="exhaustive: runs with make test-full")
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(left_out)
    if config.getoption("--databases") == "both":
        again = cases_again(items)
        config.hook.pytest_deselected(items=again)
        known = set(again)
        items[:] = [item for item in items if item not in known]


def cases_again(items: list[pytest.Item]) -> list[pytest.Item]:
    """What PostgreSQL need not see too, because it sees enough of its kind and SQLite all of it."""
    seen: Counter[str] = Counter()
    again = []
    for item in items:
        case = getattr(item, "callspec", None)
        if case and case.params.get("database") == "postgresql" and not item.get_closest_marker("on_both"):
            file, _, test = item.nodeid.partition("[")[0].partition("::")
            kind, every = (file, OF_PAGES) if file.startswith("tests/pages/") else (f"{file}::{test}", EVERY)
            if seen[kind] % every:
                again.append(item)
            seen[kind] += 1
    return again


def pytest_collection_finish() -> None:
    """What stands when the tests are known stays until the end: nobody need look for garbage in it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    factory = getattr(config, "_tmp_path_factory", None)
    if not hasattr(config, "workerinput") and factory is not None:
        postgres.stop(factory.getbasetemp())


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether this is an exhaustive run."""
    return bool(pytestconfig.getoption("--full"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session", autouse=True)
def compiled_once(shared: Path, worker_id: str) -> None:
    """Of several workers one compiles a function, and the others read what it kept."""
    if worker_id != "master":
        # The compiler loads in a second, which a run of its own need not wait for.
        dispatcher = importlib.import_module("numba.core.dispatcher").Dispatcher
        dispatcher.compile = in_turn(dispatcher.compile, shared)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Config]:
    """Settings of an installation on the database of this URL."""
    data = tmp_path_factory.mktemp("instance")
    use_keys(KEYS)

    def of(url: str) -> Config:
        return Config(data=data, database_url=url, jobs_url=f"sqlite:///{data}/jobs.db", secret=b"tests" * 8, keys=KEYS)

    return of


@pytest.fixture(scope="session")
def databases(
    shared: Path, worker_id: str, settings: Callable[[str], Config]
) -> Iterator[Callable[[str], TestDatabase]]:
    """This worker's database of a kind, made when first asked for; skips when there is no server."""
    made: dict[str, TestDatabase] = {}

    def of(kind: str) -> TestDatabase:
        if kind not in made:
            try:
                made[kind] = (SqliteDatabase if kind == "sqlite" else PostgresDatabase)(shared, worker_id)
            except postgres.Unavailable as reason:
                pytest.skip(f"no PostgreSQL: {reason}")
        return made[kind]

    yield of
    for database in made.values():
        database.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase]) -> Iterator[TestDatabase]:
    """A migrated database with reference data and nothing else, bound to this process."""
    found = databases(request.param)
    found.fresh()
    yield found
    found.leave(request.node.nodeid.partition("::")[0])


@pytest.fixture
def db(database: TestDatabase) -> scoped_session[Session]:
    """The session of the test itself; it commits before each request of `client`."""
    return session_registry


@pytest.fixture(scope="session")
def apps(settings: Callable[[str], Config]) -> Callable[[TestDatabase], Flask]:
    """The application on a database, made once for each kind."""
    made: dict[str, Flask] = {}

    def of(database: TestDatabase) -> Flask:
        if database.kind not in made:
            made[database.kind] = create_app(settings(database.url))
            made[database.kind].config["TESTING"] = True
            made[database.kind].test_client_class = Client
            database.rebind()
        return made[database.kind]

    return of


@pytest.fixture
def app(apps: Callable[[TestDatabase], Flask], database: TestDatabase) -> Flask:
    """The whole application on this test's database."""
    return apps(database)


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that is signed out."""
    browser = app.test_client()
    assert isinstance(browser, Client)
    return browser


@pytest.fixture
def stripe(app: Flask) -> Iterator[FakeStripe]:
    """The installation has a Stripe account, and Stripe is this one."""
    fake = FakeStripe()
    server = serve(fake)
    # Its SDK takes a second to load, which only tests of gifts should wait for.
    stripe_rail = importlib.import_module("marketplace.payments.stripe_rail")
    rail.use(stripe_rail.StripeRail(KEY, (SECRET,), address=fake.address))
    yield fake
    rail.use(None)
    server.shutdown()
    server.server_close()
