"""A professional's list of tasks, in words."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from concord.web.translations import page_language
from tenants.referrals import places, wizard
from tenants.referrals.drafts import Given
from tenants.referrals.models import PartyRole
from tenants.referrals.wizard import Task
from tenants.registry.queries import current_profile

TITLES = {Task.WORK: lazy_gettext("Your work"), Task.INCIDENT: lazy_gettext("What happened")}


def role_word(role: str) -> str:
    """A role in the service's own words."""
    words = current_profile().words_in(page_language())
    return (words.harmed if role == PartyRole.HARMED else words.responsible).one.capitalize()


def tasks_of_all(given: Given) -> list[dict[str, Any]]:
    """What is asked once, whoever is written of."""
    shared = wizard.about(given)
    return [
        {"title": title, "url": _begin(task, shared)} | _status(done=wizard.first_unanswered(shared, task) is None)
        for task, title in TITLES.items()
    ]


def tasks_of_people(given: Given) -> list[dict[str, Any]]:
    """One task a person."""
    return [_task_of(given, person) for person in wizard.people(given)]


def _task_of(given: Given, person: str) -> dict[str, Any]:
    said = wizard.about(given, person)
    title = said.get("person-name", {}).get("name") or _("Person %(number)s", number=wizard.number(given, person))
    task = {"title": title, "hint": role_word(said["person"]["role"]), "url": url_for("refer.person", person=person)}
    return task | _status(done=wizard.first_unanswered(said, Task.PERSON) is None)


def _begin(task: Task, shared: Given) -> str:
    return places.address(next(step for step in wizard.path(task, shared) if step.task == task))


def _status(*, done: bool) -> dict[str, str]:
    return {"status": _("Completed")} if done else {"status": _("Incomplete"), "colour": "blue"}
