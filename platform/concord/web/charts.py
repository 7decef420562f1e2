"""Bar charts drawn on the server: they print, need no script, and stand beside the table that holds the same figures.

The drawing has no fixed width: bars are percentages, words keep their size, so it fits a phone and a page of paper.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flask_babel import LazyString, format_decimal
from markupsafe import Markup

Text: TypeAlias = "str | LazyString"
WIDEST = 80  # per cent of the width; the rest is for the figure after the bar
BAR_HEIGHT = 18
LABEL_HEIGHT = 22
LABEL_WIDTH = 34  # letters that fit on the narrowest phone; SVG does not break lines itself
GAP = 16


@dataclass(frozen=True)
class Row:
    """One bar. Without a value, ``word`` says why: hidden, not submitted, not yet on Concord.

    ``other`` gives it a second colour, for a bar that stands apart such as the whole country.
    """

    label: Text
    value: float | None
    word: Text = ""
    other: bool = False


def bar_chart(title: Text, description: Text, rows: Sequence[Row], unit: str = "") -> Markup:
    """An SVG of horizontal bars, one below the other, to be read with the table beside it."""
    largest = max((row.value or 0 for row in rows), default=0) or 1
    drawn, height = Markup(""), 0
    for row in rows:
        lines = textwrap.wrap(str(row.label), LABEL_WIDTH) or [""]
        label_height = LABEL_HEIGHT * len(lines)
        drawn += _label(lines, height) + _draw(row, height + label_height, largest, unit)
        height += label_height + BAR_HEIGHT + GAP
    name = "chart-" + hashlib.sha256(f"{title}|{description}".encode()).hexdigest()[:8]
    return Markup(
        '<svg class="concord-chart" width="100%" height="{height}" role="img" '
        'aria-labelledby="{name}-title {name}-description" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title><desc id="{name}-description">{description}</desc>{drawn}'
        '<line class="concord-chart__axis" x1="0" y1="0" x2="0" y2="{height}"/></svg>'
    ).format(height=height, name=name, title=title, description=description, drawn=drawn)


def _draw(row: Row, top: int, largest: float, unit: str) -> Markup:
    return _without_value(row, top) if row.value is None else _with_value(row, row.value, top, largest, unit)


def _label(lines: Sequence[str], top: int) -> Markup:
    spans = Markup(" ").join(
        Markup('<tspan x="0" dx="6" y="{}">{}</tspan>').format(top + 16 + LABEL_HEIGHT * index, line)
        for index, line in enumerate(lines)
    )
    return Markup('<text class="concord-chart__label">{}</text>').format(spans)


def _with_value(row: Row, value: float, top: int, largest: float, unit: str) -> Markup:
    width = round(max(value, 0) / largest * WIDEST, 2)
    kind = " concord-chart__bar--other" if row.other else ""
    number = format_decimal(value, None if isinstance(value, int) else "#,##0.0")
    return Markup(
        '<rect class="concord-chart__bar{kind}" x="0" y="{bar}" width="{width}%" height="{height}"/>'
        '<text class="concord-chart__number" x="{width}%" dx="6" y="{text}">{number}{unit}</text>'
    ).format(
        kind=kind, bar=top, width=width, height=BAR_HEIGHT, text=top + 14,
        number=number, unit=unit,
    )  # fmt: skip


def _without_value(row: Row, top: int) -> Markup:
    return Markup(
        '<rect class="concord-chart__none" x="0" y="{bar}" width="{width}%" height="{height}"/>'
        '<text class="concord-chart__word" x="0" dx="10" y="{text}">{word}</text>'
    ).format(bar=top, width=WIDEST, height=BAR_HEIGHT, text=top + 14, word=row.word)
