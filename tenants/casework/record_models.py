"""What is kept beside a case: its facts, its tasks, who supports whom, papers, and who was told what."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.casework.kinds import (
    Audience,
    Complexity,
    Proceedings,
    SupporterKind,
    TaskKind,
    TellingDecision,
    ToldHow,
    YouthJustice,
)
from tenants.people.models import Answer


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
