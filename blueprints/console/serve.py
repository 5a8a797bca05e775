"""`flask serve`: prepare what is missing, then run the web server and the worker side by side until Ctrl-C."""

import multiprocessing
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from multiprocessing.context import ForkProcess

import click
from flask import current_app
from gunicorn.app import wsgiapp

from blueprints.console import worker
from blueprints.console.prepare import demo_accounts, prepare
from marketplace.config import Config
from marketplace.offers import columns
from models.session import bound

START_LIMIT = 120.0
_FORKED = multiprocessing.get_context("fork")
_PROCESSES = ["--workers", "2", "--threads", "4", "--worker-class", "blueprints.console.web.Worker"]
_MANNERS = ["--log-level", "warning", "--graceful-timeout", "5", "--limit-request-line", "8190"]


@click.command("serve")
@click.option("--no-demo", is_flag=True, help="Start without the demo world.")
def group(no_demo: bool) -> None:
    """Prepare the database, then serve web and worker until Ctrl-C.

    Both are forked from here, so that what is imported is imported once.
    """
    settings: Config = current_app.config["OKAT"]
    _needs_free(settings.port)
    prepare(settings, demo=not no_demo and settings.development)
    address = f"http://127.0.0.1:{settings.port}"
    columns.get_ready()
    # A connection belongs to one process; the children make their own.
    bound().dispose()
    children = [_FORKED.Process(target=_web, args=(settings,)), _FORKED.Process(target=worker.run, args=(settings,))]
    for child in children:
        child.start()
    stop = _stop_on_signal()
    try:
        if _answers(f"{address}/healthz", children[0]):
            click.echo(f"\nOkat runs at {address}\n{demo_accounts(settings) if not no_demo else ''}\nCtrl-C stops it.")
        while not stop and all(child.is_alive() for child in children):
            time.sleep(0.3)
    finally:
        _end(children)
    if not stop and any(child.exitcode for child in children):
        raise SystemExit(1)


def _web(settings: Config) -> None:
    """Be the web server: its processes make the application with everything imported already, and warm."""
    os.environ |= {"OKAT_DATA": str(settings.data), "PYTHONUNBUFFERED": "1", "OKAT_WARM": "1"}
    sys.argv = ["gunicorn", "wsgi:served()", "--bind", f"127.0.0.1:{settings.port}", *_PROCESSES, *_MANNERS]
    wsgiapp.run()


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


def _answers(address: str, server: ForkProcess) -> bool:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.is_alive():
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own address
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    return False


def _end(children: list[ForkProcess]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.join(10)
        if child.is_alive():
            child.kill()
            child.join()
