"""How a way to reach somebody may be used: who may loosen it, and that it can end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, World
from tenants.people import service as people
from tenants.people.models import Answer, CheckedHow, ContactKind, ContactPoint, ShowNumber, Standing, StatedBy
from tenants.people.queries import person_with_ways
from tenants.people.service import AllRules, Check, Refused, WayToReach
from tenants.people.values import value_token
from tenants.people.ways import more_careful, rules_of

PHONE = WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_text=Answer.YES)
LOOSE = AllRules(
    may_leave_message=Answer.YES, may_text=Answer.YES, show_number=ShowNumber.SHOWN, plain_envelope=Answer.NO,
    shared=Answer.NO, watched=Answer.NO, safe_word="Lemon",
)
STRICT = AllRules(
    may_leave_message=Answer.NO, may_text=Answer.NO, show_number=ShowNumber.WITHHELD, plain_envelope=Answer.YES,
    shared=Answer.YES, watched=Answer.YES, safe_word="Lemon",
)


def the_point() -> ContactPoint:
    return db.session.execute(select(ContactPoint)).scalar_one()


def test_what_another_says_makes_us_more_careful_and_never_less() -> None:
    assert more_careful(STRICT, LOOSE) == STRICT
    assert more_careful(LOOSE, STRICT) == STRICT
    assert more_careful(LOOSE, replace(LOOSE, safe_word="Theirs")).safe_word == "Lemon"
    assert more_careful(AllRules(), LOOSE) == AllRules()


def test_their_own_word_changes_every_rule_and_anothers_only_tightens_it(world: World, service: Service) -> None:
    with world.inside(service):
        people.add_person("Hattie Example", (PHONE,), StatedBy.SELF)
        people.change_rules(the_point().id, LOOSE, StatedBy.SELF)
        assert rules_of(the_point()) == LOOSE
        people.change_rules(the_point().id, replace(LOOSE, may_text=Answer.NO), StatedBy.OTHER)
        people.change_rules(the_point().id, LOOSE, StatedBy.OTHER)
        assert rules_of(the_point()) == replace(LOOSE, may_text=Answer.NO)
        assert the_point().standing == Standing.SAFE


def test_a_way_that_is_no_longer_theirs_is_shown_and_used_no_more(world: World, service: Service) -> None:
    staff = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        person = people.add_person("Hattie Example", (PHONE,), StatedBy.SELF)
        point_id = the_point().id
        people.end_contact_point(point_id)
        assert person_with_ways(person.id) == ("Hattie Example", [])
        assert the_point().standing == Standing.UNSAFE
        check = Check(CheckedHow.IN_PERSON, "Hattie", uk_today(), Standing.SAFE)
        with pytest.raises(Refused, match="no longer theirs"):
            people.check_contact_point(point_id, check, recorded_by=staff.id)
        with pytest.raises(Refused, match="no longer theirs"):
            people.change_rules(point_id, LOOSE, StatedBy.SELF)
        with pytest.raises(Refused, match="no longer theirs"):
            people.end_contact_point(point_id)


@pytest.mark.parametrize(("kind", "one", "other"), [
    (ContactKind.PHONE, "07700 900123", "+44 7700 900 123"),
    (ContactKind.EMAIL, "Hattie@Example.org", "hattie@example.ORG"),
    (ContactKind.POST, "1 High Street,\nTown AB1 2CD", "1 high street town ab12cd"),
])
def test_the_same_value_has_one_token_however_it_is_written(
    world: World, service: Service, kind: ContactKind, one: str, other: str
) -> None:
    with world.inside(service):
        assert value_token(kind, one) == value_token(kind, other) is not None
        assert value_token(kind, one) != value_token(kind, f"9{one}")
        assert value_token(ContactKind.THEY_CALL, None) is None
