"""Levels, supervision, observed practice and training: written down by supervisors, seen by whom they are about."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from assessing import qualify, somebody_else

from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, StaffAccount, World, page_text, soup
from tenants.people.service import Refused
from tenants.practice import queries, words
from tenants.practice.models import Level, RecordKind
from tenants.practice.service import Practised, record_practice, take_back


@pytest.fixture
def jo(world: World, service: Service) -> StaffAccount:
    return world.account(service, Role.FACILITATOR, name="Jo Facilitator")


def ago(days: int) -> date:
    return uk_today() - timedelta(days=days)


def level(account_id: UUID) -> Level | None:
    one = queries.colleague(account_id)
    assert one
    assert one.level == queries.levels().get(account_id)
    return one.level


def due(account_id: UUID) -> str:
    one = queries.colleague(account_id)
    assert one
    return " ".join(("LATE " if late else "") + sentence for sentence, late in words.what_is_due(one))


def did(account_id: UUID, kind: RecordKind, days: int, **more: object) -> UUID:
    return record_practice(account_id, Practised(kind=kind, happened_on=ago(days), **more), somebody_else(account_id))  # type: ignore[arg-type]  # its fields


def test_the_newest_level_that_holds_today_counts(world: World, service: Service, jo: StaffAccount) -> None:
    with world.inside(service):
        assert level(jo.id) is None
        did(jo.id, RecordKind.LEVEL, 900, level=Level.INTERMEDIATE)
        did(jo.id, RecordKind.LEVEL, 800, level=Level.ACCREDITED, until=ago(70))
        assert level(jo.id) == Level.INTERMEDIATE
        mistake = did(jo.id, RecordKind.LEVEL, 2, level=Level.ADVANCED)
        assert level(jo.id) == Level.ADVANCED
        take_back(jo.id, mistake, somebody_else(jo.id))
        take_back(jo.id, mistake, somebody_else(jo.id))
        assert level(jo.id) == Level.INTERMEDIATE
        did(jo.id, RecordKind.LEVEL, 1, level=Level.FOUNDATION)
        assert level(jo.id) == Level.FOUNDATION, "a level can also go down"


def test_what_is_due_is_said_in_words(world: World, service: Service, jo: StaffAccount) -> None:
    with world.inside(service):
        assert "No level is written down" in due(jo.id)
        qualify(jo.id, Level.INTERMEDIATE, since=ago(500))
        assert "LATE Supervision was due" in due(jo.id)
        assert "LATE Practice was to be observed" in due(jo.id)
        assert "LATE Training: 0 of 12 hours" in due(jo.id)
        did(jo.id, RecordKind.SUPERVISION, 84)
        did(jo.id, RecordKind.OBSERVED, 10)
        did(jo.id, RecordKind.TRAINING, 30, minutes=450, approved=False)
        did(jo.id, RecordKind.TRAINING, 400, minutes=600, approved=True)
        assert "Supervision is due by" in due(jo.id)
        assert "observed" not in due(jo.id)
        assert "Training: 7.5 of 12 hours" in due(jo.id)
        assert "Approved training: 0 of 6 hours" in due(jo.id), "what was longer than a year ago does not count"
        did(jo.id, RecordKind.SUPERVISION, 1)
        did(jo.id, RecordKind.TRAINING, 1, minutes=360, approved=True)
        assert due(jo.id) == ""


def test_a_supervisor_writes_a_level_down_and_takes_a_mistake_back(
    world: World, service: Service, jo: StaffAccount
) -> None:
    supervisor = world.staff(service, Role.CASE_SUPERVISOR)
    assert "No level is written down" in page_text(supervisor.get("/team/practice"))
    path = f"/team/practice/{jo.id}/level"
    assert "Choose a level" in page_text(supervisor.submit(path, {}))
    answer = supervisor.submit(path, {"level": "advanced", "words": "Certificate seen"})
    assert answer.status_code == 303
    page = page_text(supervisor.follow())
    assert "Level: Advanced." in page
    assert "Certificate seen" in page
    supervisor.submit(None, {}, action="take-back")
    assert "No level is written down yet" in page_text(supervisor.follow())


@pytest.mark.parametrize("role", [Role.CASE_SUPERVISOR, Role.SERVICE_MANAGER])
def test_nobody_vouches_for_themselves(world: World, service: Service, role: Role) -> None:
    own = world.account(service, role)
    visitor, path = world.sign_in(service, own), f"/team/practice/{own.id}"
    page = soup(visitor.get(path))
    assert page.find("a", href=f"{path}/training")
    for kind, answers in {"level": {"level": "advanced"}, "supervision": {}, "observed": {}}.items():
        assert page.find("a", href=f"{path}/{kind}") is None
        assert "about themselves" in page_text(visitor.submit(f"{path}/{kind}", answers))
    with world.inside(service):
        qualify(own.id, Level.FOUNDATION)
    assert "This was a mistake" not in page_text(visitor.get(path))
    with world.inside(service), pytest.raises(Refused):
        take_back(own.id, did(own.id, RecordKind.LEVEL, 0, level=Level.FOUNDATION), own.id)
    with world.inside(service):
        assert level(own.id) == Level.FOUNDATION


def test_training_is_written_in_hours(world: World, service: Service, jo: StaffAccount) -> None:
    supervisor = world.staff(service, Role.CASE_SUPERVISOR)
    path = f"/team/practice/{jo.id}/training"
    for wrong in ("some", "0", "nan", "1000"):
        assert supervisor.submit(path, {"hours": wrong, "approved": "yes"}).status_code == 422
    supervisor.submit(path, {"hours": "1.5", "approved": "yes"})
    assert "1.5 hours, approved" in page_text(supervisor.follow())


def test_everybody_sees_their_own_record_and_nobody_elses(world: World, service: Service, jo: StaffAccount) -> None:
    other = world.account(service, Role.FACILITATOR, "other@service.example", name="Otto Other")
    with world.inside(service):
        qualify(jo.id, Level.INTERMEDIATE)
        qualify(other.id, Level.FOUNDATION)
    visitor = world.sign_in(service, jo)
    for path in ("/team/practice", "/team/practice/own"):
        page = page_text(visitor.get(path))
        assert "Practice of Jo Facilitator" in page
        assert "This was a mistake" not in page
        assert "Foundation" not in page
    for path in (f"/team/practice/{other.id}", f"/team/practice/{jo.id}/level"):
        assert visitor.get(path).status_code == 403
