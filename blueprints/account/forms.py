"""What people type to get in, to be called by, and to be safe."""

from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField

from blueprints.fields import needed, no_contact
from blueprints.forms import Form
from marketplace.i18n import t
from marketplace.people.passwords import LONGEST, SHORTEST, SHORTEST_STAFF

LANGUAGES = {"th": "ไทย", "en": "English"}

_LOGIN = t("Phone number or e-mail")
_SHARED = t("Other people use this phone too")
_NEW = {"autocomplete": "new-password", "maxlength": LONGEST}
_SHARED_HINT = t("You are signed out after half an hour, and nothing stays on this phone.")


@dataclass(frozen=True, slots=True)
class SignInDraft:
    """Who says they are whom."""

    login: str
    password: str
    shared_device: bool
    onward: str


@dataclass(frozen=True, slots=True)
class SignUpDraft:
    """Who wants to begin."""

    nickname: str
    login: str
    password: str
    shared_device: bool
    onward: str


class SignInForm(Form):
    """Phone or e-mail with a password."""

    login = StringField(_LOGIN, [needed()], render_kw={"autocomplete": "username", "inputmode": "email"})
    password = PasswordField(t("Password"), [needed()], render_kw={"autocomplete": "current-password"})
    shared_device = BooleanField(_SHARED, description=_SHARED_HINT)
    next = HiddenField()

    def draft(self) -> SignInDraft:
        """What was typed."""
        return SignInDraft(
            self.login.data or "", self.password.data or "", self.shared_device.data, self.next.data or ""
        )


class SignUpForm(Form):
    """One page to begin with."""

    nickname = StringField(
        t("What shall we call you?"),
        [no_contact],
        description=t("A nickname will do. Nobody outside your office sees it before you are approved."),
        render_kw={"autocomplete": "nickname"},
    )
    login = StringField(_LOGIN, [needed()], render_kw={"autocomplete": "username", "inputmode": "email"})
    password = PasswordField(
        t("Password"),
        [needed()],
        description=t("At least {count} characters. A short sentence is good.", count=SHORTEST),
        render_kw=_NEW,
    )
    shared_device = BooleanField(_SHARED, description=_SHARED_HINT)
    next = HiddenField()

    def draft(self) -> SignUpDraft:
        """What was typed."""
        return SignUpDraft(
            nickname=self.nickname.data or "",
            login=self.login.data or "",
            password=self.password.data or "",
            shared_device=self.shared_device.data,
            onward=self.next.data or "",
        )


class WorkSignUpForm(SignUpForm):
    """The same for whoever brings an organisation in: people there will know them by their name."""

    nickname = StringField(t("Your name"), [needed(), no_contact], render_kw={"autocomplete": "name"})
    password = PasswordField(
        t("Password"),
        [needed()],
        description=t("At least {count} characters. A short sentence is good.", count=SHORTEST_STAFF),
        render_kw=_NEW,
    )


class DetailsForm(Form):
    """How somebody is called and spoken to."""

    name = StringField(t("Name"), [no_contact], render_kw={"autocomplete": "name"})
    locale = RadioField(t("Language"), [needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = list(LANGUAGES.items())


class PasswordForm(Form):
    """A new password, by whoever knows the present one."""

    current = PasswordField(t("Present password"), [needed()], render_kw={"autocomplete": "current-password"})
    new = PasswordField(t("New password"), [needed()], render_kw=_NEW)


class NewPasswordForm(Form):
    """A first password, by whoever holds the link."""

    password = PasswordField(t("New password"), [needed()], render_kw=_NEW)
