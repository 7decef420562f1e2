"""The moves of a case as people read them: a drawing and a table, both made from the data that decides.

``infra/state-machine`` writes them to ``docs``; a test fails when they are out of date.
"""

from __future__ import annotations

import ast
from pathlib import Path

from flask import Flask
from moves_drawn import drawing
from moves_said import EARLIER, comes_from, leads_to

from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.casework import policy
from tenants.casework.guards import GUARDS, Guard

ROOT = Path(__file__).parents[2]
DRAWING, TABLE = ROOT / "docs" / "state-machine.svg", ROOT / "docs" / "transitions.md"


def table(found: dict[str, list[str]]) -> str:
    """Every move and every guard, with the tests that prove it."""
    moves = [
        "| move | from | to | who | guards | reasons | words |", "|---|---|---|---|---|---|---|",
        *(f"| {move.id} | {move.source or '–'} | {move.target} | {move.who} | {move.rules} | | |" for move in EARLIER),
        *(
            f"| {move.id} | {comes_from(move)} | {leads_to(move)} | {_who(move.permission)} | "
            f"{', '.join(f'`{name}`' for name in move.guards)} | {', '.join(move.reasons)} | "
            f"{'needed' if move.needs_words else ''} |" for move in policy.TRANSITIONS
        ),
    ]
    guards = [
        "| guard | what it says when it refuses | moves | set aside by a manager | proved by |",
        "|---|---|---|---|---|",
        *(_guard_line(guard, found[name]) for name, guard in sorted(GUARDS.items())),
    ]
    parts = ("# Moves of a case", INTRODUCTION, "\n".join(moves), "# Guards", "\n".join(guards))
    return "\n\n".join(parts) + "\n"


INTRODUCTION = (
    "Made by `infra/state-machine` from `tenants/casework/policy.py` and the guards that features register; do not "
    "edit. The picture is [state-machine.svg](state-machine.svg).\n\nEvery move also needs a date that is not before "
    "the move that came before it, and writes an event with its actor and with what each guard said. With the move to "
    "“erased” all that was written in the case goes (`tenants/rights`); no move leads back."
)


def _guard_line(guard: Guard, tests: list[str]) -> str:
    moves = ", ".join(move.id for move in policy.TRANSITIONS if guard.name in move.guards)
    aside = "with words, not in their own case" if guard.may_be_overridden else "never"
    return f"| `{guard.name}` | {guard.refusal} | {moves} | {aside} | {'<br>'.join(tests)} |"


def _who(permission: Permission) -> str:
    return ", ".join(role.replace("_", " ") for role in Role if permission in PERMISSIONS[role])


def listed() -> dict[str, list[str]]:
    """The tests that the table names for each guard."""
    lines = (line.split(" | ") for line in TABLE.read_text().splitlines() if line.startswith("| `"))
    return {cells[0].strip("| `"): cells[-1].removesuffix(" |").split("<br>") for cells in lines}


def proofs() -> dict[str, list[str]]:
    """For each guard the tests that name it: in their own name, or as a word in what they do."""
    found: dict[str, list[str]] = {name: [] for name in GUARDS}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        lists = {
            target.id: _strings(node.value) for node in tree.body if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Name)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = _strings(node) | {one for name in _names(node) for one in lists.get(name, ())}
                for name, tests in found.items():
                    if name in said or node.name.startswith(f"test_{name}_"):
                        tests.append(f"{path.relative_to(ROOT / 'tests')}: {node.name}")
    return found


def _strings(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def write(app: Flask) -> None:
    """Bring the files in ``docs`` up to date."""
    with app.test_request_context():
        DRAWING.write_text(drawing())
        TABLE.write_text(table(proofs()))
