"""The one job of the shared workers: enter a service's scope and act on what waits there."""

from __future__ import annotations

import time
from functools import cache

from flask import Flask

from concord.app import create_app
from concord.config import Settings
from concord.outbox.drain import describe, drain
from concord.outbox.waking import valkey
from concord.tenancy import scope
from workers.notes import notes
from workers.turns import Turn, Turns

ROWS, SECONDS = 200, 1.0  # one turn, while others wait
LONGEST = 4.0  # turn after turn, while nobody else waits


class TurnFailedError(Exception):
    """A turn ended early. Says what failed and where, and quotes nothing, because RQ keeps it."""


@cache
def application() -> Flask:
    """Made once in the worker process; every work-horse inherits it."""
    return create_app()


def take_turns(tenant_id: str, lane: str) -> None:
    """Drain one lane of one service, one turn after another, until it is empty or another service waits."""
    turn = Turn.of(tenant_id, lane)
    try:
        with application().app_context(), scope.bound_to(turn.tenant_id):
            _take_turns(turn)
    except Exception as error:  # noqa: BLE001 - whatever it is, RQ would keep its message
        raise TurnFailedError(describe(error)) from None


def _take_turns(turn: Turn) -> None:
    settings: Settings = application().extensions["concord.settings"]
    turns = Turns(valkey(settings))
    deadline = time.monotonic() + LONGEST
    rows = 0
    while True:
        turns.hold(turn)
        began = time.monotonic()
        taken = drain(turn.lane, ROWS, SECONDS, notes)
        rows += taken
        if taken < ROWS and time.monotonic() < began + SECONDS:
            break
        waiting = turns.waiting(turn.lane)
        if waiting or time.monotonic() > deadline:
            if turn.name not in waiting:
                turns.ask_again(turn)
            return
    # Where nothing was found, another worker may have the rows in hand: then the mark runs out by itself, in seconds.
    # Taken away at once, it would have the relay, which sees those rows, ask again and again.
    if rows:
        turns.release(turn)
