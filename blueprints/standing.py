"""Where somebody works, in two or three words for the head of the page."""

from marketplace.access import Actor
from marketplace.areas import names, offices
from marketplace.offers import queries as offers


def workplace(who: Actor) -> str:
    """The organisation or office somebody acts for; empty for youth, guardians and whoever serves the whole country."""
    for grant in who.grants:
        if grant.organisation_id is not None:
            return offers.organisation_name(grant.organisation_id)
        if grant.authority_ref is not None:
            return offices.office_name(f"la:{grant.authority_ref}")
        if grant.area_code is not None:
            return (
                offices.office_name(f"d:{grant.area_code}")
                if len(grant.area_code) == 4
                else names.titled(grant.area_code)
            )
    return ""
