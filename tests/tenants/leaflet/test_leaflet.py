"""The leaflet: a page to read, and papers that open, are tagged, and say what the service publishes now."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from contents import publish_page
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from signing_in import statements
from werkzeug.test import TestResponse

from concord.app import create_app
from concord.tenancy.models import Status
from concord.web.assets import AssetsMissingError
from concord.web.dates import uk_today
from harness import Service, World, page_text, soup
from tenants.content.models import TextName
from tenants.content.service import publish, save
from tenants.leaflet.pdf import load_fonts, made_once
from tenants.registry.packs import Logo
from tenants.registry.profile import read_profile
from tenants.registry.queries import current_profile
from tenants.registry.service import save_profile
from tenants.registry.texts import StatisticText, TextKind
from tenants.welsh import service as welsh

MakeService = Callable[..., Service]
PAPERS = ("a5", "large-print")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64"/></svg>'
STATISTIC = {"text": "People who were glad", "figure": "85%", "scope": "Those who were asked afterwards",
             "source": "A study", "date": "2007-06-01"}


def read(answer: TestResponse) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.data))


def words(answer: TestResponse) -> str:
    """What the paper says, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in read(answer).pages).split())


def root(answer: TestResponse) -> Any:
    return read(answer).trailer["/Root"]


def meets_the_standard(answer: TestResponse) -> bool:
    """Whether typst checked the paper against PDF/UA-1 and wrote so into it."""
    return b"<pdfuaid:part>1</pdfuaid:part>" in root(answer)["/Metadata"].get_data()


def change_profile(world: World, service: Service, logo: Logo | None = None, **changes: Any) -> None:
    with world.inside(service):
        document = current_profile().model_dump(mode="json", by_alias=True)
        save_profile(read_profile(document | changes), logo)


