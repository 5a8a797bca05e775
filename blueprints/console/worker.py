"""`flask worker`: the background worker; it does its rounds and delivers what was written to the outbox."""

import click
from flask import current_app

from marketplace.config import Config
from marketplace.jobs import queue, rounds


@click.command("worker")
@click.option("--once", is_flag=True, help="Do one round and end.")
@click.option("--night", is_flag=True, help="Do the round of a night and end.")
def group(once: bool, night: bool) -> None:
    """Run the background worker until it is told to stop."""
    settings: Config = current_app.config["OKAT"]
    if once or night:
        outcome = rounds.night_round(queue.steps(queue.NIGHTLY)) if night else rounds.minute_round(queue.steps())
        click.echo(" ".join(f"{name}={said or 'ok'}" for name, said in outcome.items()))
        raise SystemExit(int("failed" in outcome.values()))
    run(settings)


def run(settings: Config) -> None:
    """Be the worker until told to stop."""
    jobs = queue.queue_for(settings.jobs_url)
    queue.schedule(jobs)
    rounds.beat("round", "started")
    rounds.wait_for_nights()
    consumer = jobs.create_consumer(workers=2, periodic=True, check_worker_health=True, initial_delay=0.1)
    consumer.run()
