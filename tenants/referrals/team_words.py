"""How codes of referrals are said on the team's pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.documents import kinds
from tenants.documents.models import Scan
from tenants.referrals.models import CloseReason, HeldBecause, IncidentKind, ReferralStatus, ReferrerKind, Source

Words = dict[str, LazyString]

STATUSES: Words = {
    ReferralStatus.NEW: _("New"),
    ReferralStatus.HELD: _("Held"),
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
    CloseReason.NOT_A_REFERRAL: _("Not a referral, for example spam"),
}
HELD_BECAUSE: Words = {
    HeldBecause.HIDDEN_FIELD: _("A field was filled in that people do not see"),
    HeldBecause.TOO_QUICK: _("It was sent seconds after it was begun"),
    HeldBecause.TOO_MANY: _("Very many came in a short time"),
    HeldBecause.LINKS: _("It holds many links"),
}
NEEDS: Words = {
    "interpreter": _("Interpreter"),
    "access": _("Access"),
    "culture": _("Faith and culture"),
    "timing": _("Times that suit"),
}
SCANS: Words = {
    Scan.NOT_SCANNED: _("Not scanned"),
    Scan.CLEAN: _("No virus found"),
    Scan.INFECTED: _("Had a virus and was destroyed"),
}
SCAN_COLOURS = {Scan.NOT_SCANNED: "yellow", Scan.CLEAN: "green", Scan.INFECTED: "red"}
MEDIA: Words = {
    "application/pdf": _("PDF"), "image/png": _("Picture"), "image/jpeg": _("Picture"), "image/heic": _("Picture"),
    kinds.WORD: _("Word document"), kinds.ODT: _("Document"), "text/plain": _("Text"),
}
KNOWS: Words = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
LANGUAGES: Words = {"en": _("English"), "cy": _("Welsh")}
