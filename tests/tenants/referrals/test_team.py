"""What the team sees of a referral: all that was said of this person, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cases import Casework

from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.web.translations import uk_date, uk_short_date
from harness import Service, Visitor, World, page_text, soup
from tenants.people.intake import Needs, WayToReach
from tenants.people.models import Answer, ContactKind, ShowNumber
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.models import IncidentKind, PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive_together

PHONE = WayToReach(
    kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_leave_message=Answer.NO,
    show_number=ShowNumber.WITHHELD, say_from="The dentist", safe_word="Heron", relay="Relay UK", shared=Answer.YES,
    watched=Answer.YES, who_may_answer="My son", when_safe="Mornings",
)
POST = WayToReach(kind=ContactKind.POST, value="1 High Street", safe=Answer.YES, plain_envelope=Answer.YES)


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def two_of_one_incident(cases: Casework, **more: Any) -> list[str]:
    """The addresses of what a police officer sent of two people."""
    key = uuid4()
    shared: dict[str, Any] = {
        "referrer_kind": ReferrerKind.PROFESSIONAL, "source": Source.POLICE, "summary": "A fight.",
        "agreed_wording": "1", "sent_together": key, "person_agreed": Answer.YES, "outcome_to_referrer": True,
        "referrer": Referrer(name="PC Ellis", contact="01632 960003", agency="Neighbourhood team",
                             email="ellis@police.example", agency_reference="22/1234", **more),
    }
    answers = [
        Answers(submission_key=uuid4(), person_name="Alys Example", person_role=PartyRole.HARMED,
                ways_to_reach=(PHONE,), needs=Needs(interpreter="Polish"), under_18=Answer.YES, **shared),
        Answers(submission_key=uuid4(), person_name="Huw Example", person_role=PartyRole.RESPONSIBLE,
                needs=Needs(access="No stairs"), **shared),
    ]
    with cases.world.inside(cases.service):
        return [f"/team/referrals/{referral.id}" for referral in receive_together(answers)]


def test_the_whole_rule_stands_where_the_number_is(cases: Casework, team: Visitor) -> None:
    page = soup(team.get(f"/team/referrals/{cases.refer('Rhian Example', PHONE, POST)}"))
    phone, post = (" ".join(way.get_text(" ").split()) for way in page.select(".concord-ways__way"))
    for words in (
        "07700 900123", "Safe to use.", "Do not leave a message.", "Withhold our number.",
        "Say it is from: The dentist", "Safe word: Heron",
        "Interpreter or relay on the line: Relay UK", "Somebody may be watching this.",
        "Other people use this phone.", "Who may answer: My son", "When: Mornings",
    ):
        assert words in phone
    assert "Use a plain envelope." in post


def test_what_a_professional_says_of_one_person_is_on_the_page_of_that_person_alone(
    cases: Casework, team: Visitor
) -> None:
    alys, huw = two_of_one_incident(cases)
    words = page_text(team.get(alys))
    for expected in (
        "Alys Example", "This person is under 18.", "Interpreter Polish", "PC Ellis", "Neighbourhood team", "22/1234",
        "ellis@police.example Unverified", "May they hear what became of it? Yes, the person agreed",
        "Did the person agree? Yes",
    ):
        assert expected in words
    for others in ("Huw", "No stairs"):
        assert others not in words
    page = soup(team.get(alys))
    assert page.find("a", href=huw)
    theirs = page_text(team.get(huw))
    for others in ("Alys", "Polish", "07700", "Heron"):
        assert others not in theirs


def test_what_was_sent_alone_was_sent_together_with_nothing(cases: Casework, team: Visitor) -> None:
    cases.refer("Alys Example")
    assert "Sent together" not in page_text(team.get(f"/team/referrals/{cases.refer('Huw Example')}"))


def test_a_deadline_of_an_out_of_court_disposal_is_seen_and_one_that_is_near_comes_first(
    cases: Casework, team: Visitor
) -> None:
    near, far = uk_today() + timedelta(days=3), uk_today() + timedelta(days=60)
    cases.refer("First Example")
    two_of_one_incident(cases, disposal_deadline=far)
    near_one = two_of_one_incident(cases, disposal_deadline=near)[0]
    rows = [" ".join(row.get_text(" ").split()) for row in soup(team.get("/team/referrals")).select("tbody tr")]
    with cases.world.app.test_request_context():
        near_day, far_day, in_full = uk_short_date(near), uk_short_date(far), uk_date(near)
    assert [f"Deadline {near_day}" in row for row in rows] == [True, True, False, False, False]
    assert "First Example" in rows[2]
    assert f"Deadline {far_day}" in rows[3]
    assert f"needs an answer by {in_full}" in page_text(team.get(near_one))


def test_a_person_who_wrote_for_themselves_has_no_referrer(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer("Rhian Example", incident_kind=IncidentKind.CONFLICT, reported=Answer.NO)
    words = page_text(team.get(f"/team/referrals/{referral_id}"))
    assert "Who wrote for them" not in words
    assert "What they need" not in words
    assert "Reported to the police? No" in words
