"""Colours that cannot be read are shown before they are saved; a logo is seen on white and on colour."""

from __future__ import annotations

from io import BytesIO

import pytest
from changing_details import BRAND, DRAWING, LOGO, document, faults, png, versions

from harness import Service, Visitor, World, page_text, soup


def test_colours_that_cannot_be_read_are_shown_with_their_contrast(
    world: World, service: Service, manager: Visitor
) -> None:
    refused = manager.submit(BRAND, {"brand": "#ffee88", "link": "777777"})
    assert refused.status_code == 422
    assert [fault.removeprefix("Error: ") for fault in faults(refused)] == [
        "Choose colours that are further apart: lines and bars in your colour cannot be read",
        "Choose colours that are further apart: the name in the header cannot be read",
        "Choose colours that are further apart: links on the page, links in the footer cannot be read",
    ]
    shown = soup(refused).select(".concord-pair")
    assert len(shown) == 4
    header = shown[0]
    assert "the name in the header: 1.17 to 1 #ffffff on #ffee88" in " ".join(header.get_text(" ").split())
    assert [shape["fill"] for shape in header.select("[fill]")] == ["#ffee88", "#ffffff"]
    assert "style=" not in refused.get_data(as_text=True)
    assert versions(world, service) == 1


def test_colours_that_can_be_read_are_saved_however_they_are_typed(
    world: World, service: Service, manager: Visitor
) -> None:
    assert manager.submit(BRAND, {"brand": "5A2A6E"}).status_code == 303
    assert document(world, service)["brand"]["colours"]["brand"] == "#5a2a6e"
    visitor = world.visitor(service)
    page = soup(visitor.get("/"))
    icon = page.find("link", rel="icon")
    assert icon is not None
    shown = visitor.get(str(icon["href"]))
    assert shown.mimetype == "image/svg+xml"
    assert 'fill="#5a2a6e"' in shown.get_data(as_text=True)
    assert ">S</text>" in shown.get_data(as_text=True)
    assert "immutable" in shown.headers["Cache-Control"]


def test_a_form_has_an_icon_that_says_nothing(world: World, service: Service, other_service: Service) -> None:
    icons = set()
    for one in (service, other_service):
        visitor = world.visitor(one)
        icon = soup(visitor.follow(visitor.get("/refer"))).find("link", rel="icon")
        assert icon is not None
        icons.add(str(icon["href"]))
    assert len(icons) == 1
    assert "icon.svg?v" not in icons.pop()


@pytest.mark.parametrize(("name", "data", "mimetype"), [
    ("Our Logo.SVG", DRAWING, "image/svg+xml"), ("logo.png", png(), "image/png"),
])  # fmt: skip
def test_a_logo_is_shown_on_white_and_on_colour_and_can_be_taken_away(
    world: World, manager: Visitor, name: str, data: bytes, mimetype: str
) -> None:
    saved = manager.submit(LOGO, {"logo": (BytesIO(data), name)}, content_type="multipart/form-data")
    page = soup(manager.follow(saved))
    assert len(page.select(".concord-logo img")) == 2
    assert len(page.select(".concord-logo--brand img")) == 1
    shown = world.visitor(manager.service).get("/logo")
    assert (shown.status_code, shown.mimetype, shown.get_data()) == (200, mimetype, data)
    assert manager.submit(BRAND, {"summary": "Kept."}).status_code == 303
    assert world.visitor(manager.service).get("/logo").status_code == 200
    removed = manager.submit(LOGO, {"remove": "yes"}, content_type="multipart/form-data")
    assert "The logo is removed." in page_text(manager.follow(removed))
    assert world.visitor(manager.service).get("/logo").status_code == 404
    assert document(world, manager.service)["brand"]["logo"] is None


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("logo.exe", b"MZ", "Logo: must be an SVG or PNG file"),
    ("logo.png", b"not a png", "Logo: is not a PNG picture"),
    ("logo.svg", DRAWING.replace(b"<circle", b"<script/><circle"), "it has “script”"),
    ("logo.svg", DRAWING + b" " * 200_001, "smaller than 200 kilobytes"),
    ("", b"", "Choose a file"),
])  # fmt: skip
def test_a_logo_that_is_no_plain_picture_is_refused(
    world: World, manager: Visitor, name: str, data: bytes, sentence: str
) -> None:
    refused = manager.submit(LOGO, {"logo": (BytesIO(data), name)}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert sentence in page_text(refused)
    assert versions(world, manager.service) == 1


def test_of_two_managers_with_a_logo_the_second_is_told(
    world: World, service: Service, manager: Visitor, second: Visitor
) -> None:
    second.get(LOGO)
    manager.submit(LOGO, {"logo": (BytesIO(DRAWING), "a.svg")}, content_type="multipart/form-data")
    stale = second.submit(None, {"logo": (BytesIO(png()), "b.png")}, content_type="multipart/form-data")
    assert "Somebody else changed the logo" in page_text(stale)
    assert world.visitor(service).get("/logo").get_data() == DRAWING
