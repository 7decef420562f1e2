"""What people are asked to agree to, word for word.

An entry of the consent ledger names the version it was given under. Words that were agreed to never change: new words
are a new version at the end of their list, and the newest is the one that is offered.
"""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.people.models import Purpose

IN_THEIR_OWN_WORDS = "staff-1"  # until fixed words were offered, staff said and wrote down what it meant
_SAID_BY_STAFF = _("Staff explained what it means. Fixed words were not in use yet.")

WORDINGS: dict[Purpose, dict[str, LazyString]] = {
    Purpose.STORE_AND_CONTACT: {
        "store_and_contact-1": _(
            "You may keep my details and contact me, in the ways I said are safe. I can change my mind at any time."
        ),
    },
    Purpose.APPROACH_OTHER: {
        "approach_other-1": _(
            "You may contact the other person and ask if they want to take part. You will not tell them how to reach "
            "me."
        ),
    },
    Purpose.TAKE_PART: {
        "take_part-1": _(
            "I want to take part in restorative justice. I know what it is, nobody made me say yes, and I can stop at "
            "any time, even during a meeting."
        ),
    },
    Purpose.ATTENDANCE: {
        "attendance-1": _("The person named here may be there with us. I was told who they are and why."),
    },
    Purpose.SHARE_WITH_AGENCY: {
        "share_with_agency-1": _(
            "You may share what the agency named here needs to know. I was told what that is and why."
        ),
    },
    Purpose.OUTCOME_AGREEMENT: {
        "outcome_agreement-1": _("I agree to what we wrote down together. Nobody made me agree to it."),
    },
    Purpose.SHARE_OUTCOME: {
        "share_outcome-1": _("You may tell the court, probation or the parole board what came of it."),
    },
    Purpose.SURVEY: {"survey-1": _("You may ask me afterwards what I think of it. I need not answer.")},
    Purpose.LATER_FOLLOW_UP: {"later_follow_up-1": _("You may contact me after six months and ask how I am.")},
    Purpose.CASE_STUDY: {
        "case_study-1": _(
            "You may use my story so that others learn from it. You leave out my name and whatever shows who I am."
        ),
    },
    Purpose.TRANSFER: {
        "transfer-1": _("You may hand what you know about me and this case to the service that was named to me."),
    },
    Purpose.KEEP_LONGER: {
        "keep_longer-1": _("You may keep my details for longer than you usually do. I was told how long and why."),
    },
}


def newest_version(purpose: Purpose) -> str:
    """The version that is offered now."""
    return list(WORDINGS[purpose])[-1]


def offered(purpose: Purpose) -> LazyString:
    """The words that are offered now."""
    return WORDINGS[purpose][newest_version(purpose)]


def words_of(purpose: str, version: str) -> LazyString | None:
    """The words of a version, however old; None when they are not kept here."""
    if version == IN_THEIR_OWN_WORDS:
        return _SAID_BY_STAFF
    return WORDINGS[Purpose(purpose)].get(version)
