"""When the worker's rounds come: what a new day has made wrong is put right as soon as it has begun."""

from datetime import timedelta
from pathlib import Path

from marketplace.jobs import queue
from marketplace.kernel import clock


def test_lists_say_the_first_days_of_the_new_day_from_midnight_on(tmp_path: Path) -> None:
    jobs = queue.queue_for(f"sqlite:///{tmp_path / 'jobs.db'}")
    queue.schedule(jobs)
    midnight = clock.instant(clock.today(), 0)
    due = {
        minute: {task.name for task in jobs.read_periodic((midnight + timedelta(minutes=minute)).replace(tzinfo=None))}
        for minute in (0, 1, 2, 140)
    }
    assert [minute for minute, names in due.items() if "every_midnight" in names] == [0]
    assert [minute for minute, names in due.items() if "every_night" in names] == [140]
    assert set(queue.AT_MIDNIGHT) <= set(queue.NIGHTLY)
