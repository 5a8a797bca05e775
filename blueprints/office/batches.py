"""Payout batches on their way to the bank: whose turn it is, what is in them, and what each of three people does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard, keep_on_record, takes_files
from blueprints.office import batch_pages, bp
from blueprints.office.money_forms import FormatForm, ResultsForm, StepForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.earnings import (
    bank_differences,
    bank_formats,
    hands,
    payouts,
    policy,
    queries,
    remittance,
    settlement,
    taking_out,
)
from marketplace.earnings.bank_answers import WrongTotal
from marketplace.earnings.bank_layout import MAX_BYTES
from marketplace.earnings.states import PAYOUT
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from models.vocabulary import PayoutState

if TYPE_CHECKING:
    from models.payout import PayoutBatch
    from models.youth import Youth

NOTHING: Mapping[str, StepForm] = {}


@bp.get("/batches")
@guard(policy.can_see_funds)
def show_batches() -> ResponseReturnValue:
    return render("office/batches.html", page=batch_pages.batches(actor()))


@bp.get("/batches.<suffix>")
@guard(policy.can_see_funds)
def export_batches(suffix: str) -> ResponseReturnValue:
    found = queries.batches_of(actor(), limit=exporting.MOST)
    return exporting.answer("payout-batches", suffix, *batch_pages.batches_file(found))


@bp.get("/batches/<batch>")
@guard(policy.can_see_batch, batch=queries.one_batch)
def show_payout(batch: PayoutBatch) -> ResponseReturnValue:
    return _page(batch)


@bp.post("/batches/<batch>/lock")
@guard(policy.can_change_batch, batch=queries.one_batch)
@commits
def lock_payout(batch: PayoutBatch) -> ResponseReturnValue:
    _fresh(batch)
    dropped = payouts.lock(batch, by=actor())
    if dropped.moved:
        who = _called(dropped.moved)
        tell(t("Taken out, because where their money goes was changed since: {who}", who=who), "danger")
    if dropped.nowhere:
        tell(t("Taken out, because no account is known for them: {who}", who=_called(dropped.nowhere)), "danger")
    if dropped.refused:
        who = _called(dropped.refused)
        tell(t("Taken out, because the bank has refused their account since and nobody has decided: {who}", who=who),
             "danger")  # fmt: skip
    if dropped.gainsaid:
        who = _called(dropped.gainsaid)
        tell(t("Taken out, because the bank said something else about an earlier payment of them and nobody has"
               " answered: {who}", who=who), "danger")  # fmt: skip
    if batch.state == PayoutState.OPEN:
        tell(t("No line is left. Give this batch up, and prepare another one later."))
    else:
        tell(t("The list is closed. An approver looks at it next."))
    return _back(batch)


@bp.post("/batches/<batch>/return")
@guard(policy.can_approve, batch=queries.one_batch)
@commits
def return_payout(batch: PayoutBatch) -> ResponseReturnValue:
    told = t("Sent back to who prepared it, with your words.")
    return _said(batch, "return", lambda note: payouts.send_back(batch, by=actor(), note=note), told)


@bp.post("/batches/<batch>/approve")
@guard(policy.can_approve, batch=queries.one_batch)
@commits
def approve_payout(batch: PayoutBatch) -> ResponseReturnValue:
    told = t("Approved. An authoriser, a third person, looks at it next.")
    return _said(batch, "approve", lambda note: payouts.approve(batch, by=actor(), note=note), told)


@bp.post("/batches/<batch>/authorise")
@guard(policy.can_authorise, batch=queries.one_batch)
@commits
def authorise_payout(batch: PayoutBatch) -> ResponseReturnValue:
    told = t("Authorised. Take the file to the bank, then release the batch.")
    return _said(batch, "authorise", lambda note: payouts.authorise(batch, by=actor(), note=note), told)


@bp.post("/batches/<batch>/release")
@guard(policy.can_authorise, batch=queries.one_batch)
@commits
def release_payout(batch: PayoutBatch) -> ResponseReturnValue:
    _fresh(batch)
    payouts.release(batch, by=actor())
    tell(t("Released. The money is on its way."), "money")
    return _back(batch)


@bp.post("/batches/<batch>/reconcile")
@guard(policy.can_change_batch, batch=queries.one_batch)
@commits
def reconcile_payout(batch: PayoutBatch) -> ResponseReturnValue:
    told = t("Every line has the bank's answer. The batch agrees.")
    try:
        return _said(batch, "reconcile", lambda note: settlement.reconcile(batch, by=actor(), note=note), told)
    except settlement.Unanswered:
        # Its page says so, and names each of them with its link.
        return _page(batch), 409


@bp.post("/batches/<batch>/close")
@guard(policy.can_change_batch, batch=queries.one_batch)
@commits
def close_payout(batch: PayoutBatch) -> ResponseReturnValue:
    _fresh(batch)
    settlement.close(batch, by=actor())
    tell(t("Closed."))
    return _back(batch)


@bp.post("/batches/<batch>/abort")
@guard(policy.can_abort, batch=queries.one_batch)
@commits
def abort_payout(batch: PayoutBatch) -> ResponseReturnValue:
    told = t("Given up. What it held waits for the next batch.")
    return _said(batch, "abort", lambda note: payouts.abort(batch, by=actor(), reason=note), told)


@bp.post("/batches/<batch>/bank-file")
@guard(policy.can_export, batch=queries.one_batch)
@commits
def take_bank_file(batch: PayoutBatch) -> ResponseReturnValue:
    form = FormatForm.posted(**batch_pages.formats(batch))
    if not form.validate():
        return _page(batch, formats=form), 422
    order = remittance.bank_file(batch, bank_formats.called(form.bank_format.data), by=actor())
    answer = Response(order.data, content_type=order.content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"okat-{batch.ref}.{order.suffix}")
    return answer


@bp.post("/batches/<batch>/results")
@guard(policy.can_change_batch, batch=queries.one_batch)
@commits
@takes_files
def take_results(batch: PayoutBatch) -> ResponseReturnValue:
    form, given = ResultsForm.posted(**batch_pages.formats(batch)), request.files.get("file")
    if not form.validate():
        return _page(batch, results=form), 422
    data, kept = given.read(MAX_BYTES + 1) if given else b"", bank_formats.called(form.bank_format.data)
    name = (given.filename or "") if given else ""
    try:
        taken = remittance.take_results(batch, data, kept, by=actor(), name=name)
    except WrongTotal as refusal:
        return _kept_apart(batch, form, data, refusal)
    except Invalid as refusal:
        form.take(remittance.with_rows(refusal))
        return _page(batch, results=form), 422
    if taken.ended:
        tell(t("Answers of the bank taken: {count}", count=taken.ended), "money")
    _tell_differing(batch, taken.differing)
    if not taken.ended and not taken.differing:
        tell(t("Nothing in this file is new. Nothing was changed."))
    return _back(batch)


def _tell_differing(batch: PayoutBatch, refs: Sequence[str]) -> None:
    """Of which lines the bank says something else: what waits for people, and what they have answered before."""
    waits = {one.about for one in bank_differences.open_of(batch)} if refs else set[str]()
    if asked := [ref for ref in refs if ref in waits]:
        tell(t("The bank says something else about these lines: {lines}. Nothing was changed in them. They stand under"
               " “Differences”, for people to answer.", lines=" · ".join(asked)), "danger")  # fmt: skip
    if known := [ref for ref in refs if ref not in waits]:
        tell(t("The bank says again of these lines what people have answered before: {lines}. Nothing was changed.",
               lines=" · ".join(known)))  # fmt: skip


@bp.post("/batches/<batch>/take-out")
@guard(policy.can_abort, batch=queries.one_batch)
@commits
def take_out_payout(batch: PayoutBatch) -> ResponseReturnValue:
    _fresh(batch)
    who = _called(taking_out.take_out_stuck(batch, by=actor()))
    tell(t("Taken out, they wait for the next batch: {who}. An officer closes the list again, and it is approved anew.",
           who=who))  # fmt: skip
    return _back(batch)


def _called(youths: Sequence[Youth]) -> str:
    return " · ".join(hands.payee(youth) for youth in youths)


def _kept_apart(batch: PayoutBatch, form: ResultsForm, data: bytes, refusal: WrongTotal) -> ResponseReturnValue:
    """Nothing of a file that contradicts itself is used, but that it came is kept for people to answer."""
    form.take(refusal)
    form.form_errors.append(str(t("Nothing of it was used. It is kept under “Differences”, for people to answer.")))
    made, ref, fund_id = _page(batch, results=form), batch.ref, batch.fund_id
    told, came, rows = refusal.told_satang, refusal.came_satang, refusal.rows
    keep_on_record(lambda: bank_differences.wrong_total(ref, fund_id, data, told, came, rows))
    return made, 422


def _fresh(batch: PayoutBatch) -> StepForm:
    """What was written about this step; refused when its page showed the batch before somebody moved it."""
    form = StepForm.posted()
    standing.must_be_seen(PAYOUT, batch, form.seen_version(), by=actor())
    return form


def _said(batch: PayoutBatch, verb: str, take: Callable[[str], None], told: Text) -> ResponseReturnValue:
    """Take a step with its words; what is wrong with them is told at their field, with what was typed."""
    form = _fresh(batch)
    if not form.validate():
        return _page(batch, {verb: form.named(verb)}), 422
    try:
        take(form.note.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return _page(batch, {verb: form.named(verb)}), 422
    tell(told)
    return _back(batch)


def _page(
    batch: PayoutBatch,
    came_back: Mapping[str, StepForm] = NOTHING,
    *,
    results: ResultsForm | None = None,
    formats: FormatForm | None = None,
) -> str:
    page, form = batch_pages.payout(actor(), batch, came_back), next(iter(came_back.values()), StepForm())
    kept = batch_pages.formats(batch)
    results, formats = results or ResultsForm(**kept), formats or FormatForm(**kept)
    return render("office/payout.html", page=page, form=form, results=results, formats=formats)


def _back(batch: PayoutBatch) -> ResponseReturnValue:
    return redirect(url_for("office.show_payout", batch=batch.ref), 303)
