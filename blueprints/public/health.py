"""Whether the process runs and whether it can serve."""

from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.public import bp
from blueprints.session import config
from marketplace.insight import health


@bp.get("/healthz")
@public
def show_process() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    report = health.readiness(config().data)
    return report.facts(), 200 if report.ready else 503
