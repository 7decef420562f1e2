"""Records of one person are found by what they share, joined and parted, and nothing is lost on the way."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import Service, World
from tenants.people import individuals, matching, names
from tenants.people.match_policy import Reason
from tenants.people.matching_models import MatchDecision, PersonToken
from tenants.people.models import ContactKind, Person, StatedBy
from tenants.people.queries import records_of
from tenants.people.service import WayToReach, add_person
from tenants.people.tokens import people_called, rebuild

R = Reason
SAME, DIFFERENT, TAKEN_BACK = MatchDecision.SAME, MatchDecision.DIFFERENT, MatchDecision.TAKEN_BACK


def person(name: str, *values: str, **more: str) -> UUID:
    """A person with ways to reach them, each told by its look."""
    kinds = [
        ContactKind.EMAIL if "@" in value else ContactKind.PHONE if value.startswith(("0", "+")) else ContactKind.POST
        for value in values
    ]
    ways = tuple(WayToReach(kind=kind, value=value) for kind, value in zip(kinds, values, strict=True))
    made = add_person(name, ways, StatedBy.SELF)
    for field, value in more.items():
        setattr(made, field, value)
    db.session.flush()
    return UUID(str(made.id))


def why(one: UUID, other: UUID) -> set[Reason]:
    return {reason for found in matching.candidates(one) if found.person_id == other for reason in found.reasons}


def individual(person_id: UUID) -> UUID | None:
    return db.session.get_one(Person, (scope.current_tenant_id(), person_id), populate_existing=True).individual_id


@pytest.mark.parametrize(("one", "other", "likeness"), [
    ("Siân O'Neill", "sian oneill", names.Alike.SAME),
    ("Mrs Hattie Example", "Example, Hattie", names.Alike.SAME),
    ("Bob Smith", "Robert John Smith", names.Alike.NICKNAME),
    ("Dai Jones", "David Jones", names.Alike.NICKNAME),
    ("Liz Price", "Elizabeth Price", names.Alike.NICKNAME),
    ("Catherine Phillips", "Katherine Philips", names.Alike.NEAR),
    ("Huw Morgan", "Hugh Morgan", names.Alike.NICKNAME),
    ("Darren Macpherson", "Daren McPherson", names.Alike.NEAR),
    ("Bob Smith", "Bob Jones", names.Alike.NOT),
    ("Bob", "Bob Smith", names.Alike.NOT),
])
def test_names_are_compared_as_people_hear_and_shorten_them(one: str, other: str, likeness: names.Alike) -> None:
    assert names.alike(names.words_of(one), names.words_of(other)) == likeness


def test_each_thing_that_two_records_share_is_found_and_named(world: World, service: Service) -> None:
    with world.inside(service):
        new = person("Robert Smith", "07700 900123", "bob@home.example", "1 High Street, Ely", birth_date="3/4/1980")
        found = {
            person("Bob Smith"): {R.NICKNAME},
            person("Robbert Smyth"): {R.NEAR_NAME},
            person("Wilma Jones", "+447700900123"): {R.PHONE},
            person("Ann Other", "BOB@home.example"): {R.EMAIL},
            person("Una Other", "1 high street ely"): {R.ADDRESS},
            person("Vera Other", birth_date="1980-04-03"): {R.BIRTH_DATE},
            person("Smith Robert", "07700900123", birth_date="04.03.1980"): {
                R.SAME_NAME, R.PHONE, R.OTHER_BIRTH_DATE
            },
        }
        stranger = person("Robert Jones", "07700 900999", birth_date="3/4/1981")
        assert {other: why(new, other) for other in found} == found
        assert why(new, stranger) == set()
        assert matching.candidates(stranger) == []
        first = matching.candidates(new)[0]
        assert set(first.reasons) == {R.SAME_NAME, R.PHONE, R.OTHER_BIRTH_DATE}


def test_a_changed_name_is_found_by_the_new_one_and_not_by_the_old(world: World, service: Service) -> None:
    with world.inside(service):
        changed = person("Hattie Example")
        seeker, old_seeker = person("Elin Prosser"), person("Hattie Example")
        assert why(old_seeker, changed) == {R.SAME_NAME}
        db.session.get_one(Person, (scope.current_tenant_id(), changed)).name = "Elin Prosser"
        db.session.flush()
        assert why(seeker, changed) == {R.SAME_NAME}
        assert why(old_seeker, changed) == set()


def test_what_a_person_is_known_as_counts_as_their_name(world: World, service: Service) -> None:
    with world.inside(service):
        assert why(person("Spike Bowen"), person("Gwilym Bowen", known_as="Spike")) == {R.SAME_NAME}


def test_a_search_by_name_finds_every_word_and_survives_writing_the_tokens_anew(world: World, service: Service) -> None:
    with world.inside(service):
        sioned = person("Siôned Example-Rees")
        for _again in range(2):
            for typed in ("sioned", "Rees Sioned", "Shioned"):
                assert sioned in db.session.scalars(people_called(typed)).all(), typed
            assert db.session.scalars(people_called("Sioned Price")).all() == []
            assert rebuild() == 1


def test_tokens_tell_nothing_of_a_name_and_differ_from_service_to_service(
    world: World, service: Service, other_service: Service
) -> None:
    seen = []
    for one in (service, other_service):
        with world.inside(one):
            person("Hattie Example")
            seen.append(set(db.session.scalars(select(PersonToken.token))))
    assert seen[0]
    assert seen[0].isdisjoint(seen[1])
    assert all(len(token) == 32 for token in seen[0])


def test_records_said_to_be_of_one_person_are_one_until_that_is_taken_back(world: World, service: Service) -> None:
    by = world.account(service, Role.CASE_COORDINATOR).id
    with world.inside(service):
        ann, bea, cat, dot = (person(f"{name} Example") for name in ("Ann", "Bea", "Cat", "Dot"))
        individuals.decide(bea, ann, SAME, decided_by=by)
        individuals.decide(cat, dot, SAME, decided_by=by)
        assert set(db.session.scalars(records_of(ann))) == {ann, bea}
        individuals.decide(bea, cat, SAME, decided_by=by)
        assert {individual(one) for one in (ann, bea, cat, dot)} == {ann}
        assert set(db.session.scalars(records_of(dot))) == {ann, bea, cat, dot}
        individuals.decide(bea, cat, TAKEN_BACK, decided_by=by)
        assert [individual(one) for one in (ann, bea, cat, dot)] == [ann, ann, cat, cat]
        individuals.decide(ann, bea, DIFFERENT, decided_by=by)
        individuals.decide(cat, dot, TAKEN_BACK, decided_by=by)
        assert [individual(one) for one in (ann, bea, cat, dot)] == [None] * 4
        assert set(db.session.scalars(records_of(ann))) == {ann}
        assert individuals.decisions_on(ann) == {bea: DIFFERENT}
        assert db.session.scalar(select(func.count()).select_from(Person)) == 4
