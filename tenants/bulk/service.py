"""The verbs of an import: send a file in, have it checked, take its good rows, throw the rest away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.database.encryption import keyed_token
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from concord.tenancy import scope
from tenants.bulk import known, sheets, taking
from tenants.bulk.checking import Said, read_case
from tenants.bulk.columns import COLUMNS
from tenants.bulk.models import ImportRow, ImportRun, RowState, RunState
from tenants.documents.kinds import Unsuitable
from tenants.people.service import Refused

CHECK, TAKE, TAKE_CASE = "bulk.check", "bulk.take", "bulk.take_case"
CASES_AT_ONCE = 50  # checked in one transaction
KEPT = timedelta(days=30)  # what was not taken


class NoSuchImport(LookupError):
    """The bound service has no import of this id."""


def send_in(name: str, data: bytes, sent_by: UUID) -> UUID:
    """Take a file in, to be checked. `Unsuitable` says why the whole of it cannot be read."""
    rows = _rows_of(sheets.read_sheet(name, data))
    run = ImportRun(id=uuid7(), sent_by=sent_by, row_count=len(rows))
    db.session.add(run)
    db.session.flush()
    db.session.add_all([_row(run.id, number, said) for number, said in rows])
    db.session.flush()
    record_act("create", "import", run.id, rows=len(rows))
    emit(CHECK, Lane.BULK, run_id=run.id)
    return run.id


def _rows_of(lines: Sequence[sheets.Line]) -> list[tuple[int, Said]]:
    """Each row by the codes of its columns, whichever order they stand in."""
    headings = {str(column.heading).casefold(): column.code for column in COLUMNS}
    headings |= {column.code: column.code for column in COLUMNS}
    codes = [headings.get(" ".join(cell.split()).casefold()) for cell in lines[0][1]] if lines else []
    if missing := [str(column.heading) for column in COLUMNS if column.required and column.code not in codes]:
        raise Unsuitable(_("The first row must name the columns. Missing: %(names)s", names=", ".join(missing)))
    if doubled := [code for code in codes if code and codes.count(code) > 1]:
        raise Unsuitable(_("A column stands there twice: %(name)s", name=doubled[0]))
    every = (
        (number, {code: cell for code, cell in zip(codes, cells, strict=False) if code}) for number, cells in lines[1:]
    )
    rows: list[tuple[int, Said]] = [(number, said) for number, said in every if any(map(str.strip, said.values()))]
    if not rows:
        raise Unsuitable(_("There are no rows below the names of the columns"))
    return rows


def _row(run_id: UUID, number: int, said: Said) -> ImportRow:
    reference = _folded(said.get("reference", ""))
    case = reference or f"\n{run_id} {number}"  # a row that names no case is one by itself
    person = "\n".join((case, _folded(said.get("role", "")), _folded(said.get("name", ""))))
    return ImportRow(
        id=uuid7(), run_id=run_id, number=number, said=dict(said), found={},
        case_key=keyed_token(case, "import_rows.case"), row_key=keyed_token(person, "import_rows.row"),
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def check_some(event: OutboxEvent) -> None:
    """Check the next cases of a file; what is left follows by an event of its own."""
    run = locked(UUID(event.ids["run_id"]))
    if run.state != RunState.CHECKING:
        return
    following = (
        select(ImportRow.case_key).where(ImportRow.run_id == run.id, ImportRow.state == RowState.WAITING)
        .group_by(ImportRow.case_key).order_by(func.min(ImportRow.number)).limit(CASES_AT_ONCE)
    )
    keys = list(db.session.scalars(following))
    statement = select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.case_key.in_(keys))
    rows = list(db.session.scalars(statement.order_by(ImportRow.number)))
    for key in keys:
        _check([row for row in rows if row.case_key == key], run.sent_by)
    if keys:
        emit(CHECK, Lane.BULK, run_id=run.id)
    else:
        run.state = RunState.CHECKED
    db.session.flush()


def _check(rows: list[ImportRow], sent_by: UUID) -> None:
    """Say of all rows of one case what they are."""
    taken = known.taken_before(rows[0].case_key)
    case, faults = read_case([row.said for row in rows])
    if taken:
        known.set_apart(rows, taken)
        return
    alike = [known.alike(person) for person in case.people] if case else [[] for _row in rows]
    equal = known.equal_case(case, alike, sent_by) if case else None
    for row, found, others in zip(rows, faults, alike, strict=True):
        row.state = RowState.BAD if found else RowState.KNOWN if equal else RowState.GOOD
        maybe = [] if equal else [str(other.person_id) for other in others]
        row.found = {"faults": found, "case": str(equal) if equal else None, "maybe": maybe}


def take(run_id: UUID, taken_by: UUID) -> None:
    """Take the good rows, case by case, in the background. A second time nothing happens."""
    run = locked(run_id)
    if run.state == RunState.TAKING:
        return
    if run.state != RunState.CHECKED:
        raise Refused(_("The rows of this file cannot be taken now."))
    run.state, run.taken_by = RunState.TAKING, taken_by
    db.session.flush()
    record_act("decide", "import", run.id, taken=True)
    emit(TAKE, Lane.BULK, run_id=run.id)


def begin_taking(event: OutboxEvent) -> None:
    """Each case is one thing to do by itself: one that fails keeps no other back."""
    run_id = UUID(event.ids["run_id"])
    statement = (
        select(ImportRow.case_key, ImportRow.id).where(ImportRow.run_id == run_id, ImportRow.state == RowState.GOOD)
        .order_by(ImportRow.number.desc())
    )
    first = {row.case_key: row.id for row in db.session.execute(statement)}
    for row_id in reversed(first.values()):
        emit(TAKE_CASE, Lane.BULK, run_id=run_id, row_id=row_id)


def take_case(event: OutboxEvent) -> None:
    """Take one case with all its people, in this one transaction. What was taken meanwhile is left alone."""
    run = db.session.get_one(ImportRun, (scope.current_tenant_id(), UUID(event.ids["run_id"])))
    first = db.session.get(ImportRow, (scope.current_tenant_id(), UUID(event.ids["row_id"])))
    if first is None or run.state != RunState.TAKING or run.taken_by is None:
        return
    name = f"{scope.current_tenant_id()} import {first.case_key.hex()}"
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    statement = select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.case_key == first.case_key)
    statement = statement.order_by(ImportRow.number).with_for_update().execution_options(populate_existing=True)
    rows = list(db.session.scalars(statement))
    if any(row.state != RowState.GOOD for row in rows):
        return
    if taken := known.taken_before(first.case_key):
        known.set_apart(rows, taken)
        return
    taking.take(rows, run.id, run.taken_by)


def throw_away(run_id: UUID) -> None:
    """Forget every row that was not taken."""
    run = locked(run_id)
    run.state = RunState.THROWN_AWAY
    db.session.execute(delete(ImportRow).where(ImportRow.run_id == run.id, ImportRow.state != RowState.TAKEN))
    db.session.flush()
    record_act("change", "import", run.id, thrown_away=True)


def forget_old() -> int:
    """Daily: rows that nobody took or threw away in time go by themselves; of how many files."""
    statement = select(ImportRun.id).where(
        ImportRun.state != RunState.THROWN_AWAY, ImportRun.sent_at < datetime.now(UTC) - KEPT
    )
    due = list(db.session.scalars(statement))
    db.session.execute(delete(ImportRow).where(ImportRow.run_id.in_(due), ImportRow.state != RowState.TAKEN))
    db.session.execute(update(ImportRun).where(ImportRun.id.in_(due)).values(state=RunState.THROWN_AWAY))
    return len(due)


def locked(run_id: UUID) -> ImportRun:
    """The import, for this act alone until the transaction ends."""
    key = (scope.current_tenant_id(), run_id)
    run = db.session.get(ImportRun, key, with_for_update=True, populate_existing=True)
    if run is None:
        raise NoSuchImport(str(run_id))
    return run
