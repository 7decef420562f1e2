"""The verbs of rights: holding a case, asking that it be erased, and deciding that. Nobody decides what they asked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Permission
from concord.web.translations import uk_date
from tenants.casework import guards, stages
from tenants.casework.events import Act, NoSuchCase, locked_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import ERASING, SignOff, SignOffDecision, SignOffKind
from tenants.casework.sign_offs import closed_case, decide_sign_off, request_sign_off
from tenants.handover.joint_ending import end_together
from tenants.handover.queries import open_handover, other_service_of
from tenants.handover.service import withdraw
from tenants.people.service import Refused
from tenants.rights import queries


def hold(case_id: UUID, act: Act, *, holds: bool) -> None:
    """Put a legal hold on a case, or lift it; the words of the act say why. A held case is not erased."""
    _refuse_unless_may(act)
    case = locked_case(case_id, act)
    if not act.note:
        raise Refused(_("Say in a few words why."))
    if queries.is_held(case.id) == holds:
        raise Refused(_("There is a legal hold already.") if holds else _("There is no legal hold."))
    write_event(case, EventKind.LEGAL_HOLD, act, detail={"holds": holds})


def ask(case_id: UUID, kind: SignOffKind, act: Act) -> UUID:
    """Ask a second person to have a closed case erased: because its time is over, or because somebody may have it."""
    _refuse_unless_may(act)
    case = closed_case(case_id, act)
    if queries.is_asked(case.id):
        raise Refused(_("Somebody has asked for this already. It waits for an answer."))
    if queries.is_held(case.id):
        raise Refused(str(guards.GUARDS["no_legal_hold"].refusal))
    floor = queries.floor(case.id)
    if kind == SignOffKind.ERASING_DUE and not floor.is_due:
        raise Refused(
            _("Somebody in this case wants it to be kept for longer.") if floor.asked_to_keep
            else _("This case must be kept until %(day)s.", day=uk_date(floor.due_on))
        )
    return request_sign_off(case_id, kind, act)


def decide(case_id: UUID, sign_off_id: UUID, decision: SignOffDecision, act: Act) -> None:
    """Send it back, or approve: then the case is erased at once, and for good."""
    asked = db.session.execute(
        select(SignOff.id).where(SignOff.case_id == case_id, SignOff.id == sign_off_id, SignOff.kind.in_(ERASING))
    ).scalar_one_or_none()
    if asked is None:
        raise NoSuchCase(str(sign_off_id))
    decide_sign_off(case_id, asked, decision, act)
    if decision == SignOffDecision.APPROVED:
        now = replace(act, note=None, version=None)
        if other_service_of(case_id):  # it goes on there alone, and nothing of it comes back here
            end_together(case_id, now)
        if offer_id := open_handover(case_id):
            withdraw(offer_id, now)
        stages.move(case_id, Stage.ERASED, now)


def _refuse_unless_may(act: Act) -> None:
    if not act.can(Permission.CASES_ERASE):
        raise Refused(_("Ask your manager: your account may not do this."))
