"""Rows of invented cases obey the rules of the verbs: the conditions of each one's last move hold, asked on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from admin.demonstration.accounts import password_hash
from admin.demonstration.lives import Life
from admin.demonstration.service import staff_of, write
from admin.demonstration.showcase import SHOWN, Certain, show
from admin.demonstration.team import add_practice, add_venues
from admin.demonstration.writer import Staff, Writer
from concord.database import Base, db
from concord.web.dates import uk_today
from harness import Service, World
from tenants.agreements.models import FollowUp
from tenants.assessments.models import Assessment
from tenants.casework import guards
from tenants.casework.list_models import NoteToken
from tenants.casework.models import Case, CaseEvent, ContactAttempt
from tenants.casework.policy import ACTIVE, Stage, transition
from tenants.casework.stages import last_move
from tenants.feedback.models import SurveyAnswer, SurveyInvitation
from tenants.meetings.models import ActivityParty, PreparationMeeting
from tenants.people.matching_models import PersonToken
from tenants.people.models import Consent, ContactPoint, Person, PersonNeeds
from tenants.people.tokens import tokens_of
from tenants.people.values import value_token
from tenants.practice.models import PracticeRecord

AREA = "E23000026"
DAYS, LIVES = 500, 70
# Without these rows of one side, and with all of the other's, a case could not have come to where it is.
NEEDED = (
    ("exploring", ContactAttempt, "safe_route_used"),
    ("preparing", Consent, "written_consent_of_both"),
    ("preparing", Assessment, "assessments_complete"),
    ("preparing", PersonNeeds, "needs_asked"),
    ("today", PreparationMeeting, "prepared_separately"),
    ("today", ActivityParty, "form_agreed"),
    ("under_way", ActivityParty, "confirmed_today"),
    ("completed", FollowUp, "followed_up"),
    ("completed", SurveyInvitation, "surveys_offered"),
)


@pytest.fixture(scope="module")
def place(world: World) -> Service:
    return world.make_service()


@pytest.fixture(scope="module")
def staff(world: World, place: Service) -> Staff:
    """Those who work there, with their levels on record."""
    with world.inside(place):
        staff = staff_of(place.slug, password_hash())
        writer = a_writer(staff, "staff")
        add_practice(writer, uk_today() - timedelta(days=1200))
        write(writer.rows)
    return staff


@pytest.fixture(scope="module")
def invented(world: World, place: Service, staff: Staff) -> Writer:
    """The cases that show something, and some months of others."""
    writer = a_writer(staff, "years")
    shown = show(writer)
    assert shown.keys() == SHOWN.keys()
    for number in range(LIVES):
        Life(writer, writer.today - timedelta(days=DAYS * number // LIVES)).live()
    with world.inside(place):
        write(writer.rows)
    return writer


def a_writer(staff: Staff, seed: str) -> Writer:
    writer = Writer(Random(seed), staff, "TST", uk_today(), AREA)
    add_venues(writer)
    return writer


def refused(case_id: UUID) -> set[str]:
    """The conditions of the last move of a case that do not hold, asked on the day of the move."""
    case = db.session.execute(select(Case).where(Case.id == case_id)).scalar_one()
    move = last_move(case)
    step = transition(move.from_stage or "", Stage(move.to_stage or ""), move.detail.get("reason"))
    if step is None:
        return set()
    return {guard.name for guard in guards.refusals(guards.evaluate(case.id, step.guards, move.happened_on))}


def cases(invented: Writer) -> Iterator[UUID]:
    """A meeting that is over leaves nothing of T10 to ask."""
    return (case["id"] for case in invented.rows[Case] if case["stage"] != Stage.IN_PROCESS)


def test_the_conditions_of_the_last_move_hold_in_every_invented_case(
    world: World, place: Service, invented: Writer
) -> None:
    assert {case["stage"] for case in invented.rows[Case]} >= {*ACTIVE, Stage.CLOSED}
    with world.inside(place):
        assert {case_id: names for case_id in cases(invented) if (names := refused(case_id))} == {}


@pytest.mark.parametrize("name", SHOWN)
def test_what_each_shown_case_has_come_to_is_allowed(
    world: World, place: Service, staff: Staff, name: str
) -> None:
    life = Certain(a_writer(staff, f"shown {name}"), SHOWN[name])
    life.live()
    with world.inside(place):
        write(life.writer.rows)
        assert refused(life.case["id"]) == set()


@pytest.mark.parametrize("role", ["harmed", "responsible"])
@pytest.mark.parametrize(("name", "table", "condition"), NEEDED)
def test_without_what_is_on_record_of_one_side_the_rules_are_broken(  # noqa: PLR0917 - fixtures and what is left out
    world: World, place: Service, staff: Staff, name: str, table: type[Base], condition: str, role: str
) -> None:
    life = Certain(a_writer(staff, f"without {table.__tablename__} of {role} {name}"), SHOWN[name])
    life.live()
    party = life.parties.get(role)
    if party is None or (name == "exploring" and role != life.role):
        return  # there is one person only, at first
    of_side = {party["id"], party["person_id"]}
    rows = life.writer.rows
    rows[SurveyAnswer].clear()  # no rule asks for them
    rows[table] = [row for row in rows[table] if not {row.get("party_id"), row.get("person_id")} & of_side]
    with world.inside(place):
        write(rows)
        assert condition in refused(life.case["id"])


def test_without_a_level_nobody_leads(world: World) -> None:
    nowhere = world.make_service()
    with world.inside(nowhere):
        life = Certain(a_writer(staff_of(nowhere.slug, password_hash()), "no level"), SHOWN["exploring"])
        life.live()
        write(life.writer.rows)
        assert not life.writer.rows[PracticeRecord]
        assert refused(life.case["id"]) == {"lead_level_suffices"}


def test_people_numbers_and_notes_are_found_again(world: World, place: Service, invented: Writer) -> None:
    person = invented.rows[Person][0]
    with world.inside(place):
        kept = db.session.execute(
            select(PersonToken.kind, PersonToken.token).where(PersonToken.person_id == person["id"])
        )
        assert set(map(tuple, kept)) == tokens_of(person["name"])
        point = invented.rows[ContactPoint][0]
        kept_value = select(ContactPoint.value_token).where(ContactPoint.id == point["id"])
        assert db.session.scalar(kept_value) == value_token(point["kind"], point["value"])
        noted = {event["id"] for event in invented.rows[CaseEvent] if event["note"]}
        assert noted
        assert noted <= set(db.session.scalars(select(NoteToken.event_id)))