def structure(answer: TestResponse) -> list[Any]:
    """Every element of the paper's structure, in reading order."""
    found: list[Any] = []

    def visit(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                visit(child)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append(node)
            visit(node.get("/K", []))

    visit(root(answer)["/StructTreeRoot"]["/K"])
    return found


def pictures(answer: TestResponse) -> list[str]:
    """The first word that is said of each picture."""
    return [str(one["/Alt"]).partition(" ")[0] for one in structure(answer) if one["/S"] == "/Figure"]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_says_what_the_service_says(world: World, make_service: MakeService, paper: str) -> None:
    service = make_service(
        name="Ouse Valley Restorative Justice", provider=[{"name": "Harbour Trust"}],
        commissioner=[{"name": "Ouse Commissioner", "type": "pcc"}],
        contact={"phone": "0808 157 0002", "phone_hours": "Monday to Friday, 9am to 5pm", "email": "hi@ouse.example",
                 "address": "1 High Street\nOuseby", "website": "https://ouse.example/"},
    )
    with world.inside(service):
        name = TextName(TextKind.STATISTIC, "glad")
        publish(name, save(name, StatisticText.model_validate(STATISTIC)))
    said = words(world.visitor(service).get(f"/leaflet/{paper}.pdf"))
    for fact in ("Ouse Valley Restorative Justice", "0808 157 0002", "Monday to Friday, 9am to 5pm", "hi@ouse.example",
                 "1 High Street Ouseby", "ouse.example", "Harbour Trust", "Ouse Commissioner", "Example Trust",
                 "What is restorative justice?", "Nobody has to take part", "In danger now? Call 999.",
                 "85%", "Those who were asked afterwards", "Where it comes from: A study, June 2007",
                 f"{service.host}:8000/refer", f"{service.host}:8000/privacy", f"{service.host}:8000/leaflet",
                 "This leaflet was made on"):
        assert fact in said


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_is_made_for_screen_readers(world: World, service: Service, paper: str) -> None:
    change_profile(world, service, Logo("logo.svg", DRAWING), brand={"logo": "logo.svg"})
    answer = world.visitor(service).get(f"/leaflet/{paper}.pdf")
    assert meets_the_standard(answer)
    assert root(answer)["/Lang"] == "en-GB"
    assert root(answer)["/MarkInfo"]["/Marked"]
    assert root(answer)["/ViewerPreferences"]["/DisplayDocTitle"]
    described = read(answer).metadata
    assert described is not None
    assert described.title == f"After harm, talking can help – {service.slug.replace('service-', 'Service ')}"
    elements = structure(answer)
    assert pictures(answer) == ["Logo", "QR"]
    headings = [int(element["/S"][2:]) for element in elements if str(element["/S"]).startswith("/H")]
    assert headings[0] == 1
    assert set(headings[1:]) == {2}
    assert {"/L", "/LI", "/Link"} <= {element["/S"] for element in elements}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_typeface_is_in_the_paper(world: World, service: Service, paper: str) -> None:
    pages: Any = read(world.visitor(service).get(f"/leaflet/{paper}.pdf")).pages
    for page in pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        assert {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts} == {
            "AtkinsonHyperlegibleNext"
        }
        for font in fonts:
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys()


def test_the_paper_wears_the_colours_of_the_service(world: World, make_service: MakeService) -> None:
    purple = make_service(brand={"colours": {"brand": "#5b2a6f"}})
    first: Any = read(world.visitor(purple).get("/leaflet/a5.pdf")).pages[0]
    band = re.search(rb"([\d.]+) ([\d.]+) ([\d.]+) scn", first.get_contents().get_data())
    assert band is not None
    assert [round(float(part) * 255) for part in band.groups()] == [0x5B, 0x2A, 0x6F]


def test_a_demonstration_says_so_on_paper(world: World, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "This is a demonstration."
    assert shown not in words(world.visitor(service).get("/leaflet/a5.pdf"))
    made_once.cache_clear()
    monkeypatch.setitem(world.app.extensions, "concord.settings", world.settings.model_copy(update={"demo": True}))
    assert shown in words(world.visitor(service).get("/leaflet/a5.pdf"))
    made_once.cache_clear()


def test_without_the_typefaces_the_application_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissingError, match="Atkinson Hyperlegible Next"):
        load_fonts(tmp_path)


def test_large_print_has_letters_of_eighteen_points_and_more(world: World, service: Service) -> None:
    sizes: set[float] = set()
    pdf = read(world.visitor(service).get("/leaflet/large-print.pdf"))
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        page.extract_text(visitor_text=lambda text, _cm, matrix, _font, size: sizes.add(
            round(abs(size * matrix[0]), 1)) if text.strip() else None)
    assert min(sizes) >= 18


def test_a_change_of_a_word_or_a_number_is_in_the_next_paper(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    first = visitor.get("/leaflet/a5.pdf")
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert visitor.get("/leaflet/a5.pdf", headers=known).status_code == 304
    with world.inside(service):
        publish_page("leaflet", "Our own heading", "We are {service}.")
    second = visitor.get("/leaflet/a5.pdf", headers=known)
    assert "Our own heading" in words(second)
    assert "Nobody has to take part" not in words(second)
    change_profile(world, service, contact={"phone": "0808 157 0009"})
    third = visitor.get("/leaflet/a5.pdf", headers=known)
    assert "0808 157 0009" in words(third)
    assert "0808 157 0001" not in words(third)
    assert len({answer.headers["ETag"] for answer in (first, second, third)}) == 3


def test_the_same_words_make_the_same_file_in_every_process(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    first = visitor.get("/leaflet/a5.pdf").data
    made_once.cache_clear()
    assert visitor.get("/leaflet/a5.pdf").data == first


def test_two_services_share_no_fact(world: World, make_service: MakeService) -> None:
    one = make_service(name="Alder House", short_name="Alder", provider=[{"name": "Alder Trust"}],
                       contact={"phone": "0808 157 0003", "email": "alder@example.org"})
    other = make_service(name="Birch House", short_name="Birch", provider=[{"name": "Birch Trust"}],
                         contact={"phone": "0808 157 0004", "email": "birch@example.org"})
    facts = {one: ("Alder", "0808 157 0003", one.host), other: ("Birch", "0808 157 0004", other.host)}
    for service, foreign in ((one, facts[other]), (other, facts[one])):
        said = words(world.visitor(service).get("/leaflet/a5.pdf"))
        assert all(fact in said for fact in facts[service])
        assert not any(fact.casefold() in said.casefold() for fact in foreign)


CODE = (
    '#import "@preview/cetz:0.4.2": canvas', "#panic()", "$x^2$", "] and )", "<label> and @reference",
    "= not a heading", "// not a remark", "~ and ---", "#{1 + 1}", "👍🏽", "Ŵŵ Ŷŷ Ẃẃ", "→ ✓", "“so” – she’ll",
    "\\ alone",
)


def test_what_people_type_is_printed_as_they_typed_it(world: World, make_service: MakeService) -> None:
    service = make_service(name='Trust #1 ["$"]')
    with world.inside(service):
        body = "\n\n".join(("We are {service}.", *(f"Say {line} here" for line in CODE)))
        publish_page("leaflet", "Heading #1 $", body)
    answer = world.visitor(service).get("/leaflet/a5.pdf")
    said = words(answer)
    for line in ('We are Trust #1 ["$"].', "Heading #1 $", *(f"Say {line} here" for line in CODE)):
        assert line in said
    assert meets_the_standard(answer)


def test_everything_that_a_page_may_hold_can_be_printed(world: World, service: Service) -> None:
    markdown = (
        "#### Deep first\n\n## Up\n\n> Quoted *softly*\n> on\n\n3. three\n   - inner **loud**\n4. four\\\nbroken\n\n"
        "| A | B |\n|---|---|\n| `code` | d |\n\n---\n\n```\nfenced\n```\n\n![A picture](/logo) [ours](/safety) "
        "[theirs](https://example.org/help) [none](ftp://example.org)"
    )
    with world.inside(service):
        publish_page("leaflet", "All kinds", markdown)
    answer = world.visitor(service).get("/leaflet/a5.pdf")
    said = words(answer)
    for part in ("Deep first", "Quoted softly on", "3. three", "inner loud", "4. four broken", "code", "fenced",
                 f"A picture ours ({service.host}:8000/safety)", "theirs (example.org/help)", "none"):
        assert part in said
    assert meets_the_standard(answer)


def test_long_words_go_on_over_lines_and_pages(world: World, service: Service) -> None:
    address = "a-very-long-name.of-a-team-that-helps@an-even-longer-name-of-an-organisation.example.org.uk"
    change_profile(world, service, contact={"email": address})
    with world.inside(service):
        publish_page("leaflet", "Long", "\n\n".join(f"Paragraph {number} of many. " * 30 for number in range(40)))
    answer = world.visitor(service).get("/leaflet/large-print.pdf")
    assert len(read(answer).pages) > 10
    assert "Paragraph 39 of many." in words(answer)
    assert address in "".join(words(answer).split())


def test_what_is_not_set_leaves_no_line_on_the_paper(world: World, make_service: MakeService) -> None:
    bare = make_service(contact={}, controller={})
    said = words(world.visitor(bare).get("/leaflet/a5.pdf"))
    for left_out in ("None", "Call us", "Talk to us", "Who runs", "Who answers", "E-mail"):
        assert left_out not in said
    page = world.visitor(bare).get("/leaflet")
    assert all(item.get_text(strip=True) for item in soup(page).find_all(["p", "li", "h2", "dt", "dd"]))


@pytest.mark.parametrize(("filename", "data"), [("logo.png", b"\x89PNG\r\n\x1a\nbroken"), ("logo.svg", DRAWING)])
def test_neither_a_damaged_logo_nor_an_unknown_letter_stops_the_paper(
    world: World, service: Service, filename: str, data: bytes
) -> None:
    change_profile(world, service, Logo(filename, data), brand={"logo": filename})
    with world.inside(service):
        publish_page("leaflet", "Still here", "A sign nobody knows: 漢. And on.")
    said = words(world.visitor(service).get("/leaflet/a5.pdf"))
    assert "Still here" in said
    assert "And on." in said


def test_a_store_that_does_not_answer_takes_the_logo_and_not_the_paper(world: World, service: Service) -> None:
    change_profile(world, service, Logo("logo.svg", DRAWING), brand={"logo": "logo.svg"})
    cut_off = replace(world, app=create_app(world.settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"})))
    assert cut_off.visitor(service).get("/leaflet").status_code == 200
    assert pictures(cut_off.visitor(service).get("/leaflet/a5.pdf")) == ["QR"]
    assert pictures(world.visitor(service).get("/leaflet/a5.pdf")) == ["Logo", "QR"], "what was missing is not kept"


def test_the_page_offers_both_papers_and_says_the_same(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    page = visitor.get("/leaflet")
    assert page.headers["Cache-Control"] == "private, no-cache"
    for paper in PAPERS:
        link = soup(page).find("a", href=f"/leaflet/{paper}.pdf")
        assert link is not None
        size = round(len(visitor.get(f"/leaflet/{paper}.pdf").data) / 1000)
        assert f"(PDF, {size} KB, English)" in link.get_text()
    for fact in ("0808 157 0001", "hello@service.example", "Example Trust", "Nobody has to take part", "999"):
        assert fact in page_text(page)
    assert soup(page).find("a", href="/refer") is not None


def test_a_paper_that_is_not_made_is_not_found(world: World, service: Service, national: Service) -> None:
    for path in ("/leaflet/a4.pdf", "/leaflet/a5-cy.pdf", "/leaflet/a5", "/leaflet/.pdf"):
        assert world.visitor(service).get(path).status_code == 404
    assert world.visitor(national).get("/leaflet/a5.pdf").status_code == 404


def test_in_welsh_the_paper_is_welsh_and_says_which_words_are_english(world: World, service: Service) -> None:
    with world.inside(service):
        publish_page("leaflet", "In English only", "Words in English.")
        welsh.record_review("Nia Example", date(2026, 11, 2))
        welsh.switch(on=True)
    answer = world.visitor(service).get("/leaflet/a5-cy.pdf")
    assert answer.headers["Content-Language"] == "cy"
    assert root(answer)["/Lang"] == "cy-GB"
    assert format_date(uk_today(), "d MMMM y", locale="cy") in words(answer)
    assert "en-GB" in {element.get("/Lang") for element in structure(answer)}


def test_a_service_in_preparation_shows_no_leaflet_to_strangers(world: World, make_service: MakeService) -> None:
    visitor = world.visitor(make_service(status=Status.PREPARING))
    assert [visitor.get(path).status_code for path in ("/leaflet", "/leaflet/a5.pdf")] == [404, 404]


@pytest.mark.parametrize("path", ["/leaflet", "/leaflet/a5.pdf"])
def test_a_leaflet_takes_at_most_five_statements(world: World, app: Flask, service: Service, path: str) -> None:
    visitor = world.visitor(service)
    visitor.get(path)
    with statements(app) as seen:
        assert visitor.get(path).status_code == 200
    assert len(seen) <= 5
