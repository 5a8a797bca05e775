"""The facts of a request as the office reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import help_facts
from blueprints.parts import Fact
from blueprints.posting_facts import public_href
from marketplace.earnings import funds
from marketplace.enrolments import commitments, consents, policy, signed_terms, signers
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import age, clock
from marketplace.kernel.money import baht
from marketplace.offers import coming, payers
from marketplace.offers.cards import weekly
from marketplace.people import guardians
from marketplace.people import policy as people
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.people.disclosure import StaffView
    from models.enrolment import Enrolment, GuardianConsent
    from models.offer import Opportunity

MOVED = t("They have moved since they asked. This request stays with your office.")


def facts(actor: Actor, enrolment: Enrolment, who: StaffView) -> tuple[Fact, ...]:
    """Who, with whose consent, what for, when, for how much and where."""
    offer = enrolment.opportunity
    told = [
        _applicant(actor, enrolment, who),
        _guardian(actor, enrolment),
        Fact(t("Their goal"), enrolment.youth.goal),
        Fact(t("Their words"), enrolment.note),
        _times(offer),
        Fact(t("Support needed"), lines=words.words(v.Support, who.needs) or (t("None told"),)),
        help_facts.kept(enrolment),
        _fund(enrolment),
        _wage(offer),
        _provider(offer),
    ]
    return tuple(fact for fact in told if fact.value or fact.lines)


def _applicant(actor: Actor, enrolment: Enrolment, who: StaffView) -> Fact:
    years: Text | str = who.age_band
    born = enrolment.youth.birth_date
    if born is not None:
        first = age.age_on(born, enrolment.opportunity.starts_on)
        years = t("{now} years old, {first} on the first day", now=age.age_on(born, clock.today()), first=first)
    moved = () if enrolment.youth.office_key == enrolment.office_key else (MOVED,)
    may = people.can_see_youth_as_staff(actor, enrolment.youth)
    href = url_for("office.show_youth", youth=enrolment.youth.ref) if may else ""
    return Fact(t("Applicant"), lines=(years, who.place, *moved), href=href, link=t("See the person"))


def _guardian(actor: Actor, enrolment: Enrolment) -> Fact:
    given = consents.of(enrolment)
    if given:
        changed = signed_terms.changed_since(given)
        lines = [
            line
            for consent in given
            for line in (*_consent(actor, enrolment, consent), *signed_terms.earlier_terms(changed.get(consent.id)))
        ]
        href = url_for("office.show_guardian_case", enrolment=enrolment.ref)
        may = policy.can_record_consent(actor, enrolment)
        return Fact(
            t("Guardian"), lines=tuple(lines), href=href if may else "", link=t("Look into the guardian's part")
        )
    if not guardians.is_needed(enrolment.youth, clock.today()):
        return Fact(t("Guardian"), t("Not needed: 20 or older, married or emancipated"))
    return Fact(t("Guardian"), t("Nobody has signed yet"))


def _consent(actor: Actor, enrolment: Enrolment, consent: GuardianConsent) -> tuple[object, ...]:
    basis = words.word(v.GuardianBasis, consent.basis) if consent.basis else t("No basis named")
    day = dates.short_date(clock.bangkok(consent.given_at).date(), year=True)
    if consent.route == v.ConsentRoute.CASE_WORKER:
        return (t("Recorded by a case worker on {day}: {basis}", day=day, basis=basis), consent.reason)
    signer = signers.signer_of(enrolment, consent) if policy.can_read_signer(actor, enrolment) else ""
    said = (" ".join(filter(None, (consent.relation, signer))), t("{basis}, signed on {day}", basis=basis, day=day))
    flags = (
        guardians.ON_THEIR_PHONE if consent.same_phone else None,
        consent.shown_by or None,
        guardians.OWN_NAME if signers.is_own_name(enrolment, consent, enrolment.youth) else None,
    )
    return (*said, *filter(None, flags))


def _times(offer: Opportunity) -> Fact:
    return Fact(t("Times"), lines=(*weeks.each(weekly(offer.slots)), dates.date_range(*coming.of(offer).runs)))


def _fund(enrolment: Enrolment) -> Fact:
    offer = enrolment.opportunity
    fund = payers.named(offer)
    if offer.fund_id is None or fund is None:
        nobody = t("None is named, so nobody is promised this money") if payers.lacks_fund(offer) else t("None")
        return Fact(t("Money of the fund"), nobody)
    whose = (*fund, t("It does not answer for the place of this posting.")) if payers.is_elsewhere(offer) else fund
    cost = commitments.cost_to(enrolment)
    lines = [
        t("{label}: {times} × {each} = {total}", label=line.label, times=line.times, each=baht(line.each_satang),
          total=baht(line.total_satang))
        for line in cost.lines
    ]  # fmt: skip
    left = t("Free in the fund: {sum} baht", sum=baht(funds.available(offer.fund_id)))
    most = t("At most {sum} baht", sum=baht(cost.total_satang))
    return Fact(t("Money of the fund"), lines=(*whose, most, *lines, left))


def _wage(offer: Opportunity) -> Fact:
    if offer.wage_per_day_satang:
        said = t("{sum} baht a day", sum=baht(offer.wage_per_day_satang))
    elif offer.wage_per_hour_satang:
        said = t("{sum} baht an hour", sum=baht(offer.wage_per_hour_satang))
    else:
        return Fact(t("Wage"))
    return Fact(t("Wage"), lines=(said, t("Paid by the employer directly, not by the fund")))


def _provider(offer: Opportunity) -> Fact:
    left = t("Seats left: {left} of {seats}", left=offer.seats - offer.seats_taken, seats=offer.seats)
    name = pick(offer.organisation.name_th, offer.organisation.name_en)
    return Fact(t("Organisation"), lines=(name, left), href=public_href(offer), link=t("See the posting"))
