"""Styles and scripts: small, kept for good, and without what is not ours."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_sample import page

from concord.web.assets import AssetsMissingError, load_assets, without_what_is_not_ours

LIMIT = 100 * 1024


def loaded(client: FlaskClient) -> dict[str, str]:
    """The address of each style and script of a page, and of the script that the script loads."""
    found = page(client.get("/").text)
    addresses = [str(item.get("src") or item.get("href")) for item in found.select("link, script[src]")]
    assets = {
        address.split("/")[-1].split(".")[0] + "." + address.split("?")[0].rsplit(".", 1)[-1]: address
        for address in addresses
    }
    start = client.get(assets["concord.js"]).text
    assets["govuk-frontend.js"] = "/assets/" + start.split('from "./')[1].split('"')[0]
    return assets


def test_a_first_visit_loads_less_than_100_kilobytes(client: FlaskClient) -> None:
    answers = [client.get(address, headers={"Accept-Encoding": "gzip"}) for address in loaded(client).values()]
    assert len(answers) == 7
    assert {answer.status_code for answer in answers} == {200}
    assert sum(len(answer.data) for answer in answers) < LIMIT


def test_assets_are_kept_for_good_under_an_address_of_their_content(client: FlaskClient) -> None:
    for name, address in loaded(client).items():
        plain, zipped = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert {"immutable", "public", "max-age=31536000"} <= set(plain.headers["Cache-Control"].split(", ")), name
        if "?v=" not in address:  # made for the organisation, and small
            assert zipped.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(zipped.data) == plain.data
            assert "Accept-Encoding" in plain.headers["Vary"]
        assert zipped.headers["ETag"].startswith('"')
        again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_browser_that_takes_no_gzip_gets_none(client: FlaskClient) -> None:
    answer = client.get(loaded(client)["concord.css"], headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers


def test_the_licensed_typeface_the_arms_and_the_crown_are_neither_named_nor_served(client: FlaskClient) -> None:
    assets = loaded(client)
    css = client.get(assets["govuk-frontend.css"]).text
    for mark in ("GDS Transport", "@font-face", "crest", "woff", "url("):
        assert mark not in css
    assert css.count("var(--concord-font)") > 50
    assert "--concord-font: system-ui" in client.get(assets["concord.css"]).text
    for address in ("/assets/fonts/light-94a07e06a1-v2.woff2", "/assets/images/govuk-crest.svg", "/favicon.ico"):
        assert client.get(address).status_code == 404
    for address in ("/", "/form", "/team/"):
        html = client.get(address).text.lower()
        assert "crown" not in html
        assert "gov.uk" not in html


def test_a_stylesheet_we_do_not_know_stops_the_start() -> None:
    with pytest.raises(AssetsMissingError, match="GDS Transport"):
        without_what_is_not_ours("a{font-family:'GDS Transport'}")


def test_a_missing_package_stops_the_start_with_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissingError) as caught:
        load_assets(tmp_path)
    assert str(caught.value) == f"govuk-frontend is not installed in {tmp_path}: run `npm ci`"
