"""From a received referral to a completed meeting and a closed case, by the pages alone."""

from __future__ import annotations

from uuid import UUID

from cases import Casework, send, value_of

from concord.identity.permissions import Role
from harness import page_text


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
    UUID(case.rpartition("/")[2])

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
    assert "Exploring" in send(team, f"{case}/move", target="exploring")
    assert "Assessment started" in send(team, f"{case}/move", target="assessing")
    for name in ("Hattie Example", "Rhys Example"):
        party = value_of(team, f"{case}/consent", "party", name)
        send(team, f"{case}/consent", party=party, agreed="take_part", channel="paper")
    for target in ("preparing", "scheduled", "in_process"):
        send(team, f"{case}/move", target=target)
    page = send(team, f"{case}/activity", form="conf_f2f", note="They shook hands.")
    assert "Meeting face to face" in page
    assert "They shook hands." in page
    send(team, f"{case}/move", target="follow_up")
    closed = send(team, f"{case}/close", reason="completed_direct")
    assert "Completed: they met" in closed
    assert "Nothing more to do." in closed
