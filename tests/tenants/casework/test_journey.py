"""From a received referral to a completed meeting and a closed case, by the pages alone."""

from __future__ import annotations

from uuid import UUID

from cases import Casework
from harness import Visitor, page_text, soup

from concord.identity.permissions import Role


def fill(visitor: Visitor, path: str, **answers: object) -> str:
    """Send a form of the case, follow to where it leads and give that page's words."""
    answer = visitor.submit(path, answers)
    assert answer.status_code == 303, page_text(answer)
    return page_text(visitor.follow())


def choice(visitor: Visitor, path: str, name: str, word: str) -> str:
    """The value of the answer on a page whose label holds a word."""
    page = soup(visitor.get(path))
    for control in page.select(f"[name={name}]"):
        label = page.find("label", attrs={"for": control.get("id")})
        if label and word in label.get_text():
            return str(control["value"])
    raise AssertionError(f"no answer {word} for {name}")


def test_a_referral_becomes_a_case_that_ends_with_a_completed_meeting(cases: Casework) -> None:
    referral_id = cases.refer("Hattie Example")
    team = cases.world.staff(cases.service, Role.CASE_COORDINATOR)

    assert "Hattie Example" in page_text(team.get("/team/referrals"))
    assert "Someone took my bicycle." in page_text(team.get(f"/team/referrals/{referral_id}"))
    opened = fill(
        team, f"/team/referrals/{referral_id}/accept", lead=str(cases.manager.id), conflict="no"
    )
    assert "New case" in opened
    assert "Lead: Mona Manager" in opened
    case = team.last.request.path if team.last else ""
    UUID(case.rpartition("/")[2])

    fill(team, f"{case}/person", name="Rhys Example", role="responsible", phone="07700 900456")
    way = choice(team, f"{case}/check", "way", "Rhys Example")
    fill(
        team, f"{case}/check", way=way, outcome="safe", how="through_professional", with_whom="Probation",
        may_leave_message="no", may_text="no",
    )
    way = choice(team, f"{case}/contact", "way", "Hattie Example")
    page = fill(team, f"{case}/contact", way=way, direction="we", outcome="spoke")
    assert "We contacted Hattie Example (Phone): We spoke" in page
    party = choice(team, f"{case}/information", "party", "Hattie Example")
    fill(team, f"{case}/information", party=party, told_by="spoken", offer="wants_to_explore")
    assert "Exploring" in fill(team, f"{case}/move", target="exploring")
    assert "Assessment started" in fill(team, f"{case}/move", target="assessing")
    for name in ("Hattie Example", "Rhys Example"):
        party = choice(team, f"{case}/consent", "party", name)
        fill(team, f"{case}/consent", party=party, purpose="take_part", decision="given", channel="paper")
    for target in ("preparing", "scheduled", "in_process"):
        fill(team, f"{case}/move", target=target)
    page = fill(team, f"{case}/activity", form="conf_f2f", note="They shook hands.")
    assert "Meeting face to face" in page
    assert "They shook hands." in page
    fill(team, f"{case}/move", target="follow_up")
    closed = fill(team, f"{case}/close", reason="completed_direct")
    assert "Completed: they met" in closed
    assert "Nothing more to do." in closed
