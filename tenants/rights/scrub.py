"""Erasing: nothing that people wrote or that was written about them is left of a case, and nothing finds it.

It happens in the transaction of the move, whoever makes it. Rows stay where they count, emptied: stages, days, roles,
codes. What cannot be read without its words (tokens that find them, files) goes whole; the files' content follows once
this is committed. There is no way back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from concord.database import db
from concord.database.columns import is_sealed
from concord.identity.models import FormDraft
from tenants.casework.events import Act
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.record_models import Task
from tenants.documents.models import Document
from tenants.documents.service import destroy
from tenants.notifications.models import Message, MessageStatus
from tenants.people.models import Person
from tenants.rights.reach import Reached, parents, reached

EMPTY: ColumnElement[bytes] = literal_column("''::bytea")
FILES: Table = Document.metadata.tables[Document.__tablename__]


def case_moved(case: Case, *, after: str, act: Act, **_rest: Any) -> None:
    """For the signal of casework: whoever erases a case erases all of it."""
    if after == Stage.ERASED:
        erase(case, act)


def erase(case: Case, act: Act) -> None:
    db.session.flush()
    found = reached(case)
    files = _files(found)
    for table, ids in found.items():
        _empty(table, ids)
    destroy(files)
    _let_go({table.name: ids for table, ids in found.items()}, case, act)
    db.session.expire_all()


def _let_go(ids: dict[str, list[UUID]], case: Case, act: Act) -> None:
    """Nobody waits for it, nothing is sent about it, and its people are nobody's other record."""
    people, messages = ids.get("people", []), ids.get("messages", [])
    typed = or_(*(FormDraft.path.contains(str(one)) for one in [case.id, *ids.get("referrals", [])]))
    waits = (Message.id.in_(messages), Message.status == MessageStatus.DECIDED)
    for statement in (
        delete(FormDraft).where(typed),
        update(Person).where(Person.id.in_(people)).values(individual_id=None),
        update(Message).where(*waits).values(status=MessageStatus.CANCELLED),
        update(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).values(
            done_at=act.written_at, done_by=act.actor_id
        ),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _files(found: Reached) -> set[UUID]:
    """What the rows of the case lead to in storage."""
    columns = [(column, ids) for table, ids in found.items() for column in _to_files(table)]
    return {
        file for column, ids in columns
        for file in db.session.scalars(select(column).where(column.table.c.id.in_(ids), column.is_not(None)))
    }


def _to_files(table: Table) -> list[Column[UUID]]:
    return [column for column, parent in parents(table) if parent is FILES]


def _tokens(table: Table) -> list[Column[bytes]]:
    """Keyed hashes and the like: each says something, or leads to somebody, without being opened."""
    return [column for column in table.columns if isinstance(column.type, LargeBinary)]


def _empty(table: Table, ids: list[UUID]) -> None:
    these = table.c.id.in_(ids)
    found: list[Column[Any]] = [*_tokens(table), *_to_files(table)]
    if "DELETE" in table.info["grants"] and any(not column.nullable for column in found):
        db.session.execute(delete(table).where(these))
    elif values := _emptied(table):
        db.session.execute(update(table).where(these).values(values))


def _emptied(table: Table) -> dict[str, Any]:
    """What its columns hold from now on: sealed ones nothing, and tokens nothing that can be looked for."""
    files, tokens = _to_files(table), _tokens(table)
    # Where a file may stand for words, a row without either is none: then there are empty words.
    words = {
        column.name: EMPTY if files else func.substr(column, 1, 0) for column in table.columns if is_sealed(column)
    }
    hashes = {column.name: null() if column.nullable else func.uuid_send(table.c.id) for column in tokens}
    return words | hashes | {column.name: null() for column in files}
