"""What is typed into the editor of a posting is kept as it stands: by itself while one types, or by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.forms import version_told
from blueprints.guard import commits, guard
from blueprints.provider import bp, posting_editor
from blueprints.session import actor, tell
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.offers import policy, shelf, writings
from marketplace.offers.writings import Overtaken

if TYPE_CHECKING:
    from models.offer import Opportunity
    from models.writing import PostingWriting

OVERTAKEN = t(
    "This was saved on another device meanwhile. What you typed here still stands here."
    " Look at the other one; save again to keep yours instead."
)
GONE = t("This was finished or thrown away on another device. Save again to keep what stands here.")


@bp.post("/postings/writing")
@guard(policy.can_supply)
@commits
def keep_new_writing() -> ResponseReturnValue:
    return _keep(writings.named(actor(), request.form.get("writing", "")), None)


@bp.post("/postings/<posting>/writing")
@guard(policy.can_edit, posting=shelf.own)
@commits
def keep_writing(posting: Opportunity) -> ResponseReturnValue:
    return _keep(writings.of_posting(actor(), posting), posting)


@bp.post("/postings/writing/<writing>/forget")
@guard(writings.is_writer, writing=writings.own)
@commits
def forget_writing(writing: PostingWriting) -> ResponseReturnValue:
    writings.forget(writing, by=actor())
    tell(t("Thrown away."))
    return redirect(url_for("provider.show_postings"), 303)


def _keep(writing: PostingWriting | None, posting: Opportunity | None) -> ResponseReturnValue:
    if writing is None and request.form.get("writing"):
        return _refused(GONE, None, posting, 409)
    try:
        kept = writings.keep(
            posting_editor.typed(),
            by=actor(),
            writing=writing,
            posting=posting,
            version=version_told(request.form.get("writing_version")),
        )
    except Overtaken as overtaken:
        return _refused(OVERTAKEN, overtaken.writing, posting, 409)
    except Invalid as refusal:
        return _refused(refusal.message, writing, posting, 422)
    if _is_asked_quietly():
        return _answer(posting_editor.saved(kept), kept, posting)
    tell(posting_editor.saved(kept))
    return redirect(posting_editor.address(kept, posting), 303)


def _is_asked_quietly() -> bool:
    """Whether a page saves while somebody goes on typing."""
    return request.accept_mimetypes.best == "application/json"


def _refused(
    said: object, writing: PostingWriting | None, posting: Opportunity | None, status: int
) -> ResponseReturnValue:
    """The same page with everything typed, or the reason alone for a page that saves by itself."""
    words = said if isinstance(said, Text) else t("This is too long to be kept.")
    if _is_asked_quietly():
        return _answer(words, writing, posting), status
    form = posting_editor.posted(posting)
    if status == 422:
        form.form_errors.append(str(words))
        return posting_editor.show(form, posting, writing), status
    return posting_editor.show(form, posting, writing, overtaken=words), status


def _answer(said: Text, writing: PostingWriting | None, posting: Opportunity | None) -> Response:
    facts = {"said": str(said), "writing": "", "version": 0, "address": ""}
    if writing is not None:
        address = posting_editor.address(writing, posting)
        facts |= {"writing": writing.ref, "version": writing.version, "address": address}
    return jsonify(facts)
