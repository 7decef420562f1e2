"""What ``docs`` says of the moves of a case is what decides, and every guard has a test that names it."""

from __future__ import annotations

import os

import moves_on_paper
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from moves_drawn import PLACES, drawing
from moves_said import REFERRED

from tenants.casework import policy
from tenants.casework.policy import Stage


@pytest.fixture(autouse=True)
def _on_request(app: Flask) -> None:
    """``infra/state-machine`` asks for the files to be written."""
    if os.environ.get("WRITE_STATE_MACHINE"):
        moves_on_paper.write(app)


def test_the_papers_are_up_to_date(app: Flask) -> None:
    """A test that is new need not be listed; one that is listed is there."""
    listed, proofs = moves_on_paper.listed(), moves_on_paper.proofs()
    with app.test_request_context():
        assert moves_on_paper.DRAWING.read_text() == drawing(), "run infra/state-machine"
        assert listed.keys() == proofs.keys(), "run infra/state-machine"
        assert moves_on_paper.TABLE.read_text() == moves_on_paper.table(listed), "run infra/state-machine"
    gone = {name: set(tests) - set(proofs[name]) for name, tests in listed.items()}
    assert not any(gone.values()), gone


def test_every_guard_has_a_test_that_names_it(app: Flask) -> None:
    with app.app_context():
        assert [name for name, tests in moves_on_paper.proofs().items() if not tests] == []


def test_the_drawing_shows_every_stage_and_every_move(app: Flask) -> None:
    with app.test_request_context():
        picture = BeautifulSoup(drawing(), "html.parser")
    shown = " ".join(text.get_text() for text in picture.select("text"))
    assert all(move.id.partition(" ")[0] in shown for move in policy.TRANSITIONS)
    assert set(PLACES) == {REFERRED, *Stage}
