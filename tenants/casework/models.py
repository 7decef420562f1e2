"""The case: its parties, its stage, and the events from which both follow."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.casework.policy import CLOSURE_REASONS, PartyState, Stage
from tenants.people.models import Answer
from tenants.referrals.models import PartyRole


class EventKind(StrEnum):
    OPENED = "opened"
    STAGE_CHANGED = "stage_changed"
    PARTY_ADDED = "party_added"
    PARTY_STATE_CHANGED = "party_state_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_ATTEMPTED = "contact_attempted"
    CONTACT_CHECKED = "contact_checked"
    CONSENT_RECORDED = "consent_recorded"
    WITHDREW = "withdrew"
    CONFLICT_DECLARED = "conflict_declared"
    STAFF_CHANGED = "staff_changed"
    ACTIVITY_RECORDED = "activity_recorded"
    INFORMATION_GIVEN = "information_given"
    NOTE = "note"
    PERSON_CHANGED = "person_changed"
    FACTS_CHANGED = "facts_changed"
    SIGN_OFF_REQUESTED = "sign_off_requested"
    SIGN_OFF_DECIDED = "sign_off_decided"
    TOLD = "told"
    TASK_SET = "task_set"
    TASK_DONE = "task_done"
    SUPPORTER_CHANGED = "supporter_changed"
    PREPARED = "prepared"
    ASSESSED = "assessed"
    RISK_ACTION = "risk_action"
    AGENCY_ASKED = "agency_asked"
    CLASSED = "classed"
    MEETING_CHANGED = "meeting_changed"
    PAPER_MADE = "paper_made"
    AGREEMENT_CHANGED = "agreement_changed"
    FOLLOWED_UP = "followed_up"
    SURVEYED = "surveyed"
    ACCESS_CHANGED = "access_changed"
    REFERRAL_JOINED = "referral_joined"
    HANDED_OVER = "handed_over"
    MATCHED = "matched"
    SEARCHED = "searched"
    IMPORTED = "imported"


class Audience(StrEnum):
    """Who may ever see a piece of a case on paper, in a message, a calendar or an export (the wall between parties)."""

    HARMED = "harmed"
    RESPONSIBLE = "responsible"
    BOTH = "both"
    FACILITATORS = "facilitators"


class Responsibility(StrEnum):
    """How far the person responsible accepts it; the field words it differently, so it is never a yes or no (A3)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NOT_ASKED = "not_asked"


class Duty(StrEnum):
    """What a member of staff beside the lead is on the case for. A reader is named on a restricted case."""

    WORKS = "works"
    SECOND_FACILITATOR = "second_facilitator"
    READS = "reads"


class Proceedings(StrEnum):
    """Where the criminal justice process stands (A3)."""

    UNKNOWN = "unknown"
    NONE = "none"
    INVESTIGATION = "investigation"
    CHARGED = "charged"
    CONTESTED = "contested"
    GUILTY_PLEA = "guilty_plea"
    SENTENCED = "sentenced"
    CONCLUDED = "concluded"
    NO_FURTHER_ACTION = "no_further_action"


class Complexity(StrEnum):
    """Whether a person of the service classed the case as sensitive and complex (A11)."""

    NOT_SET = "not_set"
    STANDARD = "standard"
    SENSITIVE_COMPLEX = "sensitive_complex"


class YouthJustice(StrEnum):
    """A person responsible under 18 belongs to the youth justice service, unless it was asked and agreed (A3)."""

    UNKNOWN = "unknown"
    NOT_UNDER_18 = "not_under_18"
    AGREED = "agreed"
    HANDED_OVER = "handed_over"


class TaskKind(StrEnum):
    """What a task is about; words and rules follow from it. Features add theirs here."""

    CONTACT = "contact"
    REMINDER = "reminder"
    WITHDRAWAL = "withdrawal"
    HOLD_REVIEW = "hold_review"
    APPROVAL = "approval"
    RISK_ACTION = "risk_action"
    ASSESSMENT_REVIEW = "assessment_review"
    AGREEMENT_ITEM = "agreement_item"
    FOLLOW_UP = "follow_up"
    SURVEY = "survey"
    TELL = "tell"
    RECONFIRM = "reconfirm"
    NEW_LEAD = "new_lead"


