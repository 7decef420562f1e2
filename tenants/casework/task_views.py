"""Tasks of a case: set one, change it, tick it off where it stands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user
from sqlalchemy import select

from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.edits import ChangedByOthers, EditForm
from concord.web.forms import ChoiceField, DateField, LongTextField, SelectField
from concord.working_days import add_working_days
from tenants.casework import policy, task_words, tasks
from tenants.casework.actions import offer
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import TaskKind
from tenants.casework.list_queries import staff_who_record
from tenants.casework.pages import act_page, found_case
from tenants.casework.queries import CaseView
from tenants.casework.record_models import Task
from tenants.casework.service import Act, Refused
from tenants.casework.views import blueprint

BACK_TO = {"today": "casework.landing"}


def next_working_day() -> date:
    return add_working_days(uk_today(), 1)


class OwnedForm(CaseForm):
    """What both forms of a task ask."""

    words = LongTextField(_("What is to be done?"), max_length=500, rows=2, required=_("Enter what is to be done"))
    due_on = DateField(
        _("By when?"), default=next_working_day, first=uk_today, required=_("Enter the day"),
    )
    owner = SelectField(_("Who does it?"), required=_("Choose who does it"))

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        del self.happened_on, self.note  # it lies ahead
        self.owner.offer([(str(account_id), name) for account_id, name in staff_who_record()])

    def act(self) -> Act:
        """Setting a task needs no current page: nothing else of the case depends on it."""
        return Act(current_user.account_id, current_user.role, uk_today())


class TaskForm(OwnedForm):
    title = _("Set a task or reminder")
    party = ChoiceField(_("Who is it about? (optional)"))

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        self.party.offer([(str(party.id), party.name) for party in case.parties] + [("", _t("Nobody in particular"))])
        if not self.is_submitted() and not self.owner.data:
            self.owner.data = str(current_user.account_id)


class TaskEditForm(OwnedForm, EditForm):
    title = _("Change a task")
    words = LongTextField(_("What is to be done?"), max_length=500, rows=2)
    due_on = DateField(_("By when?"), required=_("Enter the day"))


@blueprint.route("/team/cases/<uuid:case_id>/tasks/new", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def new_task(case_id: UUID) -> ResponseReturnValue:
    """Set a task or a reminder."""

    def do(form: TaskForm) -> None:
        tasks.remind(
            tasks.NewTask(
                case_id=case_id, kind=TaskKind.REMINDER, owner_id=UUID(form.owner.data),
                due_on=form.due_on.data or uk_today(), words=form.words.data or None,
                party_id=UUID(form.party.data) if form.party.data else None, created_by=current_user.account_id,
            ),
            form.act(),
        )

    return act_page(case_id, TaskForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/tasks/<uuid:task_id>", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def task(case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Another day, another owner, other words."""
    found_case(case_id)
    shown = _task(case_id, task_id)

    def make(case: CaseView) -> TaskEditForm:
        form = TaskEditForm(case)
        form.advice = task_words.TASKS[shown.kind]
        form.load(_values(shown))
        return form

    def do(form: TaskEditForm) -> None:
        locked = tasks.locked_task(case_id, task_id)
        if form.changed_by_others(_values(locked)):
            raise ChangedByOthers
        tasks.change_task(
            locked, words=form.words.data or None, owner_id=UUID(form.owner.data),
            due_on=form.due_on.data or uk_today(), act=form.act(),
        )

    return act_page(case_id, make, do)


@blueprint.post("/team/cases/<uuid:case_id>/tasks/<uuid:task_id>/done")
@access(Permission.CASES_RECORD, Place.SERVICE)
def task_done(case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Tick a task off, and stay on the page where it stood."""
    found_case(case_id)
    _task(case_id, task_id)
    try:
        tasks.tick_off(case_id, task_id, Act(current_user.account_id, current_user.role, uk_today()))
        flash(_t("Done and written down."))
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal))
    home = BACK_TO.get(request.form.get("back", ""))
    return redirect(url_for(home) if home else url_for("casework.show", case_id=case_id), 303)


def _task(case_id: UUID, task_id: UUID) -> Task:
    found = db.session.execute(select(Task).where(Task.case_id == case_id, Task.id == task_id)).scalar_one_or_none()
    if found is None:
        abort(404)
    return found


def _values(found: Task) -> dict[str, object]:
    return {"words": found.words, "owner": found.owner_id, "due_on": found.due_on}


offer("casework.new_task", _("Set a task or reminder"), rank=41, first_at=policy.ACTIVE)
