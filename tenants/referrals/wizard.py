"""The way through the pages of "Ask us to contact you".

Most visitors go straight through the table. A professional writes of several people of one incident: they do the tasks
of a list in any order, and the task "a person" once for each. What was answered about a person stands below ``people``
in the draft; together with what all share it reads as if somebody had written of that person alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from tenants.referrals.asked import for_another, oneself, professionals
from tenants.referrals.drafts import Given
from tenants.referrals.steps import BY_NAME, STEPS, Step, Task

__all__ = [
    "BY_NAME", "LAST", "MOST_PEOPLE", "PEOPLE", "STEPS", "Step", "Task", "about", "after", "asked_steps", "before",
    "complete", "first_of_person", "first_unanswered", "for_another", "may_list", "may_open", "next_person", "number",
    "oneself", "path", "people", "professionals", "ready_to_agree", "with_answers", "without_person",
]

PEOPLE = "people"
LAST = "last_person"  # the number of somebody taken off the list: a page of theirs, still open, changes nobody else
MOST_PEOPLE = 10


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
    return None if len(keys) >= MOST_PEOPLE else f"p{_last(given) + 1}"


def _last(given: Given) -> int:
    """The highest number that anybody on the list has or had."""
    gone: int = given.get(LAST, 0)
    return max([gone, *(int(key[1:]) for key in people(given))])


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
    left = {key: answers for key, answers in given.get(PEOPLE, {}).items() if key != person}
    return given | {PEOPLE: left, LAST: _last(given)}


def _still_asked(given: Given) -> Given:
    kept, last = _without_superfluous(given), _last(given)
    return kept | {LAST: last} if last > _last(kept) else kept


def _without_superfluous(given: Given) -> Given:
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
