"""How codes of referrals are said on the team's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.translations import uk_datetime
from tenants.documents import kinds
from tenants.documents.models import Scan
from tenants.referrals.models import CloseReason, HeldBecause, IncidentKind, ReferralStatus, ReferrerKind, Source
from tenants.referrals.notes import NoteRow
from tenants.referrals.triage_models import How, NoteKind, Signpost, Whom

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
    CloseReason.TRANSFERRED: _("Another service has it"),
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
ASKED: Words = {
    Whom.PERSON: _("The person"),
    Whom.REFERRER: _("Whoever wrote for them"),
    Whom.OTHER: _("Somebody else"),
}
TOLD: Words = {
    Whom.PERSON: _("The person"),
    Whom.REFERRER: _("Whoever wrote for them"),
    Whom.NOBODY: _("Nobody: it is not safe, or they cannot be reached"),
}
HOW: Words = {
    How.PHONE: _("By phone"),
    How.EMAIL: _("By e-mail"),
    How.TEXT: _("By text message"),
    How.POST: _("By post"),
    How.IN_PERSON: _("In person"),
}
SIGNPOSTS: Words = {
    Signpost.OTHER_SERVICE: _("Another restorative justice service"),
    Signpost.VICTIM_SERVICES: _("A service for victims"),
    Signpost.POLICE: _("Police"),
    Signpost.PROBATION: _("Probation"),
    Signpost.YOUTH_JUSTICE: _("Youth justice"),
    Signpost.MEDIATION: _("Mediation"),
    Signpost.LEGAL_ADVICE: _("Legal advice"),
    Signpost.HEALTH: _("A doctor or counsellor"),
    Signpost.HOUSING: _("Housing"),
    Signpost.OTHER: _("Somebody else"),
}
LANGUAGES: Words = {"en": _("English"), "cy": _("Welsh")}


def choices(words: Words) -> list[tuple[str, LazyString]]:
    """For a form field: every code with its words."""
    return [(str(code), word) for code, word in words.items()]


def entries(notes: list[NoteRow]) -> list[dict[str, Any]]:
    """What the team did about a referral, for the macro ``timeline``."""
    return [
        {"title": _note(note), "when": note.happened_on, "text": note.words or "",
         "by": _t("written down by %(name)s on %(moment)s", name=note.by, moment=uk_datetime(note.recorded_at))}
        for note in notes
    ]


def _note(note: NoteRow) -> str:
    how = f" ({HOW[note.how]})" if note.how else ""
    if note.kind == NoteKind.ASKED:
        return str(_t("We asked for more: %(whom)s", whom=ASKED[note.whom or ""])) + how
    if note.kind == NoteKind.TOLD:
        return str(_t("Who was told: %(whom)s", whom=TOLD[note.whom or ""])) + how
    if note.kind == NoteKind.SIGNPOSTED:
        return str(_t("Who may help instead: %(whom)s", whom=SIGNPOSTS[note.signpost or ""]))
    return str(_t("They answered"))


def locked_out_now(names: Iterable[str]) -> str:
    """Who has a conflict of interest, in a sentence; "" when nobody has."""
    told = ", ".join(sorted(names))
    return str(_t("Locked out now: %(names)s.", names=told)) if told else ""
