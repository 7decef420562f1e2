"""The consent ledger: what counts, what does not count any more, and that nothing in it ever changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from rows import insert_row
from sqlalchemy import delete, select, update
from sqlalchemy.exc import ProgrammingError

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, World
from tenants.people import service as people
from tenants.people import wordings
from tenants.people.models import Consent, ConsentChannel, Decision, Person, Purpose, StatedBy
from tenants.people.queries import agreed_in_writing, does_not_want_contact, given, ledger_of, no_contact, standing
from tenants.people.service import Choice, Refused

PART, CONTACT = Purpose.TAKE_PART, Purpose.STORE_AND_CONTACT
YES, NO, BACK = Decision.GIVEN, Decision.REFUSED, Decision.WITHDRAWN


@dataclass
class Ledger:
    """One person's ledger about one incident."""

    world: World
    service: Service
    recorder: UUID
    person: UUID
    incident: UUID

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.world.inside(self.service):
            yield

    def say(self, purpose: Purpose, decision: Decision, *, days_ago: int = 0, episode: int = 1, **of: Any) -> None:
        choice = Choice(purpose, decision, ConsentChannel.PAPER, uk_today() - timedelta(days=days_ago))
        people.record_consent(
            self.person, self.incident, replace(choice, **of), recorded_by=self.recorder, episode=episode,
        )

    def agrees(self, purpose: Purpose = PART, *, episode: int = 1, form: str | None = None) -> bool:
        return self._holds(given(self.person, self.incident, purpose, episode=episode, form=form))

    def wrote(self, purpose: Purpose = PART) -> bool:
        return self._holds(agreed_in_writing(self.person, self.incident, purpose, episode=1))

    def _holds(self, condition: Any) -> bool:
        return bool(db.session.execute(select(condition)).scalar_one())


@pytest.fixture
def ledger(world: World, service: Service) -> Ledger:
    recorder = world.account(service, Role.FACILITATOR).id
    with world.inside(service):
        person = people.add_person("Hattie Example", (), StatedBy.SELF).id
        incident = insert_row(db.session.connection(), "incidents", service.id)
    return Ledger(world, service, recorder, person, incident)


def test_an_agreement_counts_until_it_is_taken_back_and_again_when_given_again(ledger: Ledger) -> None:
    with ledger.inside():
        assert not ledger.agrees()
        found = []
        for decision in (YES, BACK, YES, NO):
            ledger.say(PART, decision)
            found.append(ledger.agrees())
    assert found == [True, False, True, False]


def test_a_witness_makes_a_spoken_agreement_but_not_a_written_one(ledger: Ledger) -> None:
    with ledger.inside():
        spoken: dict[str, Any] = {"channel": ConsentChannel.VERBAL_WITNESSED}
        with pytest.raises(Refused, match="name of the witness"):
            ledger.say(PART, YES, **spoken)
        with pytest.raises(Refused, match="witness is there"):
            ledger.say(PART, YES, channel=ConsentChannel.SPOKEN)
        ledger.say(PART, YES, witness="Wes Witness", **spoken)
        assert ledger.agrees()
        assert not ledger.wrote()
        ledger.say(PART, NO, channel=ConsentChannel.SPOKEN)  # a no needs nothing of the kind
        assert not ledger.agrees()


def test_to_agree_to_one_way_of_taking_part_is_not_to_agree_to_another(ledger: Ledger) -> None:
    with ledger.inside():
        ledger.say(PART, YES, form="letter")
        assert ledger.agrees(form="letter")
        assert ledger.agrees()
        assert not ledger.agrees(form="conf_f2f")
        ledger.say(PART, NO, form="conf_f2f")
        assert ledger.agrees(form="letter"), "a no to the meeting leaves the letter as it is"
        ledger.say(PART, YES)
        assert ledger.agrees(form="conf_f2f")
        ledger.say(PART, BACK)
        assert not any(ledger.agrees(form=form) for form in (None, "letter", "conf_f2f"))


def test_what_has_come_to_its_last_day_does_not_count_nor_does_what_was_before_it(ledger: Ledger) -> None:
    yesterday = uk_today() - timedelta(days=1)
    with ledger.inside():
        ledger.say(PART, YES, days_ago=9)
        ledger.say(PART, YES, days_ago=5, expires_on=yesterday)
        assert not ledger.agrees()
        ledger.say(PART, YES, days_ago=1, expires_on=uk_today())
        assert ledger.agrees()
        with pytest.raises(Refused, match="last day must be after"):
            ledger.say(PART, YES, expires_on=yesterday)


