"""What a young person writes about an application and about money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import TicksField, WholeField, at_most, between, chosen, heard, needed, no_contact, options
from blueprints.forms import Form, fail
from marketplace.enquiries import sayings
from marketplace.enquiries.service import NOTE_MOST
from marketplace.enrolments import reasons
from marketplace.i18n import t, words
from marketplace.mentoring.meetings import WORDS_MOST
from marketplace.mentoring.wishes import Wish
from marketplace.people.youth import NAME_LONGEST
from models.vocabulary import EnquiryKind, Gender, Language

if TYPE_CHECKING:
    from models.mentoring import MentorWish
    from models.youth import Youth


FACES = (
    ("1", t("Not good at all")),
    ("2", t("Not so good")),
    ("3", t("All right")),
    ("4", t("Good")),
    ("5", t("Very good")),
)


class ApplyForm(Form):
    """A few words with an application, and the name on one's papers while it is not known."""

    first_name = StringField(
        t("First name, as on your ID card"),
        validators=[at_most(NAME_LONGEST)],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        t("Last name, as on your ID card"),
        description=t("No last name? Write -"),
        validators=[at_most(NAME_LONGEST)],
        render_kw={"autocomplete": "family-name"},
    )
    note = TextAreaField(t("A few words, if you like"), validators=[at_most(400), no_contact])
    with_help = BooleanField(t("Keep this help for me"))


class WithdrawForm(Form):
    """Why somebody takes an application back."""

    reason = RadioField(t("Why"), validators=[Optional()])
    note = TextAreaField(t("Anything else"), validators=[at_most(400), heard])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = list(reasons.WITHDRAW.items())


class ReplyForm(Form):
    """The answer to a question of the office."""

    note = TextAreaField(t("Your answer"), validators=[at_most(2000), heard])


class DisputeForm(Form):
    """What is not right about money."""

    note = TextAreaField(t("What is not right?"), validators=[needed(), at_most(400), heard])


class AskForm(Form):
    """What somebody says or asks about money of a fund."""

    kind = RadioField(t("What is it?"), validators=[needed()])
    note = TextAreaField(t("Anything your office should know"), validators=[at_most(NOTE_MOST), heard])

    def __init__(self, *args: Any, was_sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = (EnquiryKind.NOT_COME, EnquiryKind.WRONG_SUM) if was_sent else ()
        self.kind.choices = options((kind, sayings.ASKED[kind]) for kind in (*sent, EnquiryKind.QUESTION))

    def validate_note(self, field: TextAreaField) -> None:
        """A question has words; that nothing came says enough."""
        if self.kind.data == EnquiryKind.QUESTION and not (field.data or "").strip():
            raise fail(t("Please write your question."))


class NameForm(Form):
    """The name on the ID card."""

    first_name = StringField(t("First name"), validators=[needed(), at_most(NAME_LONGEST)])
    last_name = StringField(
        t("Last name"), description=t("No last name on the card? Write -"), validators=[needed(), at_most(NAME_LONGEST)]
    )


class SurveyForm(Form):
    """How it was with a mentor, when it has ended."""

    face = RadioField(t("How was it?"), choices=options(FACES), validators=[needed()])
    again = BooleanField(t("I would do it again"))


class OtherwiseForm(Form):
    """How a meeting was, in the words of whoever was there."""

    words = TextAreaField(t("What was it like? In your own words"), validators=[at_most(WORDS_MOST), heard])


class WishForm(Form):
    """What somebody wishes of a mentor."""

    languages = TicksField(t("In which languages do you like to talk?"))
    gender = RadioField(t("Does it matter to you who it is?"), default="", validators=[chosen])
    km_most = WholeField(t("How far away may they live, in kilometres?"), validators=[Optional(), between(1, 500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = options((one, words.word(Language, one)) for one in Language)
        self.gender.choices = [
            ("", t("Anybody is fine")),
            *((one.value, words.word(Gender, one)) for one in (Gender.FEMALE, Gender.MALE)),
        ]

    @classmethod
    def of(cls, wish: MentorWish | None, youth: Youth) -> Self:
        """As it was wished before, or the languages told already."""
        if wish is None:
            return cls(data={"languages": list(youth.languages or ()), "gender": ""})
        return cls(data={"languages": list(wish.languages), "gender": wish.gender or "", "km_most": wish.km_most})

    def wish(self) -> Wish:
        """What is wished."""
        return Wish(tuple(self.languages.data or ()), self.gender.data or None, self.km_most.data)
