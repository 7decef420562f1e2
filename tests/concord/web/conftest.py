from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from web_sample import hidden_fields, page, sample_app

from concord.web.metrics import share_metrics


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return sample_app(tmp_path_factory.mktemp("data"))


@pytest.fixture
def app(sample: Flask) -> Flask:
    """An application of `concord.web` alone; it shadows the whole one, which needs servers."""
    sample.extensions["done"].clear()
    # An application of other tests in this process may have led the metrics to a folder that is gone by now.
    share_metrics(sample.extensions["concord.settings"])
    return sample


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., BeautifulSoup]:
    """Open the form as a visitor, type, send, and read the page that comes back."""

    def fill(**typed: str | list[str]) -> BeautifulSoup:
        answers = {key.replace("__", "-"): value for key, value in typed.items()}
        return page(client.post("/form", data=hidden_fields(page(client.get("/form").text)) | answers).text)

    return fill
