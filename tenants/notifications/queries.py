"""Who is to be told, and what is true of them now."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, or_, select

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.tenancy import scope
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.links.models import LinkPurpose, OneUseLink
from tenants.links.purposes import PAGES
from tenants.links.queries import lives
from tenants.notifications.gate import Agency, Holder, Member, Writer
from tenants.notifications.models import Message, MessageKind, MessageStatus
from tenants.people.models import Answer, ContactKind, ContactPoint, Person, Standing, StatedBy
from tenants.people.queries import does_not_want_contact, given
from tenants.referrals.models import Referral, ReferralStatus, ReferrerKind

# Who is told of a new referral: the first of these roles that anybody active has.
TOLD_OF_REFERRALS = (Role.CASE_COORDINATOR, Role.SERVICE_MANAGER)


def members_to_tell() -> list[UUID]:
    """The accounts of the bound service that are told of a new referral."""
    statement = select(Account.id, Account.role).where(
        Account.role.in_(TOLD_OF_REFERRALS), Account.status == AccountStatus.ACTIVE
    ).order_by(Account.id)
    rows = db.session.execute(statement).all()
    for role in TOLD_OF_REFERRALS:
        found = [row.id for row in rows if row.role == role]
        if found:
            return found
    return []


def members_who_take_cases() -> list[UUID]:
    """The accounts of the bound service that may take a case of another one."""
    roles = [role for role in Role if Permission.CASES_TRANSFER in PERMISSIONS[role]]
    statement = select(Account.id).where(Account.role.in_(roles), Account.status == AccountStatus.ACTIVE)
    return list(db.session.scalars(statement.order_by(Account.id)))


def email_points_of(referral_id: UUID) -> list[UUID]:
    """The e-mail addresses of the person a referral is about."""
    statement = select(ContactPoint.id).join(Referral, Referral.person_id == ContactPoint.person_id).where(
        Referral.id == referral_id, ContactPoint.kind == ContactKind.EMAIL
    ).order_by(ContactPoint.created_at, ContactPoint.id)
    return list(db.session.scalars(statement))


def member(account_id: UUID) -> Member:
    account = db.session.get_one(Account, (scope.current_tenant_id(), account_id), populate_existing=True)
    return Member(account.email, AccountStatus(account.status), Role(account.role))


def writer(referral_id: UUID, contact_point_id: UUID) -> Writer:
    tenant_id = scope.current_tenant_id()
    referral = db.session.get_one(Referral, (tenant_id, referral_id), populate_existing=True)
    point = db.session.get_one(ContactPoint, (tenant_id, contact_point_id), populate_existing=True)
    return Writer(
        address=point.value or "", kind=ContactKind(point.kind), stated_by=StatedBy(point.stated_by),
        standing=Standing(point.standing), referrer=ReferrerKind(referral.referrer_kind),
        address_is_theirs=point.person_id == referral.person_id, language=referral.language,
    )


def agency(referral_id: UUID) -> Agency:
    referral = db.session.get_one(Referral, (scope.current_tenant_id(), referral_id), populate_existing=True)
    stage = db.session.scalar(select(Case.stage).where(Case.id == referral.case_id))
    return Agency(
        address=referral.referrer_email or "", referral_id=referral.id, case_id=referral.case_id,
        reference=referral.reference,
        referrer=ReferrerKind(referral.referrer_kind), status=ReferralStatus(referral.status),
        confirmed=referral.referrer_email_confirmed_at is not None, may_hear_outcome=referral.outcome_to_referrer,
        ended=referral.status == ReferralStatus.CLOSED or stage == Stage.CLOSED, language=referral.language,
    )


def holder(link_id: UUID, contact_point_id: UUID) -> Holder:
    """The one for whom a link was made, at one of their addresses."""
    tenant_id = scope.current_tenant_id()
    point = db.session.get_one(ContactPoint, (tenant_id, contact_point_id), populate_existing=True)
    statement = (
        select(OneUseLink.purpose, OneUseLink.party_id, lives().label("waits"), CaseParty.person_id, Person.language,
               Case.id, Case.incident_id, Case.episode)
        .join(CaseParty, CaseParty.id == OneUseLink.party_id).join(Case, Case.id == OneUseLink.case_id)
        .join(Person, Person.id == CaseParty.person_id).where(OneUseLink.id == link_id)
    )
    link = db.session.execute(statement).one()
    needs = PAGES[LinkPurpose(link.purpose)].needs
    stands = select(given(link.person_id, link.incident_id, needs, episode=link.episode)) if needs else None
    return Holder(
        address=point.value or "", kind=ContactKind(point.kind), stated_by=StatedBy(point.stated_by),
        standing=Standing(point.standing), address_is_theirs=point.person_id == link.person_id,
        unsafe_now=bool(point.ended_at or point.clashed_at or point.watched == Answer.YES),
        wants_contact=not does_not_want_contact(link.person_id), link_waits=link.waits, link_id=link_id,
        agreed=stands is None or bool(db.session.execute(stands).scalar_one()),
        case_id=link.id, party_id=link.party_id, language=link.language,
    )


def agency_was_asked(referral_id: UUID) -> bool:
    """Whether a message to confirm the address was written already, for this referral or one sent in the same go."""
    together = select(Referral.sent_together).where(Referral.id == referral_id).scalar_subquery()
    statement = select(exists().where(
        Message.kind == MessageKind.AGENCY_CONFIRMATION, Message.status != MessageStatus.REFUSED,
        Message.referral_id == Referral.id, or_(Referral.id == referral_id, Referral.sent_together == together),
    ))
    return db.session.execute(statement).scalar_one()
