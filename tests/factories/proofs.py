"""Earnings of every source that were paid, each with all that a proof of it asks for."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from marketplace.demo import showing
from marketplace.enrolments import claims, milestones
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.kernel import clock
from models.earning import Earning, Fund
from models.enrolment import Claim, Enrolment
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import EarningSource
from tests.factories.enrolments import acting, make_enrolment, make_provider
from tests.factories.milestones import make_stay
from tests.factories.money import (
    People,
    came,
    lines,
    make_batch,
    make_earning,
    make_fund,
    named,
    pay,
    release,
    three_people,
)
from tests.factories.offers import make_opportunity


@dataclass(frozen=True)
class Chains:
    """A paid earning of a session, of a completion and of staying, with the people and the files behind them."""

    people: People
    fund: Fund
    attended: Earning
    completed: Earning
    stayed: Earning
    claim: Claim
    batch: PayoutBatch
    folder: Path

    @property
    def earnings(self) -> tuple[Earning, ...]:
        """All three."""
        return self.attended, self.completed, self.stayed


def picture(color: str = "green") -> CheckedFile:
    """A photo as it is kept."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(drawn, "PNG")
    return checking.check(drawn.getvalue(), "งาน.png")


def pay_chains(folder: Path) -> Chains:
    """Let somebody come, finish and stay, show it with files, and be paid for all of it by one batch."""
    people, fund = three_people(), make_fund()
    learner = make_enrolment(
        "in_learning", opportunity=make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    )
    named(learner.youth)
    host = acting(make_provider(learner.opportunity.organisation_id))
    attended = make_earning(fund, enrolment=learner, by=host)
    point = make_stay(learner, fund, satang=200_00)
    point.enrolment = learner
    shown = {"files": [picture("red")], "folder": folder}
    milestones.say(point, by=host, said_as="host", proof="ใบลงเวลา", **shown)
    stayed = milestones.verify(point, by=people.officer)
    claim = complete(learner, folder, people)
    completed = db.query(Earning).filter_by(source_type=EarningSource.CLAIM, source_id=claim.id).one()
    batch = make_batch(fund, people, attended, completed, stayed)
    release(batch, people)
    pay(lines(batch)[0], people)
    db.flush()
    return Chains(people, fund, attended, completed, stayed, claim, batch, folder)


def complete(learner: Enrolment, folder: Path, people: People) -> Claim:
    """A completion that was claimed with a picture and a paper, and verified."""
    host = acting(make_provider(learner.opportunity.organisation_id))
    came(learner, clock.today(), by=host)
    files = [picture(), showing.paper(learner.id)]
    claim = claims.make(learner, hours=2, note="ทำได้ครบ", files=files, folder=folder, by=host, short_reason="เรียนมาก่อน")
    claims.verify(claims.one(people.officer, claim.ref), by=people.officer, note="มาจริง", seen_short=True)
    return claim
