"""Whether a data folder is a demonstration: its first start decides, for good, so invented and real data never mix."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concord.config import DEMONSTRATION_FILE, NO_DEMONSTRATION, Settings, is_demonstration
from concord.embedded.process import StartError

WANTED, LOADING, LOADED = "wanted", "loading", "loaded"


def decide(settings: Settings, *, no_demo: bool) -> bool:
    """Whether it is one; to be asked before the servers start, while one can see whether the database is new.

    A database of one's own is left without, unless the setting asks for it, and so is one that holds something.
    """
    if not (settings.data / DEMONSTRATION_FILE).exists():
        _write(settings.data, NO_DEMONSTRATION if no_demo else _first_state(settings))
    return is_demonstration(settings.data)


def _first_state(settings: Settings) -> str:
    is_new = bool(settings.database_url) or not os.path.lexists(settings.data / "postgres")
    if settings.demo:
        return WANTED if is_new else LOADED
    return WANTED if is_new and not settings.database_url else NO_DEMONSTRATION


def must_load(data: Path) -> bool:
    return _read(data) in (WANTED, LOADING)


def was_interrupted(data: Path) -> bool:
    """A load was stopped halfway, so the database holds a part of the invented data and nothing else."""
    return _read(data) == LOADING


@contextmanager
def loading(data: Path) -> Iterator[None]:
    """A load that refuses has changed nothing; one that is stopped has to start anew."""
    _write(data, LOADING)
    try:
        yield
    except StartError:
        _write(data, WANTED)
        raise
    _write(data, LOADED)


def _read(data: Path) -> str:
    return (data / DEMONSTRATION_FILE).read_text().strip()


def _write(data: Path, state: str) -> None:
    (data / DEMONSTRATION_FILE).write_text(f"{state}\n")
