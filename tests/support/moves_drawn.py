"""The moves of a case as a drawing, made from the data that decides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape

from moves_said import EARLIER, REFERRED, comes_from, leads_to

from tenants.casework import policy, words
from tenants.casework.policy import Stage, Transition

# Where each stage stands in the drawing; the frame is around what is under way.
WIDE, HIGH = 140, 48
PLACES: dict[str, tuple[int, int]] = {
    REFERRED: (20, 170), Stage.ALLOCATED: (230, 170), Stage.EXPLORING: (430, 170), Stage.ASSESSING: (630, 170),
    Stage.PREPARING: (830, 170), Stage.SCHEDULED: (830, 320), Stage.IN_PROCESS: (630, 320),
    Stage.FOLLOW_UP: (430, 320), Stage.CLOSED: (20, 320), Stage.ON_HOLD: (630, 460), Stage.TRANSFERRED: (430, 30),
    Stage.ERASED: (20, 460),
}
FRAME = (205, 130, 790, 270)  # x, y, width, height
SIZE = (1030, 530)
BEGINS = ""  # where a referral comes from

Points = list[tuple[float, float]]


def drawing() -> str:
    """The state machine as SVG."""
    boxes = "".join(_box(stage) for stage in PLACES)
    arrows = "".join(_arrow(line, names) for line, names in _lines())
    x, y, width, height = FRAME
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE[0]} {SIZE[1]}" role="img" '
        'aria-labelledby="title description" font-family="Helvetica, Arial, sans-serif" font-size="14">\n'
        '<title id="title">The stages of a case and the moves between them</title>\n'
        f'<desc id="description">{escape(" ".join(_sentences()))}</desc>\n'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#0b0c0c"/></marker></defs>\n'
        f'<rect width="{SIZE[0]}" height="{SIZE[1]}" fill="#ffffff"/>\n'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="12" fill="#f3f2f1" stroke="#505a5f" '
        'stroke-dasharray="6 4"/>\n'
        f'<text x="{x + 12}" y="{y + 22}" fill="#505a5f">under way</text>\n{arrows}{boxes}</svg>\n'
    )


def _sentences() -> Iterator[str]:
    for move in policy.TRANSITIONS:
        yield f"{move.id}: from {comes_from(move)} to {leads_to(move)}."


def _box(stage: str) -> str:
    x, y = PLACES[stage]
    name = "Referral" if stage == REFERRED else str(words.STAGES[stage])
    lines = [name] if len(name) < 17 else [name[: name.rindex(" ", 0, 17)], name[name.rindex(" ", 0, 17) + 1:]]
    middle = y + HIGH / 2 + 5 - 8 * (len(lines) - 1)
    said = "".join(
        f'<text x="{x + WIDE / 2:g}" y="{middle + 16 * number:g}" text-anchor="middle" fill="#0b0c0c">{escape(line)}'
        "</text>" for number, line in enumerate(lines)
    )
    fill = "#dbe9f4" if stage in policy.UNDER_WAY else "#ffffff"
    box = f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6" fill="{fill}" stroke="#0b0c0c"/>'
    return f"{box}{said}\n"


def _lines() -> Iterator[tuple[Points, str]]:
    """Every arrow with the moves that go along it. What goes from all that is under way starts at the frame."""
    between: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for earlier in EARLIER:
        between[earlier.source, earlier.target][earlier.id] = None
    for move in policy.TRANSITIONS:
        for pair in _pairs(move):
            between[pair][move.id.partition(" ")[0]] = None
    for (source, target), names in between.items():
        both = (target, source) in between
        yield _line(source, target, aside=18 if both else 0), ", ".join(names)


def _pairs(move: Transition) -> Iterator[tuple[str, str]]:
    target = str(move.target or "frame")
    if not move.sources:
        yield REFERRED, target
    elif set(move.sources) >= set(policy.UNDER_WAY):
        yield "frame", target
    else:
        yield from ((str(source), target) for source in move.sources)


def _line(source: str, target: str, aside: float) -> Points:
    routes: dict[tuple[str, str], Points] = {
        (BEGINS, REFERRED): [(90, 110), (90, 170)],
        ("frame", Stage.CLOSED): [(330, 400), (330, 440), (90, 440), (90, 368)],
        (Stage.CLOSED, Stage.ERASED): [(50, 368), (50, 460)],
        ("frame", Stage.ON_HOLD): [(680, 400), (680, 460)],
        (Stage.ON_HOLD, "frame"): [(720, 460), (720, 400)],
        (Stage.ON_HOLD, Stage.TRANSFERRED): [(770, 484), (1005, 484), (1005, 54), (570, 54)],
    }
    if route := routes.get((source, target)):
        return route
    (x1, y1), (x2, y2) = _middle(source), _middle(target)
    long = math.hypot(x2 - x1, y2 - y1)
    over, down = -(y2 - y1) / long * aside, (x2 - x1) / long * aside
    return [(x + over, y + down) for x, y in (_edge(x1, y1, x2, y2), _edge(x2, y2, x1, y1))]


def _middle(stage: str) -> tuple[float, float]:
    x, y = PLACES[stage]
    return x + WIDE / 2, y + HIGH / 2


def _edge(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    """Where the way from the middle of a box to another point leaves the box."""
    part = min(
        (WIDE / 2) / abs(x2 - x1) if x2 != x1 else math.inf, (HIGH / 2) / abs(y2 - y1) if y2 != y1 else math.inf
    )
    return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part


def _arrow(points: Points, label: str) -> str:
    middle = len(points) // 2
    (x1, y1), (x2, y2) = points[middle - 1], points[middle]
    x, y, wide = (x1 + x2) / 2, (y1 + y2) / 2, 7.5 * len(label) + 6
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    return (
        f'<polyline points="{line}" fill="none" stroke="#0b0c0c" marker-end="url(#tip)"/>'
        f'<rect x="{x - wide / 2:.0f}" y="{y - 9:.0f}" width="{wide:.0f}" height="18" rx="3" fill="#ffffff" '
        f'fill-opacity="0.9"/><text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" fill="#0b0c0c">{escape(label)}'
        "</text>\n"
    )
