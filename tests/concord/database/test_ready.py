"""/readyz of the whole application."""

from __future__ import annotations

from flask import Flask


def test_ready_means_that_database_queue_and_storage_answer(app: Flask) -> None:
    answer = app.test_client().get("/readyz", headers={"Host": "any.example"})
    assert answer.status_code == 200
    assert answer.json is not None
    assert {check["name"]: check["ok"] for check in answer.json["checks"]} == {
        "database": True, "queue": True, "storage": True
    }
