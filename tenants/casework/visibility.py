"""For whom a case exists."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, literal, not_, or_, select, union
from sqlalchemy.orm import aliased

from concord.database import db
from concord.identity.permissions import Permission
from tenants.casework import policy
from tenants.casework.models import Case, CaseMember
from tenants.referrals import visibility
from tenants.referrals.conflicts import locked_out
from tenants.referrals.models import Referral

Reader = visibility.Reader
Led = aliased(Case)  # made once: an alias takes long to make
NOT_ERASED = Case.stage != policy.Stage.ERASED


def _named_on(account_id: UUID) -> ColumnElement[bool]:
    leads = select(Led.id).where(Led.lead_id == account_id)
    works_on = select(CaseMember.case_id).where(CaseMember.account_id == account_id)
    return Case.id.in_(union(leads, works_on))  # each by its own index; an OR would look at every case


def own(account_id: UUID) -> ColumnElement[bool]:
    """For a where: cases that somebody leads or works on, and has no conflict of interest in."""
    return and_(_named_on(account_id), Case.incident_id.not_in(locked_out(account_id)))


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For a where: what a reader may know of; for them the other cases do not exist.

    A restricted case is open to those named on it, whatever anybody's role, and so is every case for a volunteer.
    A conflict of interest closes even one's own (T2). Of what is erased there is nothing to know.
    """
    if not reader.can(Permission.CASES_READ):
        return and_(NOT_ERASED, own(reader.account_id))
    open_to_all = not_(Case.restricted)
    return and_(
        NOT_ERASED, or_(open_to_all, _named_on(reader.account_id)),
        Case.incident_id.not_in(locked_out(reader.account_id)),
    )


def certified_to(reader: Reader) -> ColumnElement[bool]:
    """For a where: what is erased, for whoever may see that it is."""
    return and_(Case.stage == policy.Stage.ERASED, literal(reader.can(Permission.CASES_ERASE)))


@visibility.also
def _its_case_is_visible(reader: Reader) -> ColumnElement[bool]:
    """A referral that became a case, or joined one, is as hidden as the case."""
    case = exists().where(Case.id == Referral.case_id, visible_to(reader)).correlate(Referral)
    return or_(Referral.case_id.is_(None), case)


def sees(reader: Reader, case_id: UUID) -> bool:
    """Whether the case exists for this reader, be it as a certificate."""
    seen = or_(visible_to(reader), certified_to(reader))
    return db.session.execute(select(Case.id).where(Case.id == case_id, seen)).first() is not None
