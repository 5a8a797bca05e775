"""What a change says otherwise than the posting that everybody reads, fact by fact in its reader's words.

Every fact of a posting stands in `_FACTS`, so that nobody agrees to what they were not shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.areas import names
from marketplace.i18n import Text, dates, t, weeks, words
from marketplace.kernel.money import baht
from marketplace.kernel.week import Slot
from marketplace.labour.limits import hazards_on
from marketplace.offers import changes, payers, postings, promises
from marketplace.offers.drafts import PostingDraft
from models import vocabulary as v
from models.earning import Fund
from models.offer import Opportunity
from models.session import db

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact before and after, said in the language of whoever asked; `names` are those of the draft."""

    names: tuple[str, ...]
    label: Text
    before: str
    after: str
    by_day: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[object, ...]:
        """Both beside each other; of weekly times each day that changes."""
        return self.by_day or (t("{before} → {after}", before=self.before, after=self.after),)

    @property
    def is_of_words(self) -> bool:
        """Whether only a description is worded otherwise."""
        return WORDS.issuperset(self.names)


@dataclass(frozen=True, slots=True)
class _Fact:
    names: tuple[str, ...]
    label: Text
    say: Callable[[PostingDraft], str]


def of_change(change: Opportunity) -> tuple[Difference, ...]:
    """What it would change about its posting as that one stands today; nothing for what is no change."""
    original = changes.original_of(change)
    if original is None:
        return ()
    standing = postings.draft_of(original)
    return between(standing, changes.merged(standing, postings.draft_of(change), change.replaces_names))


def between(before: PostingDraft, after: PostingDraft) -> tuple[Difference, ...]:
    """Every fact that differs, in the order in which a posting is read."""
    return tuple(
        Difference(
            fact.names,
            fact.label,
            fact.say(before) or NOTHING,
            fact.say(after) or NOTHING,
            _by_day(before, after) if fact.names == ("times",) else (),
        )
        for fact in _FACTS
        if _differs(fact, before, after)
    )


def _differs(fact: _Fact, before: PostingDraft, after: PostingDraft) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in fact.names)


def labels(names: Iterable[str]) -> tuple[Text, ...]:
    """What these facts are called, in the order in which a posting is read."""
    asked = set(names)
    return tuple(fact.label for fact in _FACTS if asked & set(fact.names))


def hazards(codes: Iterable[str], draft: PostingDraft | Opportunity) -> str:
    """Kinds of dangerous work by their code and name, as the list reads on the first day."""
    known = {one.code: one.name for one in hazards_on(draft.starts_on)}
    return _listed(f"{code} {known[code]}" if code in known else code for code in codes)


def _weekly(draft: PostingDraft) -> str:
    """The weekly times to the minute, what is learned apart from what is worked."""
    return _listed(
        f"{words.word(v.SlotKind, kind)} {weeks.exact(held)}" for kind in v.SlotKind if (held := _held(draft, kind))
    )


def _by_day(before: PostingDraft, after: PostingDraft) -> tuple[str, ...]:
    """Each day that changes; where there is work, what is learned apart from what is worked."""
    if not _held(before, v.SlotKind.WORK) and not _held(after, v.SlotKind.WORK):
        return tuple(map(str, weeks.changed(before.slots, after.slots)))
    changed = ((kind, weeks.changed(_held(before, kind), _held(after, kind))) for kind in v.SlotKind)
    return tuple(f"{words.word(v.SlotKind, kind)} {line}" for kind, lines in changed for line in lines)


def _held(draft: PostingDraft, kind: v.SlotKind) -> list[Slot]:
    return [one.slot for one in draft.times if one.kind == kind]


def _listed(said: Iterable[object]) -> str:
    return ", ".join(str(one) for one in said)


def _text(name: str, label: Text) -> _Fact:
    return _Fact((name,), label, lambda draft: str(getattr(draft, name)))


def _word(name: str, label: Text, enum: type[StrEnum]) -> _Fact:
    return _Fact((name,), label, lambda draft: str(words.word(enum, getattr(draft, name))))


