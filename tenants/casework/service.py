"""The verbs of a case. Each locks the case, writes an event, gives the case a new version and leaves an audit line."""

from __future__ import annotations

from tenants.casework.consenting import record_consent, record_consents
from tenants.casework.contacts import Attempt, add_way, check_contact, record_contact
from tenants.casework.events import Act, NoSuchCase, StaleCase
from tenants.casework.impartiality import declare_conflict
from tenants.casework.joining import join, looked, say
from tenants.casework.opening import accept, add_member, change_lead, note
from tenants.casework.parties import (
    Offer,
    OtherPerson,
    ToldBy,
    add_other_person,
    give_information,
    leave,
    record_activity,
)
from tenants.casework.stages import move
from tenants.casework.withdrawal import withdraw
from tenants.people.service import Refused

__all__ = [
    "Act",
    "Attempt",
    "NoSuchCase",
    "Offer",
    "OtherPerson",
    "Refused",
    "StaleCase",
    "ToldBy",
    "accept",
    "add_member",
    "add_other_person",
    "add_way",
    "change_lead",
    "check_contact",
    "declare_conflict",
    "give_information",
    "join",
    "leave",
    "looked",
    "move",
    "note",
    "record_activity",
    "record_consent",
    "record_consents",
    "record_contact",
    "say",
    "withdraw",
]
