"""The order in which questions, films, stories and statistics are shown, and the keys of new texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from tenants.content.models import TextName
from tenants.content.policy import title_of
from tenants.content.queries import listed
from tenants.content.service import one_at_a_time, publish, save
from tenants.content.standing import standing, standings
from tenants.registry.texts import LONGEST_KEY, RESERVED_PAGES, PageText, Text, TextKind

STEP, LAST = 10, 1000


def move(name: TextName, *, up: bool) -> None:
    """One place up or down among the texts of its kind; at the end nothing happens."""
    one_at_a_time()
    shown = {one.key: one.document for one in listed(name.kind)}
    keys = list(shown)
    if name.key not in keys:
        raise LookupError(name)
    here = keys.index(name.key)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(keys):
        return
    keys[here], keys[there] = keys[there], keys[here]
    positions = {key: document.position for key, document in shown.items()}
    for key, position in _new_positions(keys, positions, name.key).items():
        _place(TextName(name.kind, key), shown[key], position)


def _new_positions(keys: list[str], positions: dict[str, int], moved: str) -> dict[str, int]:
    """The moved one between its new neighbours where there is room; else everybody anew."""
    here = keys.index(moved)
    before = positions[keys[here - 1]] if here else -1
    after = positions[keys[here + 1]] if here + 1 < len(keys) else min(before + 2 * STEP, LAST + 1)
    if after - before > 1:
        return {moved: (before + after) // 2}
    step = max(1, min(STEP, LAST // len(keys)))
    anew = {key: number * step for number, key in enumerate(keys, start=1)}
    return {key: position for key, position in anew.items() if position != positions[key]}


def _place(name: TextName, shown: Text, position: int) -> None:
    """What is shown is shown in its new place; a waiting draft waits on."""
    before = standing(name)
    publish(name, save(name, shown.model_copy(update={"position": position}), sees_national=not before.is_own))
    if before.is_waiting and before.document is not None:
        save(name, before.document.model_copy(update={"position": position}))


def next_position(kind: TextKind) -> int:
    """The place after the last."""
    taken = (one.document.position for one in listed(kind))
    return min(max(taken, default=0) + STEP, LAST)


def new_name(kind: TextKind, document: Text) -> TextName:
    """A name that no text of this kind has, from its title: for a page it is the address."""
    taken = {name.key for name in standings() if name.kind == kind}
    if isinstance(document, PageText):
        taken |= RESERVED_PAGES
    return TextName(kind, _free_key(title_of(document), kind, taken))


def _free_key(title: str, kind: TextKind, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"^[^a-z]+|[^a-z0-9]+$", "", re.sub(r"[^a-z0-9]+", "-", plain))[:LONGEST_KEY - 4].rstrip("-") or kind
    tries = (key if number == 1 else f"{key}-{number}" for number in range(1, len(taken) + 3))
    return next(free for free in tries if free not in taken and len(free) > 1)
