"""The verbs of people: somebody new, a way to reach them, whether it is safe, what they agreed to."""

from __future__ import annotations

from tenants.people.consents import Choice, record_consent
from tenants.people.details import Details, change_details
from tenants.people.equality import decline_equality, record_equality
from tenants.people.intake import Needs, WayToReach, add_person, record_online_agreement
from tenants.people.needs import ask_needs, confirm_needs
from tenants.people.refusals import Refused
from tenants.people.ways import (
    AllRules,
    Check,
    ContactRules,
    add_contact_point,
    block_what_others_hold,
    change_rules,
    check_contact_point,
    end_contact_point,
)

__all__ = [
    "AllRules",
    "Check",
    "Choice",
    "ContactRules",
    "Details",
    "Needs",
    "Refused",
    "WayToReach",
    "add_contact_point",
    "add_person",
    "ask_needs",
    "block_what_others_hold",
    "change_details",
    "change_rules",
    "check_contact_point",
    "confirm_needs",
    "decline_equality",
    "end_contact_point",
    "record_consent",
    "record_equality",
    "record_online_agreement",
]