class TellingDecision(StrEnum):
    """What the lead decides about telling the other side that somebody withdrew."""

    TELL = "tell"
    DO_NOT_TELL = "do_not_tell"
    LATER = "later"


class ToldHow(StrEnum):
    """How somebody was told."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"
    THROUGH_ANOTHER = "through_another"


class AttemptOutcome(StrEnum):
    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_DETAILS = "wrong_details"
    SENT = "sent"
    REPLIED = "replied"


class Case(ServiceOwned):
    """One incident or relationship, counted once. Exists from acceptance on."""

    __tablename__ = "cases"
    __table_args__ = (
        references("incident_id", "incidents"), references("lead_id", "accounts"), unique_in_service("reference"),
        check_in("stage", Stage), check_in("closure_reason", CLOSURE_REASONS),
        CheckConstraint("(stage IN ('closed', 'erased')) = (closure_reason IS NOT NULL)", name="closed_has_reason"),
        CheckConstraint("(stage = 'on_hold') = (hold_review_on IS NOT NULL)", name="hold_has_review"),
        CheckConstraint("episode > 0 AND version > 0", name="counts_positive"),
        Index("ix_cases_stage", "tenant_id", "stage", "opened_at"),
        Index("ix_cases_lead", "tenant_id", "lead_id"),
        Index("ix_cases_opened", "tenant_id", "opened_at", "id"),
        Index("ix_cases_closed", "tenant_id", "closed_at", "id"),
    )
    grants = KEPT

    reference: Mapped[str]
    incident_id: Mapped[UUID]
    lead_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(default=Stage.ALLOCATED)
    episode: Mapped[int] = mapped_column(default=1)
    restricted: Mapped[bool] = mapped_column(default=False, server_default="false")  # open to those named on it only
    hold_review_on: Mapped[date | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reopened_on: Mapped[date | None]
    initiated_before: Mapped[bool] = mapped_column(default=False, server_default="false")  # by the service before us
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class CaseParty(ServiceOwned):
    """One person on one case."""

    __tablename__ = "case_parties"
    __table_args__ = (
        references("case_id", "cases"), references("person_id", "people"), unique_in_service("case_id", "person_id"),
        check_in("role", PartyRole), check_in("state", PartyState), check_in("responsibility", Responsibility),
        CheckConstraint("role <> 'harmed' OR responsibility = 'not_asked'", name="responsibility_of_responsible"),
        CheckConstraint("kept_by_id IS NOT NULL OR NOT led_there", name="led_where_kept"),
        Index("ix_case_parties_person", "tenant_id", "person_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[str]
    state: Mapped[str] = mapped_column(default=PartyState.NOT_CONTACTED)
    responsibility: Mapped[str] = mapped_column(default=Responsibility.NOT_ASKED, server_default="not_asked")
    options_explained_on: Mapped[date | None]
    preferred_form: Mapped[str | None]  # of restorative justice
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))  # the service that works with them
    led_there: Mapped[bool] = mapped_column(default=False, server_default="false")  # and leads the meeting, too
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CaseEvent(ServiceOwned):
    """Something that happened, and when it was written down. Never changed."""

    __tablename__ = "case_events"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("actor_id", "accounts"),
        check_in("kind", EventKind), check_in("to_stage", Stage), check_in("from_stage", Stage),
        check_in("audience", Audience),
        CheckConstraint("(kind IN ('opened', 'stage_changed')) = (to_stage IS NOT NULL)", name="stage_event_has_stage"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_case_events_case", "tenant_id", "case_id", "happened_on", "recorded_at"),
        Index("ix_case_events_stage", "tenant_id", "to_stage", "happened_on"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID | None]
    kind: Mapped[str]
    from_stage: Mapped[str | None]
    to_stage: Mapped[str | None]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor_id: Mapped[UUID | None]
    episode: Mapped[int]
    audience: Mapped[str] = mapped_column(default=Audience.FACILITATORS, server_default="facilitators")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(EncryptedText("case_events.note"))
    guards: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class CaseMember(ServiceOwned):
    """Staff of a case beside its lead; a volunteer facilitator sees only cases they belong to."""

    __tablename__ = "case_members"
    __table_args__ = (
        references("case_id", "cases"), references("account_id", "accounts"),
        unique_in_service("case_id", "account_id"), Index("ix_case_members_account", "tenant_id", "account_id"),
        check_in("duty", Duty),
    )
    grants = EDITED

    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    duty: Mapped[str] = mapped_column(default=Duty.WORKS, server_default="works")
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CaseDocument(ServiceOwned):
    """A file of a case, and who may ever see it."""

    __tablename__ = "case_documents"
    __table_args__ = (
        references("case_id", "cases"), references("document_id", "documents"), references("party_id", "case_parties"),
        references("added_by", "accounts"), references("sent_by", "accounts"), unique_in_service("document_id"),
        references("addressed_to", "contact_points"),
        check_in("audience", Audience), CheckConstraint("(sent_on IS NULL) = (sent_by IS NULL)", name="sent_whole"),
        CheckConstraint("letter IS NULL OR party_id IS NOT NULL", name="letter_to_party"),
        Index("ix_case_documents_case", "tenant_id", "case_id"),
    )
    grants = EDITED

    case_id: Mapped[UUID]
    document_id: Mapped[UUID]
    party_id: Mapped[UUID | None]  # of whom it speaks, or whose it is
    audience: Mapped[str] = mapped_column(default=Audience.FACILITATORS)
    letter: Mapped[str | None]  # the code of the letter that it is
    addressed_to: Mapped[UUID | None]  # the way whose address stands on the letter
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_on: Mapped[date | None]
    sent_by: Mapped[UUID | None]


class ContactAttempt(ServiceOwned):
    """One try to reach a party. ``safe_route`` is what the rule said at that moment."""

    __tablename__ = "contact_attempts"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"),
        references("contact_point_id", "contact_points"), references("actor_id", "accounts"),
        check_in("outcome", AttemptOutcome),
        Index("ix_contact_attempts_case", "tenant_id", "case_id", "happened_at"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    contact_point_id: Mapped[UUID]
    outcome: Mapped[str]
    safe_route: Mapped[bool]
    happened_at: Mapped[datetime]
    actor_id: Mapped[UUID]
    note: Mapped[str | None] = mapped_column(EncryptedText("contact_attempts.note"))


class SupporterKind(StrEnum):
    """Who may be with somebody or speak for them (DOMAIN A6)."""

    SUPPORTER = "supporter"
    REPRESENTATIVE = "representative"
    GUARDIAN = "guardian"
    INTERPRETER = "interpreter"
    PROFESSIONAL = "professional"


class CaseSupporter(ServiceOwned):
    """Somebody on the side of one party. Only that side, and facilitators, may ever see who it is."""

    __tablename__ = "case_supporters"
    __table_args__ = (
        references("party_id", "case_parties"), references("added_by", "accounts"), check_in("kind", SupporterKind),
        check_in("may_be_told", Answer), CheckConstraint("version > 0", name="version_positive"),
        Index("ix_case_supporters_party", "tenant_id", "party_id"),
    )
    grants = KEPT

    party_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(EncryptedText("case_supporters.name"))
    relation: Mapped[str | None] = mapped_column(EncryptedText("case_supporters.relation"))
    contact: Mapped[str | None] = mapped_column(EncryptedText("case_supporters.contact"))
    may_be_told: Mapped[str] = mapped_column(default=Answer.UNKNOWN)  # whether the party lets us tell them things
    added_by: Mapped[UUID]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class CaseFacts(ServiceOwned):
    """What guards and counts need to know about what happened and where the law stands; edited, one row a case."""

    __tablename__ = "case_facts"
    __table_args__ = (
        references("case_id", "cases"), references("complexity_by", "accounts"), references("searched_by", "accounts"),
        unique_in_service("case_id"),
        check_in("proceedings", Proceedings), check_in("complexity", Complexity),
        check_in("no_contact_order", Answer), check_in("domestic_abuse", Answer), check_in("sexual_harm", Answer),
        check_in("hate", Answer), check_in("fatal", Answer), check_in("child_harmed", Answer),
        check_in("coercive_control", Answer), check_in("ongoing_harm", Answer), check_in("youth_justice", YouthJustice),
        CheckConstraint("(complexity = 'not_set') = (complexity_by IS NULL)", name="complexity_said_by"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    crime_group: Mapped[str] = mapped_column(default="unknown")
    justice_stage: Mapped[str] = mapped_column(default="unknown")
    proceedings: Mapped[str] = mapped_column(default=Proceedings.UNKNOWN)
    court_directed: Mapped[bool] = mapped_column(default=False)
    no_contact_order: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    domestic_abuse: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    sexual_harm: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    hate: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    fatal: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    child_harmed: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    coercive_control: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    ongoing_harm: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    youth_justice: Mapped[str] = mapped_column(default=YouthJustice.UNKNOWN)
    area_exception: Mapped[str | None] = mapped_column(EncryptedText("case_facts.area_exception"))
    searched_at: Mapped[datetime | None]  # for the same person or incident on record already
    searched_by: Mapped[UUID | None]
    complexity: Mapped[str] = mapped_column(default=Complexity.NOT_SET)
    complexity_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Task(ServiceOwned):
    """Something to do by a day. Made by a person, or by a rule: then ``made_for`` keeps it from being made twice."""

    __tablename__ = "tasks"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("owner_id", "accounts"),
        references("created_by", "accounts"), references("done_by", "accounts"), unique_in_service("made_for"),
        check_in("kind", TaskKind), check_in("audience", Audience),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_whole"),
        Index("ix_tasks_owner", "tenant_id", "owner_id", "due_on", postgresql_where=text("done_at IS NULL")),
        Index("ix_tasks_case", "tenant_id", "case_id"),
        Index("ix_tasks_due", "tenant_id", "due_on", "case_id", postgresql_where=text("done_at IS NULL")),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID | None]
    kind: Mapped[str]
    audience: Mapped[str] = mapped_column(default=Audience.FACILITATORS)
    words: Mapped[str | None] = mapped_column(EncryptedText("tasks.words"))
    owner_id: Mapped[UUID]
    due_on: Mapped[date]
    made_for: Mapped[str | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]


class Telling(ServiceOwned):
    """What was decided about telling the other side that somebody withdrew, and who was told, in which words."""

    __tablename__ = "tellings"
    __table_args__ = (
        references("case_id", "cases"), references("about_party_id", "case_parties"),
        references("told_party_id", "case_parties"), references("recorded_by", "accounts"),
        check_in("decision", TellingDecision), check_in("how", ToldHow),
        CheckConstraint(
            "num_nonnulls(told_party_id, wording, wording_version, told_on, how)"
            " = CASE WHEN decision = 'tell' THEN 5 ELSE 0 END", name="told_whole",
        ),
        CheckConstraint("(decision = 'later') = (again_on IS NOT NULL)", name="later_has_day"),
        CheckConstraint("told_party_id <> about_party_id", name="another_is_told"),
        Index("ix_tellings_case", "tenant_id", "case_id"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    about_party_id: Mapped[UUID]
    told_party_id: Mapped[UUID | None]
    decision: Mapped[str]
    wording: Mapped[str | None]
    wording_version: Mapped[str | None]
    told_on: Mapped[date | None]
    how: Mapped[str | None]
    again_on: Mapped[date | None]  # the day on which it is decided
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
