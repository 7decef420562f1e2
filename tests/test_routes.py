"""What holds for every address of the application, now and for those to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from cases import Casework
from flask import Flask
from rows import insert_row
from sqlalchemy import event
from werkzeug.routing import Rule, UUIDConverter

from concord.app import create_app
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.access import Place, declared_access
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.tenancy import scope
from concord.tenancy.models import Status
from harness import Service, Visitor, World, soup
from tenants.registry.text_files import default_texts
from tenants.registry.texts import RESERVED_PAGES, TextKind

# Which table an id in an address belongs to, and what else an address may hold.
TABLE_OF = {"link_id": "one_use_links", "item_id": "agreement_items", "agreement_id": "agreements",
            "follow_up_id": "follow_ups", "question_id": "survey_questions",
            "case_id": "cases", "referral_id": "referrals", "account_id": "accounts", "session_id": "account_sessions",
            "document_id": "documents", "task_id": "tasks", "sign_off_id": "sign_offs", "handover_id": "handovers",
            "draft_id": "form_drafts", "saved_id": "saved_filters",
            "party_id": "case_parties", "action_id": "risk_actions",
            "activity_id": "activities", "run_id": "import_runs", "exchange_id": "exchanges", "venue_id": "venues",
            "way_id": "contact_points", "supporter_id": "case_supporters"}
NO_IDS = {"slug", "name", "person", "code", "token", "address", "act", "period", "indicator", "breakdown", "filename",
          "language", "kind", "key", "number"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, str(rule.methods)))


def at_a_service(app: Flask) -> list[Rule]:
    return [rule for rule in rules(app) if _declared(app, rule).place in {Place.SERVICE, Place.ANYWHERE}]


def _declared(app: Flask, rule: Rule) -> Any:
    declared = declared_access(app, rule.endpoint)
    assert declared is not None, f"{rule.rule} says nothing about who may come in"
    return declared


def test_every_route_declares_who_may_come_in(app: Flask) -> None:
    assert [rule.rule for rule in rules(app) if declared_access(app, rule.endpoint) is None] == []


def test_a_route_that_declares_nothing_is_never_served(settings: Any, service: Service) -> None:
    app = create_app(settings)
    app.add_url_rule("/team/undeclared", "undeclared", lambda: "secret")
    answer = app.test_client().get("/team/undeclared", headers={"Host": service.host})
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)


def test_every_id_in_an_address_is_typed_and_known_to_these_tests(app: Flask) -> None:
    for rule in rules(app):
        for name, converter in rule._converters.items():
            if name in TABLE_OF or name == "service_id":
                assert isinstance(converter, UUIDConverter), rule.rule
            else:
                assert name in NO_IDS, f"{rule.rule}: say in TABLE_OF what {name} is an id of"


def test_every_permission_is_asked_for_somewhere_and_held_by_somebody(app: Flask) -> None:
    asked = {_declared(app, rule).permission for rule in rules(app)} - {None}
    held = frozenset().union(*PERMISSIONS.values())
    assert asked <= held
    assert asked | ASKED_BY_VERBS == set(Permission)


# Permissions that decide what a page shows or a verb allows, beside those that open a route.
ASKED_BY_VERBS = {Permission.CASES_READ}


def test_another_services_ids_are_unknown_at_every_address(
    app: Flask, world: World, service: Service, other_service: Service
) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    token = _csrf_token(manager)
    with app.app_context(), scope.bound_to(other_service.id), db.engine.begin() as connection:
        theirs = {name: insert_row(connection, table, other_service.id) for name, table in TABLE_OF.items()}
    tried = 0
    for rule in at_a_service(app):
        if not rule.arguments & TABLE_OF.keys():
            continue
        path = _path(app, rule, theirs)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            send = manager.get(path) if method == "GET" else manager.post(path, {"csrf_token": token})
            assert send.status_code == 404, f"{method} {rule.rule}: {send.status_code}"
            tried += 1
    assert tried > 20


def test_looking_at_a_page_changes_nothing(app: Flask, world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    account = world.accounts[service.id, Role.SERVICE_MANAGER]
    casework = Casework(world, service, account)
    ours = {"case_id": casework.case_of_two(), "referral_id": casework.refer(), "account_id": account.id,
            "session_id": uuid7(), "document_id": uuid7(), "link_id": uuid7(), "item_id": uuid7(),
            "agreement_id": uuid7(), "follow_up_id": uuid7(), "question_id": uuid7(),
            "sign_off_id": uuid7(), "party_id": uuid7(), "action_id": uuid7(),
            "way_id": uuid7(), "supporter_id": uuid7(), "run_id": uuid7()}
    seen = 0
    for rule in at_a_service(app):
        if "GET" in (rule.methods or set()):
            with writes(app) as written:
                answer = manager.get(_path(app, rule, ours))
            assert answer.status_code < 500, rule.rule
            assert written == [], rule.rule
            seen += answer.status_code == 200
    assert seen > 25


@contextmanager
def writes(app: Flask) -> Iterator[list[str]]:
    """Statements that change something through the app's own engine; the audit trail has another."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if re.match(r"\s*(INSERT|UPDATE|DELETE)", statement, re.IGNORECASE):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_pages_above_the_services_do_not_exist_at_a_service(app: Flask, world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    for rule in rules(app):
        if _declared(app, rule).place == Place.NATIONAL and "GET" in (rule.methods or set()):
            answer = manager.get(_path(app, rule, {"service_id": service.id, "account_id": uuid7()}))
            assert answer.status_code == 404, rule.rule


