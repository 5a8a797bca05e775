"""Agreements as their verbs make them, in any state, with everybody who signs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marketplace.access import Actor
from marketplace.agreements import drafting, ending, queries, signing
from marketplace.agreements.day_checks import DayDraft
from marketplace.agreements.days import confirm, enter
from marketplace.agreements.drafting import TermsDraft
from marketplace.kernel import clock
from marketplace.kernel.week import Slot
from marketplace.people import youth as young
from models.account import Account
from models.agreement import Agreement, WorkDay
from models.organisation import Organisation
from models.session import db
from models.vocabulary import AgreementOutcome, Party, Role, SlotKind
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_consent,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
)
from tests.factories.offers import make_organisation, make_placement


@dataclass
class Table:
    """Everybody around an agreement, with their accounts."""

    agreement: Agreement
    accounts: dict[str, Account]

    def actor(self, who: str) -> Actor:
        """Somebody at the table, as they act today."""
        return acting(self.accounts[who])

    def fresh(self) -> Agreement:
        """The agreement as a request would load it."""
        wanted = queries.loaded().where(Agreement.id == self.agreement.id).execution_options(populate_existing=True)
        self.agreement = db.scalars(wanted).one()
        return self.agreement

    @property
    def hash(self) -> str:
        """The mark of the text that is to be signed."""
        return drafting.version_of(self.agreement).text_hash


def terms(**given: Any) -> TermsDraft:
    """Terms that the law allows for somebody of seventeen."""
    today = clock.today()
    facts: dict[str, Any] = {
        "tasks": "ช่วยเตรียมของและจัดร้าน",
        "learning_goals": "ทำอาหารใต้ได้ 3 อย่าง",
        "site": "ร้านข้าวยำป้าแมะ ตลาดเก่า",
        "tutor": "ป้าแมะ",
        "starts_on": today - timedelta(days=1),
        "ends_on": today + timedelta(days=80),
        "times": ((Slot(0, 9 * 60, 12 * 60), SlotKind.WORK), (Slot(5, 8 * 60, 12 * 60), SlotKind.LEARN)),
        "wage_per_day_satang": 345_00,
    }
    return TermsDraft(**(facts | given))


def make_table(
    *, years: int = 17, provider: Organisation | None = None, state: str = "in_learning", **given: Any
) -> Table:
    """A draft with its host, provider, young person, guardian, officer and case worker."""
    offer = make_placement(starts_on=clock.today() - timedelta(days=3))
    person = make_youth(years=years)
    young.put(person, "first_name", "นูรีน")
    young.put(person, "last_name", "ดอเลาะ")
    decided = clock.now() - timedelta(days=2)
    enrolment = make_enrolment(state, youth=person, opportunity=offer, decided_at=decided)
    make_consent(enrolment)
    teacher = provider or make_organisation(name_th="กศน.ตำบลสะเตง", name_en="Sateng Learning Centre")
    mother = make_account("นางวรรณา ดอเลาะ")
    give_role(mother, Role.GUARDIAN)
    make_guardian(person, account_id=mother.id)
    accounts = {
        "youth": db.get_one(Account, person.account_id),
        "guardian": mother,
        "host": make_provider(offer.organisation_id, Role.EMPLOYER),
        "provider": make_provider(teacher.id),
        "officer": make_staff(Role.OFFICER),
        "caseworker": make_staff(Role.CASEWORKER),
    }
    agreement = drafting.draw_up(enrolment, terms(**given), teacher, by=acting(accounts["host"]))
    table = Table(agreement, accounts)
    table.fresh()
    return table


def offered(**given: Any) -> Table:
    """An agreement that waits for everybody."""
    table = make_table(**given)
    drafting.offer(table.agreement, by=table.actor("host"))
    table.fresh()
    return table


def signed(table: Table, *parties: Party) -> Table:
    """These parties sign by their accounts; everybody but the officer when none is named."""
    asked = [one.party for one in signing.places_of(table.agreement) if one.party != Party.OFFICER]
    for party in parties or asked:
        signing.sign(table.fresh(), Party(party), text_hash=table.hash, by=table.actor(party))
    table.fresh()
    return table


def valid(**given: Any) -> Table:
    """An agreement that counts."""
    table = signed(offered(**given))
    signing.approve(table.agreement, text_hash=table.hash, by=table.actor("officer"))
    table.fresh()
    return table


def day(**given: Any) -> DayDraft:
    """A morning of work, yesterday: at any hour of today it is over. Whatever is asked about it was answered."""
    facts: dict[str, Any] = {
        "worked_on": clock.today() - timedelta(days=1),
        "start_minute": 9 * 60,
        "end_minute": 12 * 60,
        "rest_minutes": 0,
        "tasks": "ล้างผักและจัดโต๊ะ",
        "sure": True,
    }
    return DayDraft(**(facts | given))


def worked(table: Table, **given: Any) -> WorkDay:
    """A day written down by the host."""
    return enter(table.fresh(), day(**given), by=table.actor("host"))


def assessed(**given: Any) -> Table:
    """An agreement that ended well."""
    table = valid(**given)
    confirm(worked(table), by=table.actor("host"))
    ending.assess(table.fresh(), AgreementOutcome.COMPLETED, note="มาตรงเวลา", by=table.actor("host"))
    table.fresh()
    return table
