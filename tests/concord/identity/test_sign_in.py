"""Signing in and out, through the real pages."""

from __future__ import annotations

from concord.identity.permissions import Role
from harness import Service, World, page_text


def test_a_password_and_a_code_sign_in(world: World, service: Service) -> None:
    visitor = world.staff(service, Role.SERVICE_MANAGER)
    answer = visitor.get("/sign-in")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/team/"
