"""Where the pages of the form stand, and where each of them leads."""

from __future__ import annotations

from flask import request, url_for

from tenants.referrals import area, wizard
from tenants.referrals.drafts import Given
from tenants.referrals.wizard import Step, Task


def address(step: Step, person: str = "", *, change: bool = False) -> str:
    """The address of a page; ``change``: it was opened from the check, and leads back to it."""
    asked_from_check = 1 if change else None
    if person:
        return url_for("refer.step_of_person", person=person, name=step.name, change=asked_from_check)
    return url_for("refer.step", name=step.name, change=asked_from_check)


def changing() -> bool:
    return "change" in request.args


def onwards(given: Given) -> str:
    """Where a visitor goes on who stands nowhere in particular."""
    shared = wizard.about(given)
    if wizard.professionals(shared) and wizard.first_unanswered(shared, Task.START) is None:
        return url_for("refer.people")
    following = wizard.first_unanswered(shared)
    return address(following) if following else url_for("refer.check")


def after(step: Step, given: Given, person: str = "") -> str:
    """Where an answered page leads: on, or back to where it was opened from."""
    if step.name in area.PAGES and area.is_elsewhere(given):
        return url_for("refer.elsewhere")
    if not wizard.professionals(given) or step.task == Task.START:
        return onwards(given)
    unanswered = wizard.first_unanswered(wizard.about(given, person), step.task)
    if changing():
        return address(unanswered, person, change=True) if unanswered else url_for("refer.check")
    following = wizard.after(step, given, person)
    if following:
        return address(following, person)
    return url_for("refer.check" if step.task == Task.AGREE else "refer.people")


def after_people(given: Given) -> str:
    """Where a professional goes on when every task is done; "" before that."""
    if not wizard.ready_to_agree(given):
        return ""
    following = wizard.first_unanswered(wizard.about(given))
    return address(following) if following else url_for("refer.check")


def before(step: Step, given: Given, person: str = "") -> str:
    """Where "Back" leads."""
    if changing():
        return url_for("refer.check")
    earlier = wizard.before(step, given, person)
    if earlier:
        return address(earlier, person)
    return url_for("refer.start" if step.task == Task.START else "refer.people")
