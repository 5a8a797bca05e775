"""A placed list and a shared shortlist of the demo, by the verbs of the office; nothing is applied for by them."""

from datetime import timedelta

from marketplace.demo.cast import CITY
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.matching import choosing, committee, shortlists
from marketplace.matching.reading import life_of
from marketplace.matching.workbench import asking, changing, queries, service, work
from marketplace.matching.workbench.asking import Asked
from models.session import db
from models.vocabulary import Role

TITLE = "ผู้ที่ยังไม่มีคำขอในเมืองยะลา"
NOTE = "ลองดูสามอย่างนี้ก่อน ใกล้บ้านและตรงเวลาว่าง ถามได้ทุกเมื่อ"
PEOPLE, CHOSEN, LOCKED = 24, 3, 2


def load(stage: Stage) -> None:
    """A proposal of the demo officer that waits to be looked through, and a list the demo youth can see."""
    with clock.frozen(at(stage.today - timedelta(days=1), 15)):
        _share(stage)
        try:
            with db.begin_nested():
                _place(stage)
        except DomainError:
            # A small world may have nobody who waits, or nothing open.
            return


def _place(stage: Stage) -> None:
    officer = stage.cast.one(Role.OFFICER, CITY)
    waiting = asking.people(officer, Asked(office=CITY))
    asked = Asked(office=CITY, refs=tuple(one.ref for one in waiting[:PEOPLE]))
    run = service.start(asked, title=TITLE, seed=stage.script.seed, by=officer)
    work.solve_at_once(run)
    placed = [line.youth.ref for line in queries.lines(run, view="placed")]
    if placed:
        changing.lock(run, placed[:LOCKED], placed, by=officer)


def _share(stage: Stage) -> None:
    youth, worker = stage.people[0].youth, stage.cast.one(Role.CASEWORKER, CITY)
    today = clock.today()
    weights = committee.weights_for(youth.area_code, today)
    choice = choosing.choose(life_of(youth), choosing.Asked(), today, weights=weights)
    chosen = [hit.offer.ref for hit in choice.fitting[:CHOSEN]]
    if chosen:
        made = shortlists.save(youth, choice, chosen, by=worker, note=NOTE)
        shortlists.share(shortlists.one(worker, made.ref), by=worker)
