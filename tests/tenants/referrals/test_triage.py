"""Referrals as the team sees them, and the one decision about each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cases import SAFE_PHONE, Casework, send
from signing_in import statements
from sqlalchemy import select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import is_working_day
from harness import Service, Visitor, World, page_text, soup
from tenants.casework import service as casework
from tenants.people.models import Answer, ContactKind
from tenants.people.service import Refused, WayToReach
from tenants.referrals import triage
from tenants.referrals.answers import Referrer
from tenants.referrals.models import CloseReason, PartyRole, ReferrerKind, Source


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def working_days_ago(count: int) -> datetime:
    """A moment so many working days before today."""
    day = uk_today()
    while count > 0:
        count -= is_working_day(day)
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UK)


def rows(visitor: Visitor, path: str = "/team/referrals") -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in soup(visitor.get(path)).select("tbody tr")]


def test_new_referrals_stand_oldest_first_with_their_age_in_working_days(cases: Casework, team: Visitor) -> None:
    cases.refer("Young Example", received_at=working_days_ago(1))
    cases.refer("Old Example", received_at=working_days_ago(6))
    cases.refer("Today Example")
    old, young, today = rows(team)
    assert "Old Example" in old
    assert "6 working days" in old
    assert "Overdue by 4 working days" in old
    assert "Young Example" in young
    assert "1 working day " in young
    assert "Overdue" not in young
    assert "Today Example" in today


def test_a_service_that_promises_sooner_is_overdue_sooner(world: World, make_service: Callable[..., Service]) -> None:
    service = make_service(policy={"first_attempt_working_days": 1})
    cases = Casework(world, service, world.account(service, Role.SERVICE_MANAGER))
    cases.refer(received_at=working_days_ago(2))
    assert "Overdue by 1 working day" in rows(world.sign_in(service, cases.manager))[0]


def test_a_referral_shows_all_that_was_sent_with_the_safety_answers_at_the_contact(
    cases: Casework, team: Visitor
) -> None:
    way = WayToReach(
        kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_leave_message=Answer.YES,
        who_may_answer="My brother", when_safe="After 6pm",
    )
    referral_id = cases.refer(
        "Idris Example", way, person_role=PartyRole.RESPONSIBLE, referrer_kind=ReferrerKind.PROFESSIONAL,
        source=Source.PROBATION, person_knows=Answer.NO,
        referrer=Referrer(name="Olwen Officer", contact="olwen@probation.example", agency="Probation Wales"),
    )
    words = page_text(team.get(f"/team/referrals/{referral_id}"))
    for expected in (
        "Idris Example", "Person responsible", "Someone took my bicycle.", "Probation", "Olwen Officer",
        "olwen@probation.example", "Probation Wales", "My brother", "After 6pm",
        "Unknown: do not contact until checked.", "Another person told us this",
        "does not know that somebody wrote to us",
    ):
        assert expected in words


def test_looking_at_referrals_is_on_record(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    team.get("/team/referrals")
    team.get(f"/team/referrals/{referral_id}")
    with cases.world.inside(cases.service):
        found = db.session.execute(
            select(AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.detail)
            .where(AuditEntry.action == "read", AuditEntry.subject_kind.in_(["referral", "referral_list"]))
        ).all()
    assert {(row.subject_kind, row.subject_id) for row in found} == {("referral", referral_id), ("referral_list", None)}
    assert str(referral_id) in str([row.detail for row in found])
    assert "Hattie" not in str(found)


def test_the_list_costs_five_statements_at_most_however_many_it_shows(cases: Casework, team: Visitor) -> None:
    for number in range(53):
        cases.refer(f"Person {number:02} Example", received_at=datetime.now(UTC) - timedelta(hours=60 - number))
    assert len(rows(team)) == 50
    with statements(cases.world.app) as seen:
        team.get("/team/referrals")
    reads = [statement for statement in seen if "INSERT" not in statement]
    assert len(reads) <= 5, reads
    assert len(seen) - len(reads) == 1
    assert "audit_entries" in next(statement for statement in seen if "INSERT" in statement)
    assert [row for row in rows(team, "/team/referrals?page=2") if "Person 52 Example" in row]
    for nonsense in ("0", "-1", "9" * 30, "x"):
        assert team.get(f"/team/referrals?page={nonsense}").status_code == 200
    assert team.get("/team/referrals?status=nonsense").status_code == 404


def test_a_referral_closed_with_a_reason_leaves_the_list_and_stays_readable(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    answer = team.submit(f"/team/referrals/{referral_id}/close", {})
    assert answer.status_code == 422
    assert "Choose a reason" in page_text(answer)
    answer = team.submit(None, {"reason": "out_of_area"})
    assert answer.status_code == 422
    assert "Say who was told." in page_text(answer)
    said = {"told": ["person"], "how": "phone", "signposts": ["other_service", "mediation"], "words": "Ask in Ely."}
    page = send(team, f"/team/referrals/{referral_id}/close", reason="out_of_area", **said)
    for expected in (
        "Outside our area", "Who was told: The person (By phone)", "Who may help instead: Mediation", "Ask in Ely.",
        "Who may help instead: Another restorative justice service",
    ):
        assert expected in page
    assert "Accept and open a case" not in page
    assert rows(team) == []
    assert len(rows(team, "/team/referrals?status=closed")) == 1


def test_the_person_is_asked_and_told_only_by_what_is_known_to_be_safe(cases: Casework, team: Visitor) -> None:
    unknown = WayToReach(kind=ContactKind.EMAIL, value="hattie@person.example", safe=Answer.UNKNOWN)
    referral_id = cases.refer("Hattie Example", SAFE_PHONE, unknown)
    path = f"/team/referrals/{referral_id}"
    asked = {"whom": "person", "words": "Which year was it?"}
    for how in ("email", "text", "post"):
        assert "not known to be safe" in page_text(team.submit(f"{path}/ask", asked | {"how": how})), how
        told = {"reason": "out_of_area", "told": ["person"], "how": how}
        assert "not known to be safe" in page_text(team.submit(f"{path}/close", told)), how
    assert team.submit(f"{path}/ask", asked | {"whom": "referrer", "how": "email"}).status_code == 303
    assert team.submit(f"{path}/ask", asked | {"how": "phone"}).status_code == 303


def test_nobody_decides_twice(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    path = f"/team/referrals/{referral_id}/accept"
    team.get(path)
    with cases.world.inside(cases.service):
        triage.close(referral_id, CloseReason.DUPLICATE, cases.manager.id)
    answer = team.submit(None, {"lead": str(cases.manager.id), "conflict": "no"})
    assert answer.status_code == 422
    assert "Somebody has closed this referral already." in page_text(answer)
    assert team.get(path).status_code == 302
    answer = team.submit(f"/team/referrals/{referral_id}/close", {"reason": "duplicate"})
    assert answer.status_code == 422
    with cases.world.inside(cases.service), pytest.raises(triage.NoSuchReferral):
        triage.take(uuid4())


def test_an_accepted_referral_leads_to_its_case(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
    with cases.world.inside(cases.service), pytest.raises(Refused, match="It is a case now"):
        casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
    page = team.get(f"/team/referrals/{referral_id}")
    assert soup(page).find("a", href=f"/team/cases/{case_id}")


def test_a_conflict_of_interest_of_the_chosen_lead_is_refused_in_place(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    said = {"lead": str(cases.manager.id), "conflict": "yes"}
    answer = team.submit(f"/team/referrals/{referral_id}/accept", said)
    assert answer.status_code == 422
    assert "Choose another lead" in page_text(answer)
    assert len(rows(team)) == 1


def test_only_active_staff_who_record_can_lead(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer()
    reader = cases.world.account(cases.service, Role.READ_ONLY, name="Rita Reader")
    page = soup(team.get(f"/team/referrals/{referral_id}/accept"))
    offered = {option.get_text(strip=True) for option in page.select("#lead option")} - {""}
    assert offered == {"Mona Manager"}
    answer = team.submit(None, {"lead": str(reader.id), "conflict": "no"})
    assert answer.status_code == 422
    with cases.world.inside(cases.service), pytest.raises(Refused, match="who can work on cases"):
        casework.accept(referral_id, reader.id, cases.act(), conflict=False)


def test_a_referral_is_not_accepted_before_it_came(cases: Casework) -> None:
    referral_id = cases.refer()
    with cases.world.inside(cases.service), pytest.raises(Refused, match="before the day it came"):
        casework.accept(
            referral_id, cases.manager.id, cases.act(happened_on=uk_today() - timedelta(days=1)), conflict=False
        )


def test_without_the_right_to_read_referrals_there_are_none(cases: Casework) -> None:
    referral_id = cases.refer()
    facilitator = cases.world.staff(cases.service, Role.FACILITATOR)
    assert facilitator.get("/team/referrals").status_code == 403
    assert facilitator.get(f"/team/referrals/{referral_id}").status_code == 403
    stranger = cases.world.visitor(cases.service).get(f"/team/referrals/{referral_id}")
    assert stranger.status_code == 302
    assert "/sign-in" in stranger.headers["Location"]


