"""``concord national``: the published figures."""

from __future__ import annotations

import json

import click

from admin.national.queries import Span, published_document
from tenants.returns.cli import QuarterOption
from tenants.returns.period import Quarter
from tenants.returns.policy import RULES_VERSION


@click.group()
def national() -> None:
    """What the national office sees."""


@national.command()
@click.option("--period", type=QuarterOption(), help="Such as 2026Q3; default: the last quarter.")
@click.option("--span", type=click.Choice([span.value for span in Span]), default=Span.QUARTER.value, show_default=True,
              help="The quarter, or the 12 months that end with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def figures(*, period: Quarter | None, span: str, as_json: bool) -> None:
    """Show the published, disclosure-checked figures of every service, and the police areas without one."""
    quarter = period or Quarter.current().previous
    found = published_document(quarter, Span(span))
    if as_json:
        click.echo(json.dumps({"period": str(quarter), "span": span, "rules_version": RULES_VERSION, "figures": found}))
        return
    for figure in found:
        shown = figure["status"] if figure["value"] is None else figure["value"]
        click.echo(f"{figure['service']} {figure['indicator']} {figure['breakdown']}: {shown}")
