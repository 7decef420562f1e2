"""A meeting that the other service of a case leads is on the agenda of whoever leads the case here."""

from __future__ import annotations

from sqlalchemy import not_, select

from tenants.casework.models import Case
from tenants.casework.visibility import Reader, visible_to
from tenants.handover.joint_models import JointCase
from tenants.meetings import agenda
from tenants.meetings.policy import MAY_GO_AHEAD


@agenda.also
def led_elsewhere(reader: Reader) -> agenda.Rows:
    return (
        select(JointCase.plan_starts_at, JointCase.plan_form, Case.id, Case.reference)
        .join(Case, Case.id == JointCase.case_id)
        .where(
            JointCase.ended_at.is_(None), not_(JointCase.we_lead), JointCase.plan_status.in_(MAY_GO_AHEAD),
            agenda.soon(JointCase.plan_starts_at), Case.lead_id == reader.account_id, visible_to(reader),
        )
    )
