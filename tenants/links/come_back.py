"""The door stays open: after a closing somebody keeps a link, and says with it, even years later, that they would like
to talk again (E2 T18). It opens no case and no way to reach them by itself: a person of the service does."""

from __future__ import annotations

from typing import cast

from flask_babel import lazy_gettext as _

from concord.database import db
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.forms import ConcordForm, LongTextField
from concord.working_days import add_working_days
from tenants.casework.events import Act, write_own_event
from tenants.casework.impartiality import who_sees_to
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case
from tenants.casework.policy import ON_THE_WAY, PartyState, Stage
from tenants.casework.queries import CaseView
from tenants.casework.tasks import NewTask, finish_tasks_of_kind, set_task
from tenants.links.models import About
from tenants.links.purposes import Subject
from tenants.registry.queries import current_profile

# Support stays open for whoever took back what they had agreed to (A5); whoever said no has said no.
WELCOME = (*ON_THE_WAY, PartyState.WITHDRAWN)
NOT_OURS = ("transferred", "duplicate", "out_of_scope", "out_of_area")  # closed, because others look after it


class ComeBackForm(ConcordForm):
    """One button. What is written is for people to read: no way to reach somebody is made from it."""

    reach = LongTextField(
        _("How can we best reach you now? (optional)"), max_length=500, rows=3,
        hint=_("Write only what is safe for you: a number or an address that nobody else sees, and when it is a good "
               "time. Leave it out if what we have is still right."),
    )


def subjects(case: CaseView) -> list[Subject]:
    """Everybody of a closed case which was closed here for good."""
    if case.stage != Stage.CLOSED or case.closure_reason in NOT_OURS:
        return []
    return [Subject(party.id, case.id, party.name) for party in case.ours]


def make_form(about: About) -> ConcordForm:
    del about
    return ComeBackForm()


def answer(about: About, form: ConcordForm) -> None:
    """A person of the service hears of it, and talks with them."""
    case = db.session.get_one(Case, (scope.current_tenant_id(), about.case_id), with_for_update=True)
    reach = cast("ComeBackForm", form).reach.data or None
    write_own_event(case, EventKind.CAME_BACK, about.party_id, {}, note=reach)
    due = add_working_days(uk_today(), current_profile().policy.first_attempt_working_days)
    # When somebody else had the case opened again in the meantime, they are contacted only.
    kind = TaskKind.CAME_BACK if case.stage == Stage.CLOSED else TaskKind.CONTACT
    for owner_id in who_sees_to(case):
        set_task(NewTask(case_id=case.id, kind=kind, owner_id=owner_id, due_on=due, party_id=about.party_id))


def case_moved(case: Case, after: str, act: Act) -> None:
    """Once the case is open again, nobody else has to see to it."""
    if after == Stage.ALLOCATED:
        finish_tasks_of_kind(case.id, TaskKind.CAME_BACK, act.actor_id)
