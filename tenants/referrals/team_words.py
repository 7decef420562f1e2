"""How codes of referrals are said on the team's pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.referrals.models import CloseReason, IncidentKind, ReferralStatus, ReferrerKind, Source

Words = dict[str, LazyString]

STATUSES: Words = {
    ReferralStatus.NEW: _("New"),
    ReferralStatus.ACCEPTED: _("Accepted"),
    ReferralStatus.CLOSED: _("Closed"),
}
SOURCES: Words = {
    Source.SELF: _("Themselves"),
    Source.FAMILY_OR_FRIEND: _("Family or a friend"),
    Source.POLICE: _("Police"),
    Source.PROBATION: _("Probation"),
    Source.PRISON: _("Prison"),
    Source.VICTIM_SERVICES: _("A service for victims"),
    Source.YOUTH_JUSTICE: _("Youth justice"),
    Source.COURT: _("Court"),
    Source.OTHER_AGENCY: _("Another agency"),
}
REFERRERS: Words = {
    ReferrerKind.SELF: _("The person themselves"),
    ReferrerKind.SOMEONE_ELSE: _("Somebody else"),
    ReferrerKind.PROFESSIONAL: _("A professional"),
}
INCIDENTS: Words = {
    IncidentKind.CRIME: _("Crime"),
    IncidentKind.ANTISOCIAL_BEHAVIOUR: _("Antisocial behaviour"),
    IncidentKind.CONFLICT: _("Conflict"),
    IncidentKind.RELATIONSHIP_BREAKDOWN: _("Relationship breakdown"),
    IncidentKind.UNKNOWN: _("Not known yet"),
}
CLOSED_BECAUSE: Words = {
    CloseReason.OUT_OF_SCOPE: _("Not something we do"),
    CloseReason.OUT_OF_AREA: _("Outside our area"),
    CloseReason.DUPLICATE: _("We have it already"),
    CloseReason.UNABLE_TO_CONTACT: _("Could not be reached"),
    CloseReason.DECLINED: _("They said no"),
    CloseReason.UNSUITABLE: _("Not suitable"),
    CloseReason.NEEDS_MET_OTHER_WAY: _("Needs were met another way"),
}
KNOWS: Words = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
LANGUAGES: Words = {"en": _("English"), "cy": _("Welsh")}
