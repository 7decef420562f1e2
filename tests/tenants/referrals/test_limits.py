"""How many forms may be started from one address."""

from __future__ import annotations

from dataclasses import replace

from refer_form import begin
from signing_in import csrf_of

from concord.app import create_app
from concord.config import Settings
from harness import Service, Visitor, World, page_text

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def starts(visitor: Visitor, times: int) -> list[int]:
    visitor.get("/refer")
    token = {"csrf_token": csrf_of(visitor)}
    return [visitor.post("/refer", token).status_code for _time in range(times)]


def test_many_starts_from_one_address_are_slowed_and_the_phone_stays(
    world: World, service: Service, other_service: Service
) -> None:
    visitor = world.visitor(service)
    assert starts(visitor, 61) == [303] * 60 + [429]
    visitor.get("/refer")
    page = visitor.submit()
    assert (page.status_code, "0808 157 0001" in page_text(page)) == (429, True)
    assert begin(world.visitor(other_service)).status_code == 200


def test_nobody_is_refused_because_redis_is_away(world: World, settings: Settings, service: Service) -> None:
    without_redis = replace(world, app=create_app(settings.model_copy(update={"redis_url": NOBODY_LISTENS})))
    assert starts(without_redis.visitor(service), 61) == [303] * 60 + [429]
