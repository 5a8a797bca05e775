"""Eight clients as the product serves them: two processes of four threads, timed from first start to last end."""

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

PROCESSES, THREADS = 2, 4
CLIENTS = PROCESSES * THREADS

Work = Callable[[int, int], None]
"""Does operation `number` of client `client`."""


class Crew:
    """Processes that hold their connections open and work on command."""

    def __init__(self, prepare: Callable[..., dict[str, Work]], arguments: tuple[Any, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        gate = context.Barrier(PROCESSES)
        self.seen: dict[str, list[float]] = {}
        self.pipes: list[Connection] = []
        self.people = []
        for number in range(PROCESSES):
            ours, theirs = context.Pipe()
            self.pipes.append(ours)
            person = context.Process(target=_live, args=(theirs, gate, number, prepare, arguments), daemon=True)
            person.start()
            self.people.append(person)
        for pipe in self.pipes:
            pipe.recv()

    def rate(self, what: str, each: int) -> float:
        """Operations a second when every client does `each` of them at once; raises what a client raised."""
        for pipe in self.pipes:
            pipe.send((what, each))
        spans = [pipe.recv() for pipe in self.pipes]
        for span in spans:
            if isinstance(span, BaseException):
                raise span
        return CLIENTS * each / (max(end for _, end in spans) - min(start for start, _ in spans))

    def warm(self, work: Iterable[str], each: int) -> None:
        """Do some of everything before anything counts."""
        for what in work:
            self.rate(what, each)
        self.seen.clear()

    def arm(self, what: str, each: int) -> Callable[[], float]:
        """A round of one kind of work, for the harness to call; its rate is remembered."""

        def run() -> float:
            self.seen.setdefault(what, []).append(self.rate(what, each))
            return self.seen[what][-1]

        return run

    def median(self, what: str) -> float:
        """The median rate of the rounds of one kind of work."""
        return statistics.median(self.seen[what])

    def dismiss(self) -> None:
        """Let them all go home."""
        for pipe in self.pipes:
            pipe.send(None)
        for person in self.people:
            person.join(10)


@contextmanager
def crew(prepare: Callable[..., dict[str, Work]], *arguments: Any) -> Iterator[Crew]:
    """A crew whose every process calls `prepare(*arguments)` once for the work its threads can do."""
    hired = Crew(prepare, arguments)
    try:
        yield hired
    finally:
        hired.dismiss()


def _live(
    pipe: Connection, gate: Any, process: int, prepare: Callable[..., dict[str, Work]], arguments: tuple[Any, ...]
) -> None:
    work = prepare(*arguments)
    done = dict.fromkeys(work, 0)
    start_together = threading.Barrier(THREADS + 1)
    with ThreadPoolExecutor(THREADS) as threads:
        pipe.send("ready")
        while (order := pipe.recv()) is not None:
            what, each = order
            numbers = range(done[what], done[what] + each)
            told = [
                threads.submit(_work, start_together, work[what], process * THREADS + thread, numbers)
                for thread in range(THREADS)
            ]
            gate.wait()
            start_together.wait()
            start = time.perf_counter()
            try:
                for one in told:
                    one.result()
            except Exception as error:  # noqa: BLE001  it is raised again where the crew was told to work
                pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
            else:
                pipe.send((start, time.perf_counter()))
            done[what] += each


def _work(start_together: threading.Barrier, work: Work, client: int, numbers: range) -> None:
    start_together.wait()
    for number in numbers:
        work(client, number)
