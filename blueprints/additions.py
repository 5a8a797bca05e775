"""What could be opened, in a sentence, and where a posting of it begins."""

from flask import url_for

from marketplace.areas import names
from marketplace.i18n import Text, t, words
from marketplace.i18n.weeks import summary
from marketplace.matching.deserts.siting import Addition
from models.vocabulary import Language, Support


def described(addition: Addition) -> str:
    """The class with its times and what it offers."""
    offer = addition.offer
    said = [str(addition.text), str(summary(offer.slots))]
    # What a class in the evening is called says so already.
    said += [str(word) for word in words.words(Support, sorted(offer.supports_offered - {Support.EVENING}))]
    said += [str(words.word(Language, each)) for each in sorted(offer.languages) if each != Language.THAI]
    return " · ".join(said)


def sentence(addition: Addition, count: int) -> Text:
    """What it would open."""
    place = names.short(addition.offer.area)
    return t("{what} in {place} opens {count} young people", what=addition.text, place=place, count=f"{count:,}")


def posting_href(addition: Addition) -> str:
    """The form of a new posting, filled with it."""
    offer = addition.offer
    times = [f"{slot.weekday}-{slot.start_minute}-{slot.end_minute}" for slot in offer.slots]
    return url_for(
        "provider.show_new_posting",
        area=offer.area,
        mode=offer.mode,
        time=times,
        support=sorted(offer.supports_offered),
        language=sorted(offer.languages),
    )
