"""The counting rules: which rows count, once, in which quarter, for which service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from history import History

from harness import Service, World
from tenants.returns.counting import Count, count, read_count
from tenants.returns.period import Quarter
from tenants.returns.policy import FIGURES, INDICATORS, NATIONAL_FIGURES

Q3 = Quarter(2026, 3)


def counted(world: World, service: Service, quarter: Quarter = Q3) -> Count:
    with world.inside(service):
        return count(quarter)


def figures(world: World, service: Service, quarter: Quarter = Q3) -> dict[tuple[str, str], int]:
    """The figures that are not 0."""
    return {key: value for key, value in counted(world, service, quarter).values.items() if value}


def test_each_rule_says_in_words_what_it_counts_when_and_what_not() -> None:
    for indicator in INDICATORS.values():
        for sentence in (indicator.rule, indicator.dated, indicator.excluded):
            assert str(sentence).endswith(".")
    assert set(NATIONAL_FIGURES) < set(FIGURES)
    assert not any(indicator == "counted_apart" for indicator, _ in NATIONAL_FIGURES)


def test_every_figure_is_there_and_nought_where_nothing_happened(world: World, service: Service) -> None:
    assert counted(world, service).values == dict.fromkeys(FIGURES, 0)


@pytest.mark.parametrize(("received", "quarter"), [
    (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), "2026Q2"),
    (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "2026Q3"),
    (datetime(2026, 9, 30, 22, 59, 59, tzinfo=UTC), "2026Q3"),
    (datetime(2026, 9, 30, 23, 0, tzinfo=UTC), "2026Q4"),
    (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), "2025Q4"),
    (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "2026Q1"),
])
def test_a_referral_counts_in_the_quarter_of_its_uk_day(
    world: World, service: Service, history: History, received: datetime, quarter: str
) -> None:
    history.referral(received)
    expected = Quarter.parse(quarter)
    assert figures(world, service, expected) == {("referrals", "all"): 1}
    assert figures(world, service, expected.previous) == {}
    assert figures(world, service, expected.before(-1)) == {}
    item = counted(world, service, expected).items[0]
    assert Quarter.containing(item.counted_on) == expected


def test_neither_a_duplicate_nor_what_looks_like_spam_is_another_referral(
    world: World, service: Service, history: History
) -> None:
    decided = {"status": "closed", "decided_at": datetime(2026, 8, 4, tzinfo=UTC)}
    history.referral(date(2026, 8, 3), close_reason="duplicate", **decided)
    history.referral(date(2026, 8, 3), close_reason="not_a_referral", **decided)
    history.referral(date(2026, 8, 3), status="held", held_because="links")
    history.referral(date(2026, 8, 3), close_reason="declined", **decided)
    assert figures(world, service) == {("referrals", "all"): 1}


def test_a_case_counts_when_it_first_reaches_assessment_and_never_again(
    world: World, service: Service, history: History
) -> None:
    case_id = history.case()
    history.stage(case_id, "exploring", date(2026, 5, 1))
    history.stage(case_id, "assessing", date(2026, 6, 30))
    history.stage(case_id, "on_hold", date(2026, 7, 10))
    history.stage(case_id, "assessing", date(2026, 8, 1))
    assert figures(world, service, Q3.previous) == {("cases_initiated", "all"): 1}
    assert figures(world, service, Q3) == {}


def test_an_assessment_written_down_late_counts_on_the_day_it_began(
    world: World, service: Service, history: History
) -> None:
    case_id = history.case()
    history.stage(case_id, "assessing", date(2026, 10, 2))
    history.stage(case_id, "assessing", date(2026, 9, 30))
    assert counted(world, service).items[0].counted_on == date(2026, 9, 30)


def test_activities_count_by_class_and_only_when_completed(world: World, service: Service, history: History) -> None:
    case_id = history.case()
    for form_class in ("direct", "direct", "indirect", "proxy", "conversation", "apology"):
        history.activity(date(2026, 7, 1), form_class, case_id=case_id)
    for status in ("planned", "confirmed", "under_way", "stopped", "cancelled", "postponed"):
        history.activity(date(2026, 7, 1), "direct", status)
    history.activity(date(2026, 6, 30))
    history.activity(date(2026, 10, 1))
    assert figures(world, service) == {
        ("activities", "direct"): 2, ("activities", "indirect"): 1, ("activities", "proxy"): 1,
        ("counted_apart", "conversation"): 1, ("counted_apart", "apology"): 1,
    }


def test_two_services_with_the_same_events_have_the_same_figures(
    world: World, make_service: Callable[[], Service]
) -> None:
    found = []
    for _ in range(2):
        service = make_service()
        history = History(world, service)
        history.quarter(Q3, referrals=3, started=2, direct=1, indirect=2, proxy=1, conversation=1)
        count_ = counted(world, service)
        found.append((count_.values, [(item.key, item.subject_kind, item.counted_on) for item in count_.items]))
    assert found[0] == found[1]
    assert found[0][0]["referrals", "all"] == 3


def test_what_belongs_to_another_service_is_not_counted(
    world: World, service: Service, other_service: Service, history: History
) -> None:
    History(world, other_service).quarter(Q3, referrals=2, started=1, direct=1)
    history.quarter(Q3, referrals=1)
    assert figures(world, service) == {("referrals", "all"): 1}


def test_the_rows_behind_a_figure_are_those_that_were_counted(world: World, service: Service, history: History) -> None:
    wanted: set[tuple[str, UUID]] = {("referral", history.referral(date(2026, 7, 1)))}
    case_id = history.case()
    history.stage(case_id, "assessing", date(2026, 7, 2))
    wanted |= {("case", case_id), ("activity", history.activity(date(2026, 7, 3), case_id=case_id))}
    items = counted(world, service).items
    assert {(item.subject_kind, item.subject_id) for item in items} == wanted
    assert all(item.reference.startswith("TST-") for item in items)


def test_a_count_survives_its_own_document(world: World, service: Service, history: History) -> None:
    history.quarter(Q3, referrals=2, direct=1)
    found = counted(world, service)
    assert read_count(found.document) == found
    history.referral(date(2026, 7, 1))
    assert counted(world, service).fingerprint != found.fingerprint
