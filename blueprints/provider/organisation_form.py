"""How an organisation describes itself, what its office has to agree to, and where its branches are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import SubdistrictField, at_most, heard, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import t, words
from marketplace.organisations import branches, changes, sayings
from marketplace.organisations.branches import BranchDraft
from marketplace.organisations.describing import Words
from models.vocabulary import OrganisationKind, TrustPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.organisation import Organisation, OrganisationBranch


class OrganisationForm(Form):
    """Words in both languages, and which state of them was read."""

    about_th = TextAreaField(t("About the organisation, in Thai"), validators=[at_most(2000), no_contact])
    about_en = TextAreaField(t("About the organisation, in English"), validators=[at_most(2000), no_contact])
    version = HiddenField()

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """The form as it is today."""
        said = {"about_th": organisation.about_th, "about_en": organisation.about_en}
        return cls(data=said | {"version": str(organisation.version)})

    def words(self) -> Words:
        """What was written."""
        return Words(self.about_th.data or "", self.about_en.data or "")

    def read_version(self) -> int:
        """Which state was read; 0 when the page does not say."""
        return _version(self.version.data)


class ChangeForm(Form):
    """What an officer looks at before it is shown."""

    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160), no_contact])
    name_en = StringField(t("Name in English"), validators=[at_most(160), no_contact])
    kind = SelectField(t("Kind"), validators=[needed()])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    registration_no = StringField(t("Registration number"), validators=[at_most(40)])
    in_charge = SelectField(t("In charge as well"), validators=[Optional()])

    def offer(self, staff: Sequence[tuple[str, str]]) -> Self:
        """Let one of the staff be chosen."""
        self.kind.choices = words.choices(OrganisationKind)
        self.in_charge.choices = options([("", t("Nobody else")), *staff])
        return self

    @classmethod
    def of(cls, organisation: Organisation, staff: Sequence[tuple[str, str]]) -> Self:
        """The form as it is today."""
        said: dict[str, Any] = {name: getattr(organisation, name) or "" for name in changes.COLUMNS}
        return cls(data=said | {"area": organisation.area_code, "in_charge": ""}).offer(staff)

    def wanted(self) -> dict[str, str]:
        """What was written; names are one line."""
        lines = {name: " ".join((self[name].data or "").split()) for name in ("name_th", "name_en", "registration_no")}
        return lines | {
            "kind": self.kind.data or "",
            "area_code": self.area.data or "",
            "in_charge": self.in_charge.data or "",
        }


class BranchForm(Form):
    """A named place."""

    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160), no_contact])
    name_en = StringField(t("Name in English"), validators=[at_most(160), no_contact])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    address = StringField(t("Address or how to find it"), validators=[at_most(200), no_contact])
    point = StringField(t("Point on the map"), validators=[at_most(40)])

    def draft(self) -> BranchDraft:
        """What was typed; names are one line."""
        name_th, name_en, address, point = (
            " ".join((field.data or "").split()) for field in (self.name_th, self.name_en, self.address, self.point)
        )
        return BranchDraft(name_th, name_en, self.area.data or "", address, point)


class BranchEditForm(Form):
    """A named place as it is to be; its subdistrict stays."""

    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160), no_contact])
    name_en = StringField(t("Name in English"), validators=[at_most(160), no_contact])
    address = StringField(t("Address or how to find it"), validators=[at_most(200), no_contact])
    point = StringField(t("Point on the map"), validators=[at_most(40)])
    version = HiddenField()

    @classmethod
    def of(cls, branch: OrganisationBranch) -> Self:
        """The form as it is today."""
        named = {"name_th": branch.name_th, "name_en": branch.name_en, "version": str(branch.version)}
        return cls(data=named | branches.lies(branch))

    def draft(self, branch: OrganisationBranch) -> BranchDraft:
        """What was typed; names are one line."""
        name_th, name_en, address, point = (
            " ".join((field.data or "").split()) for field in (self.name_th, self.name_en, self.address, self.point)
        )
        return BranchDraft(name_th, name_en, branch.area_code, address, point)

    def read_version(self) -> int:
        """Which state was read; 0 when the page does not say."""
        return _version(self.version.data)


def _version(typed: str | None) -> int:
    said = typed or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


class AppealForm(Form):
    """An appeal against one number."""

    part = SelectField(t("Which number"), validators=[needed()])
    said = TextAreaField(t("What is wrong with it"), validators=[needed(), at_most(1000), heard])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part.choices = options((part.value, sayings.TRUST[part]) for part in TrustPart)
