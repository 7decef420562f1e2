"""Reads of plans and meetings, as their pages need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.web.dates import uk_today
from tenants.casework.models import Case, CaseParty
from tenants.casework.queries import CaseView
from tenants.casework.record_models import CaseSupporter
from tenants.meetings.conditions import Party, talks_held, talks_needed
from tenants.meetings.models import Activity, ActivityAttendee, ActivityFacilitator, ActivityParty, Venue
from tenants.meetings.policy import CHANGEABLE, IN_A_ROOM, OPEN, ActivityStatus
from tenants.meetings.status import day_of

NEITHER_SIDE = ""


@dataclass(frozen=True)
class FacilitatorView:
    id: UUID  # of the account
    name: str
    duty: str
    present_on: date | None


@dataclass(frozen=True)
class AttendeeView:
    """Somebody else who comes. ``side`` is whose supporter they are; empty for professionals."""

    id: UUID
    name: str
    work: str | None
    side: str
    harmed_side: str
    responsible_side: str
    attended: bool | None


@dataclass(frozen=True)
class SaidView:
    """What one of the people said to the plan, on the day and after it."""

    agreed_on: date | None = None
    confirmed: str | None = None
    confirmed_on: date | None = None
    attended: bool | None = None
    welfare: str | None = None


NOTHING_SAID = SaidView()


@dataclass
class MeetingView:
    """A plan or meeting with everybody in it."""

    activity: Activity
    venue: Venue | None
    facilitators: list[FacilitatorView] = field(default_factory=list)
    attendees: list[AttendeeView] = field(default_factory=list)
    said: dict[UUID, SaidView] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.activity.id

    @property
    def day(self) -> date | None:
        return day_of(self.activity)

    @property
    def is_open(self) -> bool:
        return self.activity.status in OPEN

    @property
    def is_on_its_day(self) -> bool:
        """Whether it is time for what is done on the day: the date is arranged, and it is today."""
        status = self.activity.status
        return status == ActivityStatus.UNDER_WAY or (status == ActivityStatus.CONFIRMED and self.day == uk_today())

    @property
    def may_change(self) -> bool:
        return self.activity.status in CHANGEABLE

    @property
    def needs_venue(self) -> bool:
        return self.activity.form in IN_A_ROOM

    def says(self, party_id: UUID) -> SaidView:
        return self.said.get(party_id, NOTHING_SAID)

    def goes_on(self, party_id: UUID) -> bool | None:
        """Whether they said on the planned day that they want to go on; None when they were not asked."""
        said = self.says(party_id)
        return said.confirmed == "yes" if said.confirmed and said.confirmed_on == self.day else None


@dataclass(frozen=True)
class PastMeeting:
    id: UUID
    form: str
    form_class: str
    status: str
    starts_at: datetime | None
    happened_on: date | None
    episode: int


def held_last(case: CaseView, past: list[PastMeeting]) -> PastMeeting | None:
    """What took place in the episode that runs, when nothing was planned after it."""
    newest = past[0] if past else None
    took_place = newest and newest.status == ActivityStatus.COMPLETED and newest.episode == case.episode
    return newest if took_place else None


def open_activity_id(case_id: UUID) -> UUID | None:
    statement = select(Activity.id).where(Activity.case_id == case_id, Activity.status.in_(OPEN))
    return db.session.execute(statement).scalar_one_or_none()


def meeting(case_id: UUID, activity_id: UUID) -> MeetingView | None:
    """One of this very case; None when there is none."""
    statement = (
        select(Activity, Venue).join(Venue, Venue.id == Activity.venue_id, isouter=True)
        .where(Activity.case_id == case_id, Activity.id == activity_id)
    )
    row = db.session.execute(statement, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        return None
    return MeetingView(row.Activity, row.Venue, _facilitators(activity_id), _attendees(activity_id), _said(activity_id))


def meetings_of(case_id: UUID) -> list[PastMeeting]:
    """All of a case, the newest first."""
    statement = (
        select(Activity.id, Activity.form, Activity.form_class, Activity.status, Activity.starts_at,
               Activity.happened_on, Activity.episode)
        .where(Activity.case_id == case_id).order_by(Activity.recorded_at.desc(), Activity.id.desc())
    )
    return [PastMeeting(*row) for row in db.session.execute(statement)]


def talks(case_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How many talks prepared each of those who take part since they agreed, and how many they need."""
    statement = (
        select(Party.id, talks_held(), talks_needed()).select_from(Case).join(Party, Party.case_id == Case.id)
        .where(Case.id == case_id)
    )
    return {party_id: (held, needed) for party_id, held, needed in db.session.execute(statement)}


def _facilitators(activity_id: UUID) -> list[FacilitatorView]:
    statement = (
        select(Account.id, Account.name, ActivityFacilitator.duty, ActivityFacilitator.present_on)
        .join(Account, Account.id == ActivityFacilitator.account_id)
        .where(ActivityFacilitator.activity_id == activity_id, ActivityFacilitator.removed_at.is_(None))
        .order_by(ActivityFacilitator.duty)
    )
    return [FacilitatorView(*row) for row in db.session.execute(statement)]


def _attendees(activity_id: UUID) -> list[AttendeeView]:
    statement = (
        select(ActivityAttendee, CaseSupporter.name, CaseSupporter.relation, CaseParty.role)
        .join(CaseSupporter, CaseSupporter.id == ActivityAttendee.supporter_id, isouter=True)
        .join(CaseParty, CaseParty.id == CaseSupporter.party_id, isouter=True)
        .where(ActivityAttendee.activity_id == activity_id).order_by(ActivityAttendee.id)
    )
    return [
        AttendeeView(
            row.ActivityAttendee.id, row.ActivityAttendee.name or row.name, row.ActivityAttendee.work or row.relation,
            row.role or NEITHER_SIDE, row.ActivityAttendee.harmed_side, row.ActivityAttendee.responsible_side,
            row.ActivityAttendee.attended,
        )
        for row in db.session.execute(statement)
    ]


def _said(activity_id: UUID) -> dict[UUID, SaidView]:
    statement = select(
        ActivityParty.party_id, ActivityParty.agreed_on, ActivityParty.confirmed, ActivityParty.confirmed_on,
        ActivityParty.attended, ActivityParty.welfare,
    ).where(ActivityParty.activity_id == activity_id)
    return {row.party_id: SaidView(*row[1:]) for row in db.session.execute(statement)}
