"""Why a line places somebody there, as it is kept with the line."""

from datetime import date

from marketplace.matching.reading import offer_terms
from marketplace.matching.reasons import reasons
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms
from marketplace.notices.words import pack
from marketplace.offers.cards import Shown


def kept_reasons(life: LifeTerms, chosen: Shown, on: date) -> dict[str, object]:
    """Why an opportunity suits a life, as a line keeps it."""
    terms = offer_terms(chosen)
    return {"lines": [pack(one) for one in reasons(life, terms, on, take_home(life, terms, on))]}
