"""Publish submitted returns through the disclosure gate. The only writer of published figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from admin.national.gate import YEAR, gate_series, published_value, rate
from admin.national.inference import Band, Run
from admin.national.models import PublishedFigure
from concord.database.columns import uuid7
from concord.database.engine import statistics_engine
from concord.outbox.models import OutboxEvent
from concord.tenancy import scope
from tenants.registry.models import PoliceArea, ServiceArea
from tenants.returns.models import Return, ReturnFigure
from tenants.returns.period import Quarter
from tenants.returns.policy import NATIONAL_FIGURES, Key

SPAN_OF_LENGTH = {1: "quarter", YEAR: "year"}
LENGTH_OF_SPAN = {span: length for length, span in SPAN_OF_LENGTH.items()}


class NotSubmittedError(LookupError):
    """An event speaks of a return that is not there."""


@dataclass(frozen=True)
class SubmittedQuarter:
    """What is known of a submitted quarter beside its counts. ``population`` is that of the areas served at its end."""

    rules_version: str
    population: int | None


@dataclass(frozen=True)
class ServedArea:
    """A police area the service covers or covered; None where its population is not known."""

    starts_on: date
    ends_on: date | None
    population: int | None

    def is_served_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass
class Series:
    """One kind of figure of one service over time: exact counts by quarter, and what is published of them."""

    counts: dict[int, int] = field(default_factory=dict)
    published: dict[Run, Band] = field(default_factory=dict)


def return_submitted(event: OutboxEvent) -> None:
    """Act on ``return.submitted``, in the scope of the service that submitted."""
    service_id = scope.current_tenant_id()
    with statistics_engine().connect() as connection:
        found = connection.execute(
            select(Return.id).where(Return.tenant_id == service_id, Return.id == UUID(event.ids["return_id"]))
        ).one_or_none()
    if found is None:
        raise NotSubmittedError(event.ids["return_id"])
    publish(service_id)


def publish(service_id: UUID) -> int:
    """Publish all that a service has submitted and that is not published yet; returns how many figures that was.

    Runs as `concord_statistics`, which reads returns and no case row. What is published already never changes. One
    service is published by one process at a time, because each figure is checked against all before it.
    """
    with statistics_engine().begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(service_id), 0))))
        submitted = _submitted_quarters(connection, service_id)
        rows = [
            {"organisation_id": service_id, **_row(key, run, band, submitted[run.end - 1])}
            for key, series in _series(connection, service_id).items()
            for run, band in _newly_told(series, submitted).items()
        ]
        if rows:
            connection.execute(insert(PublishedFigure).on_conflict_do_nothing(), rows)
    return len(rows)


def _submitted_quarters(connection: Connection, service_id: UUID) -> dict[int, SubmittedQuarter]:
    rows = connection.execute(select(Return.period, Return.rules_version).where(Return.tenant_id == service_id)).all()
    served = connection.execute(
        select(ServiceArea.starts_on, ServiceArea.ends_on, PoliceArea.population)
        .join(PoliceArea, PoliceArea.code == ServiceArea.area_code)
        .where(ServiceArea.organisation_id == service_id)
    ).all()
    areas = [ServedArea(*row) for row in served]
    quarters = {Quarter.parse(row.period): row.rules_version for row in rows}
    return {
        quarter.ordinal: SubmittedQuarter(version, _population_on(quarter.last_day, areas))
        for quarter, version in quarters.items()
    }


def _population_on(day: date, areas: Iterable[ServedArea]) -> int | None:
    served = [area.population for area in areas if area.is_served_on(day)]
    return None if not served or None in served else sum(people or 0 for people in served)


def _series(connection: Connection, service_id: UUID) -> dict[Key, Series]:
    found: dict[Key, Series] = {key: Series() for key in NATIONAL_FIGURES}
    exact = (
        select(Return.period, ReturnFigure.indicator, ReturnFigure.breakdown, ReturnFigure.value)
        .join(Return, (Return.tenant_id == ReturnFigure.tenant_id) & (Return.id == ReturnFigure.return_id))
        .where(ReturnFigure.tenant_id == service_id)
    )
    for period, indicator, breakdown, value in connection.execute(exact):
        if (indicator, breakdown) in found:
            found[indicator, breakdown].counts[Quarter.parse(period).ordinal] = value
    told = select(
        PublishedFigure.period, PublishedFigure.span, PublishedFigure.indicator, PublishedFigure.breakdown,
        PublishedFigure.least, PublishedFigure.most,
    ).where(PublishedFigure.organisation_id == service_id)
    for period, span, indicator, breakdown, least, most in connection.execute(told):
        if (indicator, breakdown) in found:
            end = Quarter.parse(period).ordinal + 1
            found[indicator, breakdown].published[Run(end - LENGTH_OF_SPAN[span], end)] = Band(least, most)
    return found


def _newly_told(series: Series, submitted: Mapping[int, SubmittedQuarter]) -> dict[Run, Band]:
    """What the gate lets through, version by version: counts under different rules are not added up."""
    told: dict[Run, Band] = {}
    for version in sorted({quarter.rules_version for quarter in submitted.values()}):
        quarters = {at for at, quarter in submitted.items() if quarter.rules_version == version}
        counts = {at: count for at, count in series.counts.items() if at in quarters}
        told |= gate_series(counts, series.published | told)
    return told


def _row(key: Key, run: Run, band: Band, quarter: SubmittedQuarter) -> dict[str, Any]:
    value = published_value(band)
    return {
        "id": uuid7(), "period": str(Quarter.from_ordinal(run.end - 1)), "span": SPAN_OF_LENGTH[run.end - run.start],
        "indicator": key[0], "breakdown": key[1], "status": "suppressed" if value is None else "shown",
        "least": band.least, "most": band.most, "value": value,
        "denominator": None if value is None else quarter.population, "rate": rate(value, quarter.population),
        "rules_version": quarter.rules_version,
    }
