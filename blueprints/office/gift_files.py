"""The papers behind a gift as files: added by officers of its fund, opened by those who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.office import bp, gifts
from blueprints.office.gift_forms import DocumentForm
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.payments import documents, policy, queries

if TYPE_CHECKING:
    from models.gift import Gift, GiftDocument


@bp.post("/gifts/<gift>/files")
@limited(limits.UPLOAD)
@guard(policy.can_keep_gift, gift=queries.one_gift)
@commits
@takes_files
def add_gift_files(gift: Gift) -> ResponseReturnValue:
    form, proof = DocumentForm.posted(), kept_files.Proof()
    if not proof.taken(form):
        return gifts.page_of(gift, file_form=proof.over(form)), 422
    try:
        if not proof.files:
            raise Invalid(t("Choose a photo or a PDF."), field="files")
        documents.attach(gift, proof.files, config().uploads, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return gifts.page_of(gift, file_form=proof.over(form)), 422
    proof.used()
    tell(t("Kept with the gift."))
    return redirect(url_for("office.show_gift", gift=gift.ref), 303)


@bp.get("/gift-files/<gift_file>")
@guard(policy.can_see_gift_file, gift_file=documents.one)
def show_gift_file(gift_file: GiftDocument) -> ResponseReturnValue:
    return kept_files.send(gift_file)
