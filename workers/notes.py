"""What a work-horse leaves its worker to read, also when it is killed: the row in hand, and how many rows went how."""

from __future__ import annotations

import mmap
import struct
from uuid import UUID

from concord.outbox.models import State

NOTHING = UUID(int=0)
STATES = tuple(State)
LAYOUT = struct.Struct(f"=16s{len(STATES)}Q")


class Notes:
    """A few bytes of memory that worker and work-horse share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, LAYOUT.size)
        self.wipe()

    def wipe(self) -> None:
        self._memory[:] = bytes(LAYOUT.size)

    def took(self, event_id: UUID) -> None:
        self._memory[:16] = event_id.bytes

    def left(self, state: State) -> None:
        """The row in hand was done, waits again or is parked."""
        counts = self.counts
        counts[state] += 1
        self._memory[:] = LAYOUT.pack(NOTHING.bytes, *counts.values())

    @property
    def in_hand(self) -> UUID | None:
        event_id = UUID(bytes=self._memory[:16])
        return None if event_id == NOTHING else event_id

    @property
    def counts(self) -> dict[State, int]:
        return dict(zip(STATES, LAYOUT.unpack(self._memory[:])[1:], strict=True))


notes = Notes()
