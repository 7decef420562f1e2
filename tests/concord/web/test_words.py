"""Dates, Markdown and charts as people see them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale
from web_sample import one, page

from concord.web.charts import Row, bar_chart
from concord.web.markdown import render_markdown
from concord.web.translations import uk_date, uk_datetime, uk_moment, uk_time


def test_moments_are_written_in_uk_time_summer_and_winter(app: Flask) -> None:
    with app.test_request_context("/"):
        assert uk_datetime(datetime(2026, 11, 21, 16, 5, tzinfo=UTC)) == "21 November 2026 at 4:05pm"
        assert uk_datetime(datetime(2026, 7, 31, 23, 0, tzinfo=UTC)) == "1 August 2026 at 12am"
        assert uk_date(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 August 2026"
        assert uk_date(date(2026, 1, 2)) == uk_moment(date(2026, 1, 2)) == "2 January 2026"
        assert [uk_time(time(hour)) for hour in (0, 11, 12, 23)] == ["12am", "11am", "12pm", "11pm"]
        with force_locale("cy"):
            assert uk_date(date(2026, 11, 21)) == "21 Tachwedd 2026"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        uk_datetime(datetime(2026, 1, 1, 12))  # noqa: DTZ001 - the fault this test is about


def markdown(text: str) -> BeautifulSoup:
    return page(str(render_markdown(text)))


def test_headings_begin_below_the_pages_own_and_keep_their_order() -> None:
    for text in ("# One\n\n## Two\n\n# Three", "### One\n\n#### Two\n\n### Three"):
        found = markdown(text)
        assert [(heading.name, heading.text) for heading in found.find_all(["h1", "h2", "h3", "h4"])] == [
            ("h2", "One"),
            ("h3", "Two"),
            ("h2", "Three"),
        ]
    assert "govuk-heading-m" in one(markdown("# One"), "h2")["class"]


def test_text_gets_the_styles_of_the_page() -> None:
    found = markdown(
        "Words\n\n- a\n- b\n\n1. c\n\n> said\n\n[out](https://example.org) [in](/refer)\n\n| A |\n|---|\n| 1 |"
    )
    assert one(found, "ul")["class"] == ["govuk-list", "govuk-list--bullet"]
    assert one(found, "ol")["class"] == ["govuk-list", "govuk-list--number"]
    assert one(found, "blockquote")["class"] == ["govuk-inset-text"]
    assert one(found, "table")["class"] == ["govuk-table"]
    assert [(link["href"], "noopener" in link["rel"], link["class"]) for link in found.select("a")] == [
        ("https://example.org", True, ["govuk-link"]),
        ("/refer", True, ["govuk-link"]),
    ]
    assert "govuk-body" in found.select("p")[0]["class"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.png)",
        "![x](//elsewhere.example/pixel.png)",
        '<p style="position:fixed">x</p>',
    ],
)
def test_a_page_text_can_bring_no_script_and_load_nothing_from_elsewhere(text: str) -> None:
    found = markdown(text)
    assert not found.select("script, iframe, style, [style], [onerror], img[src]")
    assert not [link for link in found.select("a") if str(link.get("href", "")).startswith(("javascript", "data"))]


def test_an_image_of_this_site_is_shown() -> None:
    assert one(markdown("![A room](/media/room.jpg)"), "img")["src"] == "/media/room.jpg"


def test_a_chart_tells_nothing_hidden_and_not_submitted_apart(app: Flask) -> None:
    rows = [
        Row("Bedfordshire", 1200),
        Row("Kent", 300),
        Row("Zero", 0),
        Row("Small", None, "hidden"),
        Row("Late", None, "not submitted"),
    ]
    with app.test_request_context("/"):
        chart = one(page(str(bar_chart("Referrals", "July to September 2026", rows))), "svg")
    assert [bar["width"] for bar in chart.select(".concord-chart__bar")] == ["80.0%", "20.0%", "0.0%"]
    assert [number.text for number in chart.select(".concord-chart__number")] == ["1,200", "300", "0"]
    assert [word.text for word in chart.select(".concord-chart__word")] == ["hidden", "not submitted"]
    assert [label.text for label in chart.select(".concord-chart__label")] == [row.label for row in rows]


def test_a_long_name_in_a_chart_breaks_into_lines_that_fit_a_phone(app: Flask) -> None:
    name = "Staffordshire Victim Gateway and Restorative Justice Service"
    with app.test_request_context("/"):
        chart = one(page(str(bar_chart("Rates", "By service", [Row(name, 11.0), Row("Kent", 7.25)]))), "svg")
    long, short = chart.select(".concord-chart__label")
    lines = [line.text for line in long.select("tspan")]
    assert lines == ["Staffordshire Victim Gateway and", "Restorative Justice Service"]
    assert long.text == name
    assert short.text == "Kent"
    assert [number.text for number in chart.select(".concord-chart__number")] == ["11.0", "7.2"]
    tops = [float(str(bar["y"])) for bar in chart.select(".concord-chart__bar")]
    assert tops[0] > float(str(long.select("tspan")[-1]["y"]))
    assert float(str(chart["height"])) > tops[1]


def test_a_chart_has_a_name_a_description_and_nothing_that_the_policy_blocks(app: Flask) -> None:
    with app.test_request_context("/"):
        chart = one(page(str(bar_chart("A <b>", "B & C", [Row("<script>", 1)]))), "svg")
    assert chart["role"] == "img"
    title, description = str(chart["aria-labelledby"]).split()
    assert one(BeautifulSoup(str(chart), "html5lib"), f"title#{title}").text == "A <b>"
    assert one(BeautifulSoup(str(chart), "html5lib"), f"desc#{description}").text == "B & C"
    assert not chart.select("script, [style]")


def test_a_chart_of_nothing_is_empty_and_no_error(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "svg" in bar_chart("A", "B", [])
        assert "0.0%" in bar_chart("A", "B", [Row("Zero", 0)])
