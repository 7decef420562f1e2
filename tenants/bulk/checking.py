"""Read the rows of one case: what they say, and in plain words what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from concord.web.translations import uk_date
from tenants.bulk.columns import BY_CODE, COLUMNS, Column
from tenants.people.models import ContactKind
from tenants.people.service import WayToReach

MOST_PEOPLE = 20  # on one case
WAYS = {"phone": ContactKind.PHONE, "email": ContactKind.EMAIL, "address": ContactKind.POST}
Said = Mapping[str, str]
Values = dict[str, str]


@dataclass(frozen=True)
class PersonRead:
    """Somebody of a case as their row says."""

    role: str
    name: str
    born: str | None
    ways: tuple[WayToReach, ...]
    notes: str


@dataclass(frozen=True)
class CaseRead:
    """A case as its rows say. Without a ``lead`` whoever takes it leads it."""

    reference: str
    incident: str
    summary: str
    area: str | None
    opened: date
    closed: date | None
    reason: str | None
    lead: UUID | None
    people: tuple[PersonRead, ...]


def read_case(rows: Sequence[Said]) -> tuple[CaseRead | None, list[list[str]]]:
    """The case, or None; and for each row what is wrong with it. Rows of one case are good together or not at all."""
    read = [_read_row(row) for row in rows]
    values, faults = [row for row, _faults in read], [found for _row, found in read]
    shared = _shared(values, faults)
    if not any(faults):
        faults[0] += _faults_of_case(shared)
        _compare_people(values, faults)
    if any(faults):
        others = _("Another row with this reference is not right. All rows of a case are taken together.")
        return None, [found or [others] for found in faults]
    return _case(shared, values), faults


def _read_row(said: Said) -> tuple[Values, list[str]]:
    values, faults = Values(), list[str]()
    for column in COLUMNS:
        text = said.get(column.code, "")
        try:
            values[column.code] = _read_cell(column, text)
        except ValueError as fault:
            faults.append(f"{column.heading}: {fault}")
    return values, faults


def _read_cell(column: Column, text: str) -> str:
    text = text.strip()
    if not text:
        if column.required:
            raise ValueError(_("This is missing"))
        return ""
    if len(text) > column.longest:
        raise ValueError(_("Use %(limit)s characters or fewer", limit=column.longest))
    return column.read(text)


def _shared(values: list[Values], faults: list[list[str]]) -> Values:
    """What is the case's own: said in one row, or alike in several."""
    shared: Values = {"reference": values[0].get("reference", "")}
    for column in (column for column in COLUMNS if column.of_case):
        shared[column.code] = next((row[column.code] for row in values if row.get(column.code)), "")
        for row, found in zip(values, faults, strict=True):
            if row.get(column.code) not in {None, "", shared[column.code]}:
                found.append(f"{column.heading}: {_('Another row with this reference says something else')}")
    return shared


def _faults_of_case(shared: Values) -> list[str]:
    found = []
    if shared["closed"] and not shared["reason"]:
        found.append(_about("reason", _("Say why the case closed")))
    if shared["reason"] and not shared["closed"]:
        found.append(_about("closed", _("Say when the case closed")))
    elif not shared["closed"] and not shared["lead"]:
        found.append(_about("lead", _("Say who leads this open case")))
    if shared["closed"] and shared["closed"] < shared["opened"]:
        day = uk_date(date.fromisoformat(shared["opened"]))
        found.append(_about("closed", _("This is before the case opened, on %(day)s", day=day)))
    return found


def _compare_people(values: list[Values], faults: list[list[str]]) -> None:
    if len(values) > MOST_PEOPLE:
        faults[0].append(_("A case cannot have more than %(most)s people", most=MOST_PEOPLE))
        return
    for place, row in enumerate(values):
        for before in values[:place]:
            if row["name"].casefold() != before["name"].casefold():
                continue
            if row["role"] == before["role"]:
                faults[place].append(_("The same person stands in this case twice"))
            elif row["born"] == before["born"]:
                faults[place].append(_("The same person cannot be on both sides of a case"))
        if row["born"] > max(row["opened"] for row in values):
            faults[place].append(_about("born", _("This is after the case opened")))


def _about(code: str, fault: str) -> str:
    return f"{BY_CODE[code].heading}: {fault}"


def _case(shared: Values, values: list[Values]) -> CaseRead:
    return CaseRead(
        reference=shared["reference"], incident=shared["incident"] or "unknown",
        summary=shared["summary"] or _("Nothing was written down about what happened."), area=shared["area"] or None,
        opened=date.fromisoformat(shared["opened"]),
        closed=date.fromisoformat(shared["closed"]) if shared["closed"] else None, reason=shared["reason"] or None,
        lead=UUID(shared["lead"]) if shared["lead"] else None, people=tuple(map(_person, values)),
    )


def _person(row: Values) -> PersonRead:
    ways = tuple(WayToReach(kind=kind, value=row[code]) for code, kind in WAYS.items() if row[code])
    return PersonRead(row["role"], row["name"], row["born"] or None, ways, row["notes"])
