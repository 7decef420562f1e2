"""Whatever is killed, every message arrives, and none twice once its acceptance was recorded.

Real processes on real servers: relay, workers and work-horses are killed with SIGKILL at named points, Valkey is
emptied, PostgreSQL is killed and started again. The mail server counts by Message-ID.
"""

from __future__ import annotations

from collections import Counter

import pytest
from house import House

pytestmark = pytest.mark.faults

# The mail server has accepted and the database does not know yet: the one message in hand goes out a second time,
# under the same Message-ID, because nobody can tell whether it arrived.
IN_BETWEEN = ("mail.accepted", "drain.acted", "drain.before_commit")
POINTS = (
    "relay.saw.self",
    "turns.marked.self",  # the relay marked the turn; the queue does not hold it
    "relay.asked.self",
    "worker.dequeued.self",  # no longer in the queue, not yet with a work-horse
    "drain.before_claim.self",
    "drain.claimed.self",
    "drain.claimed.parent",
    "mail.before_send.self",
    "mail.accepted.self",
    "mail.accepted.parent",
    "drain.acted.self",
    "drain.before_commit.self",
    "drain.before_commit.parent",
    "drain.committed.self",
)


def all_arrived(running: House, expected: int, before: Counter[str]) -> Counter[str]:
    """Wait until everything is done; what arrived since, by Message-ID."""
    running.until(running.all_done, "not everything was done")
    new = running.peer.counts - before
    assert len(new) == expected
    assert running.peer.recorded_before == []
    return new


@pytest.mark.parametrize("fault", POINTS)
def test_a_kill_loses_nothing_and_repeats_at_most_what_was_in_hand(running: House, fault: str) -> None:
    before = running.peer.counts
    armed = running.arm(fault)
    expected = running.refer()
    running.until(lambda: not armed.exists(), f"nothing came to {fault}")
    new = all_arrived(running, expected, before)
    point = fault.rpartition(".")[0]
    may_repeat = point == "mail.accepted" or (point in IN_BETWEEN and new.total() > expected)
    assert new.total() == expected + (1 if may_repeat else 0)


def test_an_emptied_valkey_loses_nothing_and_repeats_nothing(running: House) -> None:
    before = running.peer.counts
    expected = running.refer(4)
    for number in range(1, 9):
        running.valkey.flushall()
        running.until(lambda n=number: (running.peer.counts - before).total() >= 2 * n - 1, "nothing moves")  # type: ignore[misc]  # a default
    new = all_arrived(running, expected, before)
    assert new.total() == expected


def test_a_valkey_that_dies_loses_nothing_and_repeats_nothing(running: House) -> None:
    before = running.peer.counts
    expected = running.refer(4)
    running.until(lambda: (running.peer.counts - before).total() >= 3, "nothing moves")
    running.restart(running.queue)
    assert all_arrived(running, expected, before).total() == expected


def test_a_postgresql_that_dies_loses_nothing(running: House) -> None:
    before = running.peer.counts
    expected = running.refer(4)
    running.until(lambda: (running.peer.counts - before).total() >= 3, "nothing moves")
    running.restart(running.postgres)
    new = all_arrived(running, expected, before)
    assert new.total() <= expected + 2  # what each of two workers had in hand


def test_in_the_end_nothing_is_sent_again(running: House) -> None:
    """All that is on record stays as it is, however often everybody is woken."""
    before = running.peer.counts
    running.valkey.flushall()
    expected = running.refer()
    assert all_arrived(running, expected, before).total() == expected
