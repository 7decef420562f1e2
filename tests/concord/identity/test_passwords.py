"""Passwords that others would guess are refused; what is kept is argon2id."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from concord.identity import passwords
from harness import Service, StaffAccount, World

EASY = (
    " " * 12, "password1234", "qwertyuiop12", "aaaaaaaaaaaa", "123456789012",
    "Priya Shah 1985", "Wellsprings2026", "iloveyou2026",
)
HARD = ("violet-harbour-lantern-42", "cysgod bara llong", "8hT!k2#mQw9z", "ŵyŵyŵykettle moss")


@pytest.mark.parametrize("password", EASY)
def test_easy_passwords_are_refused(password: str) -> None:
    assert passwords.is_easy_to_guess(password, "Priya Shah", "priya@wellsprings.example", "Well Springs")


@pytest.mark.parametrize("password", HARD)
def test_passwords_that_are_hard_to_guess_are_taken(password: str) -> None:
    assert not passwords.is_easy_to_guess(password, "Priya Shah", "priya@wellsprings.example", "Well Springs")


def test_a_very_long_password_is_judged_quickly_and_kept_whole() -> None:
    long = "violet-harbour-lantern " * 40
    assert not passwords.is_easy_to_guess(long)
    kept = passwords.hash_password(long)
    assert passwords.is_right(kept, long)
    assert not passwords.is_right(kept, long[:-2])


def test_hashes_have_the_strength_that_owasp_asks_for() -> None:
    assert passwords.hash_password("violet-harbour-lantern-42").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_one_letter_typed_in_two_ways_is_one_letter() -> None:
    kept = passwords.hash_password("caf\u00e9 lantern moss")
    assert passwords.is_right(kept, "cafe\u0301 lantern moss")
    assert not passwords.is_right(kept, "cafe lantern moss")


def test_no_password_is_right_where_none_is_kept() -> None:
    assert not passwords.is_right(None, "violet-harbour-lantern-42")
    assert not passwords.is_right("not a hash", "violet-harbour-lantern-42")


def test_an_older_weaker_hash_is_renewed_at_the_next_sign_in(
    world: World, service: Service, manager: StaffAccount
) -> None:
    from concord.database import db

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(manager.password)
    with world.inside(service):
        db.session.execute(text("UPDATE accounts SET password_hash = :weak"), {"weak": weak})
    world.sign_in_by_pages(service, manager)
    with world.inside(service):
        kept = db.session.scalar(text("SELECT password_hash FROM accounts"))
    assert "m=19456,t=2" in str(kept)
