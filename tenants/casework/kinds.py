"""The fixed lists of casework."""

from __future__ import annotations

from enum import StrEnum


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
    LEGAL_HOLD = "legal_hold"
    CAME_BACK = "came_back"


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
    CAME_BACK = "came_back"
    OTHER_SERVICE = "other_service"


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


class SupporterKind(StrEnum):
    """Who may be with somebody or speak for them (DOMAIN A6)."""

    SUPPORTER = "supporter"
    REPRESENTATIVE = "representative"
    GUARDIAN = "guardian"
    INTERPRETER = "interpreter"
    PROFESSIONAL = "professional"
