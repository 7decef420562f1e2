"""The forms of bringing a service on. Boxes of a profile are judged by the profile itself, not here: see `boxes`."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from concord.web.forms import (
    ChoicesField,
    CodeField,
    ConcordForm,
    DateField,
    FileField,
    LongTextField,
    TextField,
    uk_today,
)
from tenants.registry.areas import police_force_areas

NARROW = {"classes": "govuk-input--width-10"}
MIDDLE = {"classes": "govuk-input--width-20"}
PHONE = MIDDLE | {"type": "tel"}
EMAIL = {"type": "email", "spellcheck": False, "autocapitalize": "none"}


def _manager_name() -> TextField:
    return TextField(_("First manager's name"), autocomplete="off")


def _manager_email() -> TextField:
    hint = _("Their own work address. We send the invitation there.")
    return TextField(_("First manager's e-mail address"), autocomplete="off", component=EMAIL, hint=hint)


class ManagerForm(ConcordForm):
    """Who is invited to look after the service."""

    manager_name = _manager_name()
    manager_email = _manager_email()
    paths: ClassVar[dict[str, str]] = {"manager.name": "manager_name", "manager.email": "manager_email"}

    @property
    def manager(self) -> dict[str, str]:
        return {"name": self.manager_name.data or "", "email": self.manager_email.data or ""}


class NewServiceForm(ManagerForm):
    name = TextField(
        _("Name of the service"), hint=_("As people know it, such as Bedfordshire Restorative Justice Service"),
    )
    short_name = TextField(_("Short name"), hint=_("For lists and narrow screens"), component=MIDDLE)
    slug = TextField(
        _("Address"),
        hint=_("The first part of its web address: small letters, numbers and hyphens. It cannot be changed later."),
        component=MIDDLE | {"spellcheck": False, "autocapitalize": "none"},
    )
    reference_prefix = TextField(
        _("Letters before each reference"), hint=_("Two to four letters, such as BED"), component=NARROW,
    )
    areas = ChoicesField(_("Police force areas"), [(code, area.name) for code, area in police_force_areas().items()])
    start = DateField(
        _("First day of this service in these areas"), required=_("Enter the first day"), default=uk_today,
    )
    controller = TextField(
        _("Controller"), hint=_("The organisation that answers in law for people's information. It may be set later."),
    )
    phone = TextField(_("Phone number for the public"), hint=_("It may be set later."), component=PHONE)
    email = TextField(_("E-mail address for the public"), hint=_("It may be set later."), component=EMAIL)
    manager_name, manager_email = _manager_name(), _manager_email()  # made here, to stand last
    paths: ClassVar[dict[str, str]] = ManagerForm.paths | {
        "name": "name", "short_name": "short_name", "slug": "slug", "reference_prefix": "reference_prefix",
        "police_areas": "areas", "controller.name": "controller", "contact.phone": "phone", "contact.email": "email",
    }

    @property
    def document(self) -> dict[str, Any]:
        """What was typed, as a profile says it."""
        return {
            "name": self.name.data, "short_name": self.short_name.data, "slug": (self.slug.data or "").lower(),
            "reference_prefix": (self.reference_prefix.data or "").upper(),
            "police_areas": [{"code": code, "from": self.start.data} for code in self.areas.data],
            "controller": {"name": self.controller.data},
            "contact": {"phone": self.phone.data, "email": self.email.data},
        }


class FileForm(ManagerForm):
    file = FileField(_("File"), hint=_("A TOML file, such as tenant.toml"))
    text = LongTextField(
        _("Or paste what is in the file"), max_length=200_000, rows=15, component={"spellcheck": False},
    )
    manager_name, manager_email = _manager_name(), _manager_email()


class MailCodeForm(ConcordForm):
    code = CodeField(_("Code"), required=_("Enter the code from the e-mail"), component={"autocomplete": "off"})
