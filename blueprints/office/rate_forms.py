"""An area's own rate for help as it is filled in."""

from typing import Any

from wtforms import SelectField, StringField

from blueprints.fields import BahtField, DateField, at_most, needed, no_contact
from blueprints.forms import Form
from marketplace.areas import names
from marketplace.i18n import t, words
from marketplace.resources.rates import ONE, SOURCE_LONGEST, STANDINGS, RateDraft
from models import vocabulary as v


class RateForm(Form):
    """What help of a kind is worth in an area, from when on, and where the figure stands."""

    area = SelectField(t("Area"), validators=[needed()])
    kind = SelectField(t("Kind"), validators=[needed()])
    unit = SelectField(t("Counted in"), validators=[needed()])
    amount = BahtField(t("Worth in baht"), validators=[needed()])
    effective_from = DateField(t("Holds from"), validators=[needed()])
    standing = SelectField(t("Stands on"), validators=[needed()])
    source = StringField(t("Source or method"), validators=[needed(), at_most(SOURCE_LONGEST), no_contact])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen for somebody who has not looked.
        self.kind.choices = [("", t("Choose")), *words.choices(v.ResourceKind)]
        self.unit.choices = [("", t("Choose")), *ONE.items()]
        self.standing.choices = [("", t("Choose")), *STANDINGS.items()]

    def offer(self, areas: tuple[str, ...]) -> "RateForm":
        """Let one of these areas be chosen."""
        self.area.choices = [(code, names.titled(code)) for code in areas]
        return self

    def draft(self) -> RateDraft:
        """What was filled in, as the domain takes it."""
        return RateDraft(
            self.area.data,
            v.ResourceKind(self.kind.data),
            v.ResourceUnit(self.unit.data),
            self.effective_from.data,
            self.amount.data or 0,
            v.RateStanding(self.standing.data),
            self.source.data or "",
        )
