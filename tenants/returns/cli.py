"""``concord returns``: count the services' figures again."""

from __future__ import annotations

import json
from typing import Any

import click

from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Status
from tenants.registry.queries import ListedService, services
from tenants.returns import service as verbs
from tenants.returns.counting import read_count
from tenants.returns.period import PeriodError, Quarter


class QuarterOption(click.ParamType[Quarter]):
    """A quarter written like 2026Q3."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        if isinstance(value, Quarter):
            return value
        try:
            return Quarter.parse(str(value))
        except PeriodError as fault:
            self.fail(str(fault), param, ctx)


@click.group()
def returns() -> None:
    """The services' quarterly figures."""


@returns.command()
@click.option("--service", "slug", help="Only this service; default: every live one.")
@click.option("--period", type=QuarterOption(), help="Such as 2026Q3; default: the last quarter and the running one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def compute(*, slug: str | None, period: Quarter | None, as_json: bool) -> None:
    """Count figures again from each service's own rows. What was submitted stays as it is."""
    current = Quarter.current()
    periods = [period] if period else [current.previous, current]
    counted = [_compute(one, quarter) for one in _chosen(slug) for quarter in periods]
    if as_json:
        click.echo(json.dumps(counted))
        return
    for line in counted:
        figures = (f"{figure['indicator']} {figure['breakdown']} {figure['value']}" for figure in line["figures"])
        click.echo(f"{line['service']} {line['period']}: {', '.join(figures)}")


def _chosen(slug: str | None) -> list[ListedService]:
    with scope.no_service():
        found = [one for one in services() if one.slug == slug] if slug else services(Status.LIVE)
    if slug and not found:
        raise click.BadParameter(f"there is no service {slug}", param_hint="--service")
    return found


def _compute(one: ListedService, period: Quarter) -> dict[str, Any]:
    with scope.bound_to(one.id):
        document = verbs.compute(period).figures
        db.session.commit()
    values = read_count(document).values
    return {
        "service": one.slug, "period": str(period), "rules_version": document["rules_version"],
        "figures": [{"indicator": indicator, "breakdown": breakdown, "value": value}
                    for (indicator, breakdown), value in values.items()],
    }
