"""The verbs of assessments, of what is done about risks, of sensitive and complex cases and of other agencies."""

from __future__ import annotations

from tenants.assessments.agencies import AgencyEntry, record_agency
from tenants.assessments.assessing import Assessed, assess
from tenants.assessments.complexity import classify
from tenants.assessments.restriction import open_again, restrict
from tenants.assessments.risk_actions import Plan, change_action, finish_action, plan_action
from tenants.assessments.staffing import choose_second

__all__ = [
    "AgencyEntry",
    "Assessed",
    "Plan",
    "assess",
    "change_action",
    "choose_second",
    "classify",
    "finish_action",
    "open_again",
    "plan_action",
    "record_agency",
    "restrict",
]
