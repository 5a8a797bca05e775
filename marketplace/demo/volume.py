"""The demo at the size of a province: the same people and offers, many more of them, kept in short transactions.

Offers go through the verbs; the young people, who have not asked for anything yet, come in by the thousand.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import insert, select

from marketplace import notices
from marketplace.areas.offices import office_keys_for
from marketplace.demo import cast, offers, youths
from marketplace.demo.offers import Offer
from marketplace.demo.stage import fund_of
from marketplace.demo.timeline import at
from marketplace.kernel import clock, ids
from marketplace.kernel.sealing import blind_index, seal
from marketplace.offers import postings
from models.earning import Fund
from models.organisation import Organisation
from models.session import db, transactional
from models.vocabulary import CivilStatus, Role
from models.youth import Youth

OFFERS, PEOPLE = 4_650, 29_400
FIRST_OFFER, FIRST_LIFE = 20_000, 1_000
AT_ONCE = 250


def load(
    seed: int, today: date, progress: Callable[[str], None], *, more_offers: int = OFFERS, people: int = PEOPLE
) -> None:
    """Add offers and young people until the demo has the size of a province."""
    phases = ("coming",) * (more_offers * 4 // 5) + ("running",) * (more_offers - more_offers * 4 // 5)
    planned = offers.plan(seed, today, phases, first=FIRST_OFFER)
    for first in range(0, len(planned), AT_ONCE):
        _publish(seed, today, planned[first : first + AT_ONCE])
        if (first // AT_ONCE) % 4 == 3:
            progress(f"  {first + AT_ONCE} more opportunities")
    for first in range(0, people, AT_ONCE * 8):
        numbers = range(FIRST_LIFE + first, FIRST_LIFE + min(first + AT_ONCE * 8, people))
        _register(seed, today, numbers)
    progress(f"  {people} more young people")


@transactional
def _publish(seed: int, today: date, planned: Sequence[Offer]) -> None:
    people = cast.recall(seed)
    organisations = {row.name_th: row for row in db.scalars(select(Organisation))}
    offices = office_keys_for({offer.draft.area_code for offer in planned})
    funds = {fund.office_key: fund for fund in db.scalars(select(Fund))}
    for offer in planned:
        day = min(offer.draft.starts_on, today) - timedelta(days=30)
        supplier = people.supplier(offer.organisation.key)
        officer = people.one(Role.OFFICER, offices[offer.draft.area_code])
        with clock.frozen(at(day, 9, offer.number % 60)):
            paid_by = fund_of(funds, offer.draft.area_code).id if offer.funded else None
            draft = replace(offer.draft, fund_id=paid_by)
            row = postings.create(draft, organisations[offer.organisation.name_th], by=supplier)
            with notices.quiet():
                postings.submit(row, by=supplier)
        with clock.frozen(at(day + timedelta(days=2), 14, offer.number % 60)), notices.quiet():
            postings.publish(row, by=officer)


@transactional
def _register(seed: int, today: date, numbers: Sequence[int]) -> None:
    lives = [youths.imagine(seed, number, today) for number in numbers]
    offices = office_keys_for({life.place.area for life in lives})
    rows = []
    for life in lives:
        ref, phone, number = ids.new_ref("Y"), youths.phone_of(life.number), youths.national_id(seed, life.number)
        known = life.number % 4 != 0
        rows.append({
            "ref": ref,
            "alias": life.alias,
            "first_name_sealed": seal(life.first_name, f"youth|first_name|{ref}"),
            "last_name_sealed": seal(life.last_name, f"youth|last_name|{ref}"),
            "phone_sealed": seal(phone, f"youth|phone|{ref}"),
            "phone_index": blind_index("phone", phone),
            "national_id_sealed": seal(number, f"youth|national_id|{ref}") if known else None,
            "national_id_index": blind_index("national_id", number) if known else None,
            "birth_date": life.born,
            "sex": life.sex,
            "civil_status": CivilStatus.SINGLE,
            "area_code": life.place.area,
            "office_key": offices[life.place.area],
            "created_at": at(life.since, 9),
        } | youths.columns(life, seed))  # fmt: skip
    db.execute(insert(Youth), rows)
