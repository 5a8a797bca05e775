"""What an officer or case worker fills in about a request, a guardian's part, or a young person."""

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from blueprints.fields import TicksField, at_most, needed, options
from blueprints.forms import Form
from marketplace.enrolments import reasons
from marketplace.i18n import t, words
from marketplace.people.disclosure import FACT_NAMES, WHY_NAMES
from models.vocabulary import GuardianBasis

NOTHING_CHOSEN = ("", t("Choose"))
DECISIONS = ("approve", "return", "refuse")


class DecisionForm(Form):
    """The decision on one request; `version` is what the page showed."""

    version = HiddenField()
    decision = RadioField(t("You decide"), choices=options((name, name) for name in DECISIONS), default="approve")
    why = TicksField(t("Because"), choices=options(reasons.APPROVE.items()))
    return_reason = SelectField(
        t("What is missing"), choices=options([NOTHING_CHOSEN, *reasons.RETURN.items()]), default=""
    )
    refuse_reason = SelectField(t("Why not"), choices=options([NOTHING_CHOSEN, *reasons.REFUSE.items()]), default="")
    note = TextAreaField(t("Your own words to the young person"), validators=[at_most(1000)])

    def seen_version(self) -> int | None:
        """The version the page showed; None when it says nothing sensible."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class SpeakForm(Form):
    """What is done on somebody's behalf, or the reason why something ends."""

    act = StringField()
    note = TextAreaField(t("In your words"), validators=[at_most(1000)])


class RecordForm(Form):
    """Why no guardian signs, and on what basis it may go on."""

    reason = TextAreaField(t("Why no guardian signs, and why it may go on"), validators=[at_most(2000)])
    basis = SelectField(
        t("On what basis it may go on"), choices=options([NOTHING_CHOSEN, *words.choices(GuardianBasis)]), default=""
    )
    relation = StringField(t("Who that is to the young person"), validators=[at_most(60)])

    def chosen_basis(self) -> GuardianBasis | None:
        """The basis, when one was chosen."""
        return GuardianBasis(self.basis.data) if self.basis.data else None


class BehalfForm(Form):
    """Applying on somebody's behalf, with what they said."""

    note = TextAreaField(t("What they said about it"), validators=[at_most(400)])


class RevealForm(Form):
    """Reading one sealed fact, for a reason that is kept."""

    fact = SelectField(
        t("What you need to read"), [needed()], choices=options([NOTHING_CHOSEN, *FACT_NAMES.items()]), default=""
    )
    why = SelectField(
        t("Why you need it"), [needed()], choices=options([NOTHING_CHOSEN, *WHY_NAMES.items()]), default=""
    )


class ShortlistForm(Form):
    """A word on what was chosen for somebody."""

    note = TextAreaField(t("A word to the young person"), validators=[at_most(400)])
