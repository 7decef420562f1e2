"""How codes of feedback are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.feedback.policy import AnswerKind, InvitationStatus, Moment, Need, Through, WhyNot

Words = dict[str, LazyString]

STATUSES: Words = {
    InvitationStatus.OFFERED: _("Asked, no answer yet"),
    InvitationStatus.ANSWERED: _("Answered"),
    InvitationStatus.DECLINED: _("Asked, and does not want to answer"),
    InvitationStatus.NOT_OFFERED: _("Not asked"),
}
COLOURS = {InvitationStatus.OFFERED: "blue", InvitationStatus.ANSWERED: "green"}
WHY_NOT: Words = {
    WhyNot.NO_CONSENT: _("They did not agree to be asked"),
    WhyNot.NOT_SAFE: _("It would not be safe for them"),
    WhyNot.NOT_REACHED: _("We could not reach them"),
    WhyNot.TOO_MUCH: _("It would be too much for them now"),
}
THROUGH: Words = {
    Through.PAPER: _("On paper"),
    Through.PHONE: _("By phone"),
    Through.IN_PERSON: _("In person"),
}
MOMENTS: Words = {
    Moment.START: _("At the start"),
    Moment.END: _("At the end"),
}
NEEDS: Words = {
    Need.HEALTH: _("Health, of body and mind"),
    Need.HOME: _("A home, and being safe there"),
    Need.FAMILY: _("Family, friends and children"),
    Need.SKILLS: _("Learning and work"),
    Need.SUBSTANCES: _("Drugs and alcohol"),
    Need.MONEY: _("Money"),
    Need.OUTLOOK: _("Looking ahead"),
    Need.OTHERS: _("Being with other people"),
}
SHORT: Words = {  # each question of the whole country, in a chart
    "satisfied": _("Happy with us"),
    "heard": _("Felt listened to"),
    "safe": _("Felt safe"),
    "voluntary": _("Own choice"),
    "coping": _("Copes better"),
    "recommend": _("Would recommend"),
}
KINDS: Words = {
    AnswerKind.SCALE: _("A number from 1 to 5"),
    AnswerKind.YES_NO: _("Yes or no"),
    AnswerKind.TEN: _("A number from 0 to 10"),
    AnswerKind.WORDS: _("Their own words"),
}
EVENTS: Words = {
    "offered": _("%(name)s was asked what they think"),
    "not_offered": _("%(name)s was not asked what they think, for a reason"),
    "declined": _("%(name)s does not want to say what they think"),
    "answered": _("%(name)s told us what they think"),
    "scored_start": _("%(name)s said how they cope, at the start"),
    "scored_end": _("%(name)s said how they cope, at the end"),
}
