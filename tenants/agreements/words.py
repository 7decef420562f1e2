"""How codes of agreements and follow-up are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.agreements.policy import (
    AgreementStatus,
    FollowUpKind,
    FollowUpOutcome,
    ItemKind,
    ItemStatus,
    ToldHow,
)
from tenants.agreements.said import SAID
from tenants.casework.kinds import Audience

__all__ = [
    "AGREEMENTS", "CHANGES", "COLOURS", "FOLLOW_UPS", "KINDS", "OUTCOMES", "SAID", "STATUSES", "TOLD_HOW", "VISIBILITY",
]
Words = dict[str, LazyString]

AGREEMENTS: Words = {
    AgreementStatus.DRAFT: _("Not accepted by both sides yet"),
    AgreementStatus.AGREED: _("Accepted by both sides"),
    AgreementStatus.ENDED: _("Ended"),
}
KINDS: Words = {
    ItemKind.APOLOGY: _("An apology"),
    ItemKind.RESTITUTION: _("Money, or something given back"),
    ItemKind.SERVICE: _("Work for somebody, or for the community"),
    ItemKind.OTHER: _("Something else"),
}
STATUSES: Words = {
    ItemStatus.PROPOSED: _("Waits for a yes"),
    ItemStatus.AGREED: _("Agreed"),
    ItemStatus.IN_PROGRESS: _("Begun"),
    ItemStatus.COMPLETED: _("Done"),
    ItemStatus.NOT_COMPLETED: _("Not done"),
    ItemStatus.VARIED: _("Something else was agreed instead"),
    ItemStatus.WAIVED: _("Not needed any more"),
}
COLOURS = {
    ItemStatus.PROPOSED: "yellow", ItemStatus.AGREED: "blue", ItemStatus.IN_PROGRESS: "turquoise",
    ItemStatus.COMPLETED: "green", ItemStatus.NOT_COMPLETED: "red",
}
VISIBILITY: Words = {
    Audience.BOTH: _("Both sides"),
    Audience.HARMED: _("Only the side of the person harmed"),
    Audience.RESPONSIBLE: _("Only the side of the person responsible"),
    Audience.FACILITATORS: _("Only us"),
}
TOLD_HOW: Words = {
    ToldHow.IN_PERSON: _("In person"),
    ToldHow.PHONE: _("By phone"),
    ToldHow.VIDEO: _("By video call"),
    ToldHow.THROUGH_SUPPORTER: _("Through somebody who supports them, as they asked"),
}
FOLLOW_UPS: Words = {
    FollowUpKind.DAYS: _("Some days after"),
    FollowUpKind.WEEKS: _("Some weeks after"),
    FollowUpKind.MONTHS: _("Some months after"),
}
OUTCOMES: Words = {
    FollowUpOutcome.REACHED: _("We talked"),
    FollowUpOutcome.NOT_REACHED: _("We did not reach them"),
    FollowUpOutcome.DECLINED: _("They do not want to be asked"),
}
CHANGES: Words = {
    "added": _("A point was added to the agreement (%(kind)s)"),
    "reworded": _("A point of the agreement was written anew, and both sides are asked again (%(kind)s)"),
    "changed": _("A point of the agreement was changed (%(kind)s)"),
    "accepted": _("%(name)s accepted a point of the agreement"),
    "refused": _("%(name)s did not accept a point of the agreement as it is written"),
    "begun": _("Somebody has begun to do a point of the agreement (%(kind)s)"),
    "ended": _("A point of the agreement ended"),
    "told": _("The person harmed heard what became of a point of the agreement"),
    "paid": _("Money was paid for a point of the agreement"),
    "reported": _("%(name)s told us if a point of the agreement was done"),
    "put_aside": _("The agreement was put aside"),
}
