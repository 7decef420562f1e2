"""The rules of handing a case to another service (DOMAIN E2 T4), as data."""

from __future__ import annotations

from datetime import timedelta

from tenants.handover.models import State

ANSWER_WITHIN = timedelta(days=14)
ASK_AGAIN_WORKING_DAYS = 2
OPEN = (State.OFFERED, State.ACCEPTED)

# Tables whose rows cross as what they are, for the other service to work on.
WORKED_ON = frozenset({
    "cases", "case_parties", "case_facts", "case_events", "case_supporters", "case_documents", "referral_documents",
})
# Tables whose rows stay: they serve the pages here, or prove something to this service only.
LEFT_BEHIND = frozenset({
    "handovers", "handover_records", "messages", "case_members", "conflict_declarations", "note_tokens",
    "one_use_links", "calendar_feeds",
})
# Every other row that hangs on the case crosses as a record to read.
