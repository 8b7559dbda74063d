"""What people type about themselves."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import PasswordInput

from marketplace.accounts import passwords
from marketplace.accounts.addresses import address_of
from marketplace.accounts.states import StaffRole
from marketplace.kernel.errors import Invalid
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.web.forms import CodesField, Form, at_most, required


class PasswordField(Field):
    """A password exactly as typed: never stripped, never shown again."""

    widget = PasswordInput()

    def process_formdata(self, valuelist):
        """Take it verbatim."""
        self.data = valuelist[0] if valuelist else ""

    def _value(self):
        return ""


def is_an_address(form, field) -> None:
    """An e-mail address that letters can be sent to; kept as ``address_of`` writes it."""
    try:
        field.data = address_of(field.data or "")
    except Invalid as problem:
        raise ValidationError(problem.message) from None


def is_hard_to_guess(form, field) -> None:
    """Not among the first that a stranger would try; ``form.own_words`` says what is known of the person."""
    if passwords.is_easy_to_guess(field.data, *form.own_words):
        raise ValidationError(
            _("This password is easy to guess. Try four words that do not belong together.")
        )


def filled_in() -> DataRequired:
    """Something must stand there; spaces alone say nothing."""
    return DataRequired(_l("Please fill this in."))


def email_field(label=None) -> EmailField:
    """An address, required."""
    return EmailField(label or _l("E-mail"), [required(), at_most(254), is_an_address])


def password_field(label=None) -> PasswordField:
    """A password that is known already."""
    return PasswordField(label or _l("Password"), [required()])


def new_password_field(label=None) -> PasswordField:
    """A password that is being chosen."""
    long_enough = Length(
        passwords.SHORTEST,
        passwords.LONGEST,
        message=_l("Please use %(min)d to %(max)d characters."),
    )
    return PasswordField(
        label or _l("Password"),
        [required(), long_enough, is_hard_to_guess],
        description=_l("At least 8 characters of any kind. Four words that do not belong together are best."),
    )


def name_field() -> StringField:
    """What others call the person."""
    return StringField(_l("Your name"), [filled_in(), at_most(100)])


def language_field() -> RadioField:
    """The language of letters and notices."""
    return RadioField(
        _l("Language of letters and notices"), [required()], choices=list(LANGUAGE_NAMES.items())
    )


class SignUpForm(Form):
    """A new account."""

    name = name_field()
    email = email_field()
    password = new_password_field()
    lang = language_field()

    @property
    def own_words(self) -> tuple[str, ...]:
        """Typed on this very form."""
        return (self.name.data or "", self.email.data or "")


class SignInForm(Form):
    """Who is there?"""

    email = email_field()
    password = password_field()


class VerifyForm(Form):
    """The button that confirms an address; with the password where another browser signed up."""

    password = PasswordField(_l("The password you chose at sign-up"))


class AddressForm(Form):
    """Where to send a letter."""

    email = email_field()


class ChoosePasswordForm(Form):
    """A new password, by letter."""

    password = new_password_field(_l("New password"))

    #: Set by the page, which knows whose password it is.
    own_words: tuple[str, ...] = ()


class ChangePasswordForm(Form):
    """A new password, by somebody who knows the present one."""

    current_password = password_field(_l("Present password"))
    password = new_password_field(_l("New password"))

    own_words: tuple[str, ...] = ()


class ChangeEmailForm(Form):
    """Another address to sign in with."""

    email = email_field(_l("New e-mail"))
    current_password = password_field(_l("Present password"))


class ProfileForm(Form):
    """Name and language."""

    name = name_field()
    lang = language_field()


class RoleForm(Form):
    """What somebody is for the Department."""

    role = SelectField(
        _l("Staff role"),
        [required()],
        # An empty choice would read as "not chosen yet".
        choices=[(role.value or "none", role.label) for role in StaffRole],
        coerce=lambda value: "" if value == "none" else value,
    )


class ReviewScopeForm(Form):
    """What an officer reviews; nothing ticked means everything."""

    provinces = CodesField(_l("Provinces"))
    categories = CodesField(_l("Categories"))


class CloseAccountForm(Form):
    """Why an account is closed."""

    reason = TextAreaField(
        _l("Reason"),
        [filled_in(), at_most(1000)],
        description=_l("The person reads this in a letter."),
    )
