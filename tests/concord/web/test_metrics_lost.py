"""Figures about pages never stand in the way of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import values

from concord.web.metrics import VARIABLE


def test_a_page_is_served_when_its_count_cannot_be_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    monkeypatch.setattr(values, "ValueClass", values.MultiProcessValue())  # type: ignore[no-untyped-call]  # the library's
    answer = app.test_client().delete("/healthz")
    assert answer.status_code == 405
    assert "metrics cannot be kept" in caplog.text
