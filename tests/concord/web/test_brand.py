"""A service's colours and contacts on its pages."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_sample import page

from concord.web.brand import Brand, brand_loader
from concord.web.colours import Colours, contrast_ratio, failing_pairs


def test_contrast_is_what_wcag_says() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#ffffff", "#ffffff") == 1
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#767676", "#FFFFFF") == contrast_ratio("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


def test_colours_that_cannot_be_read_are_found_with_their_place(app: Flask) -> None:
    with app.test_request_context("/"):
        assert failing_pairs(Colours()) == []
        found = failing_pairs(Colours(brand="#ffee88", link="#777777", button="#ffdd00", button_text="#705e00"))
        assert [(str(pair.where), pair.text, pair.background) for pair in found] == [
            ("the name in the header", "#ffffff", "#ffee88"),
            ("lines and bars in your colour", "#ffee88", "#f3f3f3"),
            ("links on the page", "#777777", "#ffffff"),
            ("links in the footer", "#777777", "#f3f3f3"),
            ("words on buttons under the pointer", "#705e00", "#bfa500"),
        ]
    assert all(1 <= pair.ratio < pair.least for pair in found)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}body{display:none}", ""])
def test_only_colours_are_colours(colour: str) -> None:
    with pytest.raises(ValueError, match="brand is not a colour"):
        Colours(brand=colour)


def test_each_service_has_its_own_stylesheet_and_it_changes_with_its_colours(app: Flask, client: FlaskClient) -> None:
    load = app.extensions["concord.brand"]
    seen = []
    try:
        for colours in (Colours(), Colours(brand="#5a2d82", button="#5a2d82")):
            brand_loader(app, partial(Brand, "Service", colours=colours))
            address = str(page(client.get("/").text).select("link[href^='/brand.css']")[0]["href"])
            answer = client.get(address)
            assert answer.mimetype == "text/css"
            assert f"--govuk-brand-colour:{colours.brand};" in answer.text
            assert f"--concord-button:{colours.button};" in answer.text
            seen.append((address, answer.headers["ETag"], client.get("/brand.css").headers["Cache-Control"]))
            assert client.get("/brand.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    finally:
        brand_loader(app, load)
    (first, first_tag, caching), (second, second_tag, _again) = seen
    assert first != second
    assert first_tag != second_tag
    assert caching == "no-cache"
    assert client.get(first).headers["Cache-Control"].find("immutable") > 0
    assert client.get(second).headers["Cache-Control"] == "no-cache"


def test_a_host_without_an_organisation_names_none(app: Flask, client: FlaskClient) -> None:
    load = app.extensions["concord.brand"]
    try:
        brand_loader(app, lambda: None)
        found = page(client.get("/").text)
    finally:
        brand_loader(app, load)
    assert "Restorative justice services" in found.text
    assert not found.select("link[href^='/brand.css'], a[href^='tel:0'], a[href^='tel:+'], a[href^='mailto:']")
