"""The questions about how somebody can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from concord.web.fields import Check
from concord.web.forms import ChoicesField, ConcordForm, EmailField, LongTextField, PhoneField
from tenants.people.models import ContactKind
from tenants.registry.queries import current_profile

NOT_KNOWN = "not_known"


class ReachForm(ConcordForm):
    """How we reach the person who fills in the form."""

    DETAILS: ClassVar = {
        ContactKind.PHONE: ("phone", _("Enter a phone number")),
        ContactKind.EMAIL: ("email", _("Enter an e-mail address")),
        ContactKind.POST: ("address", _("Enter an address")),
    }
    ways = ChoicesField(
        _("How can we reach you?"),
        [
            (ContactKind.PHONE, _("Phone")),
            (ContactKind.EMAIL, _("E-mail")),
            (ContactKind.POST, _("Post")),
            (ContactKind.THEY_CALL, _("I will call you")),
        ],
        hint=_("Choose all that you are happy with. Next we ask whether each of them is safe."),
        required=_("Choose at least one way"),
    )
    phone = PhoneField(_("Phone number"))
    email = EmailField(_("E-mail address"))
    address = LongTextField(
        _("Address and postcode"), max_length=500, rows=4, component={"autocomplete": "street-address"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not current_profile().contact.phone:
            self.ways.choices = [choice for choice in self.ways.choices if choice.value != ContactKind.THEY_CALL]

    def validate(self, extra_validators: Mapping[str, Sequence[Check]] | None = None) -> bool:
        """What stands below a way that was not chosen was not said: it is neither judged nor kept."""
        chosen = [self.DETAILS[way] for way in self.ways.data or () if way in self.DETAILS]
        for name, _message in self.DETAILS.values():
            if name not in dict(chosen):
                self[name].data, self[name].process_errors = "", []
        good = super().validate(extra_validators)
        missing = [(name, message) for name, message in chosen if not self[name].data and not self[name].errors]
        for name, message in missing:
            self.add_error(message, name)
        return good and not missing


class PersonReachForm(ReachForm):
    """How we could reach somebody whom another person asks for."""

    ways = ChoicesField(
        _("How could we reach this person?"),
        [
            (ContactKind.PHONE, _("Phone")),
            (ContactKind.EMAIL, _("E-mail")),
            (ContactKind.POST, _("Post")),
            (ContactKind.THEY_CALL, _("They will call you")),
            (NOT_KNOWN, _("I do not know, or only through me")),
        ],
        hint=_("Choose all that you know of. We use none of them before we have checked that it is safe."),
        required=_("Choose at least one answer"),
    )
    phone = PhoneField(_("Phone number"), autocomplete="off")
    email = EmailField(_("E-mail address"), autocomplete="off")
    address = LongTextField(_("Address and postcode"), max_length=500, rows=4, component={"autocomplete": "off"})
