"""How often things go which way in the invented years: shares as data, near the funnels of DOMAIN A10."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")

ROLE = {"harmed": 76, "responsible": 24}
# Who refers: (kind of referrer, source).
REFERRER = {
    ("self", "self"): 22, ("someone_else", "family_or_friend"): 6, ("professional", "police"): 30,
    ("professional", "victim_services"): 20, ("professional", "probation"): 9, ("professional", "prison"): 4,
    ("professional", "youth_justice"): 5, ("professional", "other_agency"): 4,
}
INCIDENT = {"crime": 74, "antisocial_behaviour": 14, "conflict": 8, "relationship_breakdown": 4}
CLOSED_AT_ONCE = {
    "out_of_scope": 18, "out_of_area": 14, "duplicate": 10, "unable_to_contact": 22, "declined": 20,
    "unsuitable": 8, "needs_met_other_way": 8,
}
ACCEPTED, REACHED, EXPLORES, BOTH_AGREE, STAYS, ON_HOLD = 0.78, 0.76, 0.58, 0.62, 0.84, 0.05
FORM = {
    "conf_f2f": 30, "conf_video": 4, "shuttle_person": 24, "shuttle_phone": 10, "letter": 24, "video_msg": 3,
    "proxy": 5,
}
SUMMARIES = {
    "crime": ("A bicycle was taken from a shed.", "A shop window was broken at night.",
              "A handbag was taken on a bus.", "A car was scratched outside a house.",
              "Somebody broke into a home while the family was away.", "There was a fight outside a pub."),
    "antisocial_behaviour": ("Loud music at night, for months.", "Eggs were thrown at a front door.",
                             "A group shouted at people in the park."),
    "conflict": ("Two neighbours cannot agree about a fence.", "An argument at work that has not ended."),
    "relationship_breakdown": ("A parent and a grown child have not spoken for a year.",),
}
GIVEN = ("Aster", "Basil", "Bryony", "Clover", "Coral", "Fern", "Finch", "Hazel", "Heron", "Iris", "Juniper", "Lark",
         "Laurel", "Linnet", "Merle", "Olive", "Poppy", "Robin", "Rowan", "Sage", "Sorrel", "Tansy", "Teal", "Wren")
FAMILY = ("Example", "Invented", "Madeup", "Pretend", "Sample", "Specimen")


def pick(random: Random, shares: Mapping[T, int]) -> T:
    """One of the keys, as often as its share says."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def name(random: Random, other_than: str = "") -> str:
    """A name that nobody has. The two people of a case have different ones."""
    given, family = random.choice(GIVEN), random.choice(FAMILY)
    if f"{given} {family}" == other_than:
        given = GIVEN[GIVEN.index(given) - 1]
    return f"{given} {family}"


def phone(random: Random) -> str:
    """One of the mobile numbers that Ofcom keeps for drama: it never rings."""
    return f"07700 900{random.randrange(1000):03}"
