"""What the national office reads, as `concord_national`: published figures, services and police areas. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import RowMapping, and_, bindparam, exists, or_, select

from admin.national.gate import HIDDEN
from admin.national.models import PublishedFigure
from concord.database.engine import national_engine
from concord.tenancy.models import Kind, Organisation, Status
from tenants.registry.models import PoliceArea, ServiceArea
from tenants.returns.period import Quarter
from tenants.returns.policy import NATIONAL_FIGURES, Key


class Span(StrEnum):
    """A published figure is of one quarter, or of the 12 months that end with it."""

    QUARTER = "quarter"
    YEAR = "year"


class Telling(StrEnum):
    """Whether there is a number to show, and if not, why."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    NOT_SUBMITTED = "not_submitted"
    NOT_ON_CONCORD = "not_on_concord"


@dataclass(frozen=True)
class Figure:
    """One published figure, or the reason why there is none. The rate is per 100,000 people."""

    status: Telling
    value: int | None = None
    population: int | None = None
    rate: float | None = None
    is_small: bool = False


@dataclass
class Line:
    """A service, or a police area without one (``code`` is then the area's), and its figures."""

    code: str
    name: str
    status: Telling
    figures: dict[Key, Figure] = field(default_factory=dict)

    def figure(self, key: Key) -> Figure:
        return self.figures.get(key, Figure(Telling.NOT_SUBMITTED if self.figures else self.status))


@dataclass(frozen=True)
class Comparison:
    """Every service by name, and every police area that has none."""

    services: list[Line]
    areas: list[Line]


_OF_THIS_TIME = and_(
    PublishedFigure.organisation_id == Organisation.id,
    PublishedFigure.period == bindparam("period"), PublishedFigure.span == bindparam("span"),
)
_BEGUN = ServiceArea.starts_on <= bindparam("last_day")
# Services that were on Concord at this time, or submitted for it.
_LISTED = and_(
    Organisation.kind == Kind.SERVICE,
    or_(
        and_(
            Organisation.status.in_((Status.LIVE, Status.SUSPENDED)),
            exists().where(ServiceArea.organisation_id == Organisation.id, _BEGUN).correlate(Organisation),
        ),
        exists().where(_OF_THIS_TIME).correlate(Organisation),
    ),
)
_FIGURES = (
    select(
        Organisation.slug, Organisation.name, PublishedFigure.indicator, PublishedFigure.breakdown,
        PublishedFigure.status, PublishedFigure.most, PublishedFigure.value, PublishedFigure.denominator,
        PublishedFigure.rate,
    )
    .outerjoin(PublishedFigure, _OF_THIS_TIME).where(_LISTED).order_by(Organisation.name, Organisation.slug)
)
_SERVED = (
    select(ServiceArea.area_code).join(Organisation, Organisation.id == ServiceArea.organisation_id)
    .where(_LISTED, _BEGUN, or_(ServiceArea.ends_on.is_(None), ServiceArea.ends_on >= bindparam("first_day")))
)
_AREAS = select(PoliceArea.code, PoliceArea.name).where(PoliceArea.code.not_in(_SERVED)).order_by(PoliceArea.name)


def comparison(period: Quarter, span: Span) -> Comparison:
    """What is published for a quarter, or for the 12 months that end with it."""
    asked = {"period": str(period), "span": span, "last_day": period.last_day}
    first = period if span == Span.QUARTER else period.twelve_months[0]
    with national_engine().connect() as connection:
        rows = connection.execute(_FIGURES, asked).mappings().all()
        areas = connection.execute(_AREAS, asked | {"first_day": first.first_day}).all()
    lines: dict[str, Line] = {}
    for row in rows:
        line = lines.setdefault(row["slug"], Line(row["slug"], row["name"], Telling.NOT_SUBMITTED))
        if row["indicator"]:
            line.status = Telling.SHOWN
            line.figures[row["indicator"], row["breakdown"]] = _figure(row)
    return Comparison(
        list(lines.values()), [Line(area.code, area.name, Telling.NOT_ON_CONCORD) for area in areas]
    )


def published_document(period: Quarter, span: Span) -> list[dict[str, object]]:
    """The same as rows of plain values: one for each service or area, and each figure."""
    found = comparison(period, span)
    return [
        {"service": line.code, "name": line.name, "indicator": indicator, "breakdown": breakdown,
         "value": figure.value, "numerator": figure.value, "denominator": figure.population, "rate": figure.rate,
         "status": figure.status.value}
        for line in [*found.services, *found.areas]
        for indicator, breakdown in NATIONAL_FIGURES
        for figure in [line.figure((indicator, breakdown))]
    ]


def _figure(row: RowMapping) -> Figure:
    is_small = row["value"] is None and row["most"] <= HIDDEN.most
    return Figure(Telling(row["status"]), row["value"], row["denominator"], row["rate"], is_small)
