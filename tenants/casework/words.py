"""How codes of casework are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.casework.kinds import AttemptOutcome, Audience, TellingDecision, ToldHow
from tenants.casework.parties import Offer, ToldBy
from tenants.casework.policy import PartyState, Stage
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.people.models import CheckedHow, ConsentChannel, Decision, Purpose, Standing

Words = dict[str, LazyString]

STAGES: Words = {
    Stage.ALLOCATED: _("New case"),
    Stage.EXPLORING: _("Exploring"),
    Stage.ASSESSING: _("Assessment started"),
    Stage.PREPARING: _("Preparing"),
    Stage.SCHEDULED: _("Date arranged"),
    Stage.IN_PROCESS: _("Meeting or exchange under way"),
    Stage.FOLLOW_UP: _("Following up"),
    Stage.ON_HOLD: _("On hold"),
    Stage.CLOSED: _("Closed"),
    Stage.TRANSFERRED: _("With another service"),
    Stage.ERASED: _("Erased"),
}
STAGE_COLOURS = {
    Stage.ALLOCATED: "blue", Stage.ON_HOLD: "yellow", Stage.IN_PROCESS: "purple", Stage.FOLLOW_UP: "green",
    Stage.CLOSED: "grey", Stage.TRANSFERRED: "grey", Stage.ERASED: "grey",
}
# What to do next, once nothing stands in the way any more.
NEXT_STEPS: Words = {
    Stage.ALLOCATED: _("Somebody was reached. Move the case to “exploring”."),
    Stage.EXPLORING: _("Both sides are known. Talk with each of them, then start the assessment."),
    Stage.ASSESSING: _("Both sides agreed in writing. Move the case to “preparing” when the assessment is done."),
    Stage.PREPARING: _("Meet each person on their own. Arrange a date when both are ready."),
    Stage.SCHEDULED: _("On the day, ask each person again if they want to go on. Then start."),
    Stage.IN_PROCESS: _("The meeting or exchange took place. Move the case to “following up”."),
    Stage.FOLLOW_UP: _("Ask each person how they are. Close the case when all is done."),
    Stage.ON_HOLD: _("Look at the case again when the reason for the hold is over."),
    Stage.CLOSED: _("Nothing more to do."),
    Stage.TRANSFERRED: _("Another service works on it now."),
    Stage.ERASED: _("The details are erased. Only the count is left."),
}
STATES: Words = {
    PartyState.NOT_CONTACTED: _("Not contacted yet"),
    PartyState.CONTACTED: _("Contacted"),
    PartyState.INFORMED: _("Told about restorative justice"),
    PartyState.CONSIDERING: _("Thinking about it"),
    PartyState.CONSENTED: _("Agreed to take part"),
    PartyState.READY: _("Ready"),
    PartyState.PARTICIPATED: _("Took part"),
    PartyState.DECLINED: _("Said no"),
    PartyState.WITHDRAWN: _("Withdrew"),
    PartyState.UNABLE_TO_CONTACT: _("Could not be reached"),
    PartyState.UNSUITABLE: _("Not suitable"),
    PartyState.DECEASED: _("Died"),
    PartyState.ABSENT: _("Does not take part: somebody stands in"),
    PartyState.ELSEWHERE: _("With another service"),
    PartyState.TAKEN_OUT: _("Not part of this case"),
}
OUTCOMES: Words = {
    AttemptOutcome.SPOKE: _("We spoke"),
    AttemptOutcome.NO_ANSWER: _("No answer"),
    AttemptOutcome.MESSAGE_LEFT: _("Left a message"),
    AttemptOutcome.WRONG_DETAILS: _("Wrong details"),
    AttemptOutcome.SENT: _("Sent something"),
    AttemptOutcome.REPLIED: _("They replied"),
}
PURPOSES: Words = {
    Purpose.STORE_AND_CONTACT: _("Keep their details and contact them"),
    Purpose.APPROACH_OTHER: _("Approach the other person"),
    Purpose.TAKE_PART: _("Take part"),
    Purpose.ATTENDANCE: _("Have a supporter or professional there"),
    Purpose.SHARE_WITH_AGENCY: _("Share with another agency"),
    Purpose.OUTCOME_AGREEMENT: _("The outcome agreement"),
    Purpose.SHARE_OUTCOME: _("Tell the court, probation or the parole board of the outcome"),
    Purpose.SURVEY: _("Ask for their view afterwards"),
    Purpose.LATER_FOLLOW_UP: _("Ask how they are after six months"),
    Purpose.CASE_STUDY: _("Use their story, without names, for others to learn from"),
    Purpose.TRANSFER: _("Hand the case to another service"),
    Purpose.KEEP_LONGER: _("Keep their details for longer"),
}
DECISIONS: Words = {
    Decision.GIVEN: _("Agreed"),
    Decision.REFUSED: _("Said no"),
    Decision.WITHDRAWN: _("Took it back"),
}
CHANNELS: Words = {
    ConsentChannel.ONLINE: _("on our online form"),
    ConsentChannel.PAPER: _("on paper"),
    ConsentChannel.E_SIGNED: _("signed electronically"),
    ConsentChannel.VERBAL_WITNESSED: _("in words, with a witness"),
    ConsentChannel.SPOKEN: _("in words"),
    ConsentChannel.MESSAGE: _("in a message or letter"),
    ConsentChannel.THROUGH_ANOTHER: _("through somebody else"),
}
CHANNEL_CHOICES: Words = {
    ConsentChannel.PAPER: _("On paper"),
    ConsentChannel.E_SIGNED: _("Signed electronically"),
    ConsentChannel.VERBAL_WITNESSED: _("In words, with a witness"),
}
NO_CHANNEL_CHOICES: Words = {
    ConsentChannel.SPOKEN: _("In words, here or by phone"),
    ConsentChannel.MESSAGE: _("In a message or letter"),
    ConsentChannel.THROUGH_ANOTHER: _("Through somebody else"),
}
TELLING_DECISIONS: Words = {
    TellingDecision.TELL: _("They were told: write it down"),
    TellingDecision.DO_NOT_TELL: _("Nobody is told"),
    TellingDecision.LATER: _("Decide later"),
}
TOLD_HOW: Words = {
    ToldHow.IN_PERSON: _("In person"),
    ToldHow.PHONE: _("By phone"),
    ToldHow.LETTER: _("By letter"),
    ToldHow.MESSAGE: _("By e-mail or text"),
    ToldHow.THROUGH_ANOTHER: _("Through somebody else"),
}
WITHDREW_FROM: Words = {
    "all": _("withdrew from everything"),
    "taking_part": _("withdrew from taking part"),
    "contact": _("does not want to be contacted any more"),
}
CHECKED_HOW: Words = {
    CheckedHow.THEY_TOLD_US: _("They told us themselves"),
    CheckedHow.IN_PERSON: _("In person"),
    CheckedHow.THROUGH_PROFESSIONAL: _("Through a professional they know"),
    CheckedHow.OTHER: _("Another way"),
}
CHECK_OUTCOMES: Words = {Standing.SAFE: _("It is safe"), Standing.UNSAFE: _("It is not safe")}
TOLD_BY: Words = {
    ToldBy.SPOKEN: _("Spoken"),
    ToldBy.LEAFLET: _("Leaflet"),
    ToldBy.EASY_READ: _("Easy read"),
    ToldBy.ONLINE: _("Online"),
    ToldBy.INTERPRETER: _("With an interpreter"),
}
OFFERS: Words = {
    Offer.WANTS_TO_EXPLORE: _("They want to know more"),
    Offer.NEEDS_TIME: _("They need time"),
    Offer.SAID_NO: _("They said no"),
    Offer.NOT_ASKED: _("We have not asked them yet"),
}
AUDIENCES: Words = {
    Audience.FACILITATORS: _("The team only"),
    Audience.HARMED: _("The person harmed, too"),
    Audience.RESPONSIBLE: _("The person responsible, too"),
    Audience.BOTH: _("Both of them, too"),
}
CLOSED_BECAUSE: Words = {
    "completed_direct": _("Completed: they met"),
    "completed_indirect": _("Completed: messages or letters"),
    "completed_proxy": _("Completed: somebody stood in"),
    "completed_conversation": _("Completed: a talk with one person only"),
    "harmed_declined": _("Person harmed said no"),
    "responsible_declined": _("Person responsible said no"),
    "responsible_denies": _("Person responsible denies it"),
    "harmed_withdrew": _("Person harmed withdrew"),
    "responsible_withdrew": _("Person responsible withdrew"),
    "unable_to_contact_harmed": _("Person harmed could not be reached"),
    "unable_to_contact_responsible": _("Person responsible could not be reached"),
    "unsuitable": _("Not suitable"),
    "unsafe": _("Not safe"),
    "out_of_scope": _("Not something we do"),
    "out_of_area": _("Outside our area"),
    "transferred": _("Another service took it over"),
    "duplicate": _("We have this case already"),
    "court_outcome_prevents": _("The court's decision prevents it"),
    "needs_met_other_way": _("Needs were met another way"),
    "died": _("A person died"),
    "other": _("Another reason"),
}
HELD_BECAUSE: Words = {
    "court": _("A court case is going on"),
    "needs_time": _("Somebody needs time"),
    "not_located": _("The person responsible is not found yet"),
    "prison_move": _("A move between prisons"),
    "illness": _("Illness"),
    "awaiting_agency": _("We wait for another agency"),
}
REOPENED_BECAUSE: Words = {
    "harmed_asked": _("The person harmed asked"),
    "responsible_asked": _("The person responsible asked"),
    "item_broken": _("Something that was agreed was not done"),
}
SIGN_OFFS: Words = {
    SignOffKind.ASSESSMENT: _("The assessment"),
    SignOffKind.PLAN: _("The plan for a meeting or exchange"),
    SignOffKind.NO_CONTACT_ORDER: _("Going on although an order forbids contact"),
    SignOffKind.PROCEEDINGS: _("Going on while a court case is not over"),
    SignOffKind.SINGLE_FACILITATOR: _("A meeting with one facilitator"),
    SignOffKind.OFFENDER_LED: _("A case of abuse that the person responsible asked for"),
    SignOffKind.UNSUITABLE: _("Closing the case because it is not suitable or not safe"),
    SignOffKind.ERASING_DUE: _("Erasing the case because it need not be kept any longer"),
    SignOffKind.ERASING_UPHELD: _("Erasing the case because somebody in it asked for that"),
}
# What to read before a sign-off is answered: where it stands, and how that is called.
READ_BEFORE: dict[str, tuple[str, LazyString]] = {
    SignOffKind.ASSESSMENT: ("assessments.index", _("Read the assessments")),
    SignOffKind.UNSUITABLE: ("assessments.index", _("Read the assessments")),
    SignOffKind.PLAN: ("meetings.readiness", _("Look at the plan")),
    SignOffKind.SINGLE_FACILITATOR: ("meetings.readiness", _("Look at the plan")),
    SignOffKind.NO_CONTACT_ORDER: ("casework.facts", _("Look at what is known of this case")),
    SignOffKind.PROCEEDINGS: ("casework.facts", _("Look at what is known of this case")),
    SignOffKind.OFFENDER_LED: ("casework.facts", _("Look at what is known of this case")),
}
ERASED_BECAUSE: Words = {
    SignOffKind.ERASING_DUE: _("It need not be kept any longer."),
    SignOffKind.ERASING_UPHELD: _("Somebody in it asked for that, and it was agreed."),
}
SIGN_OFF_ANSWERS: Words = {
    SignOffDecision.APPROVED: _("Approved"),
    SignOffDecision.RETURNED: _("Sent back"),
    "lapsed": _("It changed, so the sign-off counts no more"),
}


def choices(words: Words) -> list[tuple[str, LazyString]]:
    """For a form field: every code with its words."""
    return [(str(code), word) for code, word in words.items()]
