"""Cases that every invented service has on the day of loading: one at each stage, with a meeting today and tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from admin.demonstration.lives import Life
from admin.demonstration.records import EndOfStory
from admin.demonstration.writer import Writer
from tenants.casework.policy import Stage


@dataclass(frozen=True)
class Shown:
    """A case that has come to a stage by today, and who leads it (number in the list of facilitators).

    It began so many days ago; what is arranged is in so many days from today.
    """

    stage: Stage
    lead: int
    days_ago: int
    meets_in: int | None = None
    form: str = "conf_f2f"


FRANKIE, FENN, FLYNN, VAL = range(4)
SHOWN = {
    "new": Shown(Stage.ALLOCATED, FRANKIE, 4),
    "moving": Shown(Stage.EXPLORING, FENN, 14),
    "complex": Shown(Stage.ASSESSING, FRANKIE, 30),
    "exploring": Shown(Stage.EXPLORING, VAL, 20),
    "on_hold": Shown(Stage.ON_HOLD, FRANKIE, 40),
    "preparing": Shown(Stage.PREPARING, FRANKIE, 26),
    "letters": Shown(Stage.PREPARING, FENN, 27),
    "withdrawing": Shown(Stage.PREPARING, FRANKIE, 28),
    "today": Shown(Stage.SCHEDULED, FRANKIE, 40, meets_in=0),
    "tomorrow": Shown(Stage.SCHEDULED, VAL, 41, meets_in=1, form="shuttle_person"),
    "under_way": Shown(Stage.IN_PROCESS, FLYNN, 42, meets_in=0, form="letter"),
    "following_up": Shown(Stage.FOLLOW_UP, FRANKIE, 54, meets_in=-12),
    "completed": Shown(Stage.CLOSED, FRANKIE, 400, meets_in=-340),
}


class Certain(Life):
    """A life in which everything goes well, one step soon after the other, until it comes to its stage."""

    def __init__(self, writer: Writer, shown: Shown) -> None:
        super().__init__(writer, writer.today - timedelta(days=shown.days_ago), writer.staff.facilitators[shown.lead])
        self.shown = shown

    def live(self) -> None:
        try:
            super().live()
        finally:
            if self.case["stage"] != self.shown.stage:
                raise ValueError(f"it came to {self.case['stage']}, not to {self.shown.stage}")

    def _happens(self, share: float) -> bool:
        """The likelier of the two, but for the case that is to be on hold."""
        return share >= 0.5 or (self.shown.stage == Stage.ON_HOLD and self.case["stage"] == Stage.EXPLORING)

    def _days(self, least: int, most: int) -> int:
        del most
        return least

    def _meeting_day(self) -> date:
        return self.writer.today + timedelta(days=self.shown.meets_in or 0)

    def _on(self, day: date) -> None:
        """A day that was arranged stays, even on a weekend; the stage it was to come to is the end of the story."""
        if self.case.get("stage") == self.shown.stage != Stage.CLOSED:
            raise EndOfStory
        if self.case.get("stage") == Stage.SCHEDULED and day == self._meeting_day():
            self.day = day
        else:
            super()._on(day)

    def _meet(self) -> None:
        """What is under way on the day of loading is not over yet."""
        if self.shown.stage == Stage.IN_PROCESS:
            raise EndOfStory
        super()._meet()

    def _form(self) -> str:
        return self.shown.form


def show(writer: Writer) -> dict[str, UUID]:
    """Their ids, by what each of them shows."""
    found = {}
    for name, shown in SHOWN.items():
        life = Certain(writer, shown)
        life.live()
        found[name] = life.case["id"]
    return found
