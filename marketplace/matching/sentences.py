"""One sentence on why something fits and the single reason why it does not: to the young person, and about them.

Whoever is not the young person (staff, files) reads the same without a 'you'.
"""

from collections.abc import Callable, Sequence

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Inside
from marketplace.kernel.money import baht
from marketplace.matching import reasons
from marketplace.matching.fit import Fit, Reason, Rule
from models.vocabulary import Support

_MISSING = {
    Support.CHILDCARE: t("Nobody there looks after the child"),
}
_ANOTHER = t("Something that is needed is not offered")

_DEPENDS = {
    "birth_date": t("Depends on their age"),
    "point": t("Depends on where they live"),
    "free": t("Depends on their free hours"),
    "level": t("Depends on what school they have finished"),
    "languages": t("Depends on the languages they use"),
    "has_documents": t("Depends on the papers they have"),
    "transport": t("Depends on how they get about"),
}


def why(phrases: Sequence[Text]) -> Text:
    """Why it fits, to the one it fits."""
    match [Inside(each) for each in phrases or (reasons.PLAINLY,)]:
        case [only]:
            return t("It fits you: {only}.", only=only)
        case [first, last]:
            return t("It fits you: {first} and {last}.", first=first, last=last)
        case [first, second, last, *_]:
            return t("It fits you: {first}, {second} and {last}.", first=first, second=second, last=last)
    raise AssertionError


def why_told(phrases: Sequence[Text]) -> Text:
    """Why it fits, to whoever helps."""
    match [Inside(each) for each in phrases or (reasons.PLAINLY,)]:
        case [only]:
            return t("It fits: {only}.", only=only)
        case [first, last]:
            return t("It fits: {first} and {last}.", first=first, last=last)
        case [first, second, last, *_]:
            return t("It fits: {first}, {second} and {last}.", first=first, second=second, last=last)
    raise AssertionError


def why_not(fit: Fit) -> Text:
    """The single reason why it does not fit or is not known to, to the one it is about; empty where it fits."""
    return _single(fit, reasons.why_not, reasons.depends)


def why_not_told(fit: Fit) -> Text:
    """The same to whoever helps."""
    return _single(fit, told, depends_told)


def told(reason: Reason) -> Text:
    """One plain sentence for a rule that says no, to whoever helps."""
    return _TOLD[reason.rule](*reason.facts) if reason.rule in _TOLD else reasons.why_not(reason)


def depends_told(field: str) -> Text:
    """'It depends on ...' for an answer not given yet, to whoever helps."""
    return _DEPENDS[field]


def _single(fit: Fit, no: Callable[[Reason], Text], waits: Callable[[str], Text]) -> Text:
    if fit.reason is not None:
        return no(fit.reason)
    return waits(fit.depends_on[0]) if fit.depends_on else Text("")


def _missing(*needs: str) -> Text:
    known = {**reasons.MISSING, **_MISSING}
    return known[Support(needs[0])] if needs[0] in known else _ANOTHER


_TOLD: dict[Rule, Callable[..., Text]] = {
    Rule.SEATS: lambda: t("Full for now, one may ask to wait"),
    Rule.LANGUAGE: lambda *_: t("It is held in a language they did not name"),
    Rule.SUPPORTS: _missing,
    Rule.TIME: lambda: t("Its times, with the way there, do not fit their free hours"),
    Rule.TRAVEL: lambda minutes, most: t(
        "The way takes {minutes} minutes; they said at most {most}", minutes=minutes, most=most
    ),
    Rule.COST: lambda cost, most: t(
        "It costs {cost} baht a month; they said at most {most}", cost=baht(cost), most=baht(most)
    ),
}
