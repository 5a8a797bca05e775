"""Whoever goes somewhere, or has asked to, hears what is changed about it: each fact as it was and as it is.

Times of sessions are told by `times_telling` to those who come to them, with the first that falls away and is new.
"""

from collections.abc import Iterable, Sequence

from marketplace.enrolments import concerned
from marketplace.enrolments.telling import tell_case_worker, tell_guardians, tell_youth
from marketplace.i18n import Text, t, use
from marketplace.i18n.lazy import Either
from marketplace.offers import differences
from marketplace.offers.differences import Difference
from marketplace.offers.drafts import PostingDraft
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.youth import Youth

CHANGED = "enrolment.changed"
TIMES = frozenset({"times", "starts_on", "ends_on"})
_NOT_THEIRS = differences.WORDS | {"seats", "apply_by", "fund_id"}
"""What concerns nobody who is there or has asked: how it is described, for how many others, and who pays."""
_MOST, _LONGEST = 5, 90


def changed(posting: Opportunity, before: PostingDraft, after: PostingDraft, *, times_told: bool) -> None:
    """Tell everybody whom it concerns, once; with `times_told` those who go there know of the times already."""
    for enrolment in concerned.people(posting.id):
        goes = concerned.is_there(enrolment)
        words = _said(before, after, without=TIMES if times_told and goes else frozenset())
        if words is not None:
            _tell(enrolment, words, goes=goes)


def _tell(enrolment: Enrolment, words: Either, *, goes: bool) -> None:
    mine = (
        t("Something you go to has changed. {changes}", changes=words)
        if goes
        else t("Something you applied for has changed. {changes} You can take your request back.", changes=words)
    )
    tell_youth(enrolment, CHANGED, mine)
    message = t("Something that somebody you look after goes to or applied for has changed. {changes}", changes=words)
    tell_guardians(enrolment, CHANGED, message)
    if db.get_one(Youth, enrolment.youth_id).account_id is None:
        message = t(
            "Something a young person without an account goes to or applied for has changed: tell them. {changes}",
            changes=words,
        )
        tell_case_worker(enrolment, CHANGED, message)


def _said(before: PostingDraft, after: PostingDraft, *, without: Iterable[str]) -> Either | None:
    """What is theirs of it, in both languages; None where nothing is."""
    skipped, spoken = _NOT_THEIRS | set(without), []
    for locale in ("th", "en"):
        with use(locale):
            found = [one for one in differences.between(before, after) if not skipped.issuperset(one.names)]
            spoken.append(_joined(found))
    return Either(*spoken) if spoken[0] else None


def _joined(found: Sequence[Difference]) -> str:
    lines = [str(_line(one)) for one in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(str(t("Other changes: {count}", count=len(found) - _MOST)))
    return " · ".join(lines)


def _line(one: Difference) -> Text | str:
    if one.by_day:
        return f"{one.label}: {', '.join(one.by_day)}"
    return t("{what}: {before} → {after}", what=one.label, before=_short(one.before), after=_short(one.after))


def _short(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"
