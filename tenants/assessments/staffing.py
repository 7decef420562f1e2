"""Who stands beside the lead of a case (DOMAIN A11: a sensitive and complex case has a second facilitator)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.casework.events import Act, open_case, write_event
from tenants.casework.impartiality import refuse_locked_out
from tenants.casework.kinds import Duty, EventKind
from tenants.casework.list_queries import staff_who_record
from tenants.casework.models import CaseMember
from tenants.people.service import Refused


def choose_second(case_id: UUID, account_id: UUID, act: Act) -> None:
    """A second facilitator; one who works on the case already, or may read it, takes on the duty."""
    case = open_case(case_id, act)
    if account_id == case.lead_id:
        raise Refused(_("The lead cannot be the second facilitator as well."))
    if account_id not in dict(staff_who_record()):
        raise Refused(_("Choose a member of staff who can work on cases."))
    refuse_locked_out(case, account_id)
    statement = select(CaseMember).where(CaseMember.case_id == case_id, CaseMember.account_id == account_id)
    member = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if member is None:
        member = CaseMember(case_id=case_id, account_id=account_id, added_at=act.moment)
        db.session.add(member)
    member.duty = Duty.SECOND_FACILITATOR
    detail = {"member": str(account_id), "duty": str(Duty.SECOND_FACILITATOR)}
    write_event(case, EventKind.STAFF_CHANGED, act, detail=detail)
