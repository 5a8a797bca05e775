"""One command serves: web and worker stand up together, answer, and are gone when they are told to end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(tmp_path):
    """`flask serve` on a port of its own in a session of its own, and its address."""
    port = free_port()
    environment = {**os.environ, "OKAT_DATA": str(tmp_path), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--no-demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def test_it_stands_up_ready_and_leaves_nothing_behind(serving) -> None:
    process, address = serving
    deadline = time.monotonic() + PATIENCE
    while not answers(f"{address}/readyz"):
        assert process.poll() is None, "it ended by itself"
        assert time.monotonic() < deadline, "it is not ready"
        time.sleep(0.2)
    assert answers(f"{address}/opportunities")
    assert answers(f"{address}/opportunities?q={'x' * 7_000}")
    for status, asked in (
        (414, urllib.request.Request(f"{address}/opportunities?q={'x' * 9_000}")),
        (431, urllib.request.Request(f"{address}/opportunities", headers={"X-Long": "x" * 9_000})),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=PATIENCE)
        said = refused.value.read().decode()
        assert refused.value.code == status
        assert "ยาวเกินไป" in said
        assert "That was too long" in said
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=PATIENCE) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
