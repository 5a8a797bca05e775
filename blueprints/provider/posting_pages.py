"""Finished values for postings and their editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import posting_history
from blueprints.exporting import links
from blueprints.paging import page_links
from blueprints.parts import Fact
from blueprints.posting_facts import OPEN_TO_ANSWER, changed_of, concerned_of, facts_of
from blueprints.provider.forms import PostingForm
from blueprints.provider.parts import Item, ListPage, Tab, when
from marketplace.duties import changed_terms
from marketplace.enrolments import learner_names, undoing
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.offers import changes, coming, hints, payers, policy, shelf, standing, telling, twins
from marketplace.offers import postings as offered
from marketplace.offers.cards import weekly
from marketplace.offers.states import CHANGEABLE, EDITABLE
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.offers.hints import Hint
    from models.offer import Opportunity
    from models.organisation import Organisation


def chosen_organisation(mine: Sequence[Organisation], ref: str) -> Organisation:
    """The organisation somebody posts for; with only one there is nothing to choose. Raises NotFound."""
    found = [one for one in mine if one.ref == ref] or list(mine)[:1]
    if not found:
        raise NotFound
    return found[0]


def postings(found: Sequence[Opportunity], total: int, states: Mapping[str, int], state: str, page: int) -> ListPage:
    """The organisation's postings by state."""
    tabs = [Tab(t("All"), url_for("provider.show_postings"), sum(states.values()), not state)]
    tabs += [
        Tab(
            words.word(v.OpportunityState, one), url_for("provider.show_postings", state=one), states[one], state == one
        )
        for one in v.OpportunityState
        if states.get(one)
    ]
    return ListPage(
        items=tuple(
            Item(
                url_for("provider.show_posting", posting=one.ref),
                _named(one),
                t(
                    "{days}, {when}, seats taken {taken} of {seats}",
                    days=dates.date_range(one.starts_on, max(one.starts_on, one.ends_on)),
                    when=when(one),
                    taken=one.seats_taken,
                    seats=one.seats,
                ),
                tag=_tag(one),
            )
            for one in found
        ),
        tabs=tuple(tabs),
        pages=page_links("provider.show_postings", page, total, shelf.PAGE, state=state or None),
        total=total,
        export=links("provider.export_postings", state=state or None),
    )


def _named(one: Opportunity) -> Text | str:
    return t("Change of {title}", title=_title(one)) if one.replaces_id is not None else _title(one)


def _tag(one: Opportunity) -> Text:
    if standing.is_hidden(one):
        return _HIDDEN
    if one.state in EDITABLE and payers.lacks_fund(one):
        return t("Name a fund")
    return words.word(v.OpportunityState, one.state)


def postings_file(found: Sequence[Opportunity]) -> tuple[list[object], list[list[object]]]:
    """The postings on screen with a head."""
    head: list[object] = [t("Reference"), t("Posting"), t("Kind"), t("State"), t("When"), t("From"), t("To")]
    head += [t("Apply by"), t("Seats"), t("Seats taken"), t("Would change")]
    changed = changes.refs_changed(found)
    return head, [
        [
            one.ref,
            pick(one.title_th, one.title_en),
            words.word(v.OpportunityKind, one.kind),
            words.word(v.OpportunityState, one.state),
            weeks.exact(weekly(one.slots)),
            *(day.isoformat() for day in (one.starts_on, one.ends_on, one.apply_by)),
            one.seats,
            one.seats_taken,
            changed.get(one.id, ""),
        ]
        for one in found
    ]


@dataclass(frozen=True)
class Action:
    """A button that says one verb."""

    label: Text
    href: str
    kind: str = "2"


@dataclass(frozen=True)
class Link:
    """Another posting that belongs to this one."""

    title: str
    href: str


@dataclass(frozen=True)
class PostingPage:
    """One posting as its organisation sees it."""

    title: Text | str
    state: Text
    meaning: Text
    kind: str
    review_note: str
    to_mend: Text | None
    lacking: tuple[Item, ...]
    unlawful: tuple[Text, ...]
    change: Link | None
    change_of: Link | None
    change_says: Text | None
    is_agreed: bool
    changed: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    edit_href: str
    edit_label: Text
    copy_href: str
    repeat_href: str
    preview_href: str
    learners_href: str
    main: Action | None
    actions: tuple[Action, ...]
    steps: tuple[Item, ...]
    hints: tuple[Item, ...]
    twins: tuple[Item, ...]


