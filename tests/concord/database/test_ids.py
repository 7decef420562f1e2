"""Ids are made by the application, in the order of time."""

from __future__ import annotations

import time

from concord.database.columns import uuid7


def test_ids_made_one_after_another_sort_so_and_none_comes_twice() -> None:
    made = [uuid7() for _ in range(5000)]
    assert sorted(made) == made
    assert len(set(made)) == len(made)


def test_an_id_says_when_it_was_made_and_of_which_kind_it_is() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