def test_pages_of_a_service_do_not_exist_at_the_national_office(app: Flask, world: World, national: Service) -> None:
    administrator = world.staff(national, Role.ADMINISTRATOR)
    ids = {name: uuid7() for name in TABLE_OF}
    for rule in rules(app):
        if _declared(app, rule).place == Place.SERVICE and "GET" in (rule.methods or set()):
            assert administrator.get(_path(app, rule, ids)).status_code == 404, rule.rule


def test_without_signing_in_no_staff_page_opens(app: Flask, world: World, service: Service) -> None:
    visitor = world.visitor(service)
    ids = {name: uuid7() for name in TABLE_OF}
    for rule in at_a_service(app):
        if _declared(app, rule).permission is not None and "GET" in (rule.methods or set()):
            answer = visitor.get(_path(app, rule, ids))
            assert answer.status_code in {302, 303}, rule.rule
            assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.VOLUNTEER_FACILITATOR, Role.DATA_PROTECTION_OFFICER])
def test_a_role_without_the_permission_is_told_so(app: Flask, world: World, service: Service, role: Role) -> None:
    person = world.staff(service, role)
    ids = {name: uuid7() for name in TABLE_OF}
    for rule in at_a_service(app):
        permission = _declared(app, rule).permission
        if permission is not None and permission not in PERMISSIONS[role] and "GET" in (rule.methods or set()):
            assert person.get(_path(app, rule, ids)).status_code == 403, rule.rule


def test_a_suspended_service_shows_its_holding_page_everywhere_at_once(
    app: Flask, world: World, service: Service
) -> None:
    from tenants.registry.service import set_status

    manager = world.staff(service, Role.SERVICE_MANAGER)
    assert manager.get("/team/").status_code == 200
    with world.inside(service):
        set_status(Status.SUSPENDED)
    for path in ("/", "/refer", "/team/", "/sign-in"):
        answer = manager.get(path)
        assert answer.status_code == 503, path
        assert "999" in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["nobody.localhost", "example.org", "localhost.example.org", "a.b.localhost", "[::1]"])
def test_an_unknown_host_gets_a_plain_page_that_names_nobody(
    app: Flask, service: Service, national: Service, host: str
) -> None:
    answer = app.test_client().get("/", headers={"Host": host})
    assert answer.status_code == 404
    words = answer.get_data(as_text=True)
    assert "Service 1" not in words
    assert service.slug not in words


def _path(app: Flask, rule: Rule, ids: dict[str, UUID]) -> str:
    given: dict[str, Any] = {
        "slug": "privacy", "name": "who", "token": "x" * 43, "address": "none.css", "act": "invite",
        "indicator": "referrals", "breakdown": "all", "kind": "page", "key": "home", "language": "en",
    }
    values = {name: ids.get(name, given.get(name, "2026Q1")) for name in rule.arguments}
    if "period" in values:
        from tenants.returns.period import Quarter

        values["period"] = Quarter.parse("2026Q1")
    if "number" in values:
        values["number"] = 1
    if "act" in values and "service_id" in values:
        values["act"] = "suspend"
    with app.test_request_context():
        built = rule.build(values, append_unknown=False)
    assert built is not None, rule.rule
    return built[1]


def _csrf_token(visitor: Visitor) -> str:
    field = soup(visitor.get("/team/staff/new")).select_one("[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_no_page_of_a_service_can_have_an_address_that_is_taken(app: Flask) -> None:
    national = {key for kind, key in default_texts("en") if kind == TextKind.PAGE}
    taken = {found[1] for rule in rules(app) if (found := re.fullmatch(r"/([a-z-]+)/?", rule.rule))}
    assert taken - RESERVED_PAGES - national == set()
