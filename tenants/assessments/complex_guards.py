"""What a sensitive and complex case needs to move, and which level whoever leads a case needs (DOMAIN A11, E2)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, and_, case, exists, not_, or_, select
from sqlalchemy.orm import aliased

from concord.identity.permissions import Permission
from tenants.assessments.guards import SIGN_OFF, sensitive
from tenants.assessments.models import AgencyRecord
from tenants.assessments.policy import APPROVAL_NEEDED, AgencyAnswer, AgencyEntryKind
from tenants.casework.guards import Condition, guard, judged_on
from tenants.casework.kinds import Duty
from tenants.casework.models import Case, CaseMember
from tenants.casework.record_models import CaseFacts
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.practice.policy import LEADS_COMPLEX, LEADS_STANDARD, RANK, SECOND_IN_COMPLEX
from tenants.practice.queries import level_rank

STAFF, AGENCIES = "assessments.staff", "assessments.agency"


@guard(
    "lead_level_suffices",
    _("The lead's level is not high enough, or not written down. A case needs intermediate or higher, "
      "a sensitive and complex one advanced or higher. A supervisor writes levels down under “Practice”."),
    page=STAFF, mended_by=Permission.PRACTICE_RECORD,
)
def lead_level_suffices() -> Condition:
    needed = case((sensitive(), RANK[LEADS_COMPLEX]), else_=RANK[LEADS_STANDARD])
    return level_rank(Case.lead_id, Case, on=judged_on()) >= needed


@guard(
    "second_facilitator_suffices",
    _("A sensitive and complex case needs a second facilitator of level intermediate or higher."),
    page=STAFF, mended_by=Permission.CASES_ALLOCATE,
)
def second_facilitator_suffices() -> Condition:
    second = exists().where(
        CaseMember.case_id == Case.id, CaseMember.duty == Duty.SECOND_FACILITATOR,
        level_rank(CaseMember.account_id, CaseMember, on=judged_on()) >= RANK[SECOND_IN_COMPLEX],
    ).correlate(Case)
    return or_(not_(sensitive()), second)


@guard(
    "complex_case_signed_off",
    _("A supervisor must approve the plan of a sensitive and complex case before a date is arranged."),
    page=SIGN_OFF,
)
def complex_case_signed_off() -> Condition:
    return or_(not_(sensitive()), signed_off(SignOffKind.PLAN))


@guard(
    "agency_approvals_recorded",
    _("Another agency that must agree has not agreed yet (the prison, or probation during a community sentence), or "
      "a sensitive and complex case has nothing on record of any other agency."),
    page=AGENCIES,
)
def agency_approvals_recorded() -> Condition:
    """Whoever was asked for approval has given it last, and whoever must be asked was (T9).

    The multi-agency record of a sensitive and complex case is not empty (A11).
    """
    later = aliased(AgencyRecord)
    superseded = _of_this_episode(select(later.id), later).where(
        later.agency == AgencyRecord.agency, later.kind == AgencyEntryKind.APPROVAL,
        or_(
            later.happened_on > AgencyRecord.happened_on,
            and_(later.happened_on == AgencyRecord.happened_on, later.recorded_at > AgencyRecord.recorded_at),
        ),
    ).correlate(Case, AgencyRecord).exists()
    refused = _of_this_episode(select(AgencyRecord.id), AgencyRecord).where(
        AgencyRecord.kind == AgencyEntryKind.APPROVAL, AgencyRecord.answer != AgencyAnswer.YES, not_(superseded)
    ).correlate(Case).exists()
    some = _of_this_episode(select(AgencyRecord.id), AgencyRecord).correlate(Case).exists()
    asked = and_(*(or_(not_(_stands_at(stage)), _approved_by(agency)) for stage, agency in APPROVAL_NEEDED.items()))
    return and_(not_(refused), asked, or_(not_(sensitive()), some))


def _stands_at(justice_stage: str) -> Condition:
    return exists().where(CaseFacts.case_id == Case.id, CaseFacts.justice_stage == justice_stage).correlate(Case)


def _approved_by(agency: str) -> Condition:
    return _of_this_episode(select(AgencyRecord.id), AgencyRecord).where(
        AgencyRecord.agency == agency, AgencyRecord.answer == AgencyAnswer.YES
    ).correlate(Case).exists()


def _of_this_episode(statement: Select[Any], record: Any) -> Select[Any]:
    return statement.where(
        record.case_id == Case.id, record.episode == Case.episode, record.happened_on <= judged_on()
    )
