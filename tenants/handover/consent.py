"""What somebody says to a move: who takes it back takes the offer back; who agrees anew need not be asked again."""

from __future__ import annotations

from typing import Any

from tenants.casework import signals
from tenants.casework.models import Case
from tenants.casework.tasks import finish_tasks_made_for
from tenants.handover import policy, queries, service
from tenants.handover.models import State, to_ask_again
from tenants.people.models import Decision, Purpose

ENDS_AN_OFFER = (Purpose.TRANSFER, Purpose.STORE_AND_CONTACT)


def listen() -> None:
    signals.consent_recorded.connect(_consent_recorded)


def _consent_recorded(case: Case, **said: Any) -> None:
    if said["decision"] == Decision.GIVEN and said["purpose"] == Purpose.STORE_AND_CONTACT:
        for came_by in queries.came_by(case.id):
            finish_tasks_made_for(to_ask_again(came_by, said["party"].id), said["act"].actor_id)
    elif said["decision"] != Decision.GIVEN:
        handover_id = queries.open_handover(case.id)
        handover = service.locked(handover_id) if handover_id else None
        ends = (*ENDS_AN_OFFER, *policy.AGREED_TO_SHARE) if handover and handover.is_joint else ENDS_AN_OFFER
        if handover and handover.state == State.OFFERED and said["purpose"] in ends:
            service.end(handover, State.WITHDRAWN, said["act"])
