"""The pages of "Ask us to contact you" as one table: what is asked, of whom, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.forms import ConcordForm
from tenants.people.models import Answer, ContactKind
from tenants.referrals import forms, safety_forms
from tenants.referrals.drafts import Given
from tenants.referrals.models import PartyRole

Asked = Callable[[Given], bool]


def everyone(given: Given) -> bool:
    del given
    return True


def oneself(given: Given) -> bool:
    return given.get("who", {}).get("who") in set(PartyRole)


def for_another(given: Given) -> bool:
    return given.get("who", {}).get("who") in {forms.SOMEONE_ELSE, forms.PROFESSIONAL}


def professionals(given: Given) -> bool:
    return given.get("who", {}).get("who") == forms.PROFESSIONAL


def reached_by(way: ContactKind) -> Asked:
    """Asked of a person who may be reached in this way."""
    return lambda given: oneself(given) and way in given.get("reach", {}).get("ways", ())


def phone_not_refused(given: Given) -> bool:
    return reached_by(ContactKind.PHONE)(given) and given.get("safe-phone", {}).get("safe") != Answer.NO


def another_reached(given: Given) -> bool:
    """Asked about another person when some way to reach them was given."""
    return for_another(given) and bool({*given.get("person-reach", {}).get("ways", ())} & set(ContactKind))


@dataclass(frozen=True)
class Step:
    """One page: its address below /refer, its heading, its questions, and who is asked them."""

    name: str
    heading: LazyString
    form: type[ConcordForm]
    asked: Asked
    template: str = "referrals/step.html"


STEPS = (
    Step("who", _("Who are you?"), forms.WhoForm, everyone),
    Step("you", _("About you"), forms.YouForm, for_another),
    Step("agency", _("Your work"), forms.AgencyForm, professionals),
    Step("person", _("Who are you asking for?"), forms.PersonForm, for_another),
    Step("knows", _("Do they know?"), forms.KnowsForm, for_another),
    Step("happened", _("What happened"), forms.HappenedForm, everyone),
    Step("name", _("Your name"), forms.NameForm, oneself),
    Step("person-name", _("The person's name"), forms.PersonNameForm, for_another),
    Step("reach", _("How can we reach you?"), forms.ReachForm, oneself, "referrals/reach.html"),
    Step("person-reach", _("How could we reach this person?"), forms.PersonReachForm, for_another,
         "referrals/reach.html"),
    Step("safe-phone", _("Is it safe for us to phone you?"), safety_forms.SafePhoneForm, reached_by(ContactKind.PHONE)),
    Step("phone-rules", _("When we phone you"), safety_forms.PhoneRulesForm, phone_not_refused),
    Step("safe-email", _("Safe e-mail"), safety_forms.SafeEmailForm, reached_by(ContactKind.EMAIL)),
    Step("safe-post", _("Safe post"), safety_forms.SafePostForm, reached_by(ContactKind.POST)),
    Step("person-safety", _("Keeping this person safe"), safety_forms.PersonSafetyForm, another_reached),
    Step("agree", _("Before you send"), forms.AgreeForm, oneself, "referrals/agree.html"),
    Step("agree-for-another", _("Before you send"), forms.AgreeForAnotherForm, for_another, "referrals/agree.html"),
)
BY_NAME = {step.name: step for step in STEPS}


def asked_steps(given: Given) -> Iterator[Step]:
    """The pages this visitor is asked, in their order, as far as the answers so far tell."""
    return (step for step in STEPS if step.asked(given))


def first_unanswered(given: Given) -> Step | None:
    """Where the visitor goes on; None when everything was answered."""
    return next((step for step in asked_steps(given) if step.name not in given), None)


def may_open(step: Step, given: Given) -> bool:
    """A page is open when it is asked of this visitor and everything before it was answered."""
    for asked in asked_steps(given):
        if asked is step:
            return True
        if asked.name not in given:
            return False
    return False


def before(step: Step, given: Given) -> Step | None:
    """The page before; None for the first."""
    earlier = None
    for asked in asked_steps(given):
        if asked is step:
            break
        earlier = asked
    return earlier


def with_answers(given: Given, step: Step, answers: dict[str, object]) -> Given:
    """The answers with those of one page. What is no longer asked is no longer kept."""
    changed = given | {step.name: answers}
    while superfluous := set(changed) - {asked.name for asked in asked_steps(changed)}:
        changed = {name: value for name, value in changed.items() if name not in superfluous}
    return changed
