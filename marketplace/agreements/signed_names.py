"""Names typed behind a link that do not belong where they stand: told to the officer, who signs last and may call."""

from marketplace.agreements import sayings, signing
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.people import guardians, spelled
from marketplace.people import youth as young
from models.agreement import Agreement, AgreementSignature
from models.vocabulary import Party, SignedHow


def odd(agreement: Agreement) -> list[Text]:
    """What is odd about the names under the version that counts; nothing where each stands where it belongs."""
    places = [one for one in signing.places_of(agreement) if one.signed_at is not None]
    found = [said for one in places if (said := _of_place(agreement, one)) is not None]
    linked = [one for one in places if one.how == SignedHow.LINK]
    names = {one.party: signing.name_in(agreement, one) for one in linked}
    twice = [
        sayings.PARTIES[Party(party)]
        for party, name in names.items()
        if any(spelled.are_one_name(name, other) for whose, other in names.items() if whose != party)
    ]
    if twice:
        parties = ", ".join(map(str, twice))
        found.append(
            t("The same name signed in several parts, by link: {parties}. Speak with them first.", parties=parties)
        )
    return found


def _of_place(agreement: Agreement, place: AgreementSignature) -> Text | None:
    youth, name = agreement.enrolment.youth, signing.name_in(agreement, place)
    if place.party == Party.GUARDIAN and guardians.is_own_name(name, youth):
        return guardians.OWN_NAME
    if place.how != SignedHow.LINK:
        return None
    if place.party == Party.YOUTH and young.has_legal_name(youth):
        if spelled.are_one_name(name, young.legal_name(youth)):
            return None
        return t(
            "Signed by a link as “{name}”, and the young person has another name: speak with them first", name=name
        )
    if place.party == Party.GUARDIAN:
        known = [guardians.name_of(one) for one in guardians.signers_for(youth, clock.today())]
        if known and not any(spelled.are_one_name(name, one) for one in known):
            return t(
                "Signed by a link as “{name}”, and no guardian we know has this name: speak with them first", name=name
            )
    return None
