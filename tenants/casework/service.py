"""The verbs of a case. Each locks the case, writes an event, gives the case a new version and leaves an audit line."""

from __future__ import annotations

from tenants.casework.consenting import record_consent, record_consents
from tenants.casework.contacts import Attempt, add_way, check_contact, record_contact
from tenants.casework.events import Act, NoSuchCase, StaleCase
from tenants.casework.impartiality import declare_conflict
from tenants.casework.joining import join, looked, say, take_out
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
from tenants.casework.persons import (
    add_known_person,
    ask_needs,
    change_details,
    change_rules,
    confirm_needs,
    end_way,
    record_equality,
)
from tenants.casework.stages import move
from tenants.casework.supporters import Supporter, add_supporter, change_supporter, end_supporter, supporters_of
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
    "Supporter",
    "ToldBy",
    "accept",
    "add_known_person",
    "add_member",
    "add_other_person",
    "add_supporter",
    "add_way",
    "ask_needs",
    "change_details",
    "change_lead",
    "change_rules",
    "change_supporter",
    "check_contact",
    "confirm_needs",
    "declare_conflict",
    "end_supporter",
    "end_way",
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
    "record_equality",
    "say",
    "supporters_of",
    "take_out",
    "withdraw",
]