WARNED = {"draft", "submitted", "in_review", "changes_requested"}
"""States in which somebody can still think better of it."""
_MEANING: dict[str, tuple[Text, str]] = {
    "draft": (t("Only you see it. Submit it when it is ready."), "draft"),
    "submitted": (t("The office of the place looks at it next."), ""),
    "in_review": (t("The office is looking at it now."), ""),
    "published": (t("Everybody can see it and apply."), "done"),
    "changes_requested": (t("The office asks for a change. Edit it and submit it again."), "stop"),
    "rejected": (t("The office did not accept it. You can copy it and begin again."), "stop"),
    "paused": (t("People see it but cannot apply. Resume it when you are ready."), ""),
    "closed": (t("Nobody can apply any more. Learners go on."), "done"),
    "archived": (t("It is kept for the record."), "done"),
    "withdrawn": (t("You took it back."), "stop"),
}


def _means(one: Opportunity) -> tuple[Text, str]:
    """What its state means; while the office owes an answer, by when, or that nobody is there to give it."""
    due = telling.due_on(one)
    if due is None:
        return _MEANING[one.state]
    if telling.has_nobody(one):
        return _NOBODY, "stop"
    if due < clock.today():
        return t("The office owes you an answer since {day}; it has been reminded.", day=dates.long_date(due)), "stop"
    if one.state == "in_review":
        return t("The office is looking at it now, and answers by {day}.", day=dates.long_date(due)), ""
    return t("The office of the place looks at it and answers by {day}.", day=dates.long_date(due)), ""


_NOBODY = t(
    "Nobody reviews postings in this place with Okat yet, so nobody can say when. Whoever runs Okat has been told to"
    " find somebody; your posting is kept."
)
_HIDDEN = t("Hidden")
_HIDDEN_MEANS = t("The office has suspended your organisation. Nobody finds this posting or can apply until that ends.")
UNFUNDED = t(
    "It promises stipends, travel money or money on completion but names no fund."
    " Until it names one, nobody sees this money and nobody can be approved."
)


def _link(one: Opportunity | None) -> Link | None:
    return None if one is None else Link(_title(one), url_for("provider.show_posting", posting=one.ref))


def _change_says(one: Opportunity) -> Text | None:
    """What became of a change, or that it waits."""
    if one.replaces_id is None:
        return None
    if one.state in OPEN_TO_ANSWER:
        return t("It changes a posting that everybody reads. That one stands as it is until the office has agreed.")
    if one.state == "archived":
        return posting_history.agreed_to(one, for_staff=False) or t("The office agreed to this change.")
    return t("This change was not taken over.")


def _title(one: Opportunity) -> str:
    return pick(one.title_th, one.title_en)


def _to_mend(one: Opportunity) -> Text | None:
    """What has to change before anybody can come; of what is submitted next all of that is told in one list."""
    if one.state in (v.OpportunityState.DRAFT, v.OpportunityState.CHANGES_REQUESTED):
        return None
    if one.state in EDITABLE and payers.lacks_fund(one):
        return UNFUNDED
    can_still_change = one.state in WARNED and one.starts_on <= one.ends_on
    return coming.NOBODY_CAN_JOIN if can_still_change and coming.leaves_nobody(one) else None


_NOT_READY = t("Only you see it. It cannot be submitted yet: mend first what is marked below.")
_ASIDE = {
    "times": t("Weekly times"),
    "about_en": t("More about it, in English"),
    "bring_en": t("What to bring, in English"),
    "place_en": t("Where exactly, in English"),
    "skills": t("What is learned"),
}
"""What the editor gives no label, or only a file says."""


def _lacking(one: Opportunity) -> tuple[Item, ...]:
    """All that submitting it would be refused for, each with its field and the way there."""
    if one.state not in (v.OpportunityState.DRAFT, v.OpportunityState.CHANGES_REQUESTED):
        return ()
    labels = {field.name: field.label.text for field in PostingForm()} | _ASIDE
    editor = url_for("provider.show_posting_editor", posting=one.ref)
    return tuple(Item(f"{editor}#{name}", labels[name], why) for name, why in offered.lacking(one).items())


def _unlawful(one: Opportunity) -> tuple[Text, ...]:
    """Which rules stand against a change that waits, for each worker whose approval is told."""
    if one.replaces_id is None or one.state not in WARNED:
        return ()
    found = (each for each in changed_terms.against(one) if not undoing.is_untold(each.enrolment))
    return tuple(changed_terms.told(found, learner_names.one))


_VERBS = {
    "submit": t("Submit to the office"),
    "pause": t("Pause"),
    "resume": t("Resume"),
    "close": t("Close for good"),
    "withdraw": t("Take it back"),
    "archive": t("Archive"),
}


