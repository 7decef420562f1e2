"""A preview link shows a service in preparation to one browser, once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from bringing_on import add_service, token_on
from sqlalchemy import text

from concord.database import db
from harness import Service, Visitor, World, page_text, soup


def preview_path(world: World, administrator: Visitor, service: Service) -> str:
    made = administrator.submit(f"/admin/services/{service.id}", action="/preview")
    assert made.status_code == 200
    link = soup(made).find("a", href=re.compile("/preview/"))
    assert link is not None
    address = str(link["href"])
    assert address.startswith(world.settings.address_of(service.host))
    return address.removeprefix(world.settings.address_of(service.host))


def opened(world: World, service: Service, path: str) -> Visitor:
    visitor = world.visitor(service)
    assert visitor.submit(path).status_code == 303
    return visitor


def test_a_preview_link_shows_the_public_pages_in_one_browser(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    path = preview_path(world, administrator, service)
    visitor = opened(world, service, path)
    assert visitor.follow().status_code == 200
    assert visitor.get("/privacy").status_code == 200
    assert world.visitor(service).get("/").status_code == 404


def test_a_preview_link_works_once(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    path = preview_path(world, administrator, service)
    late = world.visitor(service)
    late.get(path)
    opened(world, service, path)
    assert late.submit().status_code == 410
    assert late.get(path).status_code == 410
    assert late.get("/").status_code == 404


def test_of_two_browsers_at_once_one_gets_in(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    path = preview_path(world, administrator, service)
    visitors = [world.visitor(service) for _browser in range(2)]
    for visitor in visitors:
        visitor.get(path)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda visitor: visitor.submit().status_code, visitors))
    assert sorted(answers) == [303, 410]


def test_looking_at_the_link_does_not_use_it_up(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    path = preview_path(world, administrator, service)
    for _scanner in range(3):
        scanner = world.visitor(service)
        seen = scanner.get(path)
        assert seen.status_code == 200
        assert seen.headers["Referrer-Policy"] == "no-referrer"
        assert scanner.get("/").status_code == 404
    opened(world, service, path)


def test_a_preview_opens_no_form_and_no_page_for_staff(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    visitor = opened(world, service, preview_path(world, administrator, service))
    assert not soup(visitor.follow(visitor.get("/refer"))).select("main form")
    assert visitor.get("/team/").status_code == 302


def test_a_preview_of_one_service_opens_no_other(world: World, administrator: Visitor) -> None:
    one, other = add_service(world, administrator), add_service(world, administrator)
    path = preview_path(world, administrator, one)
    assert world.visitor(other).get(path).status_code == 410
    visitor = opened(world, one, path)
    proof = visitor.client.get_cookie("concord_preview", one.host)
    assert proof is not None
    thief = world.visitor(other)
    thief.client.set_cookie(proof.key, proof.value, domain=other.host)
    assert thief.get("/").status_code == 404
    forged = world.visitor(one)
    forged.client.set_cookie(proof.key, proof.value[:-2] + "xx", domain=one.host)
    assert forged.get("/").status_code == 404


def test_a_link_older_than_a_day_is_closed(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    path = preview_path(world, administrator, service)
    visitor = world.visitor(service)
    visitor.get(path)
    with world.inside(service):
        left = db.session.execute(text("SELECT min(expires_at - created_at) FROM preview_links")).scalar_one()
        assert left.total_seconds() == 24 * 3600
        db.session.execute(text("UPDATE preview_links SET expires_at = now()"))
    assert visitor.submit().status_code == 410
    assert visitor.get(path).status_code == 410


def test_only_the_hash_of_a_link_is_kept(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    token = preview_path(world, administrator, service).rpartition("/")[2]
    with world.inside(service):
        kept = db.session.execute(text("SELECT encode(token_hash, 'escape') || token_hash::text FROM preview_links"))
        assert token not in kept.scalar_one()
    assert token not in page_text(administrator.get(f"/admin/services/{service.id}"))


def test_a_live_service_needs_no_preview(world: World, administrator: Visitor, service: Service) -> None:
    token = token_on(administrator, "/admin/services/new")
    refused = administrator.post(f"/admin/services/{service.id}/preview", {"csrf_token": token})
    assert refused.status_code == 422
    assert "in preparation only" in page_text(refused)
    assert world.visitor(service).get("/preview/anything").status_code == 410
