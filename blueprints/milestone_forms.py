"""What people write about points that are paid for."""

from collections.abc import Collection
from typing import Self

from wtforms import MultipleFileField, RadioField, StringField, TextAreaField

from blueprints.fields import DateField, at_most, needed, no_contact, options
from blueprints.forms import Form, SeenForm
from marketplace.i18n import t


class SayForm(Form):
    """That a point is reached, or that somebody is no longer there."""

    there = RadioField(
        t("Is the young person still there?"),
        choices=options((("yes", t("Yes, still there")), ("no", t("No longer there")))),
        validators=[needed()],
    )
    proof = StringField(t("By what can it be seen?"), validators=[at_most(300), no_contact])
    files = MultipleFileField(t("Photos or PDF"))

    def about(self, *, stay: bool) -> Self:
        """Ask whether somebody is still there only where staying is the point."""
        if not stay:
            del self.there
        return self

    @property
    def still_there(self) -> bool:
        """Whether they are still there, or nobody asked."""
        return "there" not in self or self.there.data == "yes"


class OwnForm(Form):
    """A young person's own word that they are still there."""

    proof = StringField(t("Which paper shows it, or who can say it?"), validators=[at_most(300), no_contact])
    files = MultipleFileField(t("Photos or PDF"))


class BreakForm(Form):
    """Days on which somebody was away for a reason."""

    from_on = DateField(t("First day away"), validators=[needed()])
    to_on = DateField(t("Last day away"), validators=[needed()])
    reason = StringField(t("Reason"), validators=[needed(), at_most(200), no_contact])


class BreakAnswerForm(SeenForm):
    """The answer to a break somebody asked for."""

    decision = RadioField(
        t("You decide"),
        choices=options((("agree", t("Write it down, the days come later")), ("refuse", t("Do not write it down")))),
        validators=[needed()],
    )
    answer = StringField(t("Why not"), validators=[at_most(200), no_contact])


ANSWERS = {
    "verify": ("verify", t("It is reached, the money is owed")),
    "send_back": ("back", t("Ask for more")),
    "end": ("end", t("It will not be reached")),
}


class PointVerdictForm(SeenForm):
    """An officer's answer to a point."""

    decision = RadioField(t("You decide"), choices=options(ANSWERS.values()), validators=[needed()])
    note = TextAreaField(t("Note"), validators=[at_most(1000), no_contact])

    def offer(self, verbs: Collection[str]) -> None:
        """Show only the answers that fit where the point stands."""
        self.decision.choices = options(answer for verb, answer in ANSWERS.items() if verb in verbs)
