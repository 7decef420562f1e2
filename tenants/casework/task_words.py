"""How tasks are said. Features above casework add the words and pages of their own kinds from ``init_app``."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.casework.kinds import TaskKind

# What is to be done, for a task without words of its own; %(name)s is the person it is about, where there is one.
TASKS: dict[str, LazyString] = {
    TaskKind.CONTACT: _("Contact them"),
    TaskKind.REMINDER: _("Reminder"),
    TaskKind.WITHDRAWAL: _("Decide who is told that this is not going ahead"),
    TaskKind.HOLD_REVIEW: _("Look at this case on hold again"),
    TaskKind.APPROVAL: _("Get approval"),
    TaskKind.RISK_ACTION: _("Do what the risk assessment asks for"),
    TaskKind.ASSESSMENT_REVIEW: _("Look at an assessment again"),
    TaskKind.AGREEMENT_ITEM: _("See to something that was agreed"),
    TaskKind.FOLLOW_UP: _("Ask how they are"),
    TaskKind.SURVEY: _("Ask what they thought of it"),
    TaskKind.TELL: _("Tell them what happened"),
    TaskKind.RECONFIRM: _("Ask again what they agree to"),
    TaskKind.NEW_LEAD: _("Choose another lead"),
}
# Where a task is done: an endpoint that takes ``case_id``. The others are done somewhere else, and ticked off.
PAGES: dict[str, str] = {
    TaskKind.CONTACT: "casework.contact", TaskKind.WITHDRAWAL: "casework.telling",
    TaskKind.HOLD_REVIEW: "casework.move", TaskKind.APPROVAL: "casework.case_sign_offs",
    TaskKind.RECONFIRM: "casework.consent",
}
# In the forms that people fill in, a task is one of these.
SET_BY_HAND = (TaskKind.REMINDER, TaskKind.CONTACT)


def due_tag(due_on: date, today: date) -> tuple[str, str]:
    """When something is due, in words, and the colour that goes with them. Days near by are said without the year."""
    near = abs(due_on - today) < timedelta(days=180)
    day = format_date(due_on, "d MMM" if near else "d MMM y", locale="en_GB")
    if due_on < today:
        return str(_("Overdue since %(day)s", day=day)), "red"
    if due_on == today:
        return str(_("Due today")), "orange"
    if due_on == today + timedelta(days=1):
        return str(_("Due tomorrow")), "yellow"
    return str(_("Due %(day)s", day=day)), "grey"
