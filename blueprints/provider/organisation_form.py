"""How an organisation is called and described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from wtforms import HiddenField, StringField, TextAreaField

from blueprints.fields import at_most, needed
from blueprints.forms import Form
from marketplace.i18n import t
from marketplace.offers.organisations import OrganisationDraft

if TYPE_CHECKING:
    from models.organisation import Organisation


class OrganisationForm(Form):
    """Name and words in both languages, and which state of them was read."""

    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160)])
    name_en = StringField(t("Name in English"), validators=[at_most(160)])
    about_th = TextAreaField(t("About the organisation, in Thai"), validators=[at_most(2000)])
    about_en = TextAreaField(t("About the organisation, in English"), validators=[at_most(2000)])
    version = HiddenField()

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """The form as it is today."""
        return cls(
            data={
                "name_th": organisation.name_th,
                "name_en": organisation.name_en,
                "about_th": organisation.about_th,
                "about_en": organisation.about_en,
                "version": str(organisation.version),
            }
        )

    def draft(self) -> OrganisationDraft:
        """What was written; a name is one line."""
        name_th, name_en = (" ".join((field.data or "").split()) for field in (self.name_th, self.name_en))
        return OrganisationDraft(name_th, name_en, self.about_th.data or "", self.about_en.data or "")

    def read_version(self) -> int:
        """Which state was read; 0 when the page does not say."""
        said = self.version.data or ""
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
