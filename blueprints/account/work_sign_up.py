"""Beginning for whoever brings an organisation in: an account of their own, with the longer password of staff."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.account import bp
from blueprints.account.forms import SignUpDraft, WorkSignUpForm
from blueprints.account.sign_in import typed_login
from blueprints.account.sign_up import begin
from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.session import actor
from marketplace.access import limits
from marketplace.i18n import current_locale, t
from marketplace.kernel.errors import Invalid
from marketplace.people import accounts


@bp.get("/sign-up/organisation")
@public
def show_work_sign_up() -> ResponseReturnValue:
    if actor().is_known:
        return redirect(url_for("provider.show_openings"), 303)
    return _page(WorkSignUpForm())


@bp.post("/sign-up/organisation")
@limited(limits.SIGN_UP, person=typed_login, count=limits.count_beginning)
@public
@commits
def work_sign_up() -> ResponseReturnValue:
    form = WorkSignUpForm.posted()
    form.next.data = url_for("provider.show_openings")
    return begin(form, _make, _page)


def _make(draft: SignUpDraft) -> object:
    try:
        return accounts.sign_up(draft.login, draft.password, name=draft.nickname, locale=current_locale(), staff=True)
    except Invalid as refusal:
        if refusal.field != "name":
            raise
        raise Invalid(refusal.message, field="nickname") from refusal


def _page(form: WorkSignUpForm) -> str:
    return render(
        "account/sign_up.html",
        form=form,
        onward=url_for("provider.show_openings"),
        action=url_for("account.work_sign_up"),
        title=t("Bring your organisation in"),
        lede=t("First an account of your own. Then you tell of your organisation, over days if you like."),
        for_work=True,
    )
