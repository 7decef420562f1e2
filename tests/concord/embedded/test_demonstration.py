"""Invented and real data never share a folder, and a load that was stopped halfway starts anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from concord.config import DATABASE_ROLES, Settings, is_demonstration, load_settings
from concord.embedded import demonstration
from concord.embedded.process import StartError

OWN_DATABASE = dict.fromkeys(DATABASE_ROLES, "postgresql://a:b@db.example/c")


def new(folder: Path, **overrides: object) -> Settings:
    folder.mkdir()
    return load_settings(data=folder, **overrides)


def test_a_new_folder_becomes_a_demonstration_unless_told_otherwise(folder: Path) -> None:
    assert demonstration.decide(new(folder), no_demo=False)
    assert load_settings(data=folder).demo
    assert demonstration.must_load(folder)


def test_a_folder_without_the_demonstration_never_becomes_one(folder: Path) -> None:
    settings = new(folder)
    assert not demonstration.decide(settings, no_demo=True)
    assert not demonstration.decide(settings, no_demo=False)
    assert not demonstration.must_load(folder)


@pytest.mark.parametrize(("demo", "state"), [(False, False), (True, True)])
def test_a_database_that_exists_already_gets_no_invented_data(folder: Path, *, demo: bool, state: bool) -> None:
    settings = new(folder, demo=demo)
    (folder / "postgres").mkdir()
    assert demonstration.decide(settings, no_demo=False) is state
    assert not demonstration.must_load(folder)


@pytest.mark.parametrize("asked", [False, True])
def test_a_database_of_ones_own_gets_invented_data_only_when_asked(folder: Path, *, asked: bool) -> None:
    assert demonstration.decide(new(folder, demo=asked, **OWN_DATABASE), no_demo=False) is asked
    assert demonstration.must_load(folder) is asked


def test_a_load_that_was_stopped_is_known_and_one_that_refused_is_not_taken_for_it(folder: Path) -> None:
    demonstration.decide(new(folder), no_demo=False)
    with pytest.raises(StartError), demonstration.loading(folder):
        raise StartError("it holds something")
    assert not demonstration.was_interrupted(folder)
    with pytest.raises(KeyboardInterrupt), demonstration.loading(folder):
        raise KeyboardInterrupt
    assert demonstration.was_interrupted(folder)
    with demonstration.loading(folder):
        pass
    assert not demonstration.must_load(folder)
    assert is_demonstration(folder)
