"""The pages of "Ask us to contact you" as one table: what is asked, of whom, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.forms import ConcordForm
from tenants.people.models import ContactKind
from tenants.referrals import area, forms, reach_forms, safety_forms, work_forms
from tenants.referrals.asked import (
    Asked,
    agency_can_hear,
    another_reached,
    everyone,
    for_another,
    friends,
    not_refused,
    oneself,
    person_was_asked,
    professionals,
    reached_by,
    under_18,
    where_area_matters,
)


class Task(StrEnum):
    """Pages that belong together. Those of the start come first; all others a professional does in any order."""

    START = "start"
    WORK = "work"
    INCIDENT = "incident"
    PERSON = "person"
    AGREE = "agree"


@dataclass(frozen=True)
class Step:
    """One page: its address below /refer, its heading, its questions, who is asked them, and what it belongs to."""

    name: str
    heading: LazyString
    form: type[ConcordForm]
    asked: Asked
    task: Task = Task.PERSON
    template: str = "referrals/step.html"

    @property
    def all_optional(self) -> bool:
        """Whether the page can be passed without a word."""
        return self.form in OPTIONAL


OPTIONAL = {safety_forms.PhoneCareForm, safety_forms.EmailCareForm, safety_forms.PostCareForm,
            safety_forms.PersonSafetyForm, forms.NeedsForm, work_forms.WorkCaseForm}
STEPS = (
    # The start: who writes, and where. Asked before anything else, of a professional too.
    Step("who", _("Who are you?"), forms.WhoForm, everyone, Task.START),
    Step(area.OWN, _("Where?"), area.AreaForm, where_area_matters(oneself), Task.START),
    Step(area.ANOTHERS, _("Where?"), area.AnothersAreaForm, where_area_matters(for_another), Task.START),
    # Whoever writes for others.
    Step("you", _("About you"), forms.YouForm, friends, Task.WORK),
    Step("agency", _("Where you work"), work_forms.AgencyForm, professionals, Task.WORK),
    Step("work-contact", _("How we reach you at work"), work_forms.WorkContactForm, professionals, Task.WORK),
    Step("work-case", _("Your own records"), work_forms.WorkCaseForm, professionals, Task.WORK),
    # Whoever it is about.
    Step("person", _("Who are you asking for?"), forms.PersonForm, for_another),
    Step("age", _("Your age"), forms.AgeForm, oneself),
    Step("person-age", _("This person's age"), forms.PersonAgeForm, for_another),
    Step("under-18", _("Help for people under 18"), forms.StartForm, under_18, template="referrals/under_18.html"),
    Step("knows", _("Do they know?"), forms.KnowsForm, for_another),
    Step("agreed", _("Do they agree?"), work_forms.AgreedForm, person_was_asked),
    Step("outcome", _("What you hear from us"), work_forms.OutcomeForm, agency_can_hear),
    # What happened.
    Step("happened", _("What happened"), forms.HappenedForm, everyone, Task.INCIDENT),
    Step("reported", _("Have the police been told?"), forms.ReportedForm, everyone, Task.INCIDENT),
    # How to reach them, and what they need.
    Step("name", _("Your name"), forms.NameForm, oneself),
    Step("person-name", _("The person's name"), forms.PersonNameForm, for_another),
    Step("reach", _("How can we reach you?"), reach_forms.ReachForm, oneself, template="referrals/reach.html"),
    Step("person-reach", _("How could we reach this person?"), reach_forms.PersonReachForm, for_another,
         template="referrals/reach.html"),
    Step("safe-phone", _("Is it safe for us to phone you?"), safety_forms.SafePhoneForm, reached_by(ContactKind.PHONE)),
    Step("phone-rules", _("When we phone you"), safety_forms.PhoneRulesForm, not_refused(ContactKind.PHONE)),
    Step("phone-care", _("Keeping you safe on the phone"), safety_forms.PhoneCareForm, not_refused(ContactKind.PHONE)),
    Step("safe-email", _("Safe e-mail"), safety_forms.SafeEmailForm, reached_by(ContactKind.EMAIL)),
    Step("email-care", _("Keeping your e-mail safe"), safety_forms.EmailCareForm, not_refused(ContactKind.EMAIL)),
    Step("safe-post", _("Safe post"), safety_forms.SafePostForm, reached_by(ContactKind.POST)),
    Step("post-care", _("Keeping your post safe"), safety_forms.PostCareForm, not_refused(ContactKind.POST)),
    Step("person-safety", _("Keeping this person safe"), safety_forms.PersonSafetyForm, another_reached),
    Step("needs", _("What would help you to take part?"), forms.NeedsForm, oneself),
    Step("person-needs", _("What would help this person to take part?"), forms.NeedsForm, for_another),
    # The agreement.
    Step("agree", _("Before you send"), forms.AgreeForm, oneself, Task.AGREE, "referrals/agree.html"),
    Step("agree-for-another", _("Before you send"), forms.AgreeForAnotherForm, friends, Task.AGREE,
         "referrals/agree.html"),
    Step("agree-for-people", _("Before you send"), forms.AgreeForPeopleForm, professionals, Task.AGREE,
         "referrals/agree.html"),
)
BY_NAME = {step.name: step for step in STEPS}
