"""Questions to ask at a meeting, and its ground rules: data files with versions. A new version is a new file.

A plan keeps key and version, so that an old record still shows what was asked. Some leads use no script (DOMAIN A8).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Part:
    """Some questions, and whom they are for: a side, ``others`` or ``everybody``."""

    heading: str
    whom: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    key: str
    title: str
    rank: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class GroundRules:
    version: str
    rules: tuple[str, ...]


@cache
def scripts() -> dict[str, Script]:
    """Every version of every script, by its key, in the order in which they are offered."""
    found = [_read(path) for path in DATA.glob("script-*.toml")]
    return {script.key: script for script in sorted(found, key=lambda script: (script.rank, script.key))}


def offered() -> list[tuple[str, str]]:
    """For a form: the newest version of each script."""
    newest: dict[str, Script] = {}
    for script in scripts().values():
        name, _dash, version = script.key.rpartition("-")
        before = newest.get(name)
        if before is None or int(version) > int(before.key.rpartition("-")[2]):
            newest[name] = script
    return [(script.key, script.title) for script in newest.values()]


@cache
def ground_rules() -> GroundRules:
    """The newest."""
    newest = max(DATA.glob("ground_rules-*.toml"), key=lambda path: int(path.stem.rpartition("-")[2]))
    read = tomllib.loads(newest.read_text(encoding="utf-8"))
    return GroundRules(read["version"], tuple(read["rules"]))


def _read(path: Path) -> Script:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = tuple(Part(part["heading"], part["for"], tuple(part["lines"])) for part in read["part"])
    return Script(path.stem.removeprefix("script-"), read["title"], read["rank"], parts)
