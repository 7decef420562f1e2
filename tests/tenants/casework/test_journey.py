"""From a received referral to a completed meeting and a closed case, by the pages of the case."""

from __future__ import annotations

from uuid import UUID

from assessing import qualify
from cases import Casework, send, value_of

from concord.identity.permissions import Role
from harness import page_text
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import Stage


def test_a_referral_becomes_a_case_that_ends_with_a_completed_meeting(cases: Casework) -> None:
    referral_id = cases.refer("Hattie Example")
    team = cases.world.staff(cases.service, Role.CASE_COORDINATOR)

    assert "Hattie Example" in page_text(team.get("/team/referrals"))
    assert "Someone took my bicycle." in page_text(team.get(f"/team/referrals/{referral_id}"))
    opened = send(
        team, f"/team/referrals/{referral_id}/accept", lead=str(cases.manager.id), conflict="no"
    )
    assert "New case" in opened
    assert "Lead: Mona Manager" in opened
    case = team.last.request.path if team.last else ""
    case_id = UUID(case.rpartition("/")[2])

    send(team, f"{case}/person", name="Rhys Example", role="responsible", phone="07700 900456")
    way = value_of(team, f"{case}/check", "way", "Rhys Example")
    send(
        team, f"{case}/check", way=way, outcome="safe", how="through_professional", with_whom="Probation",
        may_leave_message="no", may_text="no",
    )
    way = value_of(team, f"{case}/contact", "way", "Hattie Example")
    page = send(team, f"{case}/contact", way=way, direction="we", outcome="spoke")
    assert "We contacted Hattie Example (Phone): We spoke" in page
    party = value_of(team, f"{case}/information", "party", "Hattie Example")
    send(team, f"{case}/information", party=party, told_by="spoken", offer="wants_to_explore")
    send(team, f"{case}/facts", proceedings="concluded", no_contact_order="no", youth_justice="not_under_18")
    send(team, f"{case}/complexity", complexity="standard")
    with cases.world.inside(cases.service):
        qualify(cases.manager.id)
    assert "Exploring" in send(team, f"{case}/move", target="exploring")
    for name in ("Hattie Example", "Rhys Example"):
        party = value_of(team, f"{case}/consent", "party", name)
        agreed = ["store_and_contact", "approach_other", "take_part"]
        send(team, f"{case}/consent", party=party, agreed=agreed, channel="paper")
        send(team, f"{case}/options", party=party, preferred_form="direct")
    assert "Assessment started" in send(team, f"{case}/move", target="assessing")
    assert "They accept it in full" in send(team, f"{case}/responsibility", answer="full")
    with cases.world.inside(cases.service):  # by the pages of needs and assessments, which have their own tests
        for party_id in cases.parties(case_id).values():
            confirm_needs(case_id, party_id, cases.act())
    for target in (Stage.PREPARING, Stage.SCHEDULED, Stage.IN_PROCESS, Stage.FOLLOW_UP):
        with cases.world.inside(cases.service):  # and those of meetings
            cases.satisfy(case_id, target)
        send(team, f"{case}/move", target=str(target))
    assert "Meeting face to face" in page_text(team.get(case))
    with cases.world.inside(cases.service):
        cases.satisfy(case_id, Stage.CLOSED)
    closed = send(team, f"{case}/close", reason="completed_direct", note="They shook hands.")
    assert "Completed: they met" in closed
    assert "They shook hands." in closed
    assert "Nothing more to do." in closed
