"""What is known of a case: one record that two people may write at once, and what each person was asked and told."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework, send
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import page_text
from tenants.casework import facts, facts_policy, facts_words, sign_offs
from tenants.casework.kinds import Proceedings, Responsibility
from tenants.casework.models import Case, CaseParty
from tenants.casework.service import Refused
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.referrals.models import PartyRole


def test_every_code_has_words() -> None:
    assert set(facts_policy.CRIME_GROUPS) == set(facts_words.CRIME_GROUPS)
    assert set(facts_policy.JUSTICE_STAGES) == set(facts_words.JUSTICE_STAGES)
    assert set(facts_policy.ASKED) == set(facts_words.ASKED)
    assert set(facts_policy.PREFERRED_FORMS) == set(facts_words.PREFERRED_FORMS)
    assert set(Proceedings) == set(facts_words.PROCEEDINGS)


def test_facts_are_written_down_and_what_nobody_said_is_not_known(cases: Casework) -> None:
    case_id = cases.case()
    team = cases.world.sign_in(cases.service, cases.manager)
    path = f"/team/cases/{case_id}/facts"
    page = send(team, path, crime_group="bicycle", proceedings="sentenced", fatal="no", no_contact_order="no")
    assert "What is known of the case was changed" in page
    with cases.world.inside(cases.service):
        known = facts.read_facts(case_id)
    assert (known["crime_group"], known["proceedings"], known["fatal"]) == ("bicycle", "sentenced", "no")
    assert known["hate"] == "unknown"


def test_two_who_write_facts_at_once_lose_nothing(cases: Casework) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/facts"
    team = cases.world.sign_in(cases.service, cases.manager)
    assert "When did you learn this?" in page_text(team.get(path)), "not the day of the crime"
    with cases.world.inside(cases.service):
        facts.change_facts(case_id, {"crime_group": "robbery"}, cases.act())
    answer = team.submit(data={"crime_group": "bicycle"})
    assert answer.status_code == 409
    assert "Robbery" in page_text(answer)
    with cases.world.inside(cases.service):
        assert facts.read_facts(case_id)["crime_group"] == "robbery"


def test_what_was_signed_off_on_a_fact_lapses_when_it_is_another(cases: Casework) -> None:
    case_id = cases.case()
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    kind = SignOffKind.PROCEEDINGS
    with cases.world.inside(cases.service):
        facts.change_facts(case_id, {"proceedings": "charged"}, cases.act())
        asked = sign_offs.request_sign_off(case_id, kind, cases.act(note="The court agrees."))
        approval = cases.act(actor_id=supervisor.id, role=Role.CASE_SUPERVISOR)
        sign_offs.decide_sign_off(case_id, asked, SignOffDecision.APPROVED, approval)
        facts.change_facts(case_id, {"crime_group": "robbery"}, cases.act())
        assert _signed(case_id, kind)
        facts.change_facts(case_id, {"proceedings": "contested"}, cases.act())
        assert not _signed(case_id, kind)


def _signed(case_id: UUID, kind: SignOffKind) -> bool:
    return db.session.execute(select(sign_offs.signed_off(kind)).where(Case.id == case_id)).scalar_one()


def test_who_accepts_how_much_and_which_form_each_would_like(cases: Casework) -> None:
    case_id = cases.case_of_two()
    team, path = cases.world.sign_in(cases.service, cases.manager), f"/team/cases/{case_id}"
    with cases.world.inside(cases.service):
        parties = cases.parties(case_id)
        with pytest.raises(Refused, match="Only the person responsible"):
            facts.say_responsibility(case_id, parties[PartyRole.HARMED], Responsibility.FULL, cases.act())
    assert "They accept some of it" in send(team, f"{path}/responsibility", answer="partial")
    harmed = parties[PartyRole.HARMED]
    assert "Messages or letters" in send(team, f"{path}/options", party=str(harmed), preferred_form="indirect")
    with cases.world.inside(cases.service):
        rows = {party.role: party for party in db.session.scalars(select(CaseParty))}
        assert rows[PartyRole.RESPONSIBLE].responsibility == Responsibility.PARTIAL
        assert rows[PartyRole.HARMED].options_explained_on == uk_today()
