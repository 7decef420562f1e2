"""What may be said of a case: kinds of crime (Home Office main groups, and harm that is none) and where the law stands
(DOMAIN B8)."""

from __future__ import annotations

from tenants.casework.kinds import Proceedings

UNKNOWN = "unknown"
CRIME_GROUPS = (
    UNKNOWN, "violence_with_injury", "violence_without_injury", "stalking_harassment", "homicide", "death_driving",
    "rape", "other_sexual", "robbery", "residential_burglary", "other_burglary", "vehicle", "theft_person", "bicycle",
    "shoplifting", "other_theft", "damage_arson", "drugs", "weapons", "public_order", "fraud", "other_crime",
    "antisocial_behaviour", "neighbours", "workplace", "family", "school", "community",
)
JUSTICE_STAGES = (
    UNKNOWN, "not_reported", "no_action", "out_of_court", "pre_sentence", "community_sentence", "custody", "released",
    "historic",
)
ASKED = (
    "domestic_abuse", "sexual_harm", "hate", "fatal", "child_harmed", "coercive_control", "ongoing_harm",
)
EDITABLE = (
    "crime_group", "justice_stage", "proceedings", "court_directed", "no_contact_order", *ASKED, "youth_justice",
    "area_exception",
)
PREFERRED_FORMS = ("direct", "indirect", "proxy", "not_sure")  # classes of forms (A7): the form itself is planned later
# Which of these keep a case from going on, by what the service says about a case at court (A3, D5). Not knowing does,
# too, wherever something would.
BLOCKING_PROCEEDINGS: dict[str, tuple[Proceedings, ...]] = {
    "block": (Proceedings.UNKNOWN, Proceedings.CHARGED, Proceedings.CONTESTED),
    "alongside": (Proceedings.UNKNOWN, Proceedings.CONTESTED),
    "any_stage": (),
}
