"""A published posting changes while people work there: the law for each of them, and their agreements."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.agreements import drafting, outdated, queries, signing
from marketplace.duties import changed_terms
from marketplace.enrolments import concerned, timetables
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import postings
from models.history import Notice
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from tests.factories.agreements import signed, valid
from tests.factories.enrolments import make_enrolment, make_youth, staff
from tests.factories.labour import findings, look, make_work

pytestmark = pytest.mark.usefixtures("db")


def changed(offer: Opportunity, **given: object) -> Opportunity:
    change = postings.edit(offer, replace(postings.draft_of(offer), **given), by=SYSTEM)
    assert change is not None
    return change


def told(account_id: int) -> list[str]:
    return list(db.scalars(select(Notice.event).where(Notice.account_id == account_id).order_by(Notice.id)))


@pytest.mark.on_both
def test_nobody_agrees_to_a_change_that_makes_the_work_of_somebody_there_unlawful() -> None:
    work = make_work()
    offer, officer = work.opportunity, staff(Role.OFFICER)
    make_enrolment("in_learning", youth=make_youth(years=22), opportunity=offer)
    change = changed(offer, hazards=("H01",), age_min=18)
    with pytest.raises(Invalid) as refused:
        timetables.publish(change, by=officer)
    said = str(refused.value.errors["decision"])
    assert ("LW11" in said, work.youth.nickname in said, said.count("LW11")) == (True, True, 1)
    assert str(work.youth.nickname) not in str(changed_terms.refusals(change, by=staff(Role.OFFICER, "400101"))[0])
    assert (offer.hazards, change.state) == ([], "submitted")
    make_enrolment("approved", opportunity=offer, decided_at=clock.now())
    assert concerned.counted(offer.id) == concerned.Concerned(there=2, waiting=1)
    work.state = "withdrawn"
    db.flush()
    timetables.publish(change, by=officer)
    assert offer.hazards == ["H01"]


def test_what_is_unlawful_already_keeps_nobody_from_agreeing_to_something_else() -> None:
    work = make_work(hazards=["H01"], age_min=18)
    change = changed(work.opportunity, wage_per_day_satang=500_00)
    assert not changed_terms.against(change)
    change.hazards, change.replaces_names = ["H01", "H02"], ["hazards"]
    db.flush()
    assert [one.enrolment.id for one in changed_terms.against(change)] == [work.id]


@pytest.mark.on_both
def test_agreements_that_say_otherwise_wait_for_a_new_version_and_their_host_and_office_hear_it_once() -> None:
    table = valid(years=17)
    offer, agreement = db.get_one(Opportunity, table.agreement.enrolment.opportunity_id), table.agreement
    assert not outdated.by_newest([agreement])
    terms = drafting.terms_of(agreement)
    change = changed(offer, wage_per_day_satang=terms.wage_per_day_satang + 10_00, seats=offer.seats + 1)
    timetables.publish(change, by=SYSTEM)
    assert outdated.by_newest([agreement])[agreement.id].names == ("wage_per_day_satang",)
    assert [one.id for one in queries.to_renew(table.actor("host"))] == [agreement.id]
    assert [one.id for one in queries.listed(table.actor("officer"), queries.View.OUTDATED)] == [agreement.id]
    for who in ("host", "officer"):
        assert told(table.accounts[who].id).count("agreement.renew") == 1
    assert findings(agreement.enrolment)["LW03"].weight == "asks"
    draft = replace(drafting.draft_of(agreement), wage_per_day_satang=offer.wage_per_day_satang)
    drafting.change(agreement, draft, agreement.provider, by=table.actor("host"))
    assert not outdated.by_newest([agreement]), "the new version says the same"
    assert not queries.to_renew(table.actor("host"))
    assert outdated.by_what_counts([agreement.enrolment_id]), "and counts once everybody has signed it"
    drafting.offer(table.fresh(), by=table.actor("host"))
    signed(table)
    signing.approve(table.agreement, text_hash=table.hash, by=table.actor("officer"))
    look()
    assert not outdated.by_what_counts([agreement.enrolment_id])
    assert "LW03" not in findings(agreement.enrolment)


def test_the_nightly_look_judges_the_dangers_of_the_posting_beside_those_that_were_signed() -> None:
    table = valid(years=17)
    look()
    assert "LW11" not in findings(table.agreement.enrolment)
    db.get_one(Opportunity, table.agreement.enrolment.opportunity_id).hazards = ["H01"]
    db.flush()
    look()
    assert findings(table.agreement.enrolment)["LW11"].weight == "blocks"
    assert drafting.law_against(table.agreement) is not None, "nor is it signed anew like this"
