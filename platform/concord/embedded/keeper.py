"""Keep programs and servers running: what ends is started again, later each time it ends soon."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from concord.embedded.process import Child, StartError
from concord.embedded.programs import Part

FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 30.0, 30.0


class Startable(Protocol):
    """A server or a program: something that can be started again."""

    @property
    def name(self) -> str: ...
    @property
    def alive(self) -> bool: ...
    def launch(self) -> None: ...


class Running:
    """One of Concord's own programs."""

    def __init__(self, data: Path, part: Part, environment: Mapping[str, str]) -> None:
        self.name = part.name
        self._data, self._program = data, part.program(environment)
        self.child: Child | None = None

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.code is None

    def launch(self) -> None:
        if self.child:
            self.child.finish(time.monotonic())  # what it left behind must not meet its successor
        self.child = Child(self._data, self.name, self._program)


@dataclass
class Watched:
    """When to start it again."""

    startable: Startable
    started: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    due: float | None = None

    def look(self, now: float) -> None:
        if self.startable.alive:
            if now - self.started > STEADY:
                self.pause = FIRST_PAUSE
        elif self.due is None:
            self.due = now + self.pause
            say(f"{self.startable.name} ended and is started again in {self.pause:g} s")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due:
            self.due, self.started = None, now
            try:
                self.startable.launch()
            except (StartError, OSError) as error:
                say(f"{self.startable.name} did not start: {error}")


def watched(startables: Sequence[Startable]) -> list[Watched]:
    return [Watched(startable) for startable in startables]


def say(sentence: str) -> None:
    """One line for the person at the terminal."""
    print(f"infra/run: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - the terminal is meant
