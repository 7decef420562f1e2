"""The pages of "Ask us to contact you" as one table: what is asked, of whom, in which order.

Most visitors go straight through the table. A professional writes of several people of one incident: they do the tasks
of a list in any order, and the task "a person" once for each. What was answered about a person stands below ``people``
in the draft; together with what all share it reads as if somebody had written of that person alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.forms import ConcordForm
from tenants.people.models import Answer, ContactKind
from tenants.referrals import area, forms, safety_forms, work_forms
from tenants.referrals.drafts import Given
from tenants.referrals.models import PartyRole

Asked = Callable[[Given], bool]
PEOPLE = "people"
MOST_PEOPLE = 10


class Task(StrEnum):
    """Pages that belong together. Those of the start come first; all others a professional does in any order."""

    START = "start"
    WORK = "work"
    INCIDENT = "incident"
    PERSON = "person"
    AGREE = "agree"


def everyone(given: Given) -> bool:
    del given
    return True


def oneself(given: Given) -> bool:
    return given.get("who", {}).get("who") in set(PartyRole)


def for_another(given: Given) -> bool:
    return given.get("who", {}).get("who") in {forms.SOMEONE_ELSE, forms.PROFESSIONAL}


def professionals(given: Given) -> bool:
    return bool(given.get("who", {}).get("who") == forms.PROFESSIONAL)


def where_area_matters(asked: Asked) -> Asked:
    """Asked at a service that works for some areas only."""
    return lambda given: asked(given) and area.matters_here()


def reached_by(way: ContactKind) -> Asked:
    """Asked of a person who may be reached in this way."""
    return lambda given: oneself(given) and way in given.get("reach", {}).get("ways", ())


def not_refused(way: ContactKind) -> Asked:
    """Asked of a person who did not say that this way is unsafe."""
    chosen = reached_by(way)
    return lambda given: chosen(given) and given.get(f"safe-{way}", {}).get("safe") != Answer.NO


def another_reached(given: Given) -> bool:
    """Asked about another person when some way to reach them was given."""
    return for_another(given) and bool({*given.get("person-reach", {}).get("ways", ())} & set(ContactKind))


def friends(given: Given) -> bool:
    return for_another(given) and not professionals(given)


def under_18(given: Given) -> bool:
    return Answer.NO in {given.get(step, {}).get("adult") for step in ("age", "person-age")}


def person_was_asked(given: Given) -> bool:
    """Asked of a professional whose person knows that they write."""
    return professionals(given) and given.get("knows", {}).get("knows") == Answer.YES


def agency_can_hear(given: Given) -> bool:
    return person_was_asked(given) and bool(given.get("work-contact", {}).get("your_email"))


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
    Step("reach", _("How can we reach you?"), forms.ReachForm, oneself, template="referrals/reach.html"),
    Step("person-reach", _("How could we reach this person?"), forms.PersonReachForm, for_another,
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


def about(given: Given, person: str = "") -> Given:
    """The answers that all share with those about one person: as if nobody else had been written of."""
    shared = {name: answers for name, answers in given.items() if name != PEOPLE}
    of_person: Given = given.get(PEOPLE, {}).get(person, {})
    return shared | of_person


def asked_steps(given: Given) -> Iterator[Step]:
    """The pages this visitor is asked, in their order, as far as the answers so far tell."""
    return (step for step in STEPS if step.asked(given))


def path(task: Task, given: Given) -> list[Step]:
    """The pages to go through one after the other: for a professional those of one task, for all others every one."""
    tasks = {Task.START, task} if professionals(given) else set(Task)
    return [step for step in asked_steps(given) if step.task in tasks]


def first_unanswered(given: Given, task: Task = Task.AGREE) -> Step | None:
    """Where the visitor goes on; None when everything of this path was answered."""
    return next((step for step in path(task, given) if step.name not in given), None)


def may_open(step: Step, given: Given, person: str = "") -> bool:
    """A page is open when it is asked of this visitor, in this place, and everything before it was answered."""
    if not _is_place_of(step, given, person):
        return False
    given = about(given, person)
    for asked in path(step.task, given):
        if asked is step:
            return True
        if asked.name not in given:
            return False
    return False


def _is_place_of(step: Step, given: Given, person: str) -> bool:
    """A professional answers about people below each person, and agrees once everything else was answered."""
    if not professionals(given):
        return not person
    if step.task == Task.PERSON:
        return person in {*people(given), next_person(given)}
    return not person and (step.task != Task.AGREE or ready_to_agree(given))


def before(step: Step, given: Given, person: str = "") -> Step | None:
    """The page before; None for the first of all, and for the first of a professional's task."""
    given = about(given, person)
    pages = path(step.task, given)
    earlier = [*itertools.takewhile(lambda asked: asked is not step, pages)]
    if not earlier or (professionals(given) and earlier[-1].task != step.task):
        return None
    return earlier[-1]


