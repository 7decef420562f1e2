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
# What is known of each; nothing of it makes a case sensitive and complex.
CRIMES = ("bicycle", "damage_arson", "theft_person", "residential_burglary", "violence_with_injury", "other_theft")
OTHER_HARM = {"antisocial_behaviour": "antisocial_behaviour", "conflict": "neighbours",
              "relationship_breakdown": "family"}
NEVER = ("no_contact_order", "domestic_abuse", "sexual_harm", "hate", "fatal", "child_harmed", "coercive_control",
         "ongoing_harm")
JUSTICE = {"no_action": 30, "out_of_court": 40, "not_reported": 15, "historic": 15}
PREFERRED = {"direct": 45, "indirect": 40, "not_sure": 15}
NEEDS_SOMETHING, MEDIUM_RISK, AGREEMENT, KEPT, WANT_TO_BE_ASKED, ANSWER, ON_TIME = 0.25, 0.2, 0.6, 0.9, 0.7, 0.75, 0.8
NEEDS: tuple[dict[str, str | None], ...] = (
    {"access": "A room without stairs"}, {"timing": "Not before 11 in the morning"}, {"interpreter": "Polish"},
)
WELFARE = {"well": 75, "shaken": 20, "needs_support": 5}
LETTER = "I think about what I did every day. I am sorry. I have begun to work, and I want to put it right."
AGREED_ON = (
    ("apology", "He writes a letter that says sorry."), ("service", "She helps in the garden on four Saturdays."),
    ("other", "They greet each other in the street, and keep the music low after ten."),
    ("other", "He finishes his course and tells us when he has."),
)
THOUGHTS = ("I slept well for the first time.", "I was listened to.", "I wish it had not taken so long.")
GIVEN = ("Aster", "Basil", "Bryony", "Clover", "Coral", "Fern", "Finch", "Hazel", "Heron", "Iris", "Juniper", "Lark",
         "Laurel", "Linnet", "Merle", "Olive", "Poppy", "Robin", "Rowan", "Sage", "Sorrel", "Tansy", "Teal", "Wren",
         "Alder", "Ash", "Bay", "Briar", "Cedar", "Daisy", "Dale", "Elder", "Flora", "Glen", "Heather", "Holly", "Ivy",
         "Jasmine", "Lily", "Martin", "Myrtle", "Primrose", "Reed", "Rose", "Swift", "Violet", "Willow", "Yarrow")
FAMILY = ("Example", "Invented", "Madeup", "Pretend", "Sample", "Specimen", "Mock", "Fable", "Tale", "Myth",
          "Dummy", "Fib")


def pick(random: Random, shares: Mapping[T, int]) -> T:
    """One of the keys, as often as its share says."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def name(random: Random, other_than: str = "") -> str:
    """A name that nobody has. The two people of a case have different ones."""
    given, family = random.choice(GIVEN), random.choice(FAMILY)
    if f"{given} {family}" == other_than:
        given = GIVEN[GIVEN.index(given) - 1]
    return f"{given} {family}"


def facts(random: Random, kind: str) -> dict[str, str]:
    """What is known of a case of this kind."""
    crime = random.choice(CRIMES) if kind == "crime" else OTHER_HARM[kind]
    return dict.fromkeys(NEVER, "no") | {
        "crime_group": crime, "justice_stage": pick(random, JUSTICE),
        "proceedings": random.choice(("none", "concluded", "no_further_action")), "youth_justice": "not_under_18",
    }


def phone(random: Random) -> str:
    """One of the numbers that Ofcom keeps for drama: it rings nowhere. Those of the invented years are others."""
    return f"01632 960{random.randrange(1000):03}"
