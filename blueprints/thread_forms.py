"""What is written in a thread, what it is begun about, and why a message is not shown."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import Text, t
from marketplace.threads.service import LONGEST
from marketplace.threads.words import TEMPLATES
from models.vocabulary import MessagePart


class WriteForm(Form):
    """A sentence that is offered, or words of one's own."""

    template = RadioField(t("A sentence that fits"), default="")
    text = TextAreaField(t("Or your own words"), validators=[at_most(LONGEST)])

    def __init__(self, *given: Any, part: MessagePart = MessagePart.YOUTH, **named: Any) -> None:
        super().__init__(*given, **named)
        self.template.choices = options([("", t("None of these")), *TEMPLATES[part].items()])


class BeginForm(Form):
    """What a new conversation is about."""

    about = SelectField(t("With whom, about what"), validators=[needed()])

    def __init__(self, *given: Any, subjects: Iterable[tuple[str, Text | str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.about.choices = options(subjects)


class JudgeForm(Form):
    """Why a message is not shown, or that words of danger may be."""

    note = StringField(t("What its author reads"), validators=[at_most(300), no_contact])
    sure = BooleanField(t("I am sure that passing it on puts nobody in danger"))