def after(step: Step, given: Given, person: str = "") -> Step | None:
    """The page after; None when none is left of this path."""
    pages = path(step.task, about(given, person))
    return next(iter(pages[pages.index(step) + 1:]), None)


def people(given: Given) -> list[str]:
    """The keys of the people a professional wrote of, in their order."""
    return list(given.get(PEOPLE, {}))


def next_person(given: Given) -> str | None:
    """The key of one more person; None when there are as many as one sending may have."""
    keys = people(given)
    return None if len(keys) >= MOST_PEOPLE else f"p{max((int(key[1:]) for key in keys), default=0) + 1}"


def number(given: Given, person: str) -> int:
    """Which of the people this is, from 1; 0 when it is none in particular."""
    if not person:
        return 0
    keys = people(given)
    return keys.index(person) + 1 if person in keys else len(keys) + 1


def may_list(given: Given) -> bool:
    """The list of tasks is for professionals, once they said that they are."""
    return professionals(given) and first_unanswered(about(given), Task.START) is None


def first_of_person() -> Step:
    """Where telling of a person begins."""
    return next(step for step in STEPS if step.task == Task.PERSON)


def ready_to_agree(given: Given) -> bool:
    """Whether a professional answered everything, of their work, of what happened and of each person."""
    of_all = (Task.WORK, Task.INCIDENT)
    return (
        bool(people(given))
        and all(first_unanswered(about(given), task) is None for task in of_all)
        and all(first_unanswered(about(given, person), Task.PERSON) is None for person in people(given))
    )


def complete(given: Given) -> bool:
    """Whether the answers can be sent."""
    if professionals(given) and not ready_to_agree(given):
        return False
    return first_unanswered(about(given)) is None


def with_answers(given: Given, step: Step, answers: dict[str, Any], person: str = "") -> Given:
    """The answers with those of one page. What is no longer asked is no longer kept."""
    if person:
        of_person = given.get(PEOPLE, {}).get(person, {}) | {step.name: answers}
        return _still_asked(given | {PEOPLE: given.get(PEOPLE, {}) | {person: of_person}})
    return _still_asked(given | {step.name: answers})


def without_person(given: Given, person: str) -> Given:
    return given | {PEOPLE: {key: answers for key, answers in given.get(PEOPLE, {}).items() if key != person}}


def _still_asked(given: Given) -> Given:
    shared = about(given)
    if not professionals(shared):
        return _kept(shared, {}, set(Task))
    shared = _kept(shared, {}, set(Task) - {Task.PERSON})
    if PEOPLE not in given:
        return shared
    return shared | {PEOPLE: {key: _kept(own, shared, {Task.PERSON}) for key, own in given[PEOPLE].items()}}


def _kept(own: Given, others: Given, tasks: set[Task]) -> Given:
    """Of some answers those that are still asked for, beside what else was answered."""
    while superfluous := own.keys() - {step.name for step in asked_steps(others | own) if step.task in tasks}:
        own = {name: answers for name, answers in own.items() if name not in superfluous}
    return own
