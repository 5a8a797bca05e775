"""The editor of a posting: filled from what is kept, from what was posted, or from what somebody is still writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from blueprints.forms import version_told
from blueprints.pages import render
from blueprints.provider import posting_pages
from blueprints.provider.forms import PostingForm
from blueprints.provider.parts import Item
from blueprints.session import actor
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import drafts, payers, policy, postings, promises, shelf, writings
from marketplace.offers.bounds import MOST
from models import vocabulary as v

if TYPE_CHECKING:
    from typing import Any

    from marketplace.offers.drafts import PostingDraft
    from models.offer import Opportunity
    from models.writing import PostingWriting

OWN_FIELDS = ("organisation",)
"""What the page asks beside the form."""


@dataclass(frozen=True, slots=True)
class WritingPart:
    """What stands around the form of what is still being written; `version` is what this page read of it."""

    keep_href: str
    ref: str = ""
    version: int = 0
    saved: Text | None = None
    behind: Text | None = None
    overtaken: Text | None = None
    other_href: str = ""
    forget_href: str = ""


def blank(data: dict[str, Any]) -> PostingForm:
    """An empty editor, with a few facts to begin with."""
    return PostingForm(funds=funds(str(data.get("area") or "")), data=data)


def filled(posting: Opportunity) -> PostingForm:
    """The editor of a kept posting."""
    return PostingForm.of(postings.draft_of(posting), funds(posting.area_code, posting.fund_id))


def posted(posting: Opportunity | None = None) -> PostingForm:
    """The editor as it was sent."""
    form = PostingForm.posted()
    form.offer(funds(form.area.data or "", posting.fund_id if posting is not None else None))
    return form


def tell_the_rest(form: PostingForm, posting: Opportunity | None = None) -> PostingForm:
    """A refused form with everything else that is wrong said at its field too, as far as the rest could be read."""
    kept = postings.draft_of(posting) if posting is not None else None
    form.take_rest({name: said for name, said in _said_wrongly(form, kept).items() if name in form})
    return form


def _said_wrongly(form: PostingForm, kept: PostingDraft | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, read in (("times", form.weekly_times), ("steps", form.named_steps), ("things", form.named_things)):
        try:
            if not form[name].errors:
                read()
        except Invalid as refusal:
            found[name] = refusal.message
    unread = {*found, *(field.name for field in form if field.errors)}
    said = {name: _STAND_INS.get(name) if name in unread else data for name, data in form.data.items()}
    facts = frozenset(chain.from_iterable(_FACTS_OF.get(name, (name,)) for name in unread))
    return found | drafts.said_wrongly(PostingForm(data=said).draft(kept), unread=facts)


_STAND_INS: dict[str, object] = {
    "kind": v.OpportunityKind.COURSE,
    "form": v.LearningForm.NON_FORMAL,
    "field": v.Field.STUDY,
    "mode": v.Mode.ONSITE,
    "level_min": 0,
    **dict.fromkeys(("starts_on", "ends_on", "apply_by"), date.max),
    "seats": 0,
    "area": "",
}
"""What stands where an answer could not be read; nothing is judged by it."""
_FACTS_OF: dict[str, tuple[str, ...]] = {
    "area": ("area_code",),
    "fund": ("fund_id",),
    "steps": ("promises", "steps_satang"),
    "things": ("promises",),
    **{f"stay_{days}": ("promises", "stays_satang") for days in promises.STAY_DAYS},
    **{name: (f"{name}_satang",) for name in MOST},
}
"""The facts of a draft that an answer would have told."""


def resumed(writing: PostingWriting, posting: Opportunity | None = None) -> PostingForm:
    """The editor as somebody left it: every answer as typed, and none of them judged."""
    typed = MultiDict((name, text) for name, texts in writing.answers.items() for text in _texts(texts))
    form = PostingForm(typed)
    form.offer(funds(form.area.data or "", posting.fund_id if posting is not None else None))
    return form


def typed() -> dict[str, list[str]]:
    """Every answer of this request's form as it was typed."""
    known = {*PostingForm()._fields, *OWN_FIELDS}
    names = [name for name in request.form if len(name) < 60 and name.split("-")[0] in known]
    return {name: request.form.getlist(name) for name in names}


def funds(area_code: str, kept: int | None = None) -> tuple[tuple[int, str], ...]:
    """The funds to choose from; whether one may pay at this place is the domain's to say."""
    return payers.choices(actor().organisation_ids(*policy.SUPPLIERS), area_code=area_code, kept=kept)


def show(
    form: PostingForm,
    posting: Opportunity | None,
    writing: PostingWriting | None = None,
    *,
    overtaken: Text | None = None,
) -> str:
    """The editor's page; `overtaken` is said when another device saved first, and pressing again overrides it."""
    form.make_room()
    chosen = request.form.get("organisation", "") or _organisation_of(writing)
    return render(
        "provider/posting_form.html",
        form=form,
        page=posting_pages.editor(posting, shelf.organisations_of(actor()), chosen),
        writing=part(posting, writing, overtaken),
    )


def part(posting: Opportunity | None, writing: PostingWriting | None, overtaken: Text | None = None) -> WritingPart:
    """Where it is kept, and what is known of what was kept before."""
    keep = url_for("provider.keep_writing", posting=posting.ref) if posting else url_for("provider.keep_new_writing")
    if writing is None:
        return WritingPart(keep, overtaken=overtaken)
    # A page that comes back keeps the version it had read: only whoever was told of the other one overrides it.
    told = version_told(request.form.get("writing_version")) if overtaken is None else None
    return WritingPart(
        keep,
        writing.ref,
        told or writing.version,
        saved(writing),
        behind=t("The posting was changed by somebody else since you began. Compare both before you keep yours.")
        if posting is not None and writings.is_behind(writing, posting)
        else None,
        overtaken=overtaken,
        other_href=address(writing, posting) if overtaken is not None else "",
        forget_href=url_for("provider.forget_writing", writing=writing.ref),
    )


def saved(writing: PostingWriting) -> Text:
    """When it was saved: the time today, the day too before that."""
    today = clock.bangkok(writing.saved_at).date() == clock.today()
    return t("Saved at {at}", at=(dates.time_of_day if today else dates.date_time)(writing.saved_at))


def address(writing: PostingWriting, posting: Opportunity | None) -> str:
    """Where one goes on with it."""
    if posting is not None:
        return url_for("provider.show_posting_editor", posting=posting.ref)
    return url_for("provider.show_new_posting", writing=writing.ref)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing begun, with a way to go on and a way to throw it away."""

    item: Item
    forget_href: str


def line(writing: PostingWriting) -> Line:
    """Something begun, in the list of postings."""
    posting = writing.opportunity
    kept = pick(posting.title_th, posting.title_en) if posting is not None else ""
    title = writing.title or kept or t("A posting without a title yet")
    note = t("Change of a posting. {saved}", saved=saved(writing)) if posting is not None else saved(writing)
    return Line(Item(address(writing, posting), title, note), url_for("provider.forget_writing", writing=writing.ref))


def _texts(kept: object) -> list[str]:
    return [str(text) for text in kept] if isinstance(kept, list) else []


def _organisation_of(writing: PostingWriting | None) -> str:
    return next(iter(_texts(writing.answers.get("organisation"))), "") if writing is not None else ""
