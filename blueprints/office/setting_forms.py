"""How an office works, as its province decides it."""

from typing import Self

from wtforms import RadioField

from blueprints.fields import WholeField, between, needed, options
from blueprints.forms import Form
from marketplace.areas.settings import OfficeSetting
from marketplace.i18n import t

ONE, TWO = "one", "two"
STEPS = ((ONE, t("One officer decides")), (TWO, t("A second person decides after the officer")))


class SettingForm(Form):
    """One review or two, and the days to answer."""

    steps = RadioField(t("Who decides a request"), choices=options(STEPS), validators=[needed()])
    officer_days = WholeField(t("Working days the office has to decide"), validators=[needed(), between(1, 90)])
    provider_days = WholeField(t("Working days a provider has to answer"), validators=[needed(), between(1, 90)])

    @classmethod
    def of(cls, setting: OfficeSetting) -> Self:
        """The form as it is decided today."""
        return cls(
            data={
                "steps": TWO if setting.two_step_review else ONE,
                "officer_days": setting.officer_days,
                "provider_days": setting.provider_days,
            }
        )

    def draft(self) -> OfficeSetting:
        """What was decided."""
        return OfficeSetting(self.steps.data == TWO, self.provider_days.data or 0, self.officer_days.data or 0)
