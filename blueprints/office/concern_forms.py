"""What those who look into a concern fill in; each is a short form of its own on one page."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from blueprints.fields import at_most, needed, options
from blueprints.forms import Form
from blueprints.office.forms import NOTHING_CHOSEN
from marketplace.concerns.words import OUTCOMES, URGENCIES
from marketplace.i18n import t


class NoteForm(Form):
    """What was seen, said or done."""

    text = TextAreaField(t("What was seen, said or done"), validators=[needed(), at_most(4_000)])


class UrgencyForm(Form):
    """How urgent it is."""

    urgency = SelectField(t("How urgent is it?"), choices=options(URGENCIES.items()), validators=[needed()])


class NameForm(Form):
    """Whom it is about."""

    who = StringField(t("Phone, e-mail or reference of the person it is about"), validators=[needed(), at_most(120)])


class PauseForm(Form):
    """Pausing the access of somebody it is about."""

    account = SelectField(t("Whose access"), default="", validators=[needed()])
    pause_reason = TextAreaField(t("Why access has to wait"), validators=[needed(), at_most(1_000)])

    def __init__(self, *given: Any, people: Iterable[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.account.choices = options([NOTHING_CHOSEN, *people])


class ResumeForm(Form):
    """Ending a pause."""

    pause = SelectField(t("Whose access"), validators=[needed()])
    end_reason = TextAreaField(t("Why access may begin again"), validators=[needed(), at_most(1_000)])

    def __init__(self, *given: Any, people: Iterable[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.pause.choices = options(people)


class HandForm(Form):
    """Giving it to a case worker of the place."""

    worker = SelectField(t("Case worker"), validators=[needed()])

    def __init__(self, *given: Any, people: Iterable[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.worker.choices = options([NOTHING_CHOSEN, *people])


class EscalateForm(Form):
    """Passing it to the next level."""

    reason = TextAreaField(t("Why it goes to the next level"), validators=[needed(), at_most(4_000)])


class CloseForm(Form):
    """How it ended, for the file and for whoever reported it."""

    outcome = SelectField(
        t("How the concern ended"),
        choices=options([NOTHING_CHOSEN, *OUTCOMES.items()]),
        default="",
        validators=[needed()],
    )
    done = TextAreaField(t("What was done, for the file"), validators=[needed(), at_most(4_000)])
    told = TextAreaField(t("What whoever reported it is told"), validators=[needed(), at_most(500)])
