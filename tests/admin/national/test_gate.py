"""The disclosure gate: what it prints of a count, and that no reader recovers a hidden one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from admin.national.gate import LEAST_CANDIDATES, band_of, gate_series, published_value, rate
from admin.national.inference import Band, Knowledge, Run
from tenants.returns.policy import NATIONAL_FIGURES

Told = Mapping[Run, Band]
# How long an example takes says nothing on a busy machine.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(("count", "printed"), [
    (0, 0), (1, None), (4, None), (7, None), (8, 10), (9, 10), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20),
    (22, 20), (23, 25), (97, 95), (98, 100), (1002, 1000), (1003, 1005),
])
def test_zero_stays_small_counts_are_hidden_and_others_are_rounded_to_five(count: int, printed: int | None) -> None:
    assert published_value(band_of(count)) == printed


@UNHURRIED
@given(st.integers(0, 5000))
def test_a_count_lies_in_its_own_band_and_near_what_is_printed(count: int) -> None:
    band = band_of(count)
    value = published_value(band)
    assert count in band
    assert value is None or abs(value - count) <= 2


@pytest.mark.parametrize(("value", "population", "printed"), [
    (10, 674_992, 1.5), (0, 674_992, 0.0), (None, 674_992, None), (10, None, None), (130, 2_000_000, 6.5),
])
def test_a_rate_comes_from_the_rounded_count_and_is_absent_where_the_count_or_the_population_is(
    value: int | None, population: int | None, printed: float | None
) -> None:
    assert rate(value, population) == printed


def test_no_published_figure_is_a_total_over_another() -> None:
    by_indicator: dict[str, set[str]] = {}
    for indicator, breakdown in NATIONAL_FIGURES:
        by_indicator.setdefault(indicator, set()).add(breakdown)
    assert by_indicator == {
        "referrals": {"all"}, "cases_initiated": {"all"}, "activities": {"direct", "indirect", "proxy"},
    }


def submitted(counts: Sequence[int], order: Sequence[int]) -> dict[Run, Band]:
    """What is published when the quarters' counts are submitted in this order."""
    told: dict[Run, Band] = {}
    known: dict[int, int] = {}
    for quarter in order:
        known[quarter] = counts[quarter]
        told |= gate_series(known, told)
    return told


def naive(counts: Sequence[int]) -> dict[Run, Band]:
    """Rounding alone: each quarter and each sum of four by the counting rules, whatever else was published."""
    told = {Run(quarter, quarter + 1): band_of(count) for quarter, count in enumerate(counts)}
    return told | {Run(end - 4, end): band_of(sum(counts[end - 4 : end])) for end in range(4, len(counts) + 1)}


def histories(told: Told, length: int, fixed: Mapping[Run, int]) -> Iterator[tuple[int, ...]]:
    """An attacker's search: every history that fits all that was told, with some sums set to what they suspect."""

    def fits(counts: tuple[int, ...]) -> bool:
        ending = [run for run in told if run.end == len(counts)]
        return all(
            (total := sum(counts[run.start : run.end])) in told[run] and fixed.get(run, total) == total
            for run in ending
        )

    def extend(counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(counts) == length:
            yield counts
            return
        band = told[Run(len(counts), len(counts) + 1)]
        for count in range(band.least, band.most + 1):
            if fits((*counts, count)):
                yield from extend((*counts, count))

    return extend(())


def candidates(told: Told, length: int, run: Run) -> dict[int, tuple[int, ...]]:
    """The values a figure could have, each with a history that fits it."""
    found = {}
    for value in range(told[run].least, told[run].most + 1):
        history = next(histories(told, length, {run: value}), None)
        if history is not None:
            found[value] = history
    return found


def hidden(told: Told) -> list[Run]:
    return [run for run, band in told.items() if published_value(band) is None]


@pytest.mark.parametrize("counts", [(7, 7, 7, 7), (8, 8, 1, 0), (12, 12, 12, 7), (12, 7, 12, 7), (12, 7, 7, 7)])
def test_rounding_alone_would_give_hidden_quarters_away(counts: tuple[int, ...]) -> None:
    told = naive(counts)
    assert any(len(candidates(told, 4, run)) == 1 for run in hidden(told))


COUNTS = st.one_of(st.integers(0, 14), st.sampled_from([0, 1, 7, 8, 12, 13]))


@settings(UNHURRIED, max_examples=60)
@given(st.lists(COUNTS, min_size=4, max_size=6), st.randoms(use_true_random=False))
@example([7, 7, 7, 7], None)
@example([8, 8, 1, 0], None)
@example([12, 12, 12, 7], None)
@example([12, 7, 12, 7, 12, 7], None)
@example([1, 1, 1, 1, 7, 7], None)
@example([7, 7, 7, 7, 0, 0], None)
@example([0, 7, 7, 0, 7, 7], None)
@example([2, 3, 2, 4, 3, 2], None)
def test_nobody_recovers_a_hidden_count_from_quarters_and_twelve_months_together(
    counts: list[int], order: object
) -> None:
    quarters = list(range(len(counts)))
    if order is not None:
        order.shuffle(quarters)  # type: ignore[attr-defined]  # a Random
    told = submitted(counts, quarters)
    for run in hidden(told):
        possible = candidates(told, len(counts), run)
        assert len(possible) >= LEAST_CANDIDATES
        assert sum(counts[run.start : run.end]) in possible
        for history in possible.values():
            assert submitted(history, quarters) == told, "the code itself would tell these histories apart"


@UNHURRIED
@given(st.lists(COUNTS, min_size=4, max_size=8))
def test_what_is_printed_for_twelve_months_is_never_more_than_four_away(counts: list[int]) -> None:
    for run, band in submitted(counts, range(len(counts))).items():
        total = sum(counts[run.start : run.end])
        value = published_value(band)
        assert total in band
        assert value is None or abs(value - total) <= 4
        assert value != 0 or total == 0
        assert not 1 <= total <= 7 or value is None


@settings(UNHURRIED, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=3, max_size=5), st.data())
def test_conclusions_are_the_same_as_those_of_trying_every_history(
    quarters: list[tuple[int, int]], data: st.DataObject
) -> None:
    told = {Run(at, at + 1): Band(least, least + width) for at, (least, width) in enumerate(quarters)}
    start = data.draw(st.integers(0, len(quarters) - 2))
    run = Run(start, data.draw(st.integers(start + 2, len(quarters))))
    total = sum(data.draw(st.integers(*quarter_range(band))) for at, band in enumerate(told.values())
                if run.start <= at < run.end)
    told[run] = Band(max(total - 2, 0), total + 2)
    known = Knowledge(told)
    for one in told:
        values = {sum(history[one.start : one.end]) for history in histories(told, len(quarters), {})}
        assert known.about(one) == Band(min(values), max(values))


def quarter_range(band: Band) -> tuple[int, int]:
    return band.least, band.most


def test_figures_once_published_stay_when_a_late_quarter_completes_a_year() -> None:
    early = submitted([9, 3, 4, 12, 6], [0, 1, 2, 4])
    late = submitted([9, 3, 4, 12, 6], [0, 1, 2, 4, 3])
    assert early.items() <= late.items()
    assert {Run(0, 4), Run(1, 5)} == {run for run in late if run.end - run.start == 4}
    assert not [run for run in early if run.end - run.start == 4]
