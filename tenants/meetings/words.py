"""How codes of meetings are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.meetings.policy import ActivityStatus, Duty, ExchangeKind, FormClass, Held, Said, Welfare

Words = dict[str, LazyString]

FORMS: Words = {
    "conf_f2f": _("Meeting face to face"),
    "conf_video": _("Meeting by live video"),
    "conf_community": _("Community conference"),
    "fgc": _("Family group conference"),
    "circle": _("Circle"),
    "panel": _("Panel"),
    "shuttle_person": _("Messages carried in person"),
    "shuttle_phone": _("Messages carried by phone"),
    "shuttle_video": _("Messages carried by video"),
    "letter": _("Letters"),
    "audio": _("Sound recording"),
    "video_msg": _("Video message"),
    "proxy": _("Meeting with somebody who stood in"),
    "conversation": _("Talk with one person only"),
    "apology_oocd": _("Apology under a police caution"),
}
CLASSES: Words = {
    FormClass.DIRECT: _("Counts as direct: both sides together, live"),
    FormClass.INDIRECT: _("Counts as indirect"),
    FormClass.PROXY: _("Counts apart: somebody stood in for one side"),
    FormClass.CONVERSATION: _("Does not count as a meeting or exchange"),
    FormClass.APOLOGY: _("Counts apart: a condition of the police"),
}
STATUSES: Words = {
    ActivityStatus.PLANNED: _("Planned"),
    ActivityStatus.CONFIRMED: _("Date arranged"),
    ActivityStatus.UNDER_WAY: _("Under way"),
    ActivityStatus.COMPLETED: _("Took place"),
    ActivityStatus.STOPPED: _("Stopped"),
    ActivityStatus.CANCELLED: _("Called off"),
    ActivityStatus.POSTPONED: _("Put off"),
    ActivityStatus.ON_HOLD: _("On hold"),
}
STATUS_COLOURS = {
    ActivityStatus.PLANNED: "blue", ActivityStatus.CONFIRMED: "turquoise", ActivityStatus.UNDER_WAY: "purple",
    ActivityStatus.COMPLETED: "green", ActivityStatus.STOPPED: "red", ActivityStatus.CANCELLED: "grey",
    ActivityStatus.POSTPONED: "yellow", ActivityStatus.ON_HOLD: "orange",
}
DUTIES: Words = {Duty.LEAD: _("Leads"), Duty.SECOND: _("Second facilitator")}
SAID: Words = {Said.YES: _("Yes"), Said.NO: _("No"), Said.NOT_ASKED: _("Not asked yet")}
WELFARE: Words = {
    Welfare.WELL: _("They are well"),
    Welfare.SHAKEN: _("They are shaken, and have somebody with them"),
    Welfare.NEEDS_SUPPORT: _("They need support"),
    Welfare.NOT_REACHED: _("We could not reach them"),
}
HELD: Words = {Held.IN_PERSON: _("In person"), Held.VIDEO: _("By video"), Held.PHONE: _("By phone")}
EXCHANGES: Words = {
    ExchangeKind.MESSAGE: _("Message"),
    ExchangeKind.LETTER: _("Letter"),
    ExchangeKind.RECORDING: _("Recording"),
    ExchangeKind.PROXY: _("What somebody says in their place"),
}
SUGGESTED_KIND = {
    "letter": ExchangeKind.LETTER, "audio": ExchangeKind.RECORDING, "video_msg": ExchangeKind.RECORDING,
    "proxy": ExchangeKind.PROXY,
}
SCRIPT_FOR: Words = {
    "everybody": _("For everybody"), "harmed": _("For the person harmed"),
    "responsible": _("For the person responsible"), "others": _("For the others"),
}

# What a line of the timeline says; those with a name are about one of the people.
CHANGED: Words = {
    "plan": _("The plan was changed: what it is, when or where"),
    "facilitators": _("Other facilitators were chosen"),
    "script": _("The questions to ask were changed"),
    "people": _("Who else comes was changed"),
    "order": _("The order of speaking or sitting was changed"),
}
PERSON_SAID: Words = {
    "agreed": _("agrees to the plan"),
    "goes_on": _("wants to go on, asked on the day"),
    "does_not_go_on": _("does not want to go on, asked on the day"),
}
HAPPENED: Words = {
    "attendee": _("One side was asked about somebody who comes"),
    "facilitator_there": _("A facilitator is there"),
    "break": _("A break began"),
    "goes_on_after_break": _("The break is over"),
}
EXCHANGE_DO: Words = {
    "read": _("I have read it"),
    "checked": _("I have checked it"),
    "approved": _("They agree to it as it stands"),
    "released": _("Release it"),
    "passed_on": _("It was passed on"),
}
EXCHANGE_STEPS: Words = {
    "written": _("Something was given to us to pass on"),
    "read": _("What is to be passed on was read"),
    "checked": _("What is to be passed on was checked by a second person"),
    "approved": _("Whoever it comes from agreed to it as it stands"),
    "released": _("It may be passed on"),
    "passed_on": _("It was passed on"),
    "returned": _("It goes no further"),
}

# What must be so before a meeting or exchange may go ahead: the lines of the readiness page.
READY: Words = {
    "no_conflict_of_interest": _("The lead has no conflict of interest"),
    "written_consent_of_both": _("Both sides agreed in writing to take part"),
    "responsibility_accepted": _("The person responsible accepts responsibility"),
    "options_explained": _("Each person knows the choices they have"),
    "needs_asked": _("Each person was asked what they need"),
    "assessments_complete": _("Each person’s assessments are done"),
    "found_suitable": _("Nobody was found unsuitable"),
    "assessment_signed_off": _("A supervisor approved the assessments, where that is needed"),
    "lead_level_suffices": _("The lead has the level that this case needs"),
    "second_facilitator_suffices": _("The second facilitator has the level that this case needs"),
    "no_contact_order_cleared": _("No order forbids contact, or a supervisor approved it"),
    "proceedings_do_not_block": _("No court case stands in the way"),
    "prepared_separately": _("Each person was met on their own"),
    "debriefed": _("After a meeting that was stopped or put off, each person was talked with"),
    "everyone_ready": _("Each person is ready"),
    "form_agreed": _("Each person agrees to the plan"),
    "stand_in_fits_form": _("It is a meeting with somebody who stands in, where somebody does"),
    "each_assessed": _("Whoever came to the case later was assessed, too"),
    "two_facilitators": _("There are enough facilitators"),
    "venue_suitable": _("The place is suitable"),
    "attendees_agreed": _("Both sides agree to everybody else who comes"),
    "content_checked": _("What is passed on was checked by a second person"),
    "risk_current": _("Risks were looked at lately, and nothing is left to do about them"),
    "agency_approvals_recorded": _("Other agencies agreed, where they have a say"),
    "complex_case_signed_off": _("A supervisor approved the plan, where that is needed"),
    "confirmed_today": _("Each person said again, on the day, that they want to go on"),
    "facilitators_present": _("The facilitators are there"),
    "no_new_risk": _("No new risk has come up"),
}
