"""Every page of every layout: titles, order, languages, and nothing that a strict policy would block."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib  # type: ignore[import-untyped]  # no stubs are installed
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import UndefinedError
from web_sample import one, page, sample_app

PAGES = ("/", "/form", "/team/", "/nowhere")


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_valid_and_free_of_what_the_policy_blocks(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    html5lib.HTMLParser(strict=True).parse(html)
    found = page(html)
    identities = [element["id"] for element in found.select("[id]")]
    assert len(identities) == len(set(identities))
    assert not found.select("style, [style], script:not([src]), iframe")
    assert not [name for element in found.find_all(True) for name in element.attrs if name.startswith("on")]
    loaded = [str(element.get("src") or element.get("href")) for element in found.select("link, script, img")]
    assert len(loaded) >= 4
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.parametrize("address", PAGES)
def test_the_first_link_skips_to_the_content(client: FlaskClient, address: str) -> None:
    found = page(client.get(address).text)
    first = found.find("a")
    assert first is not None
    assert first.text == "Skip to main content"
    assert one(found, str(first["href"])).name == "main"
    assert one(found, "html")["lang"] == "en"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "Welcome – Bedfordshire Service"),
        ("/team/", "Referrals – Bedfordshire Service"),
        ("/form", "Contact form"),
    ],
)
def test_titles_name_the_page_and_the_service_except_where_someone_may_look_on(
    client: FlaskClient, address: str, title: str
) -> None:
    assert one(page(client.get(address).text), "head title").text == title


def test_public_pages_can_be_left_by_a_plain_link_and_staff_pages_need_none(client: FlaskClient) -> None:
    for address in ("/", "/form"):
        link = one(page(client.get(address).text), "a[href='/exit']")
        assert link.text == "Leave this page"
        assert {"noreferrer", "nofollow"} <= set(link["rel"])
    assert not page(client.get("/team/").text).select("a[href='/exit']")


def test_where_no_organisation_answers_no_link_leads_back_to_the_same_error(client: FlaskClient) -> None:
    found = page(client.get("/nowhere").text)
    assert not found.select("a[href='/exit'], footer a")


def test_a_form_page_says_whom_to_call_in_danger(client: FlaskClient) -> None:
    assert "In danger? Call 999" in " ".join(page(client.get("/form").text).text.split())


def test_the_service_is_named_and_can_be_called_from_every_public_page(client: FlaskClient) -> None:
    found = page(client.get("/").text)
    assert "Bedfordshire Service" in one(found, "header").text
    assert one(found, "header a[href^='tel:']")["href"] == "tel:+441632960123"
    footer = one(found, "footer")
    links = [link["href"] for link in footer.select("nav a")]
    assert links == ["/privacy", "/accessibility", "/cookies", "/safety", "/sign-in"]


def test_staff_see_where_they_are_who_they_are_and_the_way_out(client: FlaskClient) -> None:
    found = page(client.get("/team/").text)
    navigation = one(found, "nav[aria-label='Pages for staff']")
    assert [link["href"] for link in navigation.select("a")] == ["/team/", "/team/cases"]
    assert " ".join(one(found, "[aria-current=true]").text.split()) == "Referrals"
    out = one(found, "header form")
    assert (out["method"], out["action"]) == ("post", "/sign-out")
    assert out.select("input[name=csrf_token]")
    assert "Sam Okafor" in out.text


def test_a_demonstration_says_so_on_every_page_and_others_do_not(client: FlaskClient, tmp_path: Path) -> None:
    sentence = "This is a demonstration. Nobody reads what you send."
    demonstration = sample_app(tmp_path, demo=True).test_client()
    for address in PAGES:
        assert sentence in demonstration.get(address).text
        assert sentence not in client.get(address).text
    assert demonstration.get("/kept").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_what_a_page_repeats_is_never_markup(client: FlaskClient) -> None:
    found = page(client.get("/", query_string={"words": "<script>alert(1)</script>"}).text)
    assert "<script>alert(1)</script>" in one(found, "main").text
    assert len(found.find_all("script")) == 2


def test_every_component_shows_what_it_was_given(client: FlaskClient) -> None:
    found = page(client.get("/team/").text)
    assert [step.text.split("\n")[0] for step in found.select(".concord-timeline__when")] == [
        "21 November 2026 at 4:05pm, A",
        "1 March 2026",
    ]
    assert [box.text for box in found.select(".concord-timeline__title")] == ["Opened", "Sent"]
    assert found.select("h2.concord-timeline__title")
    assert [row.text.split() for row in found.select("tbody tr")] == [
        ["Bedfordshire", "1"],
        ["West", "Mercia", "Hidden"],
    ]
    values = [value.text.strip() for value in found.select(".govuk-summary-list__value")]
    assert values == ["Ann <b>\nsecond line", "Not set"]
    assert [link.text.strip() for link in found.select(".govuk-pagination__list a")] == ["1", "2", "3", "4", "9"]
    tasks = [" ".join(task.get_text(" ").split()) for task in found.select(".govuk-task-list__item")]
    assert tasks == ["Phone Not set To do", "Name Done"]


def test_a_name_that_a_template_was_not_given_is_an_error(app: Flask) -> None:
    template = app.jinja_env.get_template("forgot.html")
    with app.test_request_context("/"), pytest.raises(UndefinedError, match="never_given"):
        template.render()


def test_no_sentence_of_our_templates_escapes_translation() -> None:
    """Words between tags stand in ``_()`` or ``{% trans %}``; what is left between tags is punctuation."""
    import concord.web

    for template in (Path(concord.web.__file__).parent / "templates").glob("*.html"):
        bare = re.sub(
            r"\{#.*?#\}|\{% block width %\}.*?\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&\w+;",
            " ",
            template.read_text(),
            flags=re.DOTALL,
        )
        words = re.findall(r"[A-Za-z]{2,}", bare)
        assert words in ([], ["DOCTYPE", "html"]), template.name
