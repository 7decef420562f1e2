"""The forms of signing in and of accounts."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from concord.identity import passwords
from concord.web.forms import ChoiceField, CodeField, ConcordForm, EmailField, PasswordField, TextField


class SignInForm(ConcordForm):
    email = EmailField(_("E-mail address"), required=_("Enter your e-mail address"), autocomplete="username")
    password = PasswordField(_("Password"), required=_("Enter your password"))


class CodeForm(ConcordForm):
    code = CodeField(
        _("Code"), required=_("Enter the code from your app"),
        hint=_("The 6 numbers your authenticator app shows now. Or one of your recovery codes."),
    )


class NewPasswordForm(ConcordForm):
    """A new password. ``known`` are words about the person and the service, which others would try."""

    new_password = PasswordField(
        _("New password"), required=_("Enter a password"), autocomplete="new-password",
        hint=_("12 characters or more. Three words that do not belong together are easy to remember."),
    )
    known: tuple[str, ...] = ()

    def validate_new_password(self, field: Field) -> None:
        if len(field.data) < passwords.SHORTEST:
            raise ValidationError(gettext("Use %(least)s characters or more", least=passwords.SHORTEST))
        if passwords.is_easy_to_guess(field.data, *self.known):
            raise ValidationError(gettext("This password is easy to guess. Use words that do not belong together."))


class InvitationForm(NewPasswordForm):
    name = TextField(_("Your name"), required=_("Enter your name"), autocomplete="name")


class ChangePasswordForm(NewPasswordForm):
    password = PasswordField(_("Your password now"), required=_("Enter the password you have now"))


class ProofForm(ConcordForm):
    """The password again, before something that would help a stranger at an open computer."""

    password = PasswordField(_("Your password"), required=_("Enter your password"))


class RecoveryCodesForm(ProofForm):
    """Asks for the password unless it was given minutes ago."""


class InviteForm(ConcordForm):
    name = TextField(_("Name"), required=_("Enter a name"), autocomplete="off")
    email = EmailField(
        _("E-mail address"), required=_("Enter an e-mail address"), autocomplete="off",
        hint=_("Their own work address. We send the invitation there."),
    )
    role = ChoiceField(_("Role"), required=_("Choose a role"))


class RoleForm(ConcordForm):
    role = ChoiceField(_("Role"), required=_("Choose a role"))
