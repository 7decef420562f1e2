"""Somebody stands in for a person who does not take part: who is asked what, and who is told of by nothing (A7, T8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from assessing import assess
from cases import SAFE_PHONE, THEIR_PHONE, Casework
from marking import Marked, mark_case
from meeting import confirm_all, hold_meeting, ready_meeting
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.web.dates import uk_today
from harness import page_text
from tenants.agreements import queries as agreements
from tenants.bulk import exporting, for_us
from tenants.bulk.exporting import What
from tenants.casework import facts, guards, reopening
from tenants.casework import service as casework
from tenants.casework.kinds import Audience
from tenants.casework.models import CaseParty
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import PartyState, Stage
from tenants.casework.service import Refused
from tenants.casework.standing_in import stand_in
from tenants.feedback import figures as feedback
from tenants.meetings import service as meetings
from tenants.papers.letters import letters
from tenants.papers.reading import side_view
from tenants.papers.service import write_letter
from tenants.papers.side import SideView
from tenants.papers.spill import NAMES, spilled
from tenants.people.models import ConsentChannel, Decision, Purpose, StatedBy
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole
from tenants.returns.counting import count
from tenants.returns.period import Quarter

PHONE = replace(SAFE_PHONE, value="+447700900555")
ROLES = list(PartyRole)


def come(cases: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> UUID:
    """Pru stands in for one of the two."""
    absent = cases.parties(case_id)[role]
    return stand_in(case_id, absent, "Pru Present", (PHONE,), StatedBy.SELF, cases.act())


def agree(cases: Casework, case_id: UUID, party_id: UUID, channel: ConsentChannel = ConsentChannel.PAPER) -> None:
    choice = Choice(Purpose.TAKE_PART, Decision.GIVEN, channel, uk_today(), witness="Wes Witness")
    casework.record_consent(case_id, party_id, choice, cases.act())


def be_asked(cases: Casework, case_id: UUID, party_id: UUID) -> None:
    """All that is asked of anybody before they are prepared."""
    agree(cases, case_id, party_id)
    facts.explain_options(case_id, party_id, "proxy", cases.act())
    confirm_needs(case_id, party_id, cases.act())
    assess(case_id, cases.act())


def state(party_id: UUID) -> str:
    return db.session.execute(select(CaseParty.state).where(CaseParty.id == party_id)).scalar_one()


@contextmanager
def inside(cases: Casework) -> Iterator[None]:
    with cases.world.inside(cases.service):
        yield


@pytest.mark.parametrize("role", ROLES)
def test_written_consent_of_both_is_of_who_is_present_and_who_stands_in_and_so_is_all_else(
    cases: Casework, role: PartyRole
) -> None:
    (present,) = set(PartyRole) - {role}
    case_id = cases.at(Stage.EXPLORING)
    asked = ("written_consent_of_both", "needs_asked", "options_explained", "assessments_complete", "found_suitable")
    with inside(cases):
        absent = cases.parties(case_id)[role]
        proxy = come(cases, case_id, role)
        assert state(absent) == PartyState.ABSENT
        assert guards.evaluate(case_id, ["other_party_identified"])["other_party_identified"]
        casework.move(case_id, Stage.ASSESSING, cases.act())
        assess(case_id, cases.act(), cases.parties(case_id)[present])
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked[:-1], False) | {"found_suitable": True}
        agree(cases, case_id, proxy, ConsentChannel.VERBAL_WITNESSED)
        assert not guards.evaluate(case_id, asked)["written_consent_of_both"], "in writing"
        be_asked(cases, case_id, proxy)
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, True), "nothing is asked of the absent"
        casework.move(case_id, Stage.PREPARING, cases.act())


def test_responsibility_accepted_is_not_asked_of_who_stands_in_for_the_person_responsible(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with inside(cases):
        assert not guards.evaluate(case_id, ["responsibility_accepted"])["responsibility_accepted"]
        come(cases, case_id, PartyRole.RESPONSIBLE)
        assert guards.evaluate(case_id, ["responsibility_accepted"])["responsibility_accepted"]


def test_initiator_agreed_is_never_about_who_stands_in(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with inside(cases):
        proxy = come(cases, case_id)
        for purpose in (Purpose.STORE_AND_CONTACT, Purpose.APPROACH_OTHER):
            choice = Choice(purpose, Decision.GIVEN, ConsentChannel.PAPER, uk_today())
            casework.record_consent(case_id, proxy, choice, cases.act())
        assert not guards.evaluate(case_id, ["initiator_agreed"])["initiator_agreed"]


def test_who_stands_in_meets_by_proxy_only_and_counts_as_no_further_person(cases: Casework) -> None:
    """To the end of a meeting, with `stand_in_fits_form` and `each_assessed` on the way."""
    case_id = cases.at(Stage.PREPARING)
    with inside(cases):
        before = count(Quarter.current()).items
        with pytest.raises(Refused, match="Nobody stands in"):
            ready_meeting(cases, case_id, form="proxy")
        plan = ready_meeting(cases, case_id)
        proxy = come(cases, case_id)
        names = ("each_assessed", "stand_in_fits_form", "prepared_separately", "everyone_ready")
        assert guards.evaluate(case_id, names) == dict.fromkeys(names, False)
        be_asked(cases, case_id, proxy)
        assert guards.evaluate(case_id, names)["each_assessed"]
        meetings.cancel(case_id, plan, cases.act())
        with pytest.raises(Refused, match="Somebody stands in"):
            ready_meeting(cases, case_id)
        ready_meeting(cases, case_id, form="proxy")
        assert guards.evaluate(case_id, names) == dict.fromkeys(names, True)
        casework.move(case_id, Stage.SCHEDULED, cases.act())
        confirm_all(cases, case_id)
        casework.move(case_id, Stage.IN_PROCESS, cases.act())
        with pytest.raises(Refused, match="Somebody stands in"):
            hold_meeting(cases, case_id)
        hold_meeting(cases, case_id, form="proxy")
        casework.move(case_id, Stage.FOLLOW_UP, cases.act())
        absent = cases.parties(case_id)[PartyRole.HARMED]
        assert (state(proxy), state(absent)) == (PartyState.PARTICIPATED, PartyState.ABSENT)
        assert absent not in {row.party_id for row in agreements.follow_ups_of(case_id)}
        counted = [(item.indicator, item.breakdown) for item in count(Quarter.current()).items if item not in before]
        assert counted == [("activities", "proxy")]
        assert [row[1] for row in for_us.people([case_id])[1]] == [
            "person harmed", "person responsible", "person harmed (stands in)"
        ]
        assert feedback.response()[PartyRole.HARMED].offered == 0


def test_whom_somebody_stands_in_for_is_not_contacted_unless_they_agree_to_it(cases: Casework) -> None:
    case_id, role = cases.case(), PartyRole.RESPONSIBLE
    with inside(cases):
        other = casework.OtherPerson("Rhys Example", role, (THEIR_PHONE,), StatedBy.SELF)
        casework.add_other_person(case_id, other, cases.act())
        absent = cases.parties(case_id)[role]
        come(cases, case_id, role)
        with pytest.raises(Refused, match="stands in for them"):
            cases.speak(case_id, role)
        with pytest.raises(Refused, match="stands in for them"):
            write_letter(case_id, absent, letters()["first_contact-1"], "", cases.act())
        cases.speak(case_id, role, they_contacted_us=True)
        cases.agree(case_id, role, purpose=Purpose.STORE_AND_CONTACT)
        cases.speak(case_id, role)
        assert state(absent) == PartyState.ABSENT
        with pytest.raises(Refused, match="Choose somebody"):
            come(cases, case_id, role)
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="responsible_declined")
        reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        assert state(absent) == PartyState.NOT_CONTACTED, "everything is asked afresh"
        come(cases, case_id, role)


@pytest.fixture
def marked(cases: Casework) -> Marked:
    return mark_case(cases)


def test_nothing_made_for_the_other_side_or_who_stands_in_holds_a_mark_of_the_absent(
    cases: Casework, marked: Marked
) -> None:
    case_id, (absent, present) = marked.case_id, (marked.parties[role] for role in ROLES)
    with inside(cases):
        proxy = come(cases, case_id)
        name = view(case_id, absent).name
        casework.note(case_id, cases.act(note=f"{name} will not come."), Audience.BOTH)
        casework.note(case_id, cases.act(note="Bring a coat."), Audience.BOTH)
        made = {str(party_id): repr(view(case_id, party_id)) for party_id in (proxy, present)}
        assert spilled(case_id, proxy, f"We spoke with {name}.") == [NAMES]
        for what in What:
            choice = exporting.Choice(what, Audience.HARMED, "csv")
            made[f"export of {what}"] = repr(exporting.export(choice, Manager(cases.manager.id)).rows)
    reader = cases.world.sign_in(cases.service, cases.manager)
    for party_id in (proxy, present):
        for part in ("print", "calendar"):
            answer = reader.get(f"/team/cases/{case_id}/side/{party_id}/{part}")
            made[f"{part} of {party_id}"] = answer.get_data(as_text=True)
    for thing, told in made.items():
        squeezed = "".join(told.split())
        assert [mark for mark in marked.marks[Audience.HARMED] if mark in squeezed] == [], thing
    assert "Bring a coat." in made[str(proxy)]
    assert "Bring a coat." in made[str(present)]
    with inside(cases):
        assert set(marked.marks[Audience.HARMED]) & set(re.findall(r"harmedmark[0-9]+x", repr(view(case_id, absent))))


@dataclass(frozen=True)
class Manager:
    """Somebody who reads everything."""

    account_id: UUID

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role.SERVICE_MANAGER]


def view(case_id: UUID, party_id: UUID) -> SideView:
    found = side_view(case_id, party_id)
    assert found
    return found


def test_it_is_one_short_page_and_a_line_on_the_case(cases: Casework) -> None:
    case_id = cases.case_of_two()
    visitor = cases.world.staff(cases.service, Role.FACILITATOR)
    with inside(cases):
        absent = cases.parties(case_id)[PartyRole.RESPONSIBLE]
    assert "Somebody stands in for a person" in page_text(visitor.get(f"/team/cases/{case_id}"))
    answer = visitor.submit(f"/team/cases/{case_id}/stand-in", {"name": "Pru Present", "absent": str(absent)})
    assert answer.status_code == 303, page_text(answer)
    page = page_text(visitor.get(f"/team/cases/{case_id}"))
    assert "Pru Present (person responsible, standing in)" in page
    assert "Stands in for Rhys Example." in page
    assert "Pru Present stands in for them." in page
    assert "They are contacted only if they agree to it." in page
    assert "Pru Present was added, and stands in for somebody" in page
