"""The disclosure gate: what may be told of a service's counts (DOMAIN C9, rule 1) without giving a hidden one away.

A count of one quarter is published by `COUNT_RULES`: 0 as it is, 1 to 7 hidden, 8 and more to the nearest 5. Counts of
separate kinds (direct, indirect, proxy) are published one by one and never with a total over them or over services, so
that nothing can be taken from a total. Rates are made from the published count and a population everybody knows.

What remains is time. A count of 12 months is the sum of four published quarters, and each quarter is part of four such
sums. Rounding alone does not protect it. Four quarters of 7, all hidden, sum to 28 and would be published as 30: "at
least 28" is only possible if each was 7. Quarters of 8, 8, 1 and 0 would be published as 10, 10, hidden, 0 and the year
as 15: "at most 17" leaves nothing but 1.

So each sum is checked against all that can be concluded from what was published before it (`Knowledge`), before it is
published itself:

1. The numbers the sum could be, for a reader of the earlier figures, are cut into bands by the rounding rules.
2. A band is unsafe when it would leave any hidden figure fewer than `LEAST_CANDIDATES` possible values. Unsafe bands
   are joined to a neighbour until none is left; one band over everything tells nothing new, so this ends.
3. The sum's own band is published: as a number when one multiple of 5 lies within `FURTHEST` of all of it, else hidden.

The bands follow from published figures alone. Knowing this code, a reader learns that the sum lies in its band, and not
one thing more: that a figure was joined or hidden depends on no hidden number. Hence, by induction over the order of
publication: at any time each hidden figure could be any of at least `LEAST_CANDIDATES` numbers, and a history with
another of them would have been published word for word the same. A quarter's own count is published before any sum that
contains it, so it narrows no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from admin.national.inference import NOTHING_KNOWN, Band, Knowledge, Run

LEAST_CANDIDATES = 3
FURTHEST = 4
PER = 100_000
YEAR = 4


@dataclass(frozen=True)
class CountRule:
    """How counts of a size are told; ``base`` is what they are rounded to, None hides them."""

    counts: Band
    base: int | None


HIDDEN = Band(1, 7)
ROUNDED_TO = 5
COUNT_RULES = (
    CountRule(Band(0, 0), base=1),
    CountRule(HIDDEN, base=None),
    CountRule(Band(8, NOTHING_KNOWN), base=ROUNDED_TO),
)


def band_of(count: int) -> Band:
    """The counts that the rules do not tell apart from this one."""
    rule = next(rule for rule in COUNT_RULES if count in rule.counts)
    if rule.base is None:
        return rule.counts
    nearest = _nearest(count, rule.base)
    return Band(max(rule.counts.least, nearest - rule.base // 2), nearest + rule.base // 2)


def gate_series(counts: Mapping[int, int], published: Mapping[Run, Band]) -> dict[Run, Band]:
    """What is to be published of one series beside what is published already.

    ``counts`` are the exact counts by quarter (its ordinal). Each quarter comes first, then each run of four.
    """
    if not counts:
        return {}
    told = {Run(quarter, quarter + 1): band_of(counts[quarter]) for quarter in sorted(counts)} | dict(published)
    known = Knowledge(told)
    for end in sorted(quarter + 1 for quarter in counts):
        run = Run(end - YEAR, end)
        if run not in told and all(quarter in counts for quarter in run.quarters):
            hidden = [earlier for earlier, band in told.items() if published_value(band) is None]
            told[run] = gate_sum(sum(counts[quarter] for quarter in run.quarters), run, known, hidden)
            known = known.told(run, told[run])
    return {run: band for run, band in told.items() if run not in published}


def published_value(band: Band) -> int | None:
    """The number that is printed for a band; None when it is hidden."""
    if band.most == 0:
        return 0
    if band.least <= HIDDEN.most:
        return None
    value = _nearest(band.least + band.most, 2 * ROUNDED_TO) // 2
    return value if max(value - band.least, band.most - value) <= FURTHEST else None


def gate_sum(count: int, run: Run, known: Knowledge, hidden: Sequence[Run]) -> Band:
    """The band under which the sum of a run of published quarters is published, after all that was published before."""
    return next(band for band in _safe_bands(run, known, hidden) if count in band)


def rate(value: int | None, population: int | None) -> float | None:
    """Per 100,000 people, from the published count; None where the count is hidden or the population not known."""
    return None if value is None or not population else round(value * PER / population, 1)


def _nearest(count: int, base: int) -> int:
    return (count + base // 2) // base * base


def _safe_bands(run: Run, known: Knowledge, hidden: Sequence[Run]) -> list[Band]:
    """The numbers that the sum could be, cut by the rules and joined until each band is safe."""
    bands = list(_cut(known.about(run)))
    while len(bands) > 1:
        unsafe = next((at for at, band in enumerate(bands) if not _is_safe(run, band, known, hidden)), None)
        if unsafe is None:
            break
        at = max(unsafe - 1, 0)
        bands[at : at + 2] = [bands[at].join(bands[at + 1])]
    return bands


def _cut(possible: Band) -> Iterator[Band]:
    count = possible.least
    while count <= possible.most:
        band = band_of(count)
        yield Band(count, min(band.most, possible.most))
        count = band.most + 1


def _is_safe(run: Run, band: Band, known: Knowledge, hidden: Sequence[Run]) -> bool:
    told = known.told(run, band)
    at_stake = [*hidden, run] if published_value(band) is None else hidden
    return all(len(told.about(other)) >= LEAST_CANDIDATES for other in at_stake)
