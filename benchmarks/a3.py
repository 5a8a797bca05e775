"""a3: requests a second through the server in use: the list narrowed and judged for one person ÷ a bare hello.

Both run under gunicorn as `make run` starts it; the same callers, on connections they keep open, take turns.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import Pool

from benchmarks import world
from benchmarks.databases import both
from benchmarks.harness import Claim, finish, medians
from benchmarks.pages import askers
from models.session import connect

COUNT, ROUNDS, SECONDS, WARM = 100_000, 5, 4.0, 25.0
BARS = {"sqlite": 0.15, "postgresql": 0.12}
CALLERS, LINES = 2, 4


def main() -> int:
    """Measure on both databases, SQLite first."""
    claims, told = [], []
    with both() as urls, served("benchmarks.pages:hello()", {}) as bare:
        for kind, url in urls.items():
            connect(url)
            world.build(COUNT)
            with (
                tempfile.TemporaryDirectory() as data,
                served("wsgi:served()", {"DATABASE_URL": url, "OKAT_DATA": data}) as ours,
            ):
                paths = [path for seed in (1, 2, 3) for path in askers(400, seed)]
                _rate(ours, paths, WARM)
                hello, page = partial(_rate, bare, ["/"], SECONDS), partial(_rate, ours, paths, SECONDS)
                rates = medians(ROUNDS, {"hello": hello, "page": page})
            claims.append(Claim(kind, rates["page"] / rates["hello"], BARS[kind]))
            told.append(f"{kind}: hello {rates['hello']:.0f}/s, page {rates['page']:.0f}/s")
    return finish("a3", claims, n=COUNT, note="; ".join(told))


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """The port of a server of two workers with four threads each."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--worker-class", "gthread", "--log-level", "error", "--keep-alive", "60"]
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def _rate(port: int, paths: Sequence[str], seconds: float) -> float:
    with Pool(CALLERS) as callers:
        counts = callers.starmap(_call, [(port, list(paths), seconds, number) for number in range(CALLERS)])
    return sum(counts) / seconds


def _call(port: int, paths: list[str], seconds: float, number: int) -> int:
    """How many answers one caller gets on its lines: one question on each, then all their answers."""
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() for path in paths]
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(LINES)]
    answers, at = 0, number * 97
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for line in lines:
            line.sendall(requests[at % len(requests)])
            at += 1
        for line in lines:
            _read(line)
            answers += 1
    for line in lines:
        line.close()
    return answers


def _read(line: socket.socket) -> None:
    got = line.recv(262_144)
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:60]
    size = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
    left = size - len(body)
    while left > 0:
        left -= len(line.recv(262_144))
