"""How long a case is kept, as data (DOMAIN C2): by what came of it, counted from the last contact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tenants.casework.policy import COMPLETED, UNABLE


class Kept(StrEnum):
    """What came of a case, as far as it decides how long it is kept."""

    NOT_TAKEN_UP = "not_taken_up"
    NOT_REACHED = "not_reached"
    WORKED_WITH = "worked_with"
    TOOK_PLACE = "took_place"


@dataclass(frozen=True)
class Period:
    years: int = 0
    months: int = 0
    weeks: int = 0


PERIODS = {
    Kept.NOT_TAKEN_UP: Period(weeks=6),
    Kept.NOT_REACHED: Period(months=6),
    Kept.WORKED_WITH: Period(years=6),
    Kept.TOOK_PLACE: Period(years=7),
}
# By the reason for closing. Whatever is not named here was work with somebody, and so was every case whose assessment
# had begun, however it ended.
ENDED_AS = {
    Kept.TOOK_PLACE: COMPLETED,
    Kept.NOT_REACHED: UNABLE,
    Kept.NOT_TAKEN_UP: (
        "harmed_declined", "responsible_declined", "responsible_denies", "out_of_scope", "out_of_area", "duplicate",
        "needs_met_other_way",
    ),
}
