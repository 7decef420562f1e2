"""The forms for a service's details, one for each page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from concord.web.forms import LongTextField, TextField, YesNoField
from tenants.details.fields import DetailsForm
from tenants.details.service import value_at

NARROW = {"classes": "govuk-input--width-10"}
MIDDLE = {"classes": "govuk-input--width-20"}
PHONE = MIDDLE | {"type": "tel"}
EMAIL = {"type": "email", "spellcheck": False, "autocapitalize": "none"}
DAYS = {
    "monday": _("Monday"), "tuesday": _("Tuesday"), "wednesday": _("Wednesday"), "thursday": _("Thursday"),
    "friday": _("Friday"), "saturday": _("Saturday"), "sunday": _("Sunday"),
}


class ContactForm(DetailsForm):
    phone = TextField(_("Phone number"), hint=_("The number that people who need you call"), component=PHONE)
    phone_hours = TextField(
        _("When you answer the phone"), hint=_("In a few words, such as Monday to Friday, 9am to 5pm"), max_length=300,
    )
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        TextField(name, component=NARROW) for name in DAYS.values()
    )
    bank_holidays = YesNoField(_("Do you answer on bank holidays?"), required=_("Choose yes or no"))
    out_of_hours = LongTextField(
        _("When you are closed"), hint=_("What people can do then, such as leave a message or call somebody else."),
        max_length=2000, rows=3,
    )
    email = TextField(_("E-mail address"), hint=_("Everybody can read it on your pages."), component=EMAIL)
    secure_email = TextField(
        _("Secure e-mail address"), hint=_("For professionals. It ends in .cjsm.net."), component=EMAIL,
    )
    address = LongTextField(_("Postal address"), max_length=2000, rows=4)
    website = TextField(
        _("Another website of yours"), hint=_("Its address in full, with https://"), max_length=500,
        component={"type": "url", "spellcheck": False, "autocapitalize": "none"},
    )
    under_18 = LongTextField(
        _("Whom people under 18 can turn to"),
        hint=_("Such as the name and number of your youth justice service. People under 18 read this in the form."),
        max_length=2000, rows=3,
    )
    paths: ClassVar[dict[str, str]] = {
        "contact.phone": "phone", "contact.phone_hours": "phone_hours",
        **{f"contact.hours.{day}": day for day in DAYS}, "contact.hours.bank_holidays": "bank_holidays",
        "contact.out_of_hours": "out_of_hours", "contact.email": "email", "contact.secure_email": "secure_email",
        "contact.address": "address", "contact.website": "website", "contact.under_18": "under_18",
    }
    prose = ("phone_hours", "out_of_hours", "under_18")
    own_details = ("phone", "email", "secure_email", "address", "website")


class MailForm(DetailsForm):
    sender_name = TextField(
        _("Sender’s name"),
        hint=_("Your staff and other agencies see this as the sender. Leave it empty to use the name of your service."
               " People who ask you for help never see it: others may read their e-mail, so it comes without a name."),
        max_length=60, component=MIDDLE,
    )
    reply_to = TextField(
        _("Where answers go"),
        hint=_("An address that somebody in your team reads every working day. Answers from your staff and other"
               " agencies go there. Leave it empty to use the e-mail address on your pages."),
        component=EMAIL,
    )
    paths: ClassVar[dict[str, str]] = {"brand.sender_name": "sender_name", "contact.reply_to": "reply_to"}
    own_details = ("sender_name", "reply_to")


class InformationForm(DetailsForm):
    controller = TextField(
        _("Controller"), hint=_("The organisation that answers in law for people’s information"), max_length=100,
    )
    ico_number = TextField(
        _("Registration number"), hint=_("With the Information Commissioner, such as ZA123456"), component=NARROW,
    )
    lawful_basis = LongTextField(
        _("The law that lets you keep people’s information"), hint=_("The privacy page says this."),
        max_length=2000, rows=3,
    )
    retention = LongTextField(
        _("How long you keep people’s information"), hint=_("The privacy page says this."), max_length=2000, rows=3,
    )
    privacy_name = TextField(_("Who answers questions about information"), max_length=100)
    privacy_email = TextField(_("E-mail address for questions about information"), component=EMAIL)
    privacy_address = LongTextField(_("Postal address for questions about information"), max_length=2000, rows=4)
    officer_name = TextField(_("Data protection officer"), hint=_("If you have one"), max_length=100)
    officer_email = TextField(_("Their e-mail address"), component=EMAIL)
    officer_address = LongTextField(_("Their postal address"), max_length=2000, rows=4)
    paths: ClassVar[dict[str, str]] = {
        "controller.name": "controller", "controller.ico_number": "ico_number",
        "controller.lawful_basis": "lawful_basis", "controller.retention": "retention",
        "controller.privacy_contact.name": "privacy_name", "controller.privacy_contact.email": "privacy_email",
        "controller.privacy_contact.address": "privacy_address",
        "controller.protection_officer.name": "officer_name", "controller.protection_officer.email": "officer_email",
        "controller.protection_officer.address": "officer_address",
    }
    prose = ("lawful_basis", "retention")
    own_details = ("controller", "privacy_email", "privacy_address", "officer_email", "officer_address")


class WordingForm(DetailsForm):
    harmed_one = TextField(_("Somebody who was harmed"), max_length=100, component=MIDDLE)
    harmed_many = TextField(_("Several people who were harmed"), max_length=100, component=MIDDLE)
    responsible_one = TextField(_("Somebody who is responsible for harm"), max_length=100, component=MIDDLE)
    responsible_many = TextField(_("Several people who are responsible"), max_length=100, component=MIDDLE)
    worker_one = TextField(
        _("Somebody who works with people"), hint=_("Such as facilitator or practitioner"), max_length=100,
        component=MIDDLE,
    )
    worker_many = TextField(_("Several who work with people"), max_length=100, component=MIDDLE)
    referrer_one = TextField(
        _("Somebody from another agency who sends people to you"), hint=_("Such as professional or care coordinator"),
        max_length=100, component=MIDDLE,
    )
    referrer_many = TextField(_("Several from other agencies"), max_length=100, component=MIDDLE)
    meeting_one = TextField(
        _("A meeting of the two"), hint=_("Such as meeting or conference"), max_length=100, component=MIDDLE,
    )
    meeting_many = TextField(_("Several of them"), max_length=100, component=MIDDLE)
    paths: ClassVar[dict[str, str]] = {
        f"wording.{word}.{number}": f"{word}_{number}"
        for word in ("harmed", "responsible", "worker", "referrer", "meeting") for number in ("one", "many")
    }
    prose = tuple(paths.values())


class WelshWordingForm(WordingForm):
    """The same words in Welsh, each below the English one: all of them, or none."""

    paths: ClassVar[dict[str, str]] = {
        path.replace("wording.", "wording_cy."): box for path, box in WordingForm.paths.items()
    }

    @classmethod
    def showing(cls, document: Mapping[str, Any], **options: Any) -> DetailsForm:
        form = super().showing(document, **options)
        for path, box in WordingForm.paths.items():
            form[box].description = gettext("In English: %(word)s", word=value_at(document, path))
        return form

    def label(self, path: str) -> str:
        return str(gettext("%(question)s, in Welsh", question=super().label(path)))
