"""What an office fills in about the rules of a fund and the fund above it."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField

from blueprints.fields import BahtField, TicksField, at_most, needed, options
from blueprints.forms import Form
from marketplace.earnings.ruling import Rules
from marketplace.i18n import t, words
from marketplace.offers.fund_rules import USES
from models.vocabulary import Field, OpportunityKind


class RulesForm(Form):
    """What a fund may pay; what is left empty forbids nothing."""

    uses = TicksField(t("What it pays"))
    kinds = TicksField(t("For which kinds"))
    subjects = TicksField(t("For which fields"))
    most_per_youth = BahtField(t("At most for one young person"))
    most_per_earning = BahtField(t("At most at once"))
    most_in_all = BahtField(t("At most in all, with its parts"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.uses.choices = options(USES.items())
        self.kinds.choices = words.choices(OpportunityKind)
        self.subjects.choices = words.choices(Field)

    @classmethod
    def of(cls, rules: Rules) -> "RulesForm":
        """The form filled with what holds now."""
        return cls(
            data={
                "uses": rules.uses,
                "kinds": rules.kinds,
                "subjects": rules.fields,
                "most_per_youth": rules.most_per_youth_satang,
                "most_per_earning": rules.most_per_earning_satang,
                "most_in_all": rules.most_in_all_satang,
            }
        )

    def rules(self) -> Rules:
        """What was said."""
        return Rules(
            uses=tuple(self.uses.data or ()),
            kinds=tuple(self.kinds.data or ()),
            fields=tuple(self.subjects.data or ()),
            most_per_youth_satang=self.most_per_youth.data,
            most_per_earning_satang=self.most_per_earning.data,
            most_in_all_satang=self.most_in_all.data,
        )


class PartForm(Form):
    """Money passed from the fund above, or back to it."""

    parent = SelectField(t("The fund above"))
    way = RadioField(
        t("What changes"),
        choices=options((("give", t("Money from the fund above")), ("back", t("Free money back to it")))),
        validators=[needed()],
    )
    amount = BahtField(t("How much"), validators=[needed()])
    note = StringField(t("Why, for example the council's resolution"), validators=[needed(), at_most(200)])

    def __init__(self, *given: Any, above: Sequence[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.parent.choices = options(above)