def test_a_case_that_opens_again_asks_afresh_but_not_for_leave_to_contact(ledger: Ledger) -> None:
    with ledger.inside():
        ledger.say(PART, YES)
        ledger.say(CONTACT, YES)
        assert not ledger.agrees(episode=2)
        assert ledger.agrees(CONTACT, episode=2)
        ledger.say(PART, YES, episode=2)
        ledger.say(PART, BACK, episode=2)
        assert ledger.agrees(episode=1)
        assert not ledger.agrees(episode=2)


def test_what_another_service_recorded_counts_only_when_it_is_a_no(ledger: Ledger) -> None:
    with ledger.inside():
        for purpose, decision in ((PART, YES), (CONTACT, BACK)):
            db.session.add(_brought(ledger, purpose, decision, uk_today()))
        db.session.flush()
        assert not ledger.agrees()
        assert does_not_want_contact(ledger.person)
        assert not standing(ledger.person, ledger.incident, 1)
        ledger.say(CONTACT, YES)
        assert not does_not_want_contact(ledger.person)


def test_leave_to_contact_ends_with_its_last_day_until_it_is_given_again(ledger: Ledger) -> None:
    with ledger.inside():
        ledger.say(CONTACT, YES, days_ago=5, expires_on=uk_today())
        assert no_contact(ledger.person) is None
        ledger.say(CONTACT, YES, days_ago=4, expires_on=uk_today() - timedelta(days=1))
        assert "has run out" in str(no_contact(ledger.person))
        assert does_not_want_contact(ledger.person), "every gate asks this"
        ledger.say(CONTACT, YES)
        assert no_contact(ledger.person) is None


def test_no_contact_holds_for_every_record_of_the_same_individual(ledger: Ledger) -> None:
    with ledger.inside():
        other = people.add_person("Harriet Example", (), StatedBy.SELF).id
        stranger = people.add_person("Somebody Else", (), StatedBy.SELF).id
        ledger.say(CONTACT, YES, days_ago=2)
        ledger.say(CONTACT, BACK)
        ledger.say(PART, YES)
        assert not does_not_want_contact(other)
        linked = update(Person).where(Person.id.in_([ledger.person, other])).values(individual_id=ledger.person)
        db.session.execute(linked)
        assert does_not_want_contact(other)
        assert not does_not_want_contact(stranger)
        theirs = replace(ledger, person=other)
        assert not theirs.agrees(), "what they agreed to in another case is of that case"
        assert [entry.purpose for entry in ledger_of(other, ledger.incident, 1)] == [CONTACT, CONTACT]


def test_each_agency_and_supporter_is_a_matter_of_its_own(ledger: Ledger) -> None:
    with ledger.inside():
        for about, decision in (("Probation", YES), ("Housing", YES), ("Housing", NO)):
            ledger.say(Purpose.SHARE_WITH_AGENCY, decision, about=about)
        assert [entry.about for entry in standing(ledger.person, ledger.incident, 1)] == ["Probation"]


def test_an_entry_keeps_the_words_it_was_given_under_and_a_new_one_refreshes_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.inside():
        ledger.say(PART, YES, days_ago=30)
        newer = wordings.WORDINGS[PART] | {"take_part-2": wordings.offered(CONTACT)}
        monkeypatch.setitem(wordings.WORDINGS, PART, newer)
        ledger.say(PART, YES)
        new, old = ledger_of(ledger.person, ledger.incident, 1)
    assert (old.wording_version, new.wording_version) == ("take_part-1", "take_part-2")
    assert "I can stop at any time" in str(old.words)
    assert str(new.words) == str(wordings.offered(CONTACT))
    assert (old.stands, new.stands, old.again, new.again) == (False, True, False, True)


def test_every_purpose_has_words_in_which_it_is_asked() -> None:
    assert set(wordings.WORDINGS) == set(Purpose)


@pytest.mark.parametrize("change", [update(Consent).values(decision=YES), delete(Consent)], ids=["update", "delete"])
def test_nothing_in_the_ledger_can_be_changed_or_taken_out(ledger: Ledger, change: Any) -> None:
    with ledger.inside():
        ledger.say(PART, NO)
        db.session.commit()
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(change)
        db.session.rollback()


def _brought(ledger: Ledger, purpose: Purpose, decision: Decision, day: date) -> Consent:
    return Consent(
        person_id=ledger.person, incident_id=ledger.incident, purpose=purpose, decision=decision,
        channel=ConsentChannel.PAPER, wording_version="take_part-1", decided_on=day, recorded_by=ledger.recorder,
        brought_from="Another Service",
    )
