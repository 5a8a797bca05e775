"""What two workers need compiled, one compiles."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from numba.core.dispatcher import Dispatcher

from tests.fixtures.compiling import in_turn, turn

SOON = 0.2


def asked(one: object, folder: Path) -> tuple[threading.Thread, threading.Event]:
    """Somebody who has asked for the compiled code of this function."""
    done = threading.Event()
    compile_one = in_turn(lambda _dispatcher, _signature: done.set(), folder)
    worker = threading.Thread(target=compile_one, args=(SimpleNamespace(py_func=one), ()), daemon=True)
    worker.start()
    return worker, done


def elsewhere(folder: Path, name: str, begun: threading.Event, over: threading.Event) -> threading.Thread:
    """Another process, as far as files can tell: it has the function of this name to itself until told otherwise."""

    def hold() -> None:
        with turn(folder, name):
            begun.set()
            over.wait()

    other = threading.Thread(target=hold, daemon=True)
    other.start()
    return other


def test_who_comes_second_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{asked.__module__}.{asked.__qualname__}"
    begun, over = threading.Event(), threading.Event()
    monkeypatch.setattr("tests.fixtures.compiling._own", SimpleLock())
    other = elsewhere(tmp_path, name, begun, over)
    assert begun.wait(60)
    waiting, done = asked(asked, tmp_path)
    assert not done.wait(SOON)
    free, finished = asked(elsewhere, tmp_path)
    assert finished.wait(60), "another function need not wait"
    over.set()
    assert done.wait(60)
    for one in (other, waiting, free):
        one.join()


class SimpleLock:
    """No lock at all, as between two processes."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_raised: object) -> None:
        return None


def test_the_compiler_of_a_worker_waits_its_turn(worker_id: str) -> None:
    assert worker_id == "master" or Dispatcher.compile.__name__ == "compile_in_turn"
