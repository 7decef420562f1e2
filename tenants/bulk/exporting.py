"""The verb of an export: which cases, what of them, for whom; and a line in the audit trail for all and for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import not_, select

from concord.audit.service import record_act, record_acts
from concord.database import db
from concord.database.columns import uuid7
from concord.web.translations import UK
from tenants.bulk import for_side, for_us
from tenants.casework.absence import is_stood_in_for
from tenants.casework.kinds import Audience
from tenants.casework.models import Case, CaseParty
from tenants.casework.visibility import Reader, visible_to
from tenants.papers.reading import side_view
from tenants.papers.side import SideView
from tenants.people.service import Refused

SUBJECT = "case_list"
MOST_FOR_A_SIDE = 500  # each is read for that side alone


class What(StrEnum):
    CASES = "cases"
    PEOPLE = "people"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class Choice:
    """What somebody wants to have. No stages stand for all; ``audience`` FACILITATORS: for us."""

    what: What
    audience: Audience
    kind: str  # of file
    stages: tuple[str, ...] = ()
    opened_from: date | None = None
    opened_to: date | None = None


@dataclass(frozen=True)
class Sheet:
    """A table: its head and its rows."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


US = {What.CASES: for_us.cases, What.PEOPLE: for_us.people, What.TIMELINE: for_us.timeline}
SIDE = {What.CASES: for_side.cases, What.PEOPLE: for_side.people, What.TIMELINE: for_side.timeline}


def export(choice: Choice, reader: Reader) -> Sheet:
    """What the reader may see of the cases that were chosen, as the audience may see it."""
    case_ids = _chosen(choice, reader)
    sheet = _for_us(choice, case_ids) if choice.audience == Audience.FACILITATORS else _for_side(choice, case_ids)
    export_id = uuid7()
    record_act(
        "export", SUBJECT, export_id, what=choice.what, audience=choice.audience, file=choice.kind,
        stages=list(choice.stages), opened_from=_iso(choice.opened_from), opened_to=_iso(choice.opened_to),
        cases=len(case_ids), rows=len(sheet.rows),
    )
    record_acts("export", "case", case_ids, export=str(export_id), what=choice.what, audience=choice.audience)
    return sheet


def _for_us(choice: Choice, case_ids: Collection[UUID]) -> Sheet:
    head, rows = US[choice.what](case_ids)
    return Sheet([str(label) for label in head], rows)


def _for_side(choice: Choice, case_ids: Collection[UUID]) -> Sheet:
    if len(case_ids) > MOST_FOR_A_SIDE:
        raise Refused(_("Choose fewer cases: %(most)s at most for one side.", most=MOST_FOR_A_SIDE))
    head, rows = SIDE[choice.what](_views(case_ids, choice.audience))
    return Sheet([str(label) for label in head], rows)


def _views(case_ids: Collection[UUID], audience: Audience) -> list[SideView]:
    """The view of each person of this side, case by case; never of one whom somebody stands in for (A7)."""
    statement = (
        select(CaseParty.case_id, CaseParty.id)
        .where(CaseParty.case_id.in_(case_ids), CaseParty.role == audience, not_(is_stood_in_for()))
        .order_by(CaseParty.case_id, CaseParty.added_at, CaseParty.id)
    )
    seen = (side_view(row.case_id, row.id) for row in db.session.execute(statement).all())
    return [view for view in seen if view is not None]


def _chosen(choice: Choice, reader: Reader) -> list[UUID]:
    """Only what the reader may know of: restricted cases of others and conflicts of interest stay out."""
    statement = select(Case.id).where(visible_to(reader)).order_by(Case.opened_at, Case.id)
    if choice.stages:
        statement = statement.where(Case.stage.in_(choice.stages))
    if choice.opened_from:
        statement = statement.where(Case.opened_at >= datetime.combine(choice.opened_from, time(), UK))
    if choice.opened_to:
        after = choice.opened_to + timedelta(days=1)
        statement = statement.where(Case.opened_at < datetime.combine(after, time(), UK))
    return list(db.session.scalars(statement))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
