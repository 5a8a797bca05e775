"""What staff write down about a young person whom they found."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import DateField, SubdistrictField, at_most, needed, no_contact, options
from blueprints.forms import Form, fail
from blueprints.office.forms import NOTHING_CHOSEN
from marketplace.i18n import Text, t, words
from marketplace.kernel import age, clock
from marketplace.people import civil_law, spelled
from marketplace.people.birth import OLDEST, YOUNGEST
from marketplace.people.civil_law import Known
from marketplace.people.youth import NAME_LONGEST, NICKNAME_LONGEST, NewYouth, card_refusal
from models.vocabulary import BirthProof, CivilProof, CivilStatus

SEXES = (("", t("Not told")), ("f", t("Female")), ("m", t("Male")), ("x", t("Other")))


class _CivilPart(Form):
    """A civil status and the paper it rests on; whether they go together is judged where they are kept."""

    civil_status = RadioField(
        t("Civil status"),
        choices=options(words.choices(CivilStatus)),
        default=CivilStatus.SINGLE.value,
        validators=[needed()],
    )
    civil_proof = SelectField(
        t("Paper you saw"),
        choices=options((("", t("None: single")), *words.choices(CivilProof))),
        default="",
        validators=[Optional()],
    )
    civil_number = StringField(t("Number on the paper"), validators=[at_most(civil_law.NUMBER_LONGEST)])
    civil_since = DateField(t("Day on the paper"), validators=[Optional()])

    def known(self) -> Known:
        """What was written."""
        return Known(
            CivilStatus(self.civil_status.data),
            CivilProof(self.civil_proof.data) if self.civil_proof.data else None,
            self.civil_number.data or "",
            self.civil_since.data,
        )


class FoundForm(_CivilPart):
    """A young person without an account."""

    nickname = StringField(t("Nickname"), validators=[needed(), at_most(NICKNAME_LONGEST), no_contact])
    first_name = StringField(t("First name"), validators=[at_most(60)])
    last_name = StringField(t("Last name"), validators=[at_most(60)])
    birth_date = DateField(t("Birth date"), validators=[needed()])
    area_code = SubdistrictField(t("Subdistrict they live in"), validators=[needed()])
    sex = SelectField(t("Sex"), choices=options(SEXES), default="", validators=[Optional()])
    national_id = StringField(t("National number"), validators=[at_most(40)])
    phone = StringField(t("Phone number"), validators=[at_most(40)])
    somebody_else = BooleanField(t("I have looked: this is somebody else"))

    def validate_birth_date(self, field: DateField) -> None:
        """A day in the life of somebody young."""
        if field.data is None:
            return
        if field.data > clock.today():
            raise fail(t("This day is still to come. Check the year."))
        years = age.age_on(field.data, clock.today())
        if not YOUNGEST <= years <= OLDEST:
            raise fail(t("Young people here are {least} to {most} years old.", least=YOUNGEST, most=OLDEST))

    def validate_nickname(self, field: StringField) -> None:
        """What somebody may be called."""
        _said(spelled.not_a_nickname(field.data or ""))

    def validate_first_name(self, field: StringField) -> None:
        """As on the ID card, where it is told."""
        if field.data:
            _said(card_refusal("first_name", field.data))

    def validate_last_name(self, field: StringField) -> None:
        """As on the ID card, where it is told."""
        if field.data:
            _said(card_refusal("last_name", field.data))

    def draft(self) -> NewYouth:
        """What was written."""
        return NewYouth(
            nickname=self.nickname.data or "",
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            birth_date=self.birth_date.data,
            sex=self.sex.data or None,
            area_code=self.area_code.data,
            national_id=self.national_id.data or "",
            phone=self.phone.data or "",
            civil=self.known(),
        )


def _said(refusal: Text | None) -> None:
    if refusal is not None:
        raise fail(refusal)


class NameForm(Form):
    """The name on the ID card, as somebody told it."""

    first_name = StringField(t("First name"), validators=[needed(), at_most(NAME_LONGEST)])
    last_name = StringField(
        t("Last name"), description=t("No last name on the card? Write -"), validators=[needed(), at_most(NAME_LONGEST)]
    )


class BirthForm(Form):
    """The birth date a paper shows, and which paper."""

    birth_date = DateField(t("Birth date on the paper"), validators=[needed()])
    birth_proof = SelectField(
        t("Paper you saw"),
        [needed()],
        choices=options([NOTHING_CHOSEN, *words.choices(BirthProof)]),
        default="",
    )
    birth_note = TextAreaField(t("How you know it"), validators=[needed(), at_most(300), no_contact])

    def proof(self) -> BirthProof:
        """The paper that was chosen."""
        return BirthProof(self.birth_proof.data)


class CivilForm(_CivilPart):
    """Another civil status, and how it is known."""

    note = TextAreaField(t("How you know it"), validators=[needed(), at_most(300)])
