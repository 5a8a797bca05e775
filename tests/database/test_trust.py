"""What is counted of an organisation: from the moves that happened, each case once, for whom it belongs to."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.organisations import appeals, trust
from marketplace.organisations.trust_rules import Count
from models.history import Move, Notice
from models.organisation import Organisation, OrganisationTrust
from models.second_look import LookRound, SecondLook
from models.session import db
from models.vocabulary import Role, TrustPart
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.second_looks import make_verified

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


def moved(enrolment, verb: str, *, days: float, origin: str = "x") -> None:
    at: datetime = clock.now() - timedelta(days=days)
    facts = {
        "subject_type": "enrolment",
        "subject_id": enrolment.id,
        "verb": verb,
        "from_state": origin,
        "to_state": "y",
    }
    db.add(Move(**facts, at=at))
    db.flush()


def counted(organisation: Organisation) -> dict[TrustPart, Count]:
    trust.nightly()
    return trust.counts(organisation)


def asked(offer, answer: str | None, *, days: float, after: float = 1) -> None:
    one = make_enrolment("provider_review", opportunity=offer)
    moved(one, "hand_over", days=days)
    if answer:
        moved(one, answer, days=days - after, origin="provider_review")


def test_answers_count_in_time_late_missing_and_not_yet(organisation) -> None:
    offer = make_opportunity(organisation=organisation, seats=20)
    for answer in ("accept", "wait_list", "decline"):
        asked(offer, answer, days=30)
    asked(offer, "accept", days=30, after=6)
    asked(offer, None, days=6)
    asked(offer, None, days=2)
    asked(offer, "withdraw", days=30)
    asked(offer, "withdraw", days=30, after=9)
    asked(offer, "accept", days=500)
    assert counted(organisation) == {TrustPart.REPLY: Count(6, 3)}


def test_completions_and_stays_count_who_began(organisation) -> None:
    offer = make_opportunity(organisation=organisation, seats=20)
    for began, verb, ended in (
        (200, "complete", 150),
        (200, "drop_out", 180),
        (200, "drop_out", 50),
        (200, "transfer", 150),
        (200, None, 0),
        (30, "drop_out", 10),
    ):
        one = make_enrolment("in_learning", opportunity=offer)
        moved(one, "begin", days=began)
        if verb:
            moved(one, verb, days=ended)
    found = counted(organisation)
    assert found[TrustPart.COMPLETION] == Count(4, 1)
    assert found[TrustPart.RETENTION] == Count(5, 4)


def test_second_looks_count_once_they_are_clear(organisation) -> None:
    drawn = LookRound(
        ref="LR-1", area_code="95", first_on=clock.today(), last_on=clock.today(), seed="x", sizes={}, state="open",
        drawn_at=clock.now(),
    )  # fmt: skip
    db.add(drawn)
    db.flush()
    for number, state in enumerate(("true", "true", "false", "unclear", "waiting")):
        claim = make_verified(make_enrolment("completed", opportunity=make_opportunity(organisation=organisation)))
        looked = None if state == "waiting" else clock.now()
        db.add(
            SecondLook(
                ref=f"SL-{number}", round_id=drawn.id, claim_id=claim.id, risk="plain", state=state, looked_at=looked
            )
        )
    db.flush()
    assert counted(organisation)[TrustPart.AUDITS] == Count(3, 2)


def test_counting_again_changes_nothing_and_strangers_are_apart(organisation) -> None:
    other = make_organisation()
    asked(make_opportunity(organisation=other), "accept", days=30)
    asked(make_opportunity(organisation=organisation), None, days=30)
    for _ in range(2):
        assert counted(organisation) == {TrustPart.REPLY: Count(1, 0)}
        assert trust.counts(other) == {TrustPart.REPLY: Count(1, 1)}


@pytest.fixture
def country() -> None:
    """Enough elsewhere that something may be told."""
    elsewhere = make_organisation()
    db.add(OrganisationTrust(organisation_id=elsewhere.id, part="reply", cases=99, good=80, counted_on=clock.today()))
    db.flush()


def told_share(organisation: Organisation) -> float | None:
    return trust.of(organisation)[TrustPart.REPLY].share


def test_an_appeal_that_is_agreed_to_silences_its_number_for_its_time(organisation, country, monkeypatch) -> None:
    keeper = acting(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    province = acting(make_staff(Role.PROVINCE, "95"))
    db.add(
        OrganisationTrust(organisation_id=organisation.id, part="reply", cases=40, good=10, counted_on=clock.today())
    )
    db.flush()
    assert told_share(organisation) is not None
    for part, said in (("stars", "x"), ("reply", " "), ("reply", "x" * 1001)):
        with pytest.raises(Invalid):
            appeals.make(organisation, part, said, by=keeper)
    appeal = appeals.make(organisation, "reply", "เราปิดปรับปรุงหนึ่งเดือน", by=keeper)
    with pytest.raises(Conflict):
        appeals.make(organisation, "reply", "อีกครั้ง", by=keeper)
    assert set(db.scalars(select(Notice.account_id).where(Notice.event == appeals.EVENT))) == {province.account_id}
    assert appeals.can_answer(province, appeal)
    assert not appeals.can_answer(acting(make_staff(Role.PROVINCE, "50")), appeal)
    assert not appeals.can_answer(acting(make_staff(Role.OFFICER)), appeal)
    with pytest.raises(Invalid):
        appeals.answer(appeal, "agree", "  ", by=province)
    appeals.answer(appeal, "agree", "ตรวจแล้วเป็นจริง", by=province)
    with pytest.raises(IllegalMove):
        appeals.answer(appeal, "let_stand", "เปลี่ยนใจ", by=province)
    assert told_share(organisation) is None
    last = clock.today() + appeals.SILENT
    monkeypatch.setattr(clock, "today", lambda: last + timedelta(days=1))
    assert told_share(organisation) is not None


def test_a_number_that_stands_goes_on_being_told(organisation, country) -> None:
    keeper = acting(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    db.add(
        OrganisationTrust(organisation_id=organisation.id, part="reply", cases=40, good=10, counted_on=clock.today())
    )
    appeal = appeals.make(organisation, "reply", "ไม่จริง", by=keeper)
    appeals.answer(appeal, "let_stand", "ตัวเลขถูกต้อง", by=acting(make_staff(Role.PROVINCE, "95")))
    assert told_share(organisation) is not None
