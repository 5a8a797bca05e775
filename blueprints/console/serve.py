"""`flask serve`: prepare what is missing, then run the web server and the worker side by side until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import click
from flask import current_app

from blueprints.console.prepare import demo_accounts, prepare
from marketplace.config import Config

START_LIMIT = 120.0


@click.command("serve")
@click.option("--no-demo", is_flag=True, help="Start without the demo world.")
def group(no_demo: bool) -> None:
    """Prepare the database, then serve web and worker until Ctrl-C."""
    settings: Config = current_app.config["OKAT"]
    _needs_free(settings.port)
    prepare(settings, demo=not no_demo and settings.development)
    environment = {**os.environ, "OKAT_DATA": str(settings.data), "PYTHONUNBUFFERED": "1"}
    address = f"http://127.0.0.1:{settings.port}"
    web = [sys.executable, "-m", "gunicorn", "wsgi:served()", "--bind", f"127.0.0.1:{settings.port}"]
    web += [
        "--workers",
        "2",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--log-level",
        "warning",
        "--graceful-timeout",
        "5",
    ]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    children = [
        subprocess.Popen(web, env=environment | {"OKAT_WARM": "1"}),
        subprocess.Popen(worker, env=environment),
    ]
    stop = _stop_on_signal()
    try:
        if _answers(f"{address}/healthz", children[0]):
            click.echo(f"\nOkat runs at {address}\n{demo_accounts(settings) if not no_demo else ''}\nCtrl-C stops it.")
        while not stop and all(child.poll() is None for child in children):
            time.sleep(0.3)
    finally:
        _end(children)
    if not stop and any(child.returncode for child in children):
        raise SystemExit(1)


def _needs_free(port: int) -> None:
    """Raises a usage error when another process already answers on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.UsageError(f"port {port} is taken; choose another with PORT=...") from error


def _stop_on_signal() -> list[int]:
    caught: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: caught.append(received))
    return caught


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own address
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    return False


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
