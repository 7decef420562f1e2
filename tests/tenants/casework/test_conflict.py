"""Whoever has a conflict of interest is locked out of all of it, managers included, until somebody else lifts that."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from cases import Casework, send
from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import Rule

from concord.database import db
from concord.database.columns import uuid7
from concord.identity.access import declared_access
from concord.identity.permissions import PERMISSIONS, Role
from concord.web.dates import uk_today
from harness import StaffAccount, Visitor, find_form, form_values, page_text, soup
from tenants.casework import service as casework
from tenants.casework.kinds import Duty, TaskKind
from tenants.casework.models import Case, CaseMember
from tenants.casework.policy import Stage
from tenants.casework.record_models import Task
from tenants.casework.tasks import NewTask, set_task
from tenants.people.service import Refused
from tenants.referrals import conflicts
from tenants.referrals.models import PartyRole, Referral

ABOUT = ("/team/cases/<uuid:case_id>", "/team/referrals/<uuid:referral_id>")


@dataclass
class Other:
    """A second manager, and their browser."""

    account: StaffAccount
    visitor: Visitor


@pytest.fixture
def other(cases: Casework) -> Other:
    account = cases.world.account(cases.service, Role.SERVICE_MANAGER, "other@service.example", name="Olwen Manager")
    return Other(account, cases.world.sign_in(cases.service, account))


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def declare(cases: Casework, case_id: UUID, account_id: UUID) -> None:
    with cases.world.inside(cases.service):
        casework.declare_conflict(case_id, account_id, cases.act(), conflict=True)


def declare_of_referral(cases: Casework, referral_id: UUID, account_id: UUID) -> None:
    with cases.world.inside(cases.service):
        incident = db.session.execute(select(Referral.incident_id).where(Referral.id == referral_id)).scalar_one()
        conflicts.declare([incident], account_id, conflict=True, recorded_by=cases.manager.id)


def routes_about(app: Flask) -> list[Rule]:
    """The addresses of one case or one referral that a manager may open."""
    open_to_managers = PERMISSIONS[Role.SERVICE_MANAGER]
    found = []
    for rule in app.url_map.iter_rules():
        declared = declared_access(app, rule.endpoint)
        if rule.rule.startswith(ABOUT) and declared is not None and declared.permission in open_to_managers:
            found.append(rule)
    return found


def test_every_address_of_a_case_and_its_referral_is_unknown_to_a_manager_with_a_conflict(
    app: Flask, cases: Casework, other: Other
) -> None:
    case_id, waiting = cases.case_of_two(), cases.refer("Wilma Waiting")
    with cases.world.inside(cases.service):
        accepted = db.session.execute(select(Referral.id).where(Referral.case_id == case_id)).scalar_one()
        party_id = cases.parties(case_id)[PartyRole.HARMED]
    for path in (f"/team/cases/{case_id}", f"/team/cases/{case_id}/note", f"/team/referrals/{waiting}"):
        assert other.visitor.get(path).status_code == 200
    declare_of_referral(cases, waiting, other.account.id)
    declare(cases, case_id, other.account.id)
    token = str(soup(other.visitor.get("/team/")).select_one("input[name=csrf_token]")["value"])  # type: ignore[index]  # it is there
    tried = 0
    for rule in routes_about(app):
        for referral_id in (accepted, waiting) if "referral_id" in rule.arguments else (accepted,):
            known = {"case_id": case_id, "referral_id": referral_id, "party_id": party_id}
            values = {name: known.get(name) or (uuid7() if name.endswith("_id") else "1") for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                post = {"csrf_token": token}
                answer = other.visitor.get(path) if method == "GET" else other.visitor.post(path, post)
                assert answer.status_code == 404, f"{method} {rule.rule}: {answer.status_code}"
                tried += 1
    assert tried > 60


def test_no_page_of_the_team_names_a_case_to_whoever_has_a_conflict(
    app: Flask, cases: Casework, other: Other
) -> None:
    case_id = cases.at(Stage.SCHEDULED)
    with cases.world.inside(cases.service):
        casework.change_lead(case_id, other.account.id, cases.act(), conflict=False)
        set_task(NewTask(
            case_id=case_id, kind=TaskKind.REMINDER, owner_id=other.account.id, due_on=uk_today(), words="Ring Hattie",
        ))
    paths = [
        rule.rule for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/team/") and not rule.arguments and "GET" in (rule.methods or set())
    ]

    def naming() -> set[str]:
        return {path for path in paths if "Hattie" in other.visitor.get(path).get_data(as_text=True)}

    assert naming() >= {"/team/", "/team/cases"}
    declare(cases, case_id, other.account.id)
    assert naming() == set()


def test_lists_leave_out_what_somebody_has_a_conflict_in(cases: Casework, other: Other, team: Visitor) -> None:
    case_id, waiting = cases.case("Hattie Hidden"), cases.refer("Hattie Waiting")
    assert "Hattie Hidden" in page_text(other.visitor.get("/team/cases"))
    declare(cases, case_id, other.account.id)
    assert "Hattie" not in send(other.visitor, f"/team/referrals/{waiting}/conflict", conflict="yes")
    for path in ("/team/cases", "/team/referrals?status=accepted", "/team/referrals", "/team/"):
        answer = other.visitor.get(path)
        assert answer.status_code == 200
        assert "Hattie" not in page_text(answer), path
    assert "Hattie Waiting" in page_text(team.get("/team/referrals"))
    assert "Hattie Hidden" in page_text(team.get("/team/cases"))


def test_who_declares_a_conflict_is_led_out_of_the_case_even_by_a_second_click(cases: Casework, other: Other) -> None:
    path = f"/team/cases/{cases.case()}/conflict"
    typed = form_values(find_form(soup(other.visitor.get(path)))) | {"conflict": "yes"}
    assert typed["account"] == str(other.account.id)
    for _click in range(2):
        answer = other.visitor.post(path, typed)
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("/team/cases")
    assert other.visitor.get(path).status_code == 404


def test_only_another_manager_or_supervisor_lifts_a_conflict_and_says_why(cases: Casework, other: Other) -> None:
    case_id = cases.case()
    declare(cases, case_id, other.account.id)
    with cases.world.inside(cases.service):
        for act, refusal in (
            (cases.act(actor_id=other.account.id, note="It was somebody else."), "Only another manager"),
            (cases.act(role=Role.CASE_COORDINATOR, note="It was somebody else."), "Only another manager"),
            (cases.act(), "Write in the note"),
        ):
            with pytest.raises(Refused, match=refusal):
                casework.declare_conflict(case_id, other.account.id, act, conflict=False)
    assert other.visitor.get(f"/team/cases/{case_id}").status_code == 404
    supervisor = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    assert "Locked out now: Olwen Manager." in page_text(supervisor.get(f"/team/cases/{case_id}/conflict"))
    with cases.world.inside(cases.service):
        why = cases.act(note="It was somebody else of the same name.")
        casework.declare_conflict(case_id, other.account.id, why, conflict=False)
    assert other.visitor.get(f"/team/cases/{case_id}").status_code == 200


def test_nobody_with_a_conflict_gets_work_on_the_case(cases: Casework, other: Other) -> None:
    case_id, waiting = cases.case(), cases.refer("Wilma Waiting")
    declare(cases, case_id, other.account.id)
    declare_of_referral(cases, waiting, other.account.id)
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="has a conflict of interest"):
            casework.change_lead(case_id, other.account.id, cases.act(), conflict=False)
        with pytest.raises(Refused, match="has a conflict of interest"):
            casework.add_member(case_id, other.account.id, cases.act())
        with pytest.raises(Refused, match="has a conflict of interest"):
            casework.accept(waiting, other.account.id, cases.act(), conflict=False)
        db.session.rollback()


def test_a_case_whose_lead_has_a_conflict_asks_those_who_allocate_for_another(cases: Casework, other: Other) -> None:
    facilitator = cases.world.account(cases.service, Role.FACILITATOR, name="Fflur Facilitator")
    case_id = cases.case()

    def asked() -> dict[UUID, bool]:
        statement = select(Task.owner_id, Task.done_at).where(Task.case_id == case_id, Task.kind == TaskKind.NEW_LEAD)
        return {row.owner_id: row.done_at is not None for row in db.session.execute(statement)}

    with cases.world.inside(cases.service):
        casework.change_lead(case_id, facilitator.id, cases.act(), conflict=False)
        casework.declare_conflict(case_id, facilitator.id, cases.act(), conflict=True)
        assert asked() == {cases.manager.id: False, other.account.id: False}
    first = soup(other.visitor.get(f"/team/cases/{case_id}")).select_one(".concord-next li a")
    assert first is not None
    assert (first["href"], first.get_text()) == (
        f"/team/cases/{case_id}/lead", "The lead has a conflict of interest. Choose another lead."
    )
    with cases.world.inside(cases.service):
        casework.change_lead(case_id, cases.manager.id, cases.act(), conflict=False)
        assert asked() == {cases.manager.id: True, other.account.id: True}
    assert "Choose another lead." not in page_text(other.visitor.get(f"/team/cases/{case_id}"))


def test_a_restricted_case_is_open_to_those_named_on_it_alone(cases: Casework, other: Other, team: Visitor) -> None:
    case_id = cases.case("Hattie Hidden")
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(restricted=True))
    path = f"/team/cases/{case_id}"
    assert other.visitor.get(path).status_code == 404
    assert "Hattie" not in page_text(other.visitor.get("/team/cases"))
    assert "Hattie" not in page_text(other.visitor.get("/team/referrals?status=accepted"))
    assert team.get(path).status_code == 200
    with cases.world.inside(cases.service):
        db.session.add(CaseMember(case_id=case_id, account_id=other.account.id, duty=Duty.READS))
    assert other.visitor.get(path).status_code == 200


def test_a_restricted_case_whose_lead_has_a_conflict_is_opened_to_the_managers(cases: Casework, other: Other) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(restricted=True))
    declare(cases, case_id, cases.manager.id)
    assert other.visitor.get(f"/team/cases/{case_id}").status_code == 200
