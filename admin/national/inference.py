"""What anybody can work out from the published figures of one series: exactly, and no more.

Each published figure says that the sum over some run of quarters lies between two numbers. With S(t) for all that was
counted before quarter t, it says ``least <= S(end) - S(start) <= most``; also, no quarter is below 0. For such a system
of differences the tightest conclusions are shortest paths, and every whole number between them is possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOTHING_KNOWN = 10**9


@dataclass(frozen=True)
class Band:
    """A count as far as it is told: a number from ``least`` to ``most``."""

    least: int
    most: int

    def __contains__(self, count: int) -> bool:
        return self.least <= count <= self.most

    def __len__(self) -> int:
        """How many numbers it could be."""
        return self.most - self.least + 1

    def join(self, other: Band) -> Band:
        return Band(min(self.least, other.least), max(self.most, other.most))


@dataclass(frozen=True)
class Run:
    """Quarters one after another, by ordinal: from ``start`` up to, not including, ``end``."""

    start: int
    end: int

    @property
    def quarters(self) -> range:
        return range(self.start, self.end)


class Knowledge:
    """All conclusions from what was told about runs of quarters."""

    def __init__(self, published: Mapping[Run, Band]) -> None:
        self._first = min(run.start for run in published)
        size = max(run.end for run in published) - self._first + 1
        # _most[i][j]: the greatest that S(j) - S(i) can be. Going back in time it is at most 0.
        self._most = [[0 if j <= i else NOTHING_KNOWN for j in range(size)] for i in range(size)]
        for run, band in published.items():
            self._take_in(run, band)

    def told(self, run: Run, band: Band) -> Knowledge:
        """What is known once it is also told that the sum over the run lies in the band."""
        known = Knowledge.__new__(Knowledge)
        known._first = self._first
        known._most = [row.copy() for row in self._most]
        known._take_in(run, band)
        return known

    def about(self, run: Run) -> Band:
        """Between which numbers the sum over the run must lie."""
        start, end = run.start - self._first, run.end - self._first
        return Band(-self._most[end][start], self._most[start][end])

    def _take_in(self, run: Run, band: Band) -> None:
        start, end = run.start - self._first, run.end - self._first
        self._tighten(start, end, band.most)
        self._tighten(end, start, -band.least)

    def _tighten(self, start: int, end: int, most: int) -> None:
        if most >= self._most[start][end]:
            return
        onward = self._most[end]
        for row in self._most:
            base = row[start] + most
            row[:] = [min(known, base + step) for known, step in zip(row, onward, strict=True)]
