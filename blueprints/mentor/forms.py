"""What somebody fills in to offer help."""

from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField

from blueprints.fields import SubdistrictField, at_most, needed
from blueprints.forms import Form
from marketplace.i18n import t, words
from marketplace.resources.pledges import PledgeDraft
from models.vocabulary import ResourceKind, ResourceUnit


class PledgeForm(Form):
    """One pledge."""

    kind = SelectField(t("What can you give"), validators=[needed()])
    title_th = StringField(t("In a few words"), validators=[needed(), at_most(160)])
    about_th = TextAreaField(t("More about it"), validators=[at_most(2000)])
    when_th = StringField(t("When"), validators=[at_most(160)])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    capacity = IntegerField(t("How much"), validators=[needed()])
    unit = SelectField(t("Counted in"), validators=[needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = words.choices(ResourceKind)
        self.unit.choices = words.choices(ResourceUnit)

    def draft(self) -> PledgeDraft:
        """What was offered."""
        return PledgeDraft(
            kind=ResourceKind(self.kind.data),
            title_th=(self.title_th.data or "").strip(),
            about_th=(self.about_th.data or "").strip(),
            when_th=(self.when_th.data or "").strip(),
            area_code=self.area.data,
            unit=ResourceUnit(self.unit.data),
            capacity=self.capacity.data or 0,
        )
