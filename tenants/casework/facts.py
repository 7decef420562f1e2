"""The facts of a case: what happened, where the law stands, and how far each person is (DOMAIN A3, B8, E2 T7, T8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.facts_policy import EDITABLE, UNKNOWN
from tenants.casework.kinds import EventKind, Responsibility
from tenants.casework.models import Case
from tenants.casework.record_models import CaseFacts
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

# What was signed off on the ground of a fact must be asked for afresh when the fact is another.
SIGNED_ON = {
    SignOffKind.PROCEEDINGS: ("proceedings",),
    SignOffKind.NO_CONTACT_ORDER: ("no_contact_order",),
    SignOffKind.OFFENDER_LED: ("domestic_abuse", "sexual_harm"),
}


def read_facts(case_id: UUID) -> dict[str, Any]:
    """What is known of a case, by name; of an older case nothing is."""
    facts = db.session.execute(select(CaseFacts).where(CaseFacts.case_id == case_id)).scalar_one_or_none()
    known = {name: getattr(facts, name) for name in EDITABLE} if facts else {}
    return dict.fromkeys(EDITABLE, UNKNOWN) | {"court_directed": False, "area_exception": None} | known


def facts_of(case_id: UUID) -> CaseFacts:
    """The facts, for this act alone until the transaction ends. An older case gets its row here."""
    fresh = insert(CaseFacts).values(tenant_id=scope.current_tenant_id(), id=uuid7(), case_id=case_id)
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["tenant_id", "case_id"]))
    statement = select(CaseFacts).where(CaseFacts.case_id == case_id).with_for_update()
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


def change_facts(case_id: UUID, values: Mapping[str, Any], act: Act) -> None:
    """Say what is known now. Only what changed is written down, and what was signed off on it lapses."""
    case = open_case(case_id, act)
    facts = facts_of(case_id)
    changed = {name: value for name, value in values.items() if name in EDITABLE and getattr(facts, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(facts, name, value)
    facts.version += 1
    facts.changed_at = act.written_at
    write_event(case, EventKind.FACTS_CHANGED, act, detail={"facts": sorted(changed)})
    for kind, grounds in SIGNED_ON.items():
        if changed.keys() & set(grounds):
            lapse(case, kind, act)


def say_responsibility(case_id: UUID, party_id: UUID, answer: Responsibility, act: Act) -> None:
    """How far somebody accepts responsibility for what happened (A3)."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    if party.role != PartyRole.RESPONSIBLE:
        raise Refused(_("Only the person responsible is asked this."))
    party.responsibility = answer
    _write(case, party.id, act, {"responsibility": str(answer)})


def explain_options(case_id: UUID, party_id: UUID, preferred_form: str, act: Act) -> None:
    """Somebody heard which forms restorative justice can take, and said which they would like (T8)."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    party.options_explained_on, party.preferred_form = act.happened_on, preferred_form
    _write(case, party.id, act, {"preferred_form": preferred_form})


def _write(case: Case, party_id: UUID, act: Act, codes: dict[str, str]) -> None:
    write_event(case, EventKind.FACTS_CHANGED, act, party_id=party_id, detail=codes)
