"""What is left of an erased case for people to see: a certificate that it is, and how that was decided (E2 T20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import aliased

from concord.audit.service import record_read
from concord.database import db
from concord.identity.models import Account
from tenants.casework import words
from tenants.casework.models import Case, CaseEvent
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import ERASING, SignOff, SignOffDecision
from tenants.casework.visibility import Reader, certified_to


@dataclass(frozen=True)
class Certificate:
    """Who asked, who decided, when, and by which rule."""

    reference: str
    opened_at: datetime
    closed_at: datetime
    closure_reason: str
    erased_at: datetime
    kind: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime


def certificate(case_id: UUID, reader: Reader) -> Certificate | None:
    """Of a case that is erased, for whoever may see that it is."""
    asked, decided = aliased(Account), aliased(Account)
    statement = (
        select(
            Case.reference, Case.opened_at, Case.closed_at, Case.closure_reason, CaseEvent.recorded_at, SignOff.kind,
            asked.name.label("asked_by"), SignOff.requested_at, decided.name.label("decided_by"), SignOff.decided_at,
        )
        .join(CaseEvent, CaseEvent.case_id == Case.id).join(SignOff, SignOff.case_id == Case.id)
        .join(asked, asked.id == SignOff.requested_by).join(decided, decided.id == SignOff.decided_by)
        .where(
            Case.id == case_id, certified_to(reader), CaseEvent.to_stage == Stage.ERASED, SignOff.kind.in_(ERASING),
            SignOff.decision == SignOffDecision.APPROVED, SignOff.lapsed_at.is_(None),
        )
        .order_by(SignOff.decided_at.desc()).limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return Certificate(*tuple[Any, ...](row)) if row else None


def erased_page(case_id: UUID, reader: Reader) -> Response | None:
    """The answer to everything that is asked of an erased case; None when there is no such case for this reader."""
    paper = certificate(case_id, reader)
    if paper is None:
        return None
    record_read("case", case_id)
    page = render_template("casework/erased.html", paper=paper, words=words)
    return Response(page, 200 if request.endpoint == "casework.show" else 410)
