"""What an organisation tells of itself when it comes in, and its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField

from blueprints.fields import DateField, SubdistrictField, at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import t, words
from marketplace.organisations import rules, sayings
from marketplace.organisations.onboarding import OpeningDraft
from marketplace.organisations.papers import NUMBER_LONGEST, PaperDraft
from models.vocabulary import OrganisationKind

if TYPE_CHECKING:
    from models.organisation import Organisation


class OpeningForm(Form):
    """An organisation, and which state of it was read."""

    kind = SelectField(t("What kind of organisation is it"), validators=[needed()])
    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160), no_contact])
    name_en = StringField(t("Name in English"), validators=[at_most(160), no_contact])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    registration_no = StringField(t("Registration number"), validators=[at_most(40)])
    about_th = TextAreaField(t("About the organisation, in Thai"), validators=[at_most(2000), no_contact])
    about_en = TextAreaField(t("About the organisation, in English"), validators=[at_most(2000), no_contact])
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("", t("Choose")), *words.choices(OrganisationKind)]

    @classmethod
    def of(cls, found: Organisation) -> Self:
        """The form as it was filled in."""
        names = ("kind", "name_th", "name_en", "registration_no", "about_th", "about_en")
        said: dict[str, Any] = {name: getattr(found, name) or "" for name in names}
        return cls(data=said | {"area": found.area_code, "version": str(found.version)})

    def draft(self) -> OpeningDraft:
        """What was filled in; names are one line."""
        name_th, name_en, number = (
            " ".join((field.data or "").split()) for field in (self.name_th, self.name_en, self.registration_no)
        )
        about_th, about_en = self.about_th.data or "", self.about_en.data or ""
        return OpeningDraft(self.kind.data, name_th, name_en, self.area.data or "", number, about_th, about_en)

    def read_version(self) -> int:
        """Which state was read; 0 when the page does not say."""
        said = self.version.data or ""
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


class PaperForm(Form):
    """One document with its file."""

    document = SelectField(t("Which document"), validators=[needed()])
    number = StringField(t("Number on it"), validators=[at_most(NUMBER_LONGEST)])
    valid_until = DateField(t("Holds until"))
    files = FileField(t("Photo or PDF"))

    def offer(self, asked: tuple[rules.Asked, ...]) -> Self:
        """Let one of these documents be chosen."""
        self.document.choices = options((one.kind.value, sayings.PAPERS[one.kind]) for one in asked)
        return self

    def draft(self) -> PaperDraft:
        """What was typed."""
        return PaperDraft(self.document.data, " ".join((self.number.data or "").split()), self.valid_until.data)
