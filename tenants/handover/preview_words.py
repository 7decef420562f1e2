"""A preview, and the records of the service before, in words."""

from __future__ import annotations

from datetime import date

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _

from concord.web.translations import uk_date
from tenants.casework import words as case_words
from tenants.handover.words import PREVIEW
from tenants.referrals.team_words import INCIDENTS, KNOWS, LANGUAGES, SOURCES
from tenants.registry.areas import police_force_areas
from tenants.registry.queries import current_profile

NEEDS: dict[str, LazyString] = {
    "interpreter": _("an interpreter"), "access": _("help with a disability"), "culture": _("culture"),
    "faith": _("faith"), "timing": _("times of day"),
}
DAYS = ("received", "deadline")
FIELDS: dict[str, LazyString] = {
    "party_id": _("Person"), "actor_id": _("Written down by"), "recorded_by": _("Written down by"),
    "recorded_at": _("Written down on"), "safe_route": _("By a way that was safe"), "owner_id": _("For"),
    "referrer_kind": _("Who wrote"), "person_role": _("Who they are"), "due_on": _("Due"),
}
NOTHING = (None, "", "unknown", "not_set")
PARTS: dict[str, LazyString] = {
    "activities": _("Meetings and exchanges"), "agreements": _("Agreements"), "agreement_items": _("What was agreed"),
    "assessments": _("Assessments"), "contact_attempts": _("Contacts"), "referrals": _("Referrals"),
    "referral_notes": _("What they did about the referral"),
    "risk_actions": _("Actions against risk"), "tasks": _("Tasks"), "sign_offs": _("Sign-offs"),
}


def told(preview: dict[str, str]) -> list[tuple[LazyString, str]]:
    """Each line of a preview that says something, with its label."""
    return [(label, _said(name, preview[name])) for name, label in PREVIEW.items() if preview.get(name) not in NOTHING]


def _said(name: str, codes: str) -> str:
    if name in DAYS:
        return uk_date(date.fromisoformat(codes))
    if name == "opened":
        return str(format_date(date.fromisoformat(f"{codes}-01"), "MMMM yyyy"))
    wording = current_profile().wording
    known: dict[str, dict[str, object]] = {
        "incident": dict(INCIDENTS), "source": dict(SOURCES), "under_18": dict(KNOWS),
        "stage": dict(case_words.STAGES), "languages": dict(LANGUAGES),
        "needs": dict(NEEDS),
        "people": {"harmed": wording.harmed.one, "responsible": wording.responsible.one},
        "area": {code: area.name for code, area in police_force_areas().items()},
    }
    return ", ".join(str(known.get(name, {}).get(code, field_name(code))) for code in codes.split())


def part_name(part: str) -> str:
    """The heading over the records of one kind."""
    return str(PARTS[part]) if part in PARTS else field_name(part)


def field_name(column: str) -> str:
    """A record's own word for one of its fields: it was another release that wrote it, perhaps."""
    return str(FIELDS.get(column) or column.removesuffix("_id").replace("_", " ").capitalize())