def posting(one: Opportunity) -> PostingPage:
    """Everything about one posting and what can be done now."""
    verbs = policy.verbs_for_owner(one)
    hidden = standing.is_hidden(one)
    meaning, kind = (_HIDDEN_MEANS, "stop") if hidden else _means(one)
    lacking = _lacking(one)
    if lacking and not hidden and one.state == v.OpportunityState.DRAFT:
        meaning = _NOT_READY
    main = next((verb for verb in ("submit", "resume") if verb in verbs), None)
    return PostingPage(
        title=_named(one),
        state=_HIDDEN if hidden else words.word(v.OpportunityState, one.state),
        meaning=meaning,
        kind=kind,
        review_note=one.review_note,
        to_mend=_to_mend(one),
        lacking=lacking,
        unlawful=_unlawful(one),
        change=_link(changes.open_of(one)) if one.state in CHANGEABLE else None,
        change_of=_link(changes.original_of(one)),
        change_says=_change_says(one),
        is_agreed=one.replaces_id is not None and one.state == "archived",
        changed=(*changed_of(one), *concerned_of(one, by_provider=True)),
        facts=facts_of(one),
        edit_href=url_for("provider.show_posting_editor", posting=one.ref)
        if one.state in EDITABLE or policy.is_waiting_change(one)
        else "",
        edit_label=t("Change the posting") if one.replaces_id is None else t("Change this proposal"),
        copy_href=url_for("provider.copy_posting", posting=one.ref),
        repeat_href=url_for("provider.repeat_posting", posting=one.ref),
        preview_href=url_for("public.show_opportunity", ref=one.ref)
        if policy.is_public(one)
        else url_for("public.preview_opportunity", posting=one.ref),
        hints=tuple(_hint(one, hint) for hint in hints.of(one)) if one.state in EDITABLE else (),
        twins=tuple(_twin(other) for other in twins.of(one)) if one.state in WARNED else (),
        learners_href=url_for("provider.show_learners", posting=one.ref),
        main=_action(one, main, "") if main else None,
        actions=tuple(
            _action(one, verb, "danger" if verb in ("close", "withdraw") else "2") for verb in sorted(verbs - {main})
        ),
        steps=tuple(
            Item("", step.title, step.note, step.at) for step in posting_history.happened(one, for_staff=False)
        ),
    )


@dataclass(frozen=True)
class EditorPage:
    """What stands around the posting form."""

    title: Text
    back_href: str
    action: str
    organisations: tuple[tuple[str, str], ...]
    organisation: str
    is_new: bool
    law_href: str
    goes_off: bool
    change: Link | None


def editor(one: Opportunity | None, mine: Sequence[Organisation], chosen: str = "") -> EditorPage:
    """A new posting, or one that is changed; `chosen` is the organisation somebody had picked already."""
    back = url_for("provider.show_posting", posting=one.ref) if one else url_for("provider.show_postings")
    return EditorPage(
        title=_editing(one),
        back_href=back,
        # A refused submission shows this form too: what is mended there must be kept, not submitted unseen.
        action=url_for("provider.edit_posting", posting=one.ref) if one else url_for("provider.create_posting"),
        organisations=tuple((each.ref, pick(each.name_th, each.name_en)) for each in mine),
        organisation=chosen,
        is_new=one is None,
        law_href=url_for("public.show_labour_law"),
        goes_off=one is not None and one.state in CHANGEABLE,
        change=_link(changes.open_of(one)) if one is not None and one.state in CHANGEABLE else None,
    )


def _editing(one: Opportunity | None) -> Text:
    if one is None:
        return t("New posting")
    return t("Change the posting") if one.replaces_id is None else t("Change this proposal")


def _hint(one: Opportunity, hint: Hint) -> Item:
    here = url_for("provider.show_posting_editor", posting=one.ref, _anchor=hint.fact.field)
    if hint.with_it is None or hint.without is None:
        return Item(here, hint.fact.text)
    said = t(
        "Of like postings that say it {with_it} in 100 filled, of those that do not {without}.",
        with_it=hint.with_it,
        without=hint.without,
    )
    return Item(here, hint.fact.text, said)


def _twin(one: Opportunity) -> Item:
    state = words.word(v.OpportunityState, one.state)
    return Item(url_for("provider.show_posting", posting=one.ref), pick(one.title_th, one.title_en), state)


def _action(one: Opportunity, verb: str, kind: str) -> Action:
    if verb == "withdraw" and one.replaces_id is not None:
        label = t("Take this proposal back")
        return Action(label, url_for("provider.move_posting", posting=one.ref, verb=verb), kind)
    if verb == "submit":
        return Action(_VERBS[verb], url_for("provider.submit_posting", posting=one.ref), kind)
    return Action(_VERBS[verb], url_for("provider.move_posting", posting=one.ref, verb=verb), kind)
