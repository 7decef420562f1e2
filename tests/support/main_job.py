"""The main job, end to end through the pages: a visitor's words become figures that the national office compares."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cases import Casework, send, value_of
from history import History
from refer_form import HARMED
from refer_form import send as send_referral

from concord.identity.permissions import Role
from harness import Service, World, page_text, soup
from tenants.casework.policy import Stage
from tenants.casework.service import confirm_needs
from tenants.referrals.models import PartyRole
from tenants.returns.period import Quarter

LAST_QUARTER = Quarter.current().previous


def do_main_job(world: World, service: Service, national: Service) -> None:
    """Every step asserts what the next person sees."""
    coordinator = world.account(service, Role.CASE_COORDINATOR, "casey@service.example", "Casey Coordinator")
    facilitator = world.account(service, Role.FACILITATOR, "frankie@service.example", "Frankie Facilitator")
    reference = _a_person_writes(world, service)
    _the_team_is_told(world, service, reference)
    case = _the_coordinator_accepts(world, service, coordinator, str(facilitator.id), reference)
    _the_facilitator_works(world, service, facilitator, case)
    _the_manager_submits(world, service)
    _the_national_office_compares(world, service, national)


def _a_person_writes(world: World, service: Service) -> str:
    home = world.visitor(service).get("/")
    assert "Ask us to contact you" in page_text(home)
    _visitor, sent = send_referral(world, service, HARMED | {"safe-email": {"safe": "yes"}})
    reference = soup(sent).find(string=lambda words: bool(words and words.strip().startswith("TST-")))
    assert reference, page_text(sent)
    return str(reference).strip()


def _the_team_is_told(world: World, service: Service, reference: str) -> None:
    world.run_outbox(service)
    [told] = world.mail("casey@service.example")
    [thanked] = world.mail("rhian@person.example")
    for message in (told, thanked):
        everything = f"{message['subject']} {message['text']}"
        assert "Rhian" not in everything
        assert "bicycle" not in everything
        assert reference not in message["subject"]
    assert "/sign-in" in told["text"] or "/team" in told["text"]
    assert "http" not in thanked["text"]
    assert "estorative" not in thanked["subject"] + thanked["from"]


def _the_coordinator_accepts(world: World, service: Service, account: Any, lead: str, reference: str) -> str:
    team = world.sign_in_by_pages(service, account)
    listed = team.get("/team/referrals")
    assert reference in page_text(listed)
    link = soup(listed).find("a", string=lambda words: bool(words and reference in words))
    assert link is not None
    referral = str(link["href"])
    assert "Somebody took my bicycle." in page_text(team.get(referral))
    opened = send(team, f"{referral}/accept", lead=lead, conflict="no")
    assert "Frankie Facilitator" in opened
    assert team.last is not None
    return team.last.request.path


def _the_facilitator_works(world: World, service: Service, account: Any, case: str) -> None:
    team = world.sign_in_by_pages(service, account)
    way = value_of(team, f"{case}/contact", "way", "Phone")
    send(team, f"{case}/contact", way=way, direction="we", outcome="spoke")
    send(team, f"{case}/person", name="Rhys Example", role="responsible", phone="07700 900456")
    cases, case_id = Casework(world, service, account), UUID(case.rpartition("/")[2])
    with world.inside(service):
        cases.settle(case_id)
        for role, party_id in cases.parties(case_id).items():
            cases.inform(case_id, PartyRole(role))
            confirm_needs(case_id, party_id, cases.act())
    send(team, f"{case}/move", target="exploring")
    send(team, f"{case}/move", target="assessing")
    with world.inside(service):
        cases.satisfy(case_id, Stage.PREPARING)
    refused = team.submit(f"{case}/move", {"target": "preparing"})
    assert refused.status_code == 422
    for name in ("Rhian Example", "Rhys Example"):
        assert f"{name} has not agreed in writing to take part." in page_text(refused)
        party = value_of(team, f"{case}/consent", "party", name)
        send(team, f"{case}/consent", party=party, agreed="take_part", channel="paper")
    send(team, f"{case}/move", target="preparing")
    for stage in (Stage.SCHEDULED, Stage.IN_PROCESS, Stage.FOLLOW_UP):
        with world.inside(service):
            cases.satisfy(case_id, stage)
        moved = send(team, f"{case}/move", target=stage.value)
    assert "Following up" in moved


def _the_manager_submits(world: World, service: Service) -> None:
    """Last quarter's figures: enough referrals to be shown, too few meetings to be."""
    History(world, service).quarter(LAST_QUARTER, referrals=12, started=3, direct=2)
    manager = world.staff(service, Role.SERVICE_MANAGER)
    manager.submit(f"/team/figures/{LAST_QUARTER}", action="/count")
    figures = page_text(manager.follow())
    assert "not for publication" in figures
    assert "Referrals 12" in figures
    submitted = manager.submit(f"/team/figures/{LAST_QUARTER}/submit")
    assert submitted.status_code == 303, page_text(submitted)
    world.run_outbox(service)


def _the_national_office_compares(world: World, service: Service, national: Service) -> None:
    coordinator = world.staff(national, Role.NATIONAL_COORDINATOR)
    page = coordinator.get(f"/national/?period={LAST_QUARTER}")
    rows = [row.get_text(" ", strip=True) for row in soup(page).select("main table tr")]
    [row] = [row for row in rows if _name(world, service) in row]
    assert " 10 " in f" {row} ", "12 referrals are rounded to the nearest 5"
    assert " 12 " not in f" {row} "
    assert "idden" in row, "2 direct meetings are too few to be shown"


def _name(world: World, service: Service) -> str:
    from tenants.registry.queries import current_profile

    with world.inside(service):
        return current_profile().name
