"""Meetings and exchanges between the two sides: what counts as an activity (DOMAIN A7, E3), and who takes part."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.meetings.policy import FORMS, OPEN, ActivityStatus, Duty, FormClass, Held, Said, Welfare
from tenants.people.models import Answer

__all__ = ["Activity", "ActivityStatus"]
IS_OPEN = f"status IN ({', '.join(repr(str(status)) for status in OPEN)})"


class Activity(ServiceOwned):
    """One meeting or exchange, from its plan to its record. The class is stored with it, because counts depend on it.

    A case plans one at a time.
    """

    __tablename__ = "activities"
    __table_args__ = (
        references("case_id", "cases"), references("recorded_by", "accounts"), references("venue_id", "venues"),
        check_in("form", FORMS), check_in("form_class", FormClass), check_in("status", ActivityStatus),
        CheckConstraint("status <> 'completed' OR happened_on IS NOT NULL", name="completed_has_day"),
        CheckConstraint("ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)", name="ends_after_start"),
        CheckConstraint("status NOT IN ('under_way', 'stopped') OR began_at IS NOT NULL", name="under_way_began"),
        CheckConstraint("paused_at IS NULL OR status = 'under_way'", name="paused_while_under_way"),
        CheckConstraint("episode > 0 AND sequence >= 0", name="counts_positive"),
        Index("ix_activities_case", "tenant_id", "case_id"),
        Index("ix_activities_counted", "tenant_id", "status", "happened_on"),
        Index("uq_activities_open", "tenant_id", "case_id", unique=True, postgresql_where=text(IS_OPEN)),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    episode: Mapped[int] = mapped_column(default=1, server_default="1")
    form: Mapped[str]
    form_class: Mapped[str]
    status: Mapped[str]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    venue_id: Mapped[UUID | None]
    script: Mapped[str | None]  # key and version of the questions to ask; none where the lead wants none
    seating: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))  # ids, in the order of the circle
    speaking: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))  # ids, who is asked first comes first
    began_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    happened_on: Mapped[date | None]
    ground_rules: Mapped[str | None]  # version of those that were given
    agreement_reached: Mapped[bool | None]
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")  # how often calendars were told of a change
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    note: Mapped[str | None] = mapped_column(EncryptedText("activities.note"))


class ActivityFacilitator(ServiceOwned):
    """Who leads, and who helps. Whoever was taken off stays on record, so that their calendar can be told."""

    __tablename__ = "activity_facilitators"
    __table_args__ = (
        references("activity_id", "activities"), references("account_id", "accounts"), check_in("duty", Duty),
        Index(
            "uq_activity_facilitators_duty", "tenant_id", "activity_id", "duty", unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_activity_facilitators_account", "tenant_id", "account_id"),
    )
    grants = KEPT

    activity_id: Mapped[UUID]
    account_id: Mapped[UUID]
    duty: Mapped[str]
    present_on: Mapped[date | None]
    removed_at: Mapped[datetime | None]


class ActivityParty(ServiceOwned):
    """What one of the people says to the plan, on the day and right after it."""

    __tablename__ = "activity_parties"
    __table_args__ = (
        references("activity_id", "activities"), references("party_id", "case_parties"),
        unique_in_service("activity_id", "party_id"),
        check_in("confirmed", (Answer.YES, Answer.NO)), check_in("welfare", Welfare),
        CheckConstraint("(confirmed IS NULL) = (confirmed_on IS NULL)", name="confirmed_whole"),
        CheckConstraint("(welfare IS NULL) = (welfare_on IS NULL)", name="welfare_whole"),
    )
    grants = KEPT

    activity_id: Mapped[UUID]
    party_id: Mapped[UUID]
    agreed_on: Mapped[date | None]  # to the form, the day and the place; asked again when one of them changes
    confirmed: Mapped[str | None]  # on the day itself
    confirmed_on: Mapped[date | None]
    attended: Mapped[bool | None]
    welfare: Mapped[str | None]
    welfare_on: Mapped[date | None]


class ActivityAttendee(ServiceOwned):
    """Somebody else who comes: a supporter, or a professional. Both sides are asked first (DOMAIN A6)."""

    __tablename__ = "activity_attendees"
    __table_args__ = (
        references("activity_id", "activities"), references("supporter_id", "case_supporters"),
        check_in("harmed_side", Said), check_in("responsible_side", Said),
        CheckConstraint("(supporter_id IS NULL) = (name IS NOT NULL)", name="supporter_or_name"),
        Index("ix_activity_attendees_activity", "tenant_id", "activity_id"),
    )
    grants = EDITED

    activity_id: Mapped[UUID]
    supporter_id: Mapped[UUID | None]
    name: Mapped[str | None] = mapped_column(EncryptedText("activity_attendees.name"))
    work: Mapped[str | None] = mapped_column(EncryptedText("activity_attendees.work"))
    harmed_side: Mapped[str] = mapped_column(default=Said.NOT_ASKED)
    responsible_side: Mapped[str] = mapped_column(default=Said.NOT_ASKED)
    attended: Mapped[bool | None]


class PreparationMeeting(ServiceOwned):
    """A talk with one person on their own, to prepare them (DOMAIN A6)."""

    __tablename__ = "preparation_meetings"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("recorded_by", "accounts"),
        check_in("held", Held), CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_preparation_meetings_party", "tenant_id", "party_id", "held_on"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    episode: Mapped[int] = mapped_column(default=1)
    held: Mapped[str]
    held_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Venue(ServiceOwned):
    """A place to meet in. Each answer is what somebody of the service found out, and unknown until then."""

    __tablename__ = "venues"
    __table_args__ = (
        check_in("safe", Answer), check_in("neutral", Answer), check_in("accessible", Answer),
        check_in("breakout_room", Answer),
    )
    grants = KEPT

    name: Mapped[str] = mapped_column(EncryptedText("venues.name"))
    address: Mapped[str] = mapped_column(EncryptedText("venues.address"))
    safe: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    neutral: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    accessible: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    breakout_room: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    risk_assessed_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(EncryptedText("venues.notes"))
    ended_at: Mapped[datetime | None]  # not used any more


class CalendarFeed(ServiceOwned):
    """A private address from which a facilitator's own calendar reads their meetings. Its secret is kept as a hash."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        references("account_id", "accounts"), unique_in_service("token_hash"),
        Index(
            "uq_calendar_feeds_account", "tenant_id", "account_id", unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    grants = KEPT

    account_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
