"""The questions of "Ask us to contact you", one form for each page.

A browser may fill in a person's own name and ways to reach them, which helps many people and tells nobody of this site.
It is asked to remember nothing else that is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _

from concord.web.fields import Check
from concord.web.forms import (
    ChoiceField,
    ConcordForm,
    ConfirmField,
    EmailField,
    LongTextField,
    PhoneField,
    TextField,
)
from tenants.people.models import Answer
from tenants.referrals.models import IncidentKind, PartyRole
from tenants.referrals.wording import AGREEMENTS, FOR_ANOTHER, FOR_MYSELF, FOR_PEOPLE

SOMEONE_ELSE, PROFESSIONAL = "someone_else", "professional"
YES_NO = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("I do not know"))]
CHOOSE = _("Choose one of the answers")
MUST_AGREE = _("Tick the box if you agree. Without it we may not keep your answers, and you cannot send them.")


class StartForm(ConcordForm):
    """Nothing is asked: a press of a button."""


class SendForm(ConcordForm):
    """Nothing is asked of people. Programs fill in what people neither see nor hear: see `spam`."""

    subject = TextField(_("Leave this empty"), autocomplete="off", component={"attributes": {"tabindex": "-1"}})


class CodeForm(ConcordForm):
    """The code that somebody wrote down when they saved. `drafts` understands it however it is typed."""

    code = TextField(
        _("Your code"),
        hint=_("It has 16 letters and figures. Capitals, spaces and lines between do not matter."),
        required=_("Enter your code"),
        max_length=60,
        autocomplete="off",
        component={"spellcheck": False, "autocapitalize": "characters", "classes": "govuk-input--width-20"},
    )


class WhoForm(ConcordForm):
    who = ChoiceField(
        _("Who are you?"),
        [
            (PartyRole.HARMED, _("I was harmed")),
            (PartyRole.RESPONSIBLE, _("I am responsible for harm")),
            (SOMEONE_ELSE, _("I am asking for someone else")),
            (PROFESSIONAL, _("I am asking as part of my work")),
        ],
        hints={
            SOMEONE_ELSE: _("For example a relative, a friend or a neighbour"),
            PROFESSIONAL: _("For example as a police officer, a probation officer or a support worker"),
        },
        required=CHOOSE,
    )


class YouForm(ConcordForm):
    """Whoever asks for another person: how we reach them themselves."""

    your_name = TextField(_("Your name"), required=_("Enter your name"), autocomplete="name")
    your_phone = PhoneField(_("Your phone number"), hint=_("A phone number or an e-mail address is enough."))
    your_email = EmailField(_("Your e-mail address"))

    def validate(self, extra_validators: Mapping[str, Sequence[Check]] | None = None) -> bool:
        good = super().validate(extra_validators)
        untouched = not (self.your_phone.errors or self.your_email.errors)
        if untouched and not (self.your_phone.data or self.your_email.data):
            self.add_error(_("Enter your phone number or your e-mail address"), "your_phone")
            return False
        return good


class PersonForm(ConcordForm):
    role = ChoiceField(
        _("Who are you asking for?"),
        [
            (PartyRole.HARMED, _("Somebody who was harmed")),
            (PartyRole.RESPONSIBLE, _("Somebody who is responsible for harm")),
        ],
        required=CHOOSE,
    )


class AgeForm(ConcordForm):
    adult = ChoiceField(
        _("Are you 18 or over?"), YES_NO[:2], required=_("Choose if you are 18 or over"),
        hint=_("We ask because other people can help you too when you are younger."),
    )


class PersonAgeForm(ConcordForm):
    adult = ChoiceField(_("Is this person 18 or over?"), YES_NO, required=_("Choose if this person is 18 or over"))


class KnowsForm(ConcordForm):
    knows = ChoiceField(
        _("Does this person know that you are asking us?"),
        YES_NO,
        hint=_("You can ask us in any case. We are more careful when they do not know."),
        required=CHOOSE,
    )


class HappenedForm(ConcordForm):
    kind = ChoiceField(
        _("What was it?"),
        [
            (IncidentKind.CRIME, _("A crime")),
            (IncidentKind.ANTISOCIAL_BEHAVIOUR, _("Antisocial behaviour")),
            (IncidentKind.CONFLICT, _("A conflict")),
            (IncidentKind.RELATIONSHIP_BREAKDOWN, _("A relationship that broke down")),
            (IncidentKind.UNKNOWN, _("I am not sure")),
        ],
        required=_("Choose what it was"),
    )
    summary = LongTextField(
        _("What happened, in a few words"),
        hint=_(
            "One or two sentences are enough. You do not need to give names, or anything that is hard to write. "
            "It does not matter how long ago it was."
        ),
        required=_("Write a few words about what happened"),
        max_length=2000,
        component={"spellcheck": False},
    )


class ReportedForm(ConcordForm):
    reported = ChoiceField(
        _("Have the police been told?"),
        YES_NO,
        hint=_("It makes no difference to us. We can help either way, however long ago it was."),
        required=CHOOSE,
    )


class NameForm(ConcordForm):
    name = TextField(
        _("What is your name?"),
        hint=_("Any name that we may call you by."),
        required=_("Enter a name"),
        autocomplete="name",
    )


class PersonNameForm(ConcordForm):
    name = TextField(_("What is the person's name?"), required=_("Enter the person's name"), autocomplete="off")


class AgreeForm(ConcordForm):
    agree = ConfirmField(AGREEMENTS[FOR_MYSELF], required=MUST_AGREE)


class AgreeForAnotherForm(ConcordForm):
    agree = ConfirmField(AGREEMENTS[FOR_ANOTHER], required=MUST_AGREE)


class AgreeForPeopleForm(ConcordForm):
    agree = ConfirmField(AGREEMENTS[FOR_PEOPLE], required=MUST_AGREE)


class NeedsForm(ConcordForm):
    """What somebody needs to take part. All of it can be said later."""

    interpreter = TextField(
        _("An interpreter: for which language? (optional)"), hint=_("Sign language too"), autocomplete="off"
    )
    access = TextField(
        _("Help with seeing, hearing, moving or reading (optional)"),
        hint=_("For example: no stairs, large print, short talks with breaks"),
        max_length=500,
        autocomplete="off",
    )
    culture = TextField(
        _("Something about faith or culture (optional)"),
        hint=_("For example: a place or a day that matters, or somebody who should be there"),
        max_length=500,
        autocomplete="off",
    )
    timing = TextField(
        _("Times that are good or bad (optional)"), hint=_("For example: not on school days"), autocomplete="off"
    )
