"""What every response carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_sample import sample_app

ADDRESSES = ("/", "/form", "/team/", "/nowhere", "/kept", "/brand.css", "/healthz", "/person/x/break")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_has_the_headers_that_protect_its_reader(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("address", ["/", "/form", "/team/", "/nowhere", "/healthz"])
def test_nothing_is_kept_unless_a_view_says_so(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_view_that_says_so_is_kept_and_may_be_found(client: FlaskClient) -> None:
    headers = client.get("/kept").headers
    assert headers["Cache-Control"] == "public, max-age=60"
    assert "X-Robots-Tag" not in headers


def test_on_https_browsers_are_told_to_stay_there_and_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    client = sample_app(tmp_path, base_url="https://concord.example").test_client()
    headers = client.get("/form", base_url="https://bedfordshire.concord.example").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-concord_form=")
    assert "Secure;" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_only_as_many_proxies_as_were_named_are_believed_and_never_about_the_host(tmp_path: Path) -> None:
    from flask import request

    seen = []
    for proxies in (0, 1):
        app = sample_app(tmp_path, trusted_proxies=proxies)
        app.before_request(lambda: seen.append((request.remote_addr, request.scheme, request.host)))
        app.test_client().get(
            "/",
            headers={
                "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
                "X-Forwarded-Proto": "https",
                "X-Forwarded-Host": "staffordshire.localhost",
            },
        )
    assert seen == [("127.0.0.1", "http", "localhost"), ("198.51.100.7", "https", "localhost")]
