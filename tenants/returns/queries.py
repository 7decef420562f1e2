"""Reads for the pages of quarterly figures: plain rows, few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Uuid, and_, bindparam, column, select, text, true

from concord.database import db
from concord.identity.models import Account
from concord.tenancy import scope
from tenants.returns.counting import Count, Item, document_of, read_count, seal
from tenants.returns.models import FigureDraft, Return, ReturnFigure, ReturnItem
from tenants.returns.period import Quarter
from tenants.returns.policy import Key, Unit


@dataclass(frozen=True)
class Submission:
    """Who submitted a quarter, and when."""

    id: UUID
    rules_version: str
    hash: str
    submitted_at: datetime
    signer_id: UUID
    signer: str


@dataclass(frozen=True)
class ListedQuarter:
    """One line of the list of quarters."""

    period: Quarter
    submitted_at: datetime | None
    submitted_by: str | None


@dataclass(frozen=True)
class QuarterState:
    """Where one quarter stands: submitted, or counted so far, or neither."""

    period: Quarter
    submission: Submission | None
    draft: Count | None
    computed_at: datetime | None

    @property
    def can_be_submitted(self) -> bool:
        return self.submission is None and self.period.is_finished()


@dataclass(frozen=True)
class Figures:
    """What a page shows of a quarter: each figure, and the rows behind it.

    ``unchanged``: whether they are, word for word, what was submitted; None for figures that are not.
    """

    values: dict[Key, int]
    items: list[Item]
    unchanged: bool | None = None


@dataclass(frozen=True)
class RowBehind:
    """A row behind a figure: what to show, and which page to open."""

    reference: str
    counted_on: date
    page_kind: str
    page_id: UUID


# The day the service went live, or an earlier one from which it has something to count.
_BEGAN = text("""
    SELECT LEAST(
        (SELECT (live_since AT TIME ZONE 'Europe/London')::date FROM organisations WHERE id = :service),
        (SELECT (min(received_at) AT TIME ZONE 'Europe/London')::date FROM referrals
         WHERE status <> 'held' AND close_reason IS DISTINCT FROM 'not_a_referral'),
        (SELECT min(happened_on) FROM case_events), (SELECT min(happened_on) FROM activities)
    ) AS began
""").columns(column("began", Date)).subquery("first")
_SIGNED = and_(Account.tenant_id == Return.tenant_id, Account.id == Return.submitted_by)
_QUARTERS = (
    select(_BEGAN.c.began, Return.period, Return.submitted_at, Account.name)
    .select_from(_BEGAN).outerjoin(Return, true()).outerjoin(Account, _SIGNED)
)
_QUARTER = (
    select(
        _BEGAN.c.began, Return.id, Return.rules_version, Return.hash, Return.submitted_at, Return.submitted_by,
        Account.name, FigureDraft.figures, FigureDraft.computed_at,
    )
    .select_from(_BEGAN)
    .outerjoin(Return, Return.period == bindparam("period")).outerjoin(Account, _SIGNED)
    .outerjoin(FigureDraft, FigureDraft.period == bindparam("period"))
)
_CASES_OF = text("SELECT id, case_id FROM activities WHERE id = ANY (:ids)").columns(
    column("id", Uuid), column("case_id", Uuid)
)


def quarters() -> list[ListedQuarter]:
    """Every quarter since the service began, newest first."""
    rows = db.session.execute(_QUARTERS, {"service": scope.current_tenant_id()}).all()
    submitted = {Quarter.parse(row.period): (row.submitted_at, row.name) for row in rows if row.period}
    current = Quarter.current()
    first = min([_first_quarter(rows[0].began), *submitted])
    listed = (current.before(back) for back in range(current.ordinal - first.ordinal + 1))
    return [ListedQuarter(quarter, *submitted.get(quarter, (None, None))) for quarter in listed]


def quarter_state(period: Quarter) -> QuarterState | None:
    """Where a quarter stands; None for one before the service began or after the running one."""
    row = db.session.execute(_QUARTER, {"service": scope.current_tenant_id(), "period": str(period)}).one()
    if row.id is None and not _first_quarter(row.began) <= period <= Quarter.current():
        return None
    submission = Submission(*row[1:7]) if row.id else None
    return QuarterState(period, submission, read_count(row.figures) if row.figures else None, row.computed_at)


def figures(state: QuarterState) -> Figures | None:
    """The figures of a quarter: as frozen with its return, else as counted last; None when nobody counted yet."""
    if state.submission:
        return _frozen(state.period, state.submission)
    return Figures(state.draft.values, list(state.draft.items)) if state.draft else None


def rows_behind(found: Figures, key: Key) -> list[RowBehind]:
    """The rows behind one figure. A meeting or exchange has no page of its own: its case has."""
    items = [item for item in found.items if item.key == key]
    cases = _cases_of([item.subject_id for item in items if item.subject_kind == Unit.ACTIVITY])
    return [
        RowBehind(item.reference, item.counted_on, Unit.CASE if item.subject_id in cases else item.subject_kind,
                  cases.get(item.subject_id, item.subject_id))
        for item in items
    ]


def _first_quarter(began: date | None) -> Quarter:
    return Quarter.containing(began) if began else Quarter.current()


def _frozen(period: Quarter, submission: Submission) -> Figures:
    figure_rows = db.session.execute(
        select(ReturnFigure.indicator, ReturnFigure.breakdown, ReturnFigure.value)
        .where(ReturnFigure.return_id == submission.id)
    )
    item_rows = db.session.execute(
        select(ReturnItem.indicator, ReturnItem.breakdown, ReturnItem.counted_on, ReturnItem.reference,
               ReturnItem.subject_kind, ReturnItem.subject_id)
        .where(ReturnItem.return_id == submission.id)
    )
    values = {(row.indicator, row.breakdown): row.value for row in figure_rows}
    items = sorted(Item(*row) for row in item_rows)
    document = document_of(period, submission.rules_version, values, items)
    now = seal(document, scope.current_tenant_id(), submission.signer_id, submission.submitted_at)
    return Figures(values, items, unchanged=now == submission.hash)


def _cases_of(activity_ids: list[UUID]) -> dict[UUID, UUID]:
    if not activity_ids:
        return {}
    return {row.id: row.case_id for row in db.session.execute(_CASES_OF, {"ids": activity_ids})}
