"""What somebody decided by the button they pressed: one of those the page offered, or nothing is done."""

from flask import request

from marketplace.i18n import t
from marketplace.kernel.errors import Invalid


def pressed(*offered: str) -> str:
    """The decision that was sent; raises Invalid for none, for two, and for one that was never offered."""
    sent = request.form.getlist("decision")
    if len(sent) != 1 or sent[0] not in offered:
        raise Invalid(t("Choose one of the decisions."), field="decision")
    return sent[0]
