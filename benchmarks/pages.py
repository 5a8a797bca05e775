"""What the page benchmarks share: the product and a bare Flask 'hello', called as a server calls them."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks import world
from marketplace.config import Config
from marketplace.kernel.sealing import Keyring, new_key
from marketplace.kernel.week import PARTS
from wsgi import served

Application = Callable[..., Any]


def hello() -> Flask:
    """The baseline: one route and nothing else."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def product(url: str) -> Flask:
    """Okat on a database, as a worker of the server starts it."""
    keys = Keyring({"bench": new_key()}, "bench", new_key())
    data = Path(tempfile.mkdtemp(prefix="okat-bench-"))
    return served(
        Config(data=data, database_url=url, jobs_url=f"sqlite:///{data}/jobs.db", secret=b"b" * 32, keys=keys)
    )


def environ(path: str, **headers: str) -> dict[str, Any]:
    """A request as a server hands it over."""
    return EnvironBuilder(path=path, headers=headers, base_url="http://127.0.0.1:8000").get_environ()


def call(app: Application, request: dict[str, Any]) -> bytes:
    """Answer one request; anything but 200 is an error."""
    said: list[str] = []
    body = app(dict(request), lambda status, _headers, _info=None: said.append(status))
    found = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    assert said == ["200 OK"], f"{request['PATH_INFO']}?{request['QUERY_STRING']} answered {said}"
    return found


def cpu(app: Application, requests: Sequence[dict[str, Any]]) -> float:
    """Seconds of processor time a request costs."""
    start = time.process_time()
    for request in requests:
        call(app, request)
    return (time.process_time() - start) / len(requests)


HOMES = 400
"""Home areas people ask from; after the first of each place its cards are known, as they are on any busy day."""


def askers(count: int, seed: int, *, homes: Sequence[str] = (), minutes: int = 60) -> list[str]:
    """Addresses of people near one of their homes, each with a week of their own and no two alike."""
    chance = random.Random(seed)
    homes = homes or random.Random(world.SEED).sample(world.subdistricts(), HOMES)
    return [
        "/opportunities?"
        + urlencode(
            [
                ("area", homes[number % len(homes)]),
                ("near", str(minutes)),
                ("paid", "1"),
                ("fits", "1"),
                ("sort", chance.choice(("soon", "near", "money", "closing"))),
                *(("free", part.code) for part in sorted(chance.sample(PARTS, chance.randint(18, 26)))),
            ]
        )
        for number in range(count)
    ]
