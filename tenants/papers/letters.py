"""Letters: their wording as data, and how one is filled in from one side's view of a case, and from nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from concord.web.translations import uk_date, uk_time
from tenants.papers.side import SideView

WORDING = Path(__file__).with_name("letters.toml")
PLACE = re.compile(r"\(\(([a-z ]+)\)\)")
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")
OWN_WORDS, PHONE = "own words", "phone"


class NotReadyError(ValueError):
    """The letter asks for something that this side's view does not have yet; names the placeholder."""


@dataclass(frozen=True)
class Letter:
    """One version of one letter."""

    key: str
    version: int
    name: str
    title: str
    body: str

    @property
    def code(self) -> str:
        return f"{self.key}-{self.version}"

    @property
    def places(self) -> set[str]:
        return set(PLACE.findall(self.body))


@dataclass(frozen=True)
class Sender:
    """What a letter says of the service."""

    phone: str


def _day(view: SideView) -> str:
    return uk_date(view.appointment.starts_at) if view.appointment and not view.appointment.off else ""


def _time(view: SideView) -> str:
    return uk_time(view.appointment.starts_at) if view.appointment and not view.appointment.off else ""


def _place(view: SideView) -> str:
    meeting = view.appointment
    return "\n".join(filter(None, (meeting.place, meeting.address))) if meeting and not meeting.off else ""


# What ((…)) may say. Each is read from the view of the one side, so a letter cannot name anything of the other.
PLACEHOLDERS: dict[str, Callable[[SideView], str]] = {
    "name": lambda view: view.greeting,
    "reference": lambda view: view.reference,
    "lead": lambda view: view.lead,
    "day": _day,
    "time": _time,
    "place": _place,
}


@cache
def letters() -> dict[str, Letter]:
    """Every letter by its code, the newest version of each key last."""
    found = [Letter(**entry) for entry in tomllib.loads(WORDING.read_text(encoding="utf-8"))["letters"]]
    known = {*PLACEHOLDERS, OWN_WORDS, PHONE, "commitments"}
    for letter in found:
        if unknown := letter.places - known:
            raise ValueError(f"letter {letter.code}: nothing is known of {', '.join(sorted(unknown))}")
    return {letter.code: letter for letter in found}


def current_letters() -> list[Letter]:
    """The newest version of each letter."""
    return list({letter.key: letter for letter in sorted(letters().values(), key=lambda one: one.version)}.values())


def fill(letter: Letter, view: SideView, sender: Sender, own_words: str = "") -> str:
    """The letter as Markdown. What people wrote is set as text, never as Markdown of its own."""
    def said(found: re.Match[str]) -> str:
        place = found[1]
        if place == OWN_WORDS:
            return _as_text(own_words)
        if place == "commitments":
            return _commitments(view)
        words = sender.phone if place == PHONE else PLACEHOLDERS[place](view)
        if not words:
            raise NotReadyError(place)
        return _as_text(words)

    return PLACE.sub(said, letter.body)


def _commitments(view: SideView) -> str:
    if not view.commitments:
        raise NotReadyError("commitments")
    lines = []
    for item in view.commitments:
        due = f" ({uk_date(item.due_on)})" if item.due_on else ""
        lines.append(f"* {_as_text(item.words, ' ')}{due}")
    return "\n".join(lines)


def _as_text(words: str, line_break: str = "\\\n") -> str:
    return line_break.join(SPECIAL.sub(r"\\\1", line.strip()) for line in words.strip().splitlines() if line.strip())
