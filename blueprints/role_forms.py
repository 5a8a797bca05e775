"""Inviting somebody: who it is, what they will be, and over what."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import Text, t
from marketplace.people.accounts import NAME_LONGEST
from marketplace.people.staffing import Invitation
from models.vocabulary import Role

CHOOSE = ("", t("Choose"))


class InviteForm(Form):
    """The roles and places are those the inviter may give."""

    name = StringField(t("Name of the person"), validators=[needed(), at_most(NAME_LONGEST), no_contact])
    login = StringField(t("Phone number or e-mail"), validators=[needed(), at_most(254)])
    role = SelectField(t("Role"), validators=[needed()])
    over = SelectField(t("For which place or organisation"), validators=[needed()])

    def __init__(
        self,
        *given: Any,
        roles: Iterable[tuple[str, Text]] = (),
        places: Iterable[tuple[str, str]] = (),
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        offered = list(places)
        self.role.choices = options([CHOOSE, *roles])
        self.over.choices = options(offered if len(offered) == 1 else [CHOOSE, *offered])

    def draft(self) -> Invitation:
        """What was said."""
        return Invitation(self.name.data or "", self.login.data or "", Role(self.role.data), self.over.data or "")