def _words(name: str, label: Text, enum: type[StrEnum]) -> _Fact:
    return _Fact((name,), label, lambda draft: _listed(words.words(enum, getattr(draft, name))))


def _day(name: str, label: Text) -> _Fact:
    return _Fact((name,), label, lambda draft: dates.long_date(getattr(draft, name)))


def _sum(name: str, label: Text) -> _Fact:
    return _Fact((name,), label, lambda draft: _baht(getattr(draft, name)))


def _baht(satang: int) -> str:
    return str(t("{sum} baht", sum=baht(satang))) if satang else ""


def _spot(draft: PostingDraft) -> str:
    if draft.lat is None or draft.lon is None:
        return str(t("the middle of the subdistrict"))
    return f"{draft.lat:.6f}, {draft.lon:.6f}"


def _needed(draft: PostingDraft) -> str:
    return str(t("needed")) if draft.requires_documents else str(t("not needed"))


def _fund(draft: PostingDraft) -> str:
    fund = db.get(Fund, draft.fund_id) if draft.fund_id is not None else None
    # Two funds of an office may bear one name.
    return "" if fund is None else " · ".join((*(payers.named(draft) or ()), fund.ref))


_FACTS = (
    _text("title_th", t("Title in Thai")),
    _text("title_en", t("Title in English")),
    _word("kind", t("What is it"), v.OpportunityKind),
    _word("form", t("Form of learning"), v.LearningForm),
    _word("field", t("Field"), v.Field),
    _day("starts_on", t("First day")),
    _day("ends_on", t("Last day")),
    _Fact(("times",), t("Weekly times"), _weekly),
    _day("apply_by", t("Apply until")),
    _Fact(("area_code",), t("Subdistrict"), lambda draft: names.address(draft.area_code)),
    _text("place_th", t("Where exactly")),
    _text("place_en", t("Where exactly, in English")),
    _Fact(("lat", "lon"), t("Spot on the map"), _spot),
    _word("mode", t("How people take part"), v.Mode),
    _word("place_type", t("Kind of place"), v.PlaceType),
    _Fact(("hazards",), t("Hazardous work"), lambda draft: hazards(draft.hazards, draft)),
    _text("seats", t("Seats")),
    _text("age_min", t("Youngest age")),
    _Fact(("age_max",), t("Oldest age"), lambda draft: str(draft.age_max or "")),
    _Fact(("level_min",), t("Level needed"), lambda draft: str(words.level(draft.level_min))),
    _Fact(("requires_documents",), t("Identity papers"), _needed),
    _words("languages", t("Languages used"), v.Language),
    _Fact(("skills",), t("Skills needed"), lambda draft: _listed(draft.skills)),
    _words("supports", t("Support offered"), v.Support),
    _sum("wage_per_day_satang", t("Wage per day")),
    _sum("wage_per_hour_satang", t("Wage per hour")),
    _sum("stipend_per_session_satang", t("Stipend per session attended")),
    _sum("stipend_per_hour_satang", t("Stipend per hour attended")),
    _sum("travel_per_session_satang", t("Travel money per session attended")),
    _sum("completion_bonus_satang", t("Paid on completion")),
    _Fact(("promises",), t("Paid or given for milestones"), lambda draft: _listed(map(promises.told, draft.promises))),
    _word("stays_from", t("Days of staying are counted from"), v.CountsFrom),
    _sum("cost_per_month_satang", t("Cost to the learner per month")),
    _text("credits", t("Credits")),
    _Fact(("fund_id",), t("Fund that pays"), _fund),
    _text("bring_th", t("What to bring")),
    _text("bring_en", t("What to bring, in English")),
    _text("summary_th", t("In one or two sentences")),
    _text("summary_en", t("In one or two sentences, in English")),
    _text("about_th", t("More about it")),
    _text("about_en", t("More about it, in English")),
)

NAMES = frozenset(name for fact in _FACTS for name in fact.names)
WORDS = frozenset({"title_th", "title_en", "summary_th", "summary_en", "about_th", "about_en"})
"""What only describes it."""
