"""The comparison as a page shows it: columns, cells in words, the order of the lines, the bars of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString, format_decimal
from flask_babel import lazy_gettext as _

from admin.national.queries import Figure, Line, Telling
from concord.web.charts import Row, Text
from tenants.returns.policy import ACTIVITIES, ALL, CASES_INITIATED, REFERRALS, Key


@dataclass(frozen=True)
class Column:
    """One measure by which services are compared: a count, or its rate per 100,000 people."""

    id: str
    label: LazyString
    key: Key
    is_rate: bool = False

    def number(self, line: Line) -> float | None:
        figure = line.figure(self.key)
        return figure.rate if self.is_rate else figure.value

    def cell(self, line: Line) -> Cell:
        number, figure = self.number(line), line.figure(self.key)
        if number is None:
            return Cell(self._reason(figure), is_number=False)
        return Cell(format_decimal(number, format="#,##0.0" if self.is_rate else None), is_number=True)

    def _reason(self, figure: Figure) -> Text:
        if figure.status == Telling.SHOWN:
            return _("Population not known")
        if figure.status == Telling.SUPPRESSED:
            return _("Hidden: fewer than 8") if figure.is_small and not self.is_rate else _("Hidden")
        return _("Not submitted")


@dataclass(frozen=True)
class Cell:
    """A number, or the word that stands in its place."""

    text: Text
    is_number: bool


COLUMNS = (
    Column("referrals", REFERRALS.name, (REFERRALS.id, ALL)),
    Column("rate", _("Referrals per 100,000 people"), (REFERRALS.id, ALL), is_rate=True),
    Column("cases_initiated", CASES_INITIATED.name, (CASES_INITIATED.id, ALL)),
    *(Column(breakdown, label, (ACTIVITIES.id, breakdown)) for breakdown, label in ACTIVITIES.labels.items()),
)
BY_ID = {column.id: column for column in COLUMNS}
CHARTED_FIRST = BY_ID["rate"]


def in_order(lines: Sequence[Line], column: Column | None) -> list[Line]:
    """By name; or by a column, the largest first and lines without a number last."""
    if column is None:
        return list(lines)
    numbers = {line.code: column.number(line) for line in lines}
    return sorted(lines, key=lambda line: -1.0 if (number := numbers[line.code]) is None else number, reverse=True)


def bars(lines: Sequence[Line], column: Column) -> list[Row]:
    """A bar for each service, or the word that stands in its place."""
    return [Row(line.name, column.number(line), column.cell(line).text) for line in lines]
