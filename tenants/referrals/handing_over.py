"""A draft moves from one service to another, because whoever wrote it agreed to that.

The answers are opened in the one scope and sealed again in the other. Nothing else crosses: no file, and no agreement,
for that was given to the service here. Each side has a transaction of its own, as everything has that belongs to a
service. Here the draft is taken away first and the other side commits before we do: should the last step fail, the
answers are still here, and the copy there can be opened by nobody and is destroyed within a day.
"""

from __future__ import annotations

from uuid import UUID

from concord.audit.service import record_act
from concord.database import db
from concord.tenancy import scope
from tenants.referrals import drafts, wizard
from tenants.referrals.models import ReferralDraft
from tenants.referrals.wizard import Task

SUBJECT = "referral_draft"


def hand_over(draft: ReferralDraft, token: str, service_id: UUID) -> str:
    """Move a draft to another service; returns the code that opens it there, once."""
    here, began_at, until = scope.current_tenant_id(), draft.created_at, draft.expires_at
    given = {name: answers for name, answers in draft.answers.items() if not _is_agreement(name)}
    code = drafts.code_elsewhere(token, service_id)
    record_act("change", SUBJECT, draft.id, act="handed_over", to=str(service_id))
    drafts.destroy(token)
    db.session.flush()
    with scope.bound_to(service_id):
        copy = drafts.take_in(given, began_at, until, code)
        record_act("create", SUBJECT, copy.id, act="handed_over", came_from=str(here))
        db.session.commit()
    return code


def moved_before(token: str, service_id: UUID) -> str | None:
    """The code again, when the answer to the first move never arrived and nobody has opened the answers there yet."""
    code = drafts.code_elsewhere(token, service_id)
    with scope.bound_to(service_id):
        return code if drafts.find_by_code(code) else None


def _is_agreement(name: str) -> bool:
    return name in wizard.BY_NAME and wizard.BY_NAME[name].task == Task.AGREE
