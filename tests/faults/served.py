"""Okat as an operator runs it, in processes of its own on a database of the tests, and how to kill them."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from marketplace.config import Config

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds until it must stand; most of them pass on a machine that has other things to do."""


@dataclass
class Served:
    """`flask serve` and `flask worker` on one database, with the secrets of the tests."""

    settings: Config
    data: Path
    url: str
    stripe: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        self.data.mkdir()
        ring = self.settings.keys
        kept = {
            "secret": _text(self.settings.secret),
            "index": _text(ring.index_key),
            "current": ring.current,
            "keys": {name: _text(key) for name, key in ring.keys.items()},
        }
        (self.data / "secrets.json").write_text(json.dumps(kept))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        """A command of the installation, in a session of its own."""
        key, secret, address = self.stripe
        environment = os.environ | {
            "OKAT_DATA": str(self.data), "DATABASE_URL": self.url, "PORT": str(self.port), "PYTHONPATH": str(ROOT),
            "OKAT_STRIPE_KEY": key, "OKAT_STRIPE_WEBHOOK_SECRET": secret, "OKAT_STRIPE_ADDRESS": address,
        }  # fmt: skip
        whole = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
        return subprocess.Popen(whole, cwd=ROOT, env=environment, start_new_session=True)

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.process = self.begin("serve", "--no-demo")
        self.wait()

    def wait(self) -> None:
        """Wait until somebody answers again."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process is not None
            assert self.process.poll() is None, "it ended by itself"
            assert time.monotonic() < deadline, "nobody answers"
            time.sleep(0.05)

    def kill_workers(self) -> None:
        """End the processes that answer requests, without warning; the one above them starts others."""
        assert self.process is not None
        for child in children(self.process.pid):
            for worker in children(child):
                os.kill(worker, signal.SIGKILL)

    def kill(self) -> None:
        """End all of it without warning."""
        if self.process is not None:
            kill_all(self.process)
            self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """End a command with everything it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    """The processes a process has started and that still live."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found.append(int(place.name))
    return found


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
