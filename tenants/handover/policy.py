"""The rules of handing a case to another service (DOMAIN E2 T4), as data."""

from __future__ import annotations

from datetime import timedelta

from tenants.assessments.policy import HOLDS, RISK_HOLDS, Kind
from tenants.handover.models import State
from tenants.meetings.policy import ActivityStatus
from tenants.people.models import Purpose

ANSWER_WITHIN = timedelta(days=14)
ASK_AGAIN_WORKING_DAYS = 2
# What may cross of somebody who agreed that another service hears of them.
AGREED_TO_SHARE = (Purpose.TRANSFER, Purpose.SHARE_WITH_AGENCY)
# The guards over people that each service of a joint case answers for its own (E2 T8 to T10, T17).
TOLD = (
    "written_consent_of_both", "responsibility_accepted", "options_explained", "needs_asked", "assessments_complete",
    "found_suitable", "assessment_signed_off", "prepared_separately", "debriefed", "everyone_ready", "risk_current",
    "no_new_risk", "risk_not_outdated",
)
SHOWN = TOLD[:-2]  # the last two speak of what changed since
# Those that end by themselves, by how long a look at it holds and at which of them.
LASTING = {
    "assessments_complete": (tuple(Kind), HOLDS), "risk_current": ((Kind.RISK,), RISK_HOLDS),
    "risk_not_outdated": ((Kind.RISK,), HOLDS),
}
A = ActivityStatus
ARRANGED = (A.CONFIRMED, A.UNDER_WAY, A.COMPLETED)
BEGUN = (A.UNDER_WAY, A.COMPLETED)
OPEN = (State.OFFERED, State.ACCEPTED)

# Tables whose rows cross as what they are, for the other service to work on.
WORKED_ON = frozenset({
    "cases", "case_parties", "case_facts", "case_events", "case_supporters", "case_documents", "referral_documents",
})
# Tables whose rows stay: they serve the pages here, or prove something to this service only.
LEFT_BEHIND = frozenset({
    "handovers", "handover_records", "joint_cases", "messages", "case_members", "conflict_declarations", "note_tokens",
    "one_use_links", "calendar_feeds",
})
# Every other row that hangs on the case crosses as a record to read.
